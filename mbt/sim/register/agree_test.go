package register

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/synod-paxos/synod/mbt/sim"
	"github.com/synod-paxos/synod/mbt/sim/drawn"
	"github.com/synod-paxos/synod/trace/check"
)

// TestTraceAndJudgeAgree: what the judge let pass on the real data, trace-check
// lets pass on the traces of the same runs, kills and power losses included.
func TestTraceAndJudgeAgree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		run := begin(t)
		defer run.End()
		t.Repeat(run.faults())
		run.settle(t)
		for _, n := range run.Nodes() {
			drawn.Must(t, run.Stop(n))
		}
		verdict, report, err := sim.Check(run.TraceDir())
		drawn.Must(t, err)
		if verdict != check.Conforms {
			t.Fatalf("the judge let all pass and the traces do not conform\n%s", report)
		}
	})
}
