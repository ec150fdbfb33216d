package tla

import (
	"fmt"
	"slices"
)

// taken copies the state that a step has made; all its variables must have
// values.
func (m *machine) taken(s *Spec, n *Node, vals []Value, what string) []Value {
	for i, v := range vals {
		if v.o == nil {
			fail(n, "%s does not give %s a value", what, s.vars[i])
		}
	}
	return slices.Clone(vals)
}

// Init returns the initial states, in the order in which TLC finds them and with
// repetitions if the initial predicate yields a state more than once.
func (s *Spec) Init() (states []State, err error) {
	if s.init == nil {
		return nil, fmt.Errorf("module %s: the configuration names no initial predicate", s.module.name)
	}
	err = s.initial(func(st State) bool {
		states = append(states, st)
		return true
	})
	return states, err
}

// initial yields the initial states as they are found, until yield returns false.
func (s *Spec) initial(yield func(State) bool) error {
	m := s.machine()
	defer s.release(m)
	return guard(func() {
		defer m.placeFailure()
		m.begin(s.init.u)
		m.level = initialLevel
		m.setState(make([]Value, len(s.vars)))
		m.sink = func(m *machine) {
			m.done = !yield(newState(s, m.taken(s, s.initPlace, m.st, "the initial predicate")))
			m.epoch++
		}
		s.init.run(m)
	})
}

// Successors yields every successor of st as TLC's search finds it, with
// repetitions, and the name of the action as TLC labels it. The search ends when
// yield returns false.
func (s *Spec) Successors(st State, yield func(action string, next State) bool) error {
	if s.next == nil {
		return fmt.Errorf("module %s: the configuration names no next-state relation", s.module.name)
	}
	if err := s.owns(st, true); err != nil {
		return err
	}
	return s.successors(st, 0, yield)
}

// successors is Successors for a state of the given level; 0 if that is not
// known.
func (s *Spec) successors(st State, level int, yield func(action string, next State) bool) error {
	m := s.machine()
	defer s.release(m)
	return guard(func() {
		m.level = level
		m.search(s, st, func(m *machine) {
			vals := m.taken(s, s.nextPlace, m.nx, "an action ("+s.labels[m.label]+")")
			if !yield(s.labels[m.label], newState(s, vals)) {
				m.done = true
			}
		})
	})
}

// search runs the next-state relation in st; sink is called for every successor.
func (m *machine) search(s *Spec, st State, sink step) {
	defer m.placeFailure()
	m.begin(s.next.u)
	m.setState(st.vals)
	clear(m.nx)
	m.done = false
	m.sink = sink
	s.next.run(m)
}
