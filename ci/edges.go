package ci

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/synod-paxos/synod/ci/gate"
	"github.com/synod-paxos/synod/ci/model"
	"github.com/synod-paxos/synod/ci/tlc"
	"github.com/synod-paxos/synod/spec/tla"
	"github.com/synod-paxos/synod/spec/tla/dot"
)

func edgesGate() gate.Gate {
	return gate.Gate{ID: "edges", Section: "3", Run: runEdges,
		Doc: "The evaluator's state graph, computed by search and by bound calls, equals TLC's edge for edge, both ways."}
}

func runEdges(ctx context.Context, env *gate.Env) (gate.Result, error) {
	models, err := graphModels(env)
	if err != nil {
		return gate.Result{}, err
	}
	var states, edges int
	var errs []error
	checked := 0
	for _, m := range models {
		n, e, err := compareGraph(ctx, env, m)
		if err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", m.Name, err))
			continue
		}
		checked++
		states, edges = states+n, edges+e
	}
	return gate.Result{Checked: []gate.Count{
		gate.Of(checked, "models"), gate.Of(states, "states"), gate.Of(edges, "edges"),
	}}, errors.Join(errs...)
}

// compareGraph compares one model and returns its states and edges.
func compareGraph(ctx context.Context, env *gate.Env, m model.Model) (states, edges int, err error) {
	l, err := load(m)
	if err != nil {
		return 0, 0, err
	}
	env.Progress("edges: %s: by search", m.Name)
	graph, err := l.explore(ctx, tla.ExploreOptions{Edges: true})
	if err != nil {
		return 0, 0, err
	}
	env.Progress("edges: %s: by bound calls", m.Name)
	calls, err := l.explore(ctx, tla.ExploreOptions{Edges: true, BoundCalls: true})
	if err != nil {
		return 0, 0, err
	}
	if err := sameGraph(graph, calls); err != nil {
		return 0, 0, err
	}
	job := tlc.JobFor(m, modelsDir(env))
	job.Progress = func(line string) { env.Progress("edges: %s: %s", m.Name, line) }
	var differs error
	run := runner(env).Dump(ctx, job, func(text io.Reader) error {
		edges, differs = compareDump(graph, text)
		return differs
	})
	if differs != nil && violated(run) {
		run.Err = nil // a dump that TLC breaks off at a violation always differs
	}
	if err := tlc.Judge(m, run); err != nil {
		return 0, 0, explainGraph(env, m, run, err)
	}
	own := model.Counts{Distinct: int64(graph.Distinct), Generated: int64(graph.Generated), Depth: graph.Depth}
	if own != run.Result.Counts {
		return 0, 0, fmt.Errorf("the evaluator counts %s; TLC %s", own, run.Result.Counts)
	}
	return graph.Distinct, edges, nil
}

// violated tells whether TLC found something, rather than being stopped.
func violated(run tlc.Run) bool {
	v := run.Result.Verdict
	return v == tlc.Invariant || v == tlc.Property || v == tlc.Deadlock
}

// compareDump compares TLC's dump with a graph and returns the edges in both.
func compareDump(graph *tla.Graph, text io.Reader) (int, error) {
	diff, err := dot.Compare(graph, text)
	if err != nil {
		return 0, err
	}
	if !diff.Equal() {
		return 0, errors.New(diff.String())
	}
	return diff.Edges.Both, nil
}

// explainGraph adds where to look to the failure of a graph model.
func explainGraph(env *gate.Env, m model.Model, run tlc.Run, failure error) error {
	models, err := loadModels(env)
	if err != nil {
		return failure
	}
	defs, err := tlc.ReadDefinitions(specDir(env), modelsDir(env))
	if err != nil {
		return failure
	}
	return explain(models, m, run, defs, failure)
}

// sameGraph compares the graphs that the search and bound calls give.
func sameGraph(search, calls *tla.Graph) error {
	if len(search.States) != len(calls.States) || len(search.Edges) != len(calls.Edges) {
		return fmt.Errorf("the search finds %d states and %d edges, bound calls %d and %d",
			len(search.States), len(search.Edges), len(calls.States), len(calls.Edges))
	}
	mine, err := inNumbersOf(search, search)
	if err != nil {
		return err
	}
	theirs, err := inNumbersOf(search, calls)
	if err != nil {
		return err
	}
	for i, e := range mine {
		if e != theirs[i] {
			return fmt.Errorf("bound calls do not give the edge %s from\n%s\nto\n%s", e.action, search.States[e.from], search.States[e.to])
		}
	}
	return nil
}

// A namedEdge is an edge in the numbers of a graph of reference.
type namedEdge struct {
	from, to int
	action   string
}

// inNumbersOf are the edges of g, in order, in the numbers of another graph.
func inNumbersOf(reference, g *tla.Graph) ([]namedEdge, error) {
	number := make([]int, len(g.States))
	for i, st := range g.States {
		at, ok := reference.Find(st)
		if !ok {
			return nil, fmt.Errorf("bound calls reach a state that the search does not:\n%s", st)
		}
		number[i] = at
	}
	edges := make([]namedEdge, len(g.Edges))
	for i, e := range g.Edges {
		edges[i] = namedEdge{number[e.From], number[e.To], g.Actions[e.Action]}
	}
	slices.SortFunc(edges, func(a, b namedEdge) int {
		return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to), cmp.Compare(a.action, b.action))
	})
	return edges, nil
}
