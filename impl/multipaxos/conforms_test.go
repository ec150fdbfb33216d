package multipaxos

import (
	"fmt"
	"testing"

	"github.com/synod-paxos/synod/trace"
	"github.com/synod-paxos/synod/trace/check"
)

// TestConforms: what clusters in turmoil do are steps of the specification.
func TestConforms(t *testing.T) {
	seen := map[string]int{}
	for seed := range uint64(3) {
		w := newCluster(t, 3, seed, Limits{Snapshot: 40, Keep: 10, Batch: 4, Window: 16}, Timing{Idle: 150}).traced()
		w.duel()
		turmoil(w)
		w.closes()
		for action, n := range w.conforms() {
			seen[action] += n
		}
	}
	for action, n := range seen {
		if n == 0 {
			t.Errorf("%s was never judged: %v", action, seen)
		}
	}
}

// closes closes a session and goes on using it.
func (w *cluster) closes() {
	k := w.open(0)
	w.wait(w.ask(1, func(id uint64) Input { return Close{ID: id, Session: k, Ticks: patience} }))
	if a := w.wait(w.submit(2, k, 1, "late")); a.Outcome != Expired {
		w.fatalf("%+v", a)
	}
}

// conforms has the traces judged, and returns how many events of each action
// there were.
func (w *cluster) conforms() map[string]int {
	w.t.Helper()
	var inputs []check.Input
	events := 0
	for n, incarnations := range w.traces {
		for i, entries := range incarnations {
			name := fmt.Sprintf("node %d, incarnation %d", n, i+1)
			inputs = append(inputs, check.Input{Source: trace.List(name, entries)})
			events += len(entries) - 1
		}
	}
	r, err := check.Run(inputs, check.Options{SkipInvariants: true})
	if err != nil {
		w.t.Fatal(err)
	}
	for _, f := range r.Findings {
		w.t.Logf("%+v", *f)
	}
	if r.Verdict != check.Conforms || r.Judged[check.Global] != events {
		w.fatalf("%v: %d of %d events were judged", r.Verdict, r.Judged[check.Global], events)
	}
	if len(r.NeverCompared()) > 0 {
		w.fatalf("never compared: %v", r.NeverCompared())
	}
	return r.Actions
}
