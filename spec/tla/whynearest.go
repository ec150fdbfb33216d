package tla

import (
	"cmp"
	"fmt"
	"slices"
)

// Candidate is an action with arguments, and why it is not the step that was
// asked about; Why is nil if it is.
type Candidate struct {
	Action *Action
	Args   []Value
	Why    *Why
}

// String returns the action as TLA+ writes it.
func (c Candidate) String() string { return c.Action.Name + formatArgs(c.Args) }

// maxCandidates bounds the argument tuples that Nearest tries.
const maxCandidates = 50_000

// Nearest tries actions with all arguments in the sets that Next quantifies
// over, all actions if none are given, for a step from st that leaves the
// variables in next with those values; next may be nil. Steps come first, then
// the others, nearest first: those with the fewest conjuncts that fail, among
// these the ones that get furthest, among these those that differ least from
// next, among these in the order of Next. It is an
// error if a set is infinite or depends on the state.
func (s *Spec) Nearest(st State, next map[string]Value, actions ...*Action) ([]Candidate, error) {
	if len(actions) == 0 {
		actions = s.actions
	}
	var out []Candidate
	for _, a := range actions {
		all, err := s.AllArgs(a)
		if err != nil {
			return nil, err
		}
		if len(out)+len(all) > maxCandidates {
			return nil, fmt.Errorf("there are more than %d arguments to try", maxCandidates)
		}
		for _, args := range all {
			why, err := a.WhyStep(st, next, args...)
			if err != nil {
				return nil, fmt.Errorf("%s%s: %w", a.Name, formatArgs(args), err)
			}
			out = append(out, Candidate{a, args, why})
		}
	}
	slices.SortStableFunc(out, func(a, b Candidate) int {
		return cmp.Or(cmp.Compare(a.Why.failing(), b.Why.failing()), cmp.Compare(b.Why.reach(), a.Why.reach()),
			cmp.Compare(a.Why.differing(), b.Why.differing()))
	})
	return out, nil
}

func (w *Why) failing() int {
	if w == nil {
		return 0
	}
	return w.Failing
}

func (w *Why) differing() int {
	if w == nil {
		return 0
	}
	return len(w.Differs)
}

// reach is the share of the conjuncts that hold before the first that fails.
func (w *Why) reach() float64 {
	if w == nil {
		return 1
	}
	return float64(w.passed) / float64(max(w.Of, 1))
}

// ParseCall reads an action with arguments, such as Vote(a1, 3, {"x"}), or the
// name alone: then given is false, unless the action has no parameters.
func (s *Spec) ParseCall(text string) (a *Action, args []Value, given bool, err error) {
	name, rest, parens := cutCall(text)
	i := slices.IndexFunc(s.actions, func(a *Action) bool { return a.Name == name })
	if i < 0 {
		var names []string
		for _, a := range s.actions {
			if !slices.Contains(names, a.Name) {
				names = append(names, a.Name)
			}
		}
		return nil, nil, false, fmt.Errorf("%q is no action; the actions are %v", name, names)
	}
	a = s.actions[i]
	if !parens {
		return a, nil, len(a.Params) == 0, nil
	}
	v, err := ParseValue("<<" + rest + ">>")
	if err != nil {
		return nil, nil, false, fmt.Errorf("the arguments of %s: %w", name, err)
	}
	v.o.eachPair(func(_, x Value) bool { args = append(args, x); return true })
	if len(args) != len(a.Params) {
		return nil, nil, false, fmt.Errorf("%s has the parameters %v and is given %d arguments", name, a.Params, len(args))
	}
	return a, args, true, nil
}

// cutCall splits Name(arguments).
func cutCall(text string) (name, args string, parens bool) {
	for i := range len(text) {
		if text[i] == '(' && text[len(text)-1] == ')' {
			return text[:i], text[i+1 : len(text)-1], true
		}
	}
	return text, "", false
}
