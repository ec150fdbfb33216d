package register

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/synod-paxos/synod/mbt/sim"
	"github.com/synod-paxos/synod/trace/check"
)

// TestTraceAndJudgeAgree: what the judge let pass on the real data, trace-check
// lets pass on the traces of the same runs, kills and power losses included.
func TestTraceAndJudgeAgree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		run := begin(t)
		defer run.end()
		t.Repeat(map[string]func(*rapid.T){
			"deliver": run.deliver,
			"again":   run.deliverAndKeep,
			"tick":    run.tick,
			"propose": run.propose,
			"start":   run.start,
		})
		run.settle(t)
		for _, n := range run.ids {
			must(t, run.cluster.Stop(n))
		}
		verdict, report, err := sim.Check(run.cluster.TraceDir())
		must(t, err)
		if verdict != check.Conforms {
			t.Fatalf("the judge let all pass and the traces do not conform\n%s", report)
		}
	})
}
