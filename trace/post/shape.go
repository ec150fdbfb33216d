package post

import (
	"fmt"
	"slices"

	"github.com/synod-paxos/synod/spec/tla"
)

// A Shape says which paths a node's own state has: the variables of NodeVars
// and, of those in KeyedVars, one path a key, whatever the keys are.
type Shape struct {
	Variables []string
	keyed     map[string]bool
}

// ShapeOf reads the shape off a module's definitions. A module without KeyedVars
// has no such variables.
func ShapeOf(m *tla.Module) (*Shape, error) {
	variables, err := m.VariableClass("NodeVars")
	if err != nil {
		return nil, fmt.Errorf("reading the variables of %s: %w", m.Name(), err)
	}
	s := &Shape{Variables: variables, keyed: map[string]bool{}}
	if !slices.Contains(m.Definitions(), "KeyedVars") {
		return s, nil
	}
	keyed, err := m.VariableClass("KeyedVars")
	if err != nil {
		return nil, fmt.Errorf("reading the variables of %s: %w", m.Name(), err)
	}
	for _, name := range keyed {
		if !slices.Contains(variables, name) {
			return nil, fmt.Errorf("reading the variables of %s: %s is in KeyedVars and not in NodeVars", m.Name(), name)
		}
		s.keyed[name] = true
	}
	return s, nil
}

// Keyed tells whether a variable has one path a key.
func (s *Shape) Keyed(variable string) bool { return s.keyed[variable] }

// Of appends to dst what differs, in the entries of node, between two states, in
// the order of the variables and of their keys.
func (s *Shape) Of(dst []Change, before, after tla.State, node tla.Value) []Change {
	for _, name := range s.Variables {
		x, _ := before.Get(name)
		y, _ := after.Get(name)
		if x == y {
			continue
		}
		a, _ := x.Apply(node)
		b, _ := y.Apply(node)
		dst = s.Between(dst, name, a, b)
	}
	return dst
}

// Between appends what differs between two values of one variable. Keys that are
// gone and follow on each other are one range.
func (s *Shape) Between(dst []Change, variable string, before, after tla.Value) []Change {
	if before.Equal(after) {
		return dst
	}
	if !s.keyed[variable] {
		return append(dst, Change{Variable: variable, Value: after})
	}
	start := len(dst)
	tla.Differences(before, after, func(key, _, value tla.Value) bool {
		if value.IsValid() || len(dst) == start || !extend(&dst[len(dst)-1], key) {
			dst = append(dst, Change{Variable: variable, Key: key, Value: value})
		}
		return true
	})
	return dst
}

// extend makes key part of the range that c is or becomes, if it follows on it.
func extend(c *Change, key tla.Value) bool {
	last := c.End
	if !last.IsValid() {
		n, _ := c.Key.Int64()
		last = tla.Int(n + 1)
	}
	n, isInt := key.Int64()
	if _, ok := c.Key.Int64(); !ok || !isInt || !c.Gone() || !last.Equal(key) {
		return false
	}
	c.End = tla.Int(n + 1)
	return true
}

// Whole appends all paths of a variable's own value.
func (s *Shape) Whole(dst []Change, variable string, v tla.Value) []Change {
	if !s.keyed[variable] {
		return append(dst, Change{Variable: variable, Value: v})
	}
	for key, value := range v.Pairs() {
		dst = append(dst, Change{Variable: variable, Key: key, Value: value})
	}
	return dst
}

// Applied is a variable's own value after a change. A keyed variable that has no
// value yet is the empty function.
func (s *Shape) Applied(v tla.Value, c Change) (tla.Value, error) {
	if s.keyed[c.Variable] != c.Key.IsValid() {
		return v, fmt.Errorf("%s is not a path: %s", c.Path(), s.form(c.Variable))
	}
	if !c.Key.IsValid() {
		return c.Value, nil
	}
	if !v.IsValid() {
		v = tla.Tuple()
	}
	switch {
	case c.End.IsValid():
		return withoutRange(v, c), nil
	case c.Gone():
		return v.Without(c.Key), nil
	}
	if w := v.With(c.Key, c.Value); w.IsValid() {
		return w, nil
	}
	return v, fmt.Errorf("%s: this key cannot stand beside the others", c.Path())
}

func (s *Shape) form(variable string) string {
	if s.keyed[variable] {
		return "it is told of key by key"
	}
	return "it is told of as a whole"
}

// withoutRange is v without the keys of a range. It looks at the keys that are
// there, as a range may be as long as whoever wrote it liked.
func withoutRange(v tla.Value, c Change) tla.Value {
	first, _ := c.Key.Int64()
	end, _ := c.End.Int64()
	var gone []tla.Value
	for key := range v.Pairs() {
		if n, ok := key.Int64(); ok && n >= first && n < end {
			gone = append(gone, key)
		}
	}
	for _, key := range gone {
		v = v.Without(key)
	}
	return v
}
