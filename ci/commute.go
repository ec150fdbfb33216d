package ci

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"sync/atomic"

	"github.com/synod-paxos/synod/ci/gate"
	"github.com/synod-paxos/synod/spec"
	"github.com/synod-paxos/synod/spec/irgen"
	"github.com/synod-paxos/synod/spec/tla"
)

func commuteGate() gate.Gate {
	return gate.Gate{ID: "commute", Section: "3", Run: runCommute,
		Doc: "In every state of the graph models, enabled steps of two different nodes can be taken in both orders and lead to one state; a planted action that is not local is found."}
}

// nodesDefinition is what a specification with nodes defines: its variables
// that are functions of them. Its actions have the node as first parameter.
const nodesDefinition = "NodeVars"

func runCommute(ctx context.Context, env *gate.Env) (gate.Result, error) {
	models, err := graphModels(env)
	if err != nil {
		return gate.Result{}, err
	}
	var states, pairs int64
	checked := 0
	for _, m := range models {
		l, err := load(m)
		if err != nil {
			return gate.Result{}, err
		}
		if _, err := l.module.VariableClass(nodesDefinition); err != nil {
			continue // a specification without nodes, such as Consensus
		}
		env.Progress("commute: %s", m.Name)
		n, p, err := commute(ctx, l)
		states, pairs = states+n, pairs+p
		checked++
		if err != nil {
			return gate.Result{}, fmt.Errorf("%s: %w", m.Name, err)
		}
	}
	killed, err := plantNonLocal(ctx, env)
	return gate.Result{
		Checked: []gate.Count{gate.Of(checked, "models"), gate.Of(states, "states"), gate.Of(pairs, "pairs of steps")},
		Killed:  []gate.Count{gate.Of(killed, "planted actions that are not local")},
	}, err
}

// A notCommuting error shows two steps of two nodes that do not commute.
type notCommuting struct {
	first, second boundStep
	state         tla.State
	what          string
}

func (e *notCommuting) Error() string {
	return fmt.Sprintf("%s and %s, of two nodes, do not commute: %s\nin the state\n%s", e.first, e.second, e.what, e.state)
}

// commute explores a specification and checks all pairs in all states.
func commute(ctx context.Context, l loaded) (states, pairs int64, err error) {
	graph, err := l.explore(ctx, tla.ExploreOptions{})
	if err != nil {
		return 0, 0, err
	}
	steps, err := boundSteps(l.spec)
	if err != nil {
		return 0, 0, err
	}
	for _, step := range steps {
		if len(step.args) == 0 {
			return 0, 0, fmt.Errorf("%s has no parameter that could be its node", step.action.Name)
		}
	}
	var total atomic.Int64
	err = eachState(ctx, graph.States, func(st tla.State) error {
		n, err := commuteIn(st, steps)
		total.Add(n)
		return err
	})
	return int64(len(graph.States)), total.Load(), err
}

// taken is a step that is enabled, and where it leads.
type taken struct {
	boundStep
	next tla.State
}

// commuteIn checks all pairs in one state and returns their number.
func commuteIn(st tla.State, steps []boundStep) (int64, error) {
	var enabled []taken
	for _, step := range steps {
		next, ok, err := step.action.Call(st, step.args...)
		if err != nil {
			return 0, fmt.Errorf("%s: %w\nin the state\n%s", step, err, st)
		}
		if ok {
			enabled = append(enabled, taken{step, next})
		}
	}
	pairs := int64(0)
	for i, a := range enabled {
		for _, b := range enabled[i+1:] {
			if a.args[0].Equal(b.args[0]) {
				continue
			}
			pairs++
			if what := bothOrders(a, b); what != "" {
				return pairs, &notCommuting{a.boundStep, b.boundStep, st, what}
			}
		}
	}
	return pairs, nil
}

// bothOrders takes each of two steps after the other and says what is wrong.
func bothOrders(a, b taken) string {
	ab, ok, err := b.action.Call(a.next, b.args...)
	if err != nil || !ok {
		return afterwards(a, b, err)
	}
	ba, ok, err := a.action.Call(b.next, a.args...)
	if err != nil || !ok {
		return afterwards(b, a, err)
	}
	if !ab.Equal(ba) {
		return fmt.Sprintf("%s first leads to\n%s\nand %s first to\n%s", a, ab, b, ba)
	}
	return ""
}

func afterwards(first, second taken, err error) string {
	if err != nil {
		return fmt.Sprintf("after %s, %s cannot be evaluated: %v", first, second, err)
	}
	return fmt.Sprintf("after %s, %s is not enabled any more", first, second)
}

// planted names the module in testdata with operators that break locality, the
// model that they are put into and, for each, the operator it replaces.
const (
	plantedModule = "PlantedBasicPaxos"
	plantedModel  = "BasicPaxos_n3_b2_v2_graph"
)

// plantedLimit bounds the graph of a model with something planted in it.
const plantedLimit = 500_000

var planted = map[string]string{
	"FreshEverywhere": "Fresh",      // reads other nodes' variables
	"NothingHigher":   "HighEnough", // needs the absence of a message
	"AllStepDown":     "StepDown",   // writes other nodes' variables
}

// plantNonLocal puts each planted operator into a model and counts those that
// the check of commutation finds.
func plantNonLocal(ctx context.Context, env *gate.Env) (int, error) {
	root := filepath.Join(env.Root, "ci", "testdata", plantedModule+".tla")
	module, err := irgen.Parse(ctx, env.Tools.Jar.Path, root, specDir(env), modelsDir(env))
	if err != nil {
		return 0, err
	}
	killed := 0
	var errs []error
	for operator, replaced := range planted {
		env.Progress("commute: planted %s", operator)
		config, err := spec.Config(plantedModel)
		if err != nil {
			return 0, err
		}
		config.Override(replaced, operator)
		s, err := tla.Load(module, config)
		if err != nil {
			return 0, fmt.Errorf("loading the planted %s: %w", operator, err)
		}
		_, _, err = commute(ctx, loaded{module: module, config: config, spec: s, limit: plantedLimit})
		var found *notCommuting
		switch {
		case errors.As(err, &found):
			killed++
		case err != nil:
			errs = append(errs, fmt.Errorf("planted %s: %w", operator, err))
		default:
			errs = append(errs, fmt.Errorf("planted %s in the place of %s, which is not local: all steps commute all the same", operator, replaced))
		}
	}
	return killed, errors.Join(errs...)
}
