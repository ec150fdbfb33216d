package log

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/synod-paxos/synod/mbt/sim"
	"github.com/synod-paxos/synod/trace/check"
)

// kills are crashes that leave the trace whole. A power loss takes events from
// it that others have heard of and that the log, as they change nothing durable,
// does not hold.
var kills = slices.DeleteFunc(slices.Clone(sim.Crashes), func(c sim.Crash) bool { return c == sim.PowerLoss })

// TestTracesConform has trace-check judge clusters by their traces alone, kills
// included: it and the judge of the real data let the same pass.
func TestTracesConform(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := newRun(t, sim.Blind, true)
		defer r.end()
		r.crashes = kills
		r.open(t) // so that there is something to judge
		r.warm(t)
		t.Repeat(r.faults())
		for _, n := range r.ids {
			if !r.cluster.Up(n) {
				must(t, r.cluster.Start(n, sim.NoCrash)) // the trace of its death is its next one's
			}
			must(t, r.cluster.Stop(n))
		}
		verdict, report, err := sim.Check(r.cluster.TraceDir())
		must(t, err)
		if verdict != check.Conforms {
			t.Fatalf("the traces do not conform\n%s", report)
		}
	})
}
