package judge

import (
	"fmt"
	"slices"

	"github.com/synod-paxos/synod/spec/tla"
)

// messages is a set that grows.
type messages map[uint64][]tla.Value

func (s messages) has(m tla.Value) bool { return slices.ContainsFunc(s[m.Hash()], m.Equal) }

func (s messages) add(m tla.Value) {
	if !s.has(m) {
		s[m.Hash()] = append(s[m.Hash()], m)
	}
}

func (s messages) set() tla.Value {
	var all []tla.Value
	for _, some := range s {
		all = append(all, some...)
	}
	return tla.SetOf(all...)
}

// fewMessages is how many there are when invariants are still evaluated after
// every release.
const fewMessages = 64

// invariants evaluates the invariants of the replay on the whole state. That
// costs up to the square of the number of messages, so with many of them it is
// done after as many steps.
func (j *Judge) invariants() error {
	if m := len(j.sent); m > fewMessages && j.unproved < m*m/(fewMessages*fewMessages) {
		return nil
	}
	return j.Prove()
}

// Prove evaluates every invariant of the replay on the whole state.
func (j *Judge) Prove() error {
	j.unproved = 0
	whole := j.State()
	for _, name := range j.spec.Invariants() {
		holds, err := j.spec.Eval(name, whole)
		if err != nil {
			return fmt.Errorf("evaluating %s: %w", name, err)
		}
		if yes, ok := holds.Truth(); !ok || !yes {
			return fmt.Errorf("the invariant %s is violated in\n%v", name, whole)
		}
	}
	return nil
}

// State is the specification's state so far, with all messages.
func (j *Judge) State() tla.State { return j.state.With(j.classes.Messages, j.sent.set()) }
