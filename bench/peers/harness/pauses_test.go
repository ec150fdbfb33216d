package harness

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/synod-paxos/synod/bench/peers/system"
)

// A gate lets commands through, or has them wait.
type gate struct{ sync.RWMutex }

func (g *gate) Client(int) (system.Client, error) { return g, nil }

func (g *gate) Propose([]byte) error {
	g.RLock()
	defer g.RUnlock()
	return nil
}

func TestPausesAreOfSnapshots(t *testing.T) {
	const stall = 80 * time.Millisecond
	g := &gate{}
	crowd, err := Gather(g, 3, 16)
	if err != nil {
		t.Fatal(err)
	}
	snapshot := func() (time.Duration, error) {
		g.Lock()
		defer g.Unlock()
		<-time.After(stall)
		return time.Millisecond, nil
	}
	pauses, err := crowd.MeasurePauses(0, 2, snapshot)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range pauses {
		if p.With < stall || p.Took < stall || p.Saving != time.Millisecond || p.Without == 0 {
			t.Errorf("%+v", p)
		}
	}
	if len(pauses) != 2 {
		t.Errorf("%d pauses", len(pauses))
	}
	failure := errors.New("no space")
	if _, err := crowd.MeasurePauses(0, 1, func() (time.Duration, error) { return 0, failure }); !errors.Is(err, failure) {
		t.Errorf("%v", err)
	}
}

func TestPauseTable(t *testing.T) {
	r := &PauseReport{System: "synod", State: 1 << 20}
	for i := range 100 {
		d := time.Duration(100-i) * time.Millisecond
		r.Pauses = append(r.Pauses, Pause{With: 2 * d, Without: d, Took: d, Saving: d / 2})
	}
	var b strings.Builder
	if err := r.Table(&b); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"100 snapshots of a state machine of 1.00 MiB", "snapshots add 99ms to the p99"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %q in %s", want, &b)
		}
	}
}
