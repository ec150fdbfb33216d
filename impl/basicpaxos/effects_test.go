package basicpaxos

import (
	"errors"
	"testing"

	"github.com/synod-paxos/synod/trace"
)

// TestOwnMessagesWait: a node's own promise counts only after its release.
func TestOwnMessagesWait(t *testing.T) {
	core, err := New(testConfig(1, 1, 1)) // it is a quorum by itself
	if err != nil {
		t.Fatal(err)
	}
	u := core.Step(Propose{ID: 1, Value: val("x"), Ticks: 10})
	var taken []string
	for !u.Empty() {
		if len(u.steps) > 1 {
			t.Errorf("%d steps at once: a message came in before its release", len(u.steps))
		}
		for _, s := range u.steps {
			taken = append(taken, s.Event.Action)
		}
		persisted, err := u.Persist(func([]Record) error { return nil })
		if err != nil {
			t.Fatal(err)
		}
		released, err := persisted.Release(func([]trace.Event) error { return nil })
		if err != nil {
			t.Fatal(err)
		}
		if out := released.Messages(); len(out) != 0 {
			t.Errorf("messages to others: %v", out)
		}
		u = core.Released(released)
	}
	if len(taken) != 4 || core.State().Decided != val("x") {
		t.Errorf("the steps are %v", taken)
	}
}

// TestFailuresStopEffects: what is not persisted is not released, what is not
// released is not sent.
func TestFailuresStopEffects(t *testing.T) {
	failure := errors.New("disk full")
	core, err := New(testConfig(1, 1, 1, 2, 3))
	if err != nil {
		t.Fatal(err)
	}
	u := core.Step(Get{ID: 1, Ticks: 10})
	if _, err := u.Persist(func([]Record) error { return failure }); !errors.Is(err, failure) {
		t.Errorf("Persist: %v", err)
	}
	persisted, err := u.Persist(func([]Record) error { return nil })
	if err != nil {
		t.Fatal(err)
	}
	released, err := persisted.Release(func([]trace.Event) error { return failure })
	if !errors.Is(err, failure) || len(released.Messages()) != 0 {
		t.Errorf("Release: %v, messages %v", err, released.Messages())
	}
}
