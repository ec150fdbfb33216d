package basicpaxos

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"

	"github.com/synod-paxos/synod/trace"
)

// TestRandomRuns runs clusters over a network that loses, doubles and reorders,
// with crashes at any moment. It asserts what must hold of any run; that each
// step is one of the specification is for package mbt.
func TestRandomRuns(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		size := rapid.IntRange(1, 5).Draw(t, "nodes")
		var nodes []NodeID
		for i := range size {
			nodes = append(nodes, NodeID(i+1))
		}
		w := newWorld(t, nodes...)
		w.rand = drawnSource(t)
		for i := range rapid.IntRange(1, 120).Draw(t, "steps") {
			w.anything(t, uint64(i+1))
		}
		checkRun(t, w)
	})
}

// drawnSource is a source of random numbers with a drawn seed.
func drawnSource(t *rapid.T) func() uint64 {
	return rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0).Uint64
}

// anything does one thing that may happen to a cluster.
func (w *world) anything(t *rapid.T, id uint64) {
	n := rapid.SampledFrom(w.nodes).Draw(t, "node")
	if _, up := w.cores[n]; !up {
		w.restart(n)
		return
	}
	what := rapid.IntRange(0, 99).Draw(t, "what")
	switch {
	case what < 8:
		w.input(n, Propose{ID: id, Value: val(fmt.Sprint("v", n)), Ticks: 40})
	case what < 12:
		w.input(n, Get{ID: id, Ticks: 40})
	case what < 30:
		for range 1 + what%8 {
			w.input(n, Tick{})
		}
	case what < 34:
		w.crash(n)
	case len(w.pending) == 0:
	case what < 38:
		w.take(rapid.IntRange(0, len(w.pending)-1).Draw(t, "lost"))
	case what < 42:
		w.deliver(w.pending[rapid.IntRange(0, len(w.pending)-1).Draw(t, "doubled")])
	default:
		w.deliver(w.take(rapid.IntRange(0, len(w.pending)-1).Draw(t, "delivered")))
	}
}

func checkRun(t *rapid.T, w *world) {
	decided := make(map[trace.Value]bool)
	proposed := make(map[string]trace.Value)
	next := make(map[[2]uint64]uint64)
	promised := make(map[int]int64)
	for _, e := range w.events {
		key := [2]uint64{uint64(e.Node), e.Inc}
		if next[key]++; e.Seq != next[key] {
			t.Fatalf("%s is event %d, not %d", describe(e), e.Seq, next[key])
		}
		for _, c := range e.Post {
			if c.Path == "promised" {
				var b int64
				fmt.Sscan(string(c.Value), &b)
				if b < promised[e.Node] {
					t.Fatalf("%s: the promise of %d is forgotten", describe(e), promised[e.Node])
				}
				promised[e.Node] = b
			}
		}
		switch e.Action {
		case "Learn":
			decided[e.Args[2].Value] = true
		case "Propose":
			b := string(e.Args[0].Value)
			if v, ok := proposed[b]; ok {
				t.Fatalf("ballot %s proposes %s and %s", b, v, e.Args[2].Value)
			}
			proposed[b] = e.Args[2].Value
		}
	}
	if len(decided) > 1 {
		t.Fatalf("decided: %v", decided)
	}
	for ref, messages := range w.said {
		seen := make(map[MessageType]bool)
		for _, m := range messages {
			if seen[m.Type] {
				t.Fatalf("event %v says two things: %v", ref, messages)
			}
			seen[m.Type] = true
		}
	}
	checkAnswers(t, w, decided)
}

// checkAnswers: whoever was told a value was told one that is decided.
func checkAnswers(t *rapid.T, w *world, decided map[trace.Value]bool) {
	answered := make(map[uint64]bool)
	for _, a := range w.answers {
		if answered[a.ID] {
			t.Fatalf("request %d is answered twice", a.ID)
		}
		answered[a.ID] = true
		if a.Outcome == Decided && !decided[plain(a.Value).abstract()] {
			t.Fatalf("a client is told %q, which nobody has learnt", a.Value.bytes)
		}
	}
}

// TestDecidesInTheEnd: with every node up and no loss, rivals decide.
func TestDecidesInTheEnd(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := newWorld(t, 1, 2, 3, 4, 5)
		w.rand = drawnSource(t)
		for _, n := range w.nodes {
			w.input(n, Propose{ID: uint64(n), Value: val(fmt.Sprint("v", n)), Ticks: 5000})
		}
		for range 2000 {
			for range len(w.pending) {
				w.deliver(w.take(0))
			}
			for _, n := range w.nodes {
				w.input(n, Tick{})
			}
			if len(w.answers) == len(w.nodes) {
				return
			}
		}
		t.Fatalf("no decision after 2000 ticks; %d answers", len(w.answers))
	})
}
