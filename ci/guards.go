package ci

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/synod-paxos/synod/ci/gate"
	"github.com/synod-paxos/synod/ci/model"
	"github.com/synod-paxos/synod/spec/tla"
)

func guardsGate() gate.Gate {
	return gate.Gate{ID: "guards", Section: "3", Run: runGuards,
		Doc: "Each guard of each action is load-bearing: without it the state graph of a model is another, or the guard is listed as equivalent with its reason."}
}

// A guard is one conjunct of an action without primes, by its number.
type guard struct {
	spec, action string
	number       int
	text         string
}

// id is how a guard is named in ci/equivalent.txt.
func (g guard) id() string { return g.spec + "." + g.action + ": " + g.text }

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
	bearing := map[string]bool{}
	for _, m := range models {
		guards, err := dropGuards(ctx, env, m, bearing)
		if err != nil {
			return gate.Result{}, fmt.Errorf("%s: %w", m.Name, err)
		}
		order = append(order, guards...)
	}
	return judgeGuards(order, bearing, reasons)
}

// dropGuards drops each guard of a model that is not known to be load-bearing.
func dropGuards(ctx context.Context, env *gate.Env, m model.Model, bearing map[string]bool) ([]guard, error) {
	l, err := load(m)
	if err != nil {
		return nil, err
	}
	guards, err := guardsOf(l.module, m.Spec)
	if err != nil {
		return nil, err
	}
	graph, err := l.explore(tla.ExploreOptions{})
	if err != nil {
		return nil, err
	}
	for _, g := range guards {
		if bearing[g.id()] {
			continue
		}
		env.Progress("guards: %s without %s", m.Name, g.id())
		if bearing[g.id()], err = matters(ctx, l, graph.States, g); err != nil {
			return nil, fmt.Errorf("without %s: %w", g.id(), err)
		}
	}
	return guards, nil
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

// matters tells whether a graph is another without a guard. Without it an
// action can only do more; so the graphs differ exactly if, in some state of
// the original, the action then takes a step that it did not take before. That
// it cannot be evaluated any more is a difference, too.
func matters(ctx context.Context, l loaded, states []tla.State, g guard) (bool, error) {
	module, err := l.module.WithoutConjunct(g.action, g.number)
	if err != nil {
		return false, err
	}
	without, err := tla.Load(module, l.config)
	if err != nil {
		return false, err
	}
	before, err := stepsOf(l.spec, g.action)
	if err != nil {
		return false, err
	}
	after, err := stepsOf(without, g.action)
	if err != nil {
		return false, err
	}
	if len(before) != len(after) {
		return false, fmt.Errorf("%s has %d bound steps with its guard and %d without", g.action, len(before), len(after))
	}
	err = eachState(ctx, states, func(st tla.State) error { return compareSteps(st, before, after) })
	if errors.Is(err, errDiffers) {
		return true, nil
	}
	return false, err
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
// to a state to which none of those with it does.
func compareSteps(st tla.State, before, after []boundStep) error {
	var known, added []tla.State
	for i := range after {
		next, ok, err := after[i].action.Call(st, after[i].args...)
		if err != nil {
			return errDiffers
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

// readEquivalent reads the list of guards that change no graph:
// "Spec.Action: guard | reason".
func readEquivalent(path string) (map[string]string, error) {
	lines, err := model.ReadList(path)
	if err != nil {
		return nil, err
	}
	reasons := map[string]string{}
	for _, line := range lines {
		id, reason, ok := strings.Cut(line, " | ")
		if !ok || strings.TrimSpace(reason) == "" {
			return nil, fmt.Errorf("%s: no reason after \" | \" in: %s", path, line)
		}
		reasons[strings.TrimSpace(id)] = strings.TrimSpace(reason)
	}
	return reasons, nil
}

// judgeGuards compares what was found with the list, which must hold exactly
// the guards that are not load-bearing.
func judgeGuards(guards []guard, bearing map[string]bool, reasons map[string]string) (gate.Result, error) {
	var errs []error
	var notes []string
	seen := map[string]bool{}
	killed := 0
	for _, g := range guards {
		id := g.id()
		if seen[id] {
			continue
		}
		seen[id] = true
		reason, listed := reasons[id]
		switch {
		case bearing[id] && listed:
			errs = append(errs, fmt.Errorf("%s is listed as equivalent and is load-bearing", id))
		case bearing[id]:
			killed++
		case listed:
			notes = append(notes, id+" changes no graph: "+reason)
		default:
			errs = append(errs, fmt.Errorf("%s changes no graph; a guard that does nothing is removed, or listed in ci/equivalent.txt with the reason", id))
		}
	}
	for id := range reasons {
		if !seen[id] {
			errs = append(errs, fmt.Errorf("ci/equivalent.txt: there is no guard %s", id))
		}
	}
	return gate.Result{
		Checked: []gate.Count{gate.Of(len(seen), "guards")},
		Killed:  []gate.Count{gate.Of(killed, "dropped guards")},
		Notes:   notes,
	}, errors.Join(errs...)
}
