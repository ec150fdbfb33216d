package tla

import (
	"fmt"
	"slices"
)

// A State gives every variable of a specification a value. It is immutable.
type State struct {
	spec *Spec
	vals []Value
	hash uint64
}

func newState(s *Spec, vals []Value) State { return State{s, vals, stateHash(vals)} }

// stateHash is the hash of the state that has these values.
func stateHash(vals []Value) uint64 {
	h := uint64(len(vals))
	for _, v := range vals {
		h = mix(h*31 + v.Hash())
	}
	return h
}

// NewState makes a state of values for exactly the variables of s.
func (s *Spec) NewState(values map[string]Value) (State, error) {
	vals := make([]Value, len(s.vars))
	for name, v := range values {
		i, ok := s.varSlot[name]
		if !ok {
			return State{}, fmt.Errorf("module %s has no variable %s", s.module.name, name)
		}
		w, ok := written(v)
		if !ok {
			return State{}, fmt.Errorf("variable %s: no value, or an infinite one", name)
		}
		vals[i] = w
	}
	for i, v := range vals {
		if !v.IsValid() {
			return State{}, fmt.Errorf("variable %s has no value", s.vars[i])
		}
	}
	return newState(s, vals), nil
}

// Get returns the value of a variable.
func (st State) Get(variable string) (Value, bool) {
	if st.spec == nil {
		return Value{}, false
	}
	i, ok := st.spec.varSlot[variable]
	if !ok {
		return Value{}, false
	}
	return st.vals[i], true
}

// With returns st with another value of a variable. It returns st itself if the
// variable does not exist or v cannot be a variable's value.
func (st State) With(variable string, v Value) State {
	if st.spec == nil {
		return st
	}
	i, ok := st.spec.varSlot[variable]
	w, ok2 := written(v)
	if !ok || !ok2 {
		return st
	}
	vals := slices.Clone(st.vals)
	vals[i] = w
	return newState(st.spec, vals)
}

// Equal says whether both states give all variables the same values.
func (st State) Equal(other State) bool {
	if st.hash != other.hash || len(st.vals) != len(other.vals) {
		return false
	}
	for i, v := range st.vals {
		if !Equal(v, other.vals[i]) {
			return false
		}
	}
	return true
}

// String returns the state as TLC prints it, one conjunct a line.
func (st State) String() string {
	if st.spec == nil {
		return "(no state)"
	}
	var b []byte
	for i, v := range st.vals {
		if i > 0 {
			b = append(b, '\n')
		}
		b = append(append(append(b, `/\ `...), st.spec.vars[i]...), " = "...)
		b = appendText(b, v)
	}
	return string(b)
}

// owns checks that st is a state of s.
func (s *Spec) owns(st State, needed bool) error {
	switch {
	case st.spec == nil && needed:
		return fmt.Errorf("tla: a state is needed")
	case st.spec != nil && st.spec != s && !slices.Equal(st.spec.vars, s.vars):
		return fmt.Errorf("tla: the state belongs to another specification")
	}
	return nil
}
