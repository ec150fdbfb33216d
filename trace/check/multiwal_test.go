package check_test

import (
	"testing"

	"github.com/synod-paxos/synod/trace"
	"github.com/synod-paxos/synod/trace/check"
	"github.com/synod-paxos/synod/trace/tracetest"
)

// TestLogWalksLogged judges the write-ahead logs of walks.
func TestLogWalksLogged(t *testing.T) {
	seen := map[string]int{}
	for seed := range uint64(12) {
		b, err := tracetest.LogWalk(3+2*int(seed%2), 250, seed)
		if err != nil {
			t.Fatal(err)
		}
		r, err := check.Run(logInputs(b.Logs()), check.Options{SkipInvariants: seed > 1})
		if err != nil {
			t.Fatal(err)
		}
		if r.Verdict != check.Conforms || r.Judged[check.Voting] == 0 || r.Unjudged[check.Voting]+r.Unjudged[check.Local] > 0 {
			t.Errorf("seed %d: %v, judged %v, unjudged %v", seed, r.Verdict, r.Judged, r.Unjudged)
			for _, f := range r.Findings {
				t.Errorf("seed %d: %s %s %+v", seed, f.Places[0], f.Text, f.Failure)
			}
		}
		for name, n := range r.Actions {
			seen[name] += n
		}
	}
	for _, name := range []string{"Prepare", "Promise", "Accept", "Snapshot", "Truncate", "InstallSnapshot", "Restart"} {
		if seen[name] == 0 {
			t.Errorf("no log holds %s: %v", name, seen)
		}
	}
}

func logInputs(logs []*tracetest.Segment) (in []check.Input) {
	for _, s := range logs {
		in = append(in, check.Input{Source: trace.List(s.Name, s.Entries), Log: true})
	}
	return in
}
