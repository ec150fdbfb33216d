package multipaxos

import (
	"math"
	"testing"
)

// TestReportFits: whatever the limits and however large the state machine, what
// a promise reports after a restart of all nodes fits into one message, and a
// leader can propose it at once.
func TestReportFits(t *testing.T) {
	const frame = 256 << 20 // of the network, and a record of the log
	for _, l := range []Limits{
		{},
		{Snapshot: math.MaxInt, SnapshotSize: math.MaxInt, Keep: math.MaxInt, KeepSize: math.MaxInt},
	} {
		l := l.withDefaults()
		for _, image := range []int{0, 1 << 30, math.MaxInt / 4} {
			if left := frame*5/8 - maxFlight - l.KeepSize; !l.snapshotDue(0, left, image) {
				t.Errorf("%+v: after %d bytes no snapshot is due of an image of %d", l, left, image)
			}
			if left := maxOwed/2 - l.Keep; !l.snapshotDue(left, 0, image) {
				t.Errorf("%+v: after %d slots no snapshot is due of an image of %d bytes", l, left, image)
			}
		}
	}
}

// TestFlightBytes: a leader counts the bytes that it has in flight, and proposes
// nothing while they are too many.
func TestFlightBytes(t *testing.T) {
	w := newCluster(t, 3, 1, Limits{}, Timing{})
	leader := w.elect()
	k := w.open(leader)
	w.agree()
	flight := &w.cores[leader].driver.flight
	flight.bytes = maxFlight
	id := w.submit(leader, k, 1, "waits")
	if flight.open > 0 {
		t.Error("it was proposed")
	}
	flight.bytes = 0
	w.run(1)
	if want := len("waits") + commandWeight; flight.bytes != want {
		t.Errorf("%d bytes are in flight, not %d", flight.bytes, want)
	}
	if a := w.wait(id); a.Outcome != Applied || flight.bytes != 0 {
		t.Errorf("%+v, %d bytes in flight", a, flight.bytes)
	}
}
