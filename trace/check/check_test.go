package check_test

import (
	"testing"

	"github.com/synod-paxos/synod/trace"
	"github.com/synod-paxos/synod/trace/check"
	"github.com/synod-paxos/synod/trace/tracetest"
)

func inputs(segments []*tracetest.Segment) []check.Input {
	var list []check.Input
	for _, s := range segments {
		list = append(list, check.Input{Source: trace.List(s.Name, s.Entries)})
	}
	return list
}

// TestWalksConform: what the specification itself does conforms, in any order.
func TestWalksConform(t *testing.T) {
	for seed := uint64(1); seed <= 5; seed++ {
		b, err := tracetest.Walk(3+2*int(seed%2), 60, seed)
		if err != nil {
			t.Fatal(err)
		}
		r, err := check.Run(inputs(b.Segments()), check.Options{Order: seed})
		if err != nil {
			t.Fatal(err)
		}
		if r.Verdict != check.Conforms {
			t.Fatalf("seed %d: %s: %v", seed, r.Verdict, r.Findings[0])
		}
		t.Log(r.Judged, r.Actions, r.Invariants, r.Notes)
	}
}

func longRun(t *testing.T, steps int) []*tracetest.Segment {
	t.Helper()
	b, err := tracetest.Walk(3, steps, 2)
	if err != nil {
		t.Fatal(err)
	}
	return b.Segments()
}
