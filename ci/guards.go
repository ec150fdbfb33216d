package ci

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/synod-paxos/synod/ci/gate"
	"github.com/synod-paxos/synod/ci/model"
	"github.com/synod-paxos/synod/spec/tla"
)

func guardsGate() gate.Gate {
	return gate.Gate{ID: "guards", Section: "3", Run: runGuards,
		Doc: "Each guard of each action is load-bearing: without it the state graph of a model is another, or the guard is listed " +
			"with its reason, as equivalent or as what keeps its action from an error of evaluation."}
}

// A guard is one conjunct of an action without primes, by its number.
type guard struct {
	spec, action string
	number       int
	text         string
}

// id is how a guard is named in ci/equivalent.txt.
func (g guard) id() string { return g.spec + "." + g.action + ": " + g.text }

// An effect is what comes of dropping a guard.
type effect int

// The effects, the strongest last. A step that cannot be evaluated is no step:
// it says that the rest of the action relies on the guard, and not that the
// guard forbids anything.
const (
	nothing effect = iota
	unevaluable
	differs
)

// runGuards drops each guard in each graph model of its specification. One
// model in which that matters is enough.
func runGuards(ctx context.Context, env *gate.Env) (gate.Result, error) {
	models, err := graphModels(env)
	if err != nil {
		return gate.Result{}, err
	}
	reasons, err := readEquivalent(filepath.Join(env.Root, "ci", "equivalent.txt"))
	if err != nil {
		return gate.Result{}, err
	}
	var order []guard
	effects := map[string]effect{}
	for _, m := range models {
		guards, err := dropGuards(ctx, env, m, effects)
		if err != nil {
			return gate.Result{}, fmt.Errorf("%s: %w", m.Name, err)
		}
		order = append(order, guards...)
	}
	return judgeGuards(order, effects, reasons)
}

// dropGuards drops each guard of a model that is not known to be load-bearing.
func dropGuards(ctx context.Context, env *gate.Env, m model.Model, effects map[string]effect) ([]guard, error) {
	l, err := load(m)
	if err != nil {
		return nil, err
	}
	guards, err := guardsOf(l.module, m.Spec)
	if err != nil {
		return nil, err
	}
	graph, err := l.explore(ctx, tla.ExploreOptions{})
	if err != nil {
		return nil, err
	}
	for _, g := range guards {
		if effects[g.id()] == differs || !takes(l.spec, g.action) {
			continue
		}
		env.Progress("guards: %s without %s", m.Name, g.id())
		e, err := drop(ctx, l, graph.States, g)
		if err != nil {
			return nil, fmt.Errorf("without %s: %w", g.id(), err)
		}
		effects[g.id()] = max(effects[g.id()], e)
	}
	return guards, nil
}

// takes tells whether a model has an action: one about a single concern leaves
// the others' out, and shows nothing about their guards.
func takes(s *tla.Spec, action string) bool {
	return slices.ContainsFunc(s.Actions(), func(a *tla.Action) bool { return a.Name == action })
}

// guardsOf lists the guards of all actions of a module.
func guardsOf(module *tla.Module, specName string) ([]guard, error) {
	actions, err := module.NextActions()
	if err != nil {
		return nil, err
	}
	var guards []guard
	for _, a := range actions {
		conjuncts, err := module.Conjuncts(a.Name)
		if err != nil {
			return nil, err
		}
		for i, c := range conjuncts {
			guards = append(guards, guard{specName, a.Name, i, strings.Join(strings.Fields(c.Text), " ")})
		}
	}
	return guards, nil
}

// errDiffers ends the search for a difference.
var errDiffers = errors.New("the graphs differ")

// drop tells what comes of a model without a guard. Without it an action can
// only do more; so the graphs differ exactly if, in some state of the original,
// the action then takes a step that it did not take before.
func drop(ctx context.Context, l loaded, states []tla.State, g guard) (effect, error) {
	module, err := l.module.WithoutConjunct(g.action, g.number)
	if err != nil {
		return nothing, err
	}
	without, err := tla.Load(module, l.config)
	if err != nil {
		return nothing, err
	}
	before, err := stepsOf(l.spec, g.action)
	if err != nil {
		return nothing, err
	}
	after, err := stepsOf(without, g.action)
	if err != nil {
		return nothing, err
	}
	if len(before) != len(after) {
		return nothing, fmt.Errorf("%s has %d bound steps with its guard and %d without", g.action, len(before), len(after))
	}
	var failed atomic.Bool
	err = eachState(ctx, states, func(st tla.State) error { return compareSteps(st, before, after, &failed) })
	switch {
	case errors.Is(err, errDiffers):
		return differs, nil
	case failed.Load():
		return unevaluable, err
	}
	return nothing, err
}

// stepsOf are the bound steps of one action.
func stepsOf(s *tla.Spec, action string) ([]boundStep, error) {
	all, err := boundSteps(s)
	if err != nil {
		return nil, err
	}
	var steps []boundStep
	for _, step := range all {
		if step.action.Name == action {
			steps = append(steps, step)
		}
	}
	if len(steps) == 0 {
		return nil, fmt.Errorf("%s is no action of Next", action)
	}
	return steps, nil
}

// compareSteps returns errDiffers if the steps without the guard lead from st
// to a state to which none of those with it does. It sets failed if one of them
// cannot be evaluated.
func compareSteps(st tla.State, before, after []boundStep, failed *atomic.Bool) error {
	var known, added []tla.State
	for i := range after {
		next, ok, err := after[i].action.Call(st, after[i].args...)
		if err != nil {
			failed.Store(true)
			continue
		}
		if !ok {
			continue
		}
		old, was, err := before[i].action.Call(st, before[i].args...)
		if err != nil {
			return fmt.Errorf("%s: %w", before[i], err)
		}
		if was {
			known = append(known, old)
		} else {
			added = append(added, next)
		}
	}
	for _, next := range added {
		if !contains(known, next) {
			return errDiffers
		}
	}
	return nil
}

func contains(states []tla.State, st tla.State) bool {
	for _, s := range states {
		if s.Equal(st) {
			return true
		}
	}
	return false
}
