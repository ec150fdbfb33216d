package check_test

import (
	"testing"

	"github.com/synod-paxos/synod/trace/check"
	"github.com/synod-paxos/synod/trace/tracetest"
)

func TestScript(t *testing.T) {
	b, err := tracetest.Script()
	if err != nil {
		t.Fatal(err)
	}
	r, err := check.Run(inputs(b.Segments()), check.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if r.Verdict != check.Conforms || len(r.NeverSeen()) > 0 || len(r.NeverCompared()) > 0 || r.Left() > 0 {
		t.Errorf("%+v %v %v", r, r.NeverSeen(), r.NeverCompared())
		for _, f := range r.Findings {
			t.Error(f.Places[0], f.Text, f.Failure)
		}
	}
}

// TestLogWalks: what the specification does conforms, in any order of merging.
func TestLogWalks(t *testing.T) {
	seen := map[string]int{}
	for seed := range uint64(12) {
		b, err := tracetest.LogWalk(3+2*int(seed%2), 250, seed)
		if err != nil {
			t.Fatal(err)
		}
		r, err := check.Run(inputs(b.Segments()), check.Options{Order: seed + 1, SkipInvariants: seed > 1})
		if err != nil {
			t.Fatal(err)
		}
		if r.Verdict != check.Conforms || r.Left() > 0 {
			for _, f := range r.Findings {
				t.Errorf("seed %d: %s %s %+v", seed, f.Places[0], f.Text, f.Failure)
			}
		}
		for name, n := range r.Actions {
			seen[name] += n
		}
	}
	t.Log(seen)
	for name, n := range seen {
		if n == 0 {
			t.Errorf("no walk took %s", name)
		}
	}
}
