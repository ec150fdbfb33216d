package ci

import (
	"context"
	"errors"
	"fmt"

	"github.com/synod-paxos/synod/ci/gate"
	"github.com/synod-paxos/synod/ci/model"
	"github.com/synod-paxos/synod/mbt/graph"
	"github.com/synod-paxos/synod/spec/tla"
)

// cores are the specifications that have an implementation to drive.
var cores = map[string]bool{"BasicPaxos": true}

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
		if !cores[m.Spec] {
			continue
		}
		r, err := driveModel(ctx, env, m)
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
func driveModel(ctx context.Context, env *gate.Env, m model.Model) (*graph.Result, error) {
	l, err := load(m)
	if err != nil {
		return nil, err
	}
	g, outgrown := l.explore(ctx, tla.ExploreOptions{Edges: true})
	if g == nil {
		return nil, outgrown
	}
	r, err := graph.Drive(ctx, l.spec, g, func(states int) {
		env.Progress("drive: %s: %d of %d states", m.Name, states, len(g.States))
	})
	return r, errors.Join(err, outgrown)
}
