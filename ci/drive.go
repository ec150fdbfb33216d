package ci

import (
	"context"
	"errors"
	"fmt"

	"github.com/synod-paxos/synod/ci/gate"
	"github.com/synod-paxos/synod/ci/model"
	"github.com/synod-paxos/synod/mbt/bridge"
	"github.com/synod-paxos/synod/mbt/bridge/all"
	"github.com/synod-paxos/synod/mbt/graph"
	"github.com/synod-paxos/synod/spec/tla"
)

// implemented are the specifications that have an implementation.
func implemented() map[string]bool {
	set := make(map[string]bool, len(all.Implementations))
	for spec := range all.Implementations {
		set[spec] = true
	}
	return set
}

func driveGate() gate.Gate {
	return gate.Gate{ID: "drive", Section: "4", Run: runDrive,
		Doc: "Every edge of the state graphs, driven through the implementation, gives the specification's next state; " +
			"every step that the specification forbids is refused."}
}

func runDrive(ctx context.Context, env *gate.Env) (gate.Result, error) {
	models, err := graphModels(env)
	if err != nil {
		return gate.Result{}, err
	}
	var edges, steps, refusals int
	var errs []error
	for _, m := range models {
		open, has := all.Implementations[m.Spec]
		if !has {
			continue
		}
		r, err := driveModel(ctx, env, m, open)
		if err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", m.Name, err))
			continue
		}
		edges, steps, refusals = edges+r.Edges, steps+r.Steps, refusals+r.Refusals
	}
	return gate.Result{Checked: []gate.Count{
		gate.Of(edges, "edges"), gate.Of(steps, "steps"), gate.Of(refusals, "refusals"),
	}}, errors.Join(errs...)
}

// driveModel drives the graph of a model. One that has outgrown its record is
// driven as far as it was explored: where a guard was lost, a step that the core
// refuses says more than a number of states.
func driveModel(ctx context.Context, env *gate.Env, m model.Model, open func(*tla.Spec) (bridge.Implementation, error)) (*graph.Result, error) {
	l, err := load(m)
	if err != nil {
		return nil, err
	}
	g, outgrown := l.explore(ctx, tla.ExploreOptions{Edges: true})
	if g == nil {
		return nil, outgrown
	}
	impl, err := open(l.spec)
	if err != nil {
		return nil, err
	}
	r, err := graph.Drive(ctx, g, impl, func(states int) {
		env.Progress("drive: %s: %d of %d states", m.Name, states, len(g.States))
	})
	return r, errors.Join(err, outgrown)
}
