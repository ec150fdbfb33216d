package log

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/synod-paxos/synod/mbt/sim"
	"github.com/synod-paxos/synod/mbt/sim/drawn"
	"github.com/synod-paxos/synod/trace/check"
)

// TestTracesConform has trace-check judge clusters by their traces alone: it and
// the judge of the real data let the same pass. A power loss takes events from a
// trace that others have heard of and that the log, as they change nothing
// durable, does not hold; then no more may be said than that they are missing.
func TestTracesConform(t *testing.T) {
	conform := 0
	rapid.Check(t, func(t *rapid.T) {
		r := newRun(t, sim.Blind, true)
		defer r.End()
		r.open(t) // so that there is something to judge
		r.warm(t)
		t.Repeat(r.faults())
		for _, n := range r.Nodes() {
			if !r.Up(n) {
				drawn.Must(t, r.Start(n, sim.NoCrash)) // the trace of its death is its next one's
			}
			drawn.Must(t, r.Stop(n))
		}
		verdict, report, err := sim.Check(r.TraceDir())
		drawn.Must(t, err)
		switch {
		case verdict == check.Conforms:
			conform++
		case verdict == check.Inconclusive && r.PowerLosses > 0:
		default:
			t.Fatalf("the traces do not conform\n%s", report)
		}
	})
	if conform == 0 {
		t.Error("of no run do the traces conform")
	}
}
