package tla_test

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/synod-paxos/synod/spec/tla"
)

// recorder is a visitor that writes down what it is told.
type recorder struct {
	lines []string
	limit int // lines after which it fails; 0 for never
}

var errFull = errors.New("full")

func (r *recorder) add(format string, args ...any) error {
	r.lines = append(r.lines, fmt.Sprintf(format, args...))
	if len(r.lines) == r.limit {
		return errFull
	}
	return nil
}

func (r *recorder) State(number int, st tla.State, initial bool) error {
	return r.add("%d %v %v", number, initial, st)
}

func (r *recorder) Edge(from int, action string, to int) error {
	return r.add("%d %s %d", from, action, to)
}

// explorations are specifications of every kind of outcome.
func explorations(t *testing.T) map[string]*tla.Spec {
	all := map[string]*tla.Spec{
		"view":     loadText(t, "explore", "Symmetric", symmetric+"CONSTRAINT Early VIEW View"),
		"symmetry": loadText(t, "explore", "Symmetric", symmetric+"VIEW View SYMMETRY Both INVARIANT NotAll"),
		"property": loadText(t, "explore", "Refines", refines+"RefinedByWrong"),
		"deadlock": loadText(t, "explore", "Outcomes", outcomes+"INIT Init NEXT Stuck"),
	}
	for config, root := range map[string]string{"Voting_n3_b3_v2_mutant_disagree": "MCVoting",
		"Voting_n3_b3_v2_mutant_refinement": "MCVoting", "Consensus_v2_mutant_both": "MCConsensus"} {
		all[config] = loadModel(t, root, config)
	}
	return all
}

// TestOutcomeDoesNotDependOnWorkers explores models alone and with several
// workers, keeping states and not: all must say the same.
func TestOutcomeDoesNotDependOnWorkers(t *testing.T) {
	violations := 0
	for name, s := range explorations(t) {
		o := tla.ExploreOptions{CheckInvariants: true, CheckProperties: true, CheckDeadlock: true, Edges: true}
		var first *tla.Graph
		for _, workers := range []int{1, 2, 5} {
			o.Workers = workers
			g, err := tla.Explore(s, o)
			if err != nil {
				t.Fatal(err)
			}
			var visited recorder
			r, err := tla.Check(t.Context(), s, o, &visited)
			if err != nil {
				t.Fatal(err)
			}
			lean, err := tla.Check(t.Context(), s, o, nil)
			if err != nil {
				t.Fatal(err)
			}
			if first == nil {
				first = g
			}
			for _, other := range []tla.Report{*r, *lean} {
				if other.Counts != first.Counts || !sameViolation(other.Violation, first.Violation) || other.Complete != first.Complete {
					t.Errorf("%s, %d workers: %+v is not %+v", name, workers, other, first.Counts)
				}
			}
			if g.Counts != first.Counts || !reflect.DeepEqual(g.Edges, first.Edges) || !sameViolation(g.Violation, first.Violation) {
				t.Errorf("%s, %d workers: %+v is not %+v", name, workers, g.Counts, first.Counts)
			}
			if got, want := visited.lines, visits(g); !reflect.DeepEqual(got, want) {
				t.Errorf("%s, %d workers: the visitor is told %d lines, not %d", name, workers, len(got), len(want))
			}
		}
		if first.Violation != nil {
			violations++
		}
	}
	if violations == 0 {
		t.Error("no violation was compared")
	}
}

// visits are the states and edges of a graph in the order in which a visitor
// learns of them: a new state just before the edge to it.
func visits(g *tla.Graph) []string {
	var r recorder
	known := 0
	for ; known < g.Initial; known++ {
		r.State(known, g.States[known], true)
	}
	for _, e := range g.Edges {
		if int(e.To) == known {
			r.State(known, g.States[known], false)
			known++
		}
		r.Edge(int(e.From), g.Actions[e.Action], int(e.To))
	}
	return r.lines
}

func sameViolation(a, b *tla.Violation) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.String() == b.String() && a.State == b.State && tla.FormatTrace(a.Trace) == tla.FormatTrace(b.Trace)
}

func TestLimits(t *testing.T) {
	s := loadModel(t, "MCVoting", "Voting_n3_b3_v2")
	for name, o := range map[string]tla.ExploreOptions{
		"more than 100 states": {MaxStates: 100},
		"more than 1 MiB":      {Memory: 1 << 20},
	} {
		for _, workers := range []int{1, 4} {
			o.Workers = workers
			g, err := tla.Explore(s, o)
			r, err2 := tla.Check(t.Context(), s, o, nil)
			for _, err := range []error{err, err2} {
				var limit tla.LimitError
				if !errors.As(err, &limit) || !strings.Contains(err.Error(), name) {
					t.Errorf("%s: %v", name, err)
				}
			}
			if g.Complete || r.Complete || g.Distinct == 0 || o.MaxStates > 0 && g.Counts != r.Counts || g.Distinct != len(g.States) {
				t.Errorf("%s: %+v and %+v", name, g.Counts, r.Counts)
			}
		}
	}
}

// TestCancelled ends explorations from within, by their progress and by their
// visitor.
func TestCancelled(t *testing.T) {
	s := loadModel(t, "MCVoting", "Voting_n3_b3_v2")
	for _, workers := range []int{1, 4} {
		ctx, cancel := context.WithCancelCause(t.Context())
		o := tla.ExploreOptions{Workers: workers, Progress: func(p tla.Progress) {
			if p.Distinct > 1000 {
				cancel(errFull)
			}
		}}
		r, err := tla.Check(ctx, s, o, nil)
		if !errors.Is(err, errFull) || r.Complete || r.Distinct < 1000 {
			t.Errorf("%d workers: %v, %+v", workers, err, r)
		}
		g, err := tla.ExploreContext(ctx, s, o)
		if !errors.Is(err, errFull) || g.Complete || g.Distinct != len(g.States) {
			t.Errorf("%d workers: %v, %+v", workers, err, g.Counts)
		}
		r, err = tla.Check(t.Context(), s, tla.ExploreOptions{Workers: workers}, &recorder{limit: 50})
		if !errors.Is(err, errFull) || r.Complete {
			t.Errorf("%d workers: %v, %+v", workers, err, r)
		}
	}
}
