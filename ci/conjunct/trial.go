package conjunct

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"github.com/synod-paxos/synod/ci/model"
	"github.com/synod-paxos/synod/ci/tlc"
	"github.com/synod-paxos/synod/spec"
	"github.com/synod-paxos/synod/spec/tla"
)

// A Bench is where conjuncts are dropped and models tried. It is safe for
// concurrent use.
type Bench struct {
	Models []model.Model
	TLC    tlc.Runner // for what only TLC checks: liveness
	Dir    string     // where the models are

	mu      sync.Mutex
	modules map[string]*tla.Module
}

// module is a root module.
func (b *Bench) module(root string) (*tla.Module, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if m := b.modules[root]; m != nil {
		return m, nil
	}
	m, err := spec.Open(root)
	if err != nil {
		return nil, err
	}
	if b.modules == nil {
		b.modules = map[string]*tla.Module{}
	}
	b.modules[root] = m
	return m, nil
}

// Conjuncts lists the conjuncts of all specifications that have models.
func (b *Bench) Conjuncts() ([]Conjunct, error) {
	var all []Conjunct
	seen := map[string]bool{}
	for _, m := range b.Models {
		if seen[m.Spec] {
			continue
		}
		seen[m.Spec] = true
		module, err := b.module(m.Root)
		if err != nil {
			return nil, err
		}
		conjuncts, err := Of(module, m.Spec)
		if err != nil {
			return nil, fmt.Errorf("the conjuncts of %s: %w", m.Spec, err)
		}
		all = append(all, conjuncts...)
	}
	return all, nil
}

// An outcome is what a model gives without a conjunct.
type outcome struct {
	violated    string // the invariant or property
	unevaluable bool   // something could not be evaluated
	incomplete  bool   // a step left a variable without a value
	tooLarge    bool
	unchecked   bool // a property was left out, as only TLC checks it
	counts      model.Counts
}

// A drop makes the module without a conjunct.
type drop func(*tla.Module, Conjunct) (*tla.Module, error)

// load binds a model's constants to the module without a conjunct. It returns nil
// where the model does not take the conjunct's action.
func (b *Bench) load(c Conjunct, how drop, m model.Model) (*tla.Spec, error) {
	module, err := b.module(m.Root)
	if err != nil {
		return nil, err
	}
	config, err := spec.Config(m.Name)
	if err != nil {
		return nil, err
	}
	if module, err = how(module, c); err != nil {
		return nil, err
	}
	s, err := tla.Load(module, config)
	if err != nil {
		return nil, fmt.Errorf("loading %s: %w", m.Name, err)
	}
	if !slices.ContainsFunc(s.Actions(), func(a *tla.Action) bool { return a.Name == c.Action }) {
		return nil, nil
	}
	return s, nil
}

// A graph without a conjunct may be so many times as large as with it, and so
// many states larger, before it is given up. How large the graph of a probe is,
// nobody knows: a violation ends it early.
const (
	limitFactor = 2
	limitSlack  = 20_000
	probeLimit  = 60_000
)

// try explores a model without a conjunct. The outcome is nil where the model
// does not take the conjunct's action.
func (b *Bench) try(ctx context.Context, c Conjunct, how drop, m model.Model) (*outcome, error) {
	s, err := b.load(c, how, m)
	if s == nil || err != nil {
		return nil, err
	}
	o := tla.ExploreOptions{CheckInvariants: true, CheckProperties: true, SafetyOnly: true, Workers: 1}
	switch {
	case m.Header.Kind == model.Probe:
		o.MaxStates = probeLimit
	case m.Header.Counts != nil:
		o.MaxStates = limitFactor*int(m.Header.Counts.Distinct) + limitSlack
	}
	r, err := tla.Check(ctx, s, o, nil)
	return outcomeOf(r, err)
}

// outcomeOf reads the report of an exploration. An invariant that cannot be
// evaluated is not one that is violated.
func outcomeOf(r *tla.Report, err error) (*outcome, error) {
	var evaluation *tla.EvaluationError
	var limit tla.LimitError
	switch {
	case errors.As(err, &evaluation):
		var e *tla.Error
		incomplete := errors.As(err, &e) && e.Incomplete
		return &outcome{unevaluable: !incomplete, incomplete: incomplete}, nil
	case errors.As(err, &limit):
		return &outcome{tooLarge: true}, nil
	case err != nil:
		return nil, err
	case r.Violation != nil && r.Violation.Err != nil:
		return &outcome{unevaluable: true}, nil
	case r.Violation != nil:
		return &outcome{violated: r.Violation.Name}, nil
	}
	counts := model.Counts{Distinct: int64(r.Distinct), Generated: int64(r.Generated), Depth: r.Depth}
	return &outcome{counts: counts, unchecked: len(r.Unchecked) > 0}, nil
}

// moves tells whether a step of the conjunct's action changes the variable that
// the conjunct assigns, in a model with the conjunct.
func (b *Bench) moves(ctx context.Context, c Conjunct, m model.Model) (bool, error) {
	s, err := b.load(c, func(module *tla.Module, _ Conjunct) (*tla.Module, error) { return module, nil }, m)
	if s == nil || err != nil {
		return false, err
	}
	graph, err := tla.ExploreContext(ctx, s, tla.ExploreOptions{Workers: 1})
	if err != nil {
		return false, err
	}
	moves := false
	for _, st := range graph.States {
		before, _ := st.Get(c.Variable)
		err := s.Successors(st, func(action string, next tla.State) bool {
			after, _ := next.Get(c.Variable)
			moves = action == c.Action && !before.Equal(after)
			return !moves
		})
		if moves || err != nil {
			return moves, err
		}
	}
	return false, nil
}
