package register

import (
	"errors"
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/synod-paxos/synod/impl/basicpaxos"
	"github.com/synod-paxos/synod/impl/wal/waltest"
	"github.com/synod-paxos/synod/trace"
)

var firstSeed = flag.Uint64("seed", 0, "first seed of the random tests; 0 draws one")

// TestRandomCrashes kills machines at every point where that makes a
// difference, with and without a power loss, and starts them again. No promise
// and no vote that another node heard of may be forgotten, one value is
// decided, and the traces lack nothing that the logs hold.
func TestRandomCrashes(t *testing.T) {
	base := *firstSeed
	if base == 0 {
		base = rand.Uint64()
	}
	copied, made := 0, 0
	defer func() {
		if copied == 0 || made == 0 {
			t.Errorf("seeds from %d: %d events were copied, %d segments made from the log; the test is vacuous", base, copied, made)
		}
	}()
	for i := range uint64(60) {
		seed := base + i
		c := newCell(t, seed, true, 1, 2, 3)
		c.crashAt = func(int, CrashPoint) bool { return c.random.IntN(12) == 0 }
		for step := range uint64(150) {
			c.anything(step + 1)
		}
		c.crashAt = func(int, CrashPoint) bool { return false }
		for _, n := range c.nodes {
			if c.machines[n] == nil {
				c.start(n)
			}
			c.input(n, basicpaxos.Get{ID: 1000 + uint64(n), Ticks: 10000})
		}
		c.settle()
		c.checkOneValue(seed)
		for _, n := range c.nodes {
			if err := c.machines[n].End(); err != nil {
				t.Fatal(err)
			}
		}
		c.checkTraces(seed)
		e, m := c.copies()
		copied, made = copied+e, made+m
		if t.Failed() {
			return
		}
	}
}

func (c *cell) anything(id uint64) {
	n := c.nodes[c.random.IntN(len(c.nodes))]
	if c.machines[n] == nil {
		c.start(n)
		return
	}
	switch what := c.random.IntN(100); {
	case what < 10:
		c.input(n, basicpaxos.Propose{ID: id, Value: basicpaxos.NewValue(fmt.Append(nil, "v", n)), Ticks: 100})
	case what < 30:
		c.input(n, basicpaxos.Tick{}, basicpaxos.Tick{})
	case what < 33:
		c.kill(n)
	case what < 36:
		c.powerLoss(n)
	case len(c.network.Waiting()) > 0:
		c.network.Deliver(c.random.IntN(len(c.network.Waiting())), what < 40)
	}
}

func (c *cell) checkOneValue(seed uint64) {
	c.t.Helper()
	values := make(map[string]bool)
	for _, a := range c.answers {
		if a.Outcome == basicpaxos.Decided {
			values[string(a.Value.Bytes())] = true
		}
	}
	if len(values) > 1 {
		c.t.Errorf("seed %d: decided: %v", seed, slices.Collect(maps.Keys(values)))
	}
}

// TestPowerLossKeepsPromises: whatever a node has told others is still so after
// it lost everything that was not synced.
func TestPowerLossKeepsPromises(t *testing.T) {
	for _, when := range []string{"after the promise", "after the vote"} {
		c := newCell(t, 1, false, 1, 2, 3)
		for _, n := range c.nodes {
			c.start(n)
		}
		c.input(1, basicpaxos.Propose{ID: 1, Value: basicpaxos.NewValue([]byte("x")), Ticks: 100})
		told := c.deliverUntil(2, map[string]int{"after the promise": 1, "after the vote": 2}[when])
		before := c.machines[2].core.State()
		c.powerLoss(2)
		if !c.start(2) {
			t.Fatal("node 2 does not start")
		}
		after := c.machines[2].core.State()
		if after.Promised != before.Promised || after.Vote != before.Vote {
			t.Errorf("%s (%d messages told): %+v became %+v", when, told, before, after)
		}
	}
}

// deliverUntil delivers in order until node n has sent so many batches of
// messages.
func (c *cell) deliverUntil(n, batches int) int {
	sent, told := 0, 0
	for sent < batches && len(c.network.Waiting()) > 0 {
		before := len(c.network.Waiting()) - 1
		to := c.network.Waiting()[0].To
		c.network.Deliver(0, false)
		if more := len(c.network.Waiting()) - before; to == n && more > 0 {
			sent++
			told += more
		}
	}
	return told
}

// TestOrder: a step is in the log before it is in the trace, and in the trace
// before anything is sent.
func TestOrder(t *testing.T) {
	c := newCell(t, 1, true, 1, 2, 3)
	c.start(1)
	m := c.machines[1]
	var order []string
	logged := func() int {
		_, events := c.logged(1)
		return len(events)
	}
	traced := func() int {
		text, err := os.ReadFile(trace.SegmentName(1, 1))
		if err != nil {
			t.Fatal(err)
		}
		return strings.Count(string(text), `"event"`)
	}
	t.Chdir(c.traces)
	note := func(what string) {
		order = append(order, fmt.Sprintf("%s: %d logged, %d traced, %d sent", what, logged(), traced(), len(c.network.Waiting())))
	}
	m.setup.Persisted = func() { note("persisted") }
	m.setup.Released = func([]trace.Event, []trace.Change) { note("released") }
	c.input(1, basicpaxos.Get{ID: 1, Ticks: 10})
	note("done")
	want := []string{
		"persisted: 1 logged, 0 traced, 0 sent",
		"released: 1 logged, 1 traced, 0 sent",
		"done: 1 logged, 1 traced, 2 sent",
	}
	if !slices.Equal(order, want) {
		t.Errorf("the order is %q", order)
	}
}

// TestSyncFailureIsFatal: what may not be on the disk is neither told nor
// followed by anything.
func TestSyncFailureIsFatal(t *testing.T) {
	c := newCell(t, 1, true, 1, 2, 3)
	c.start(1)
	c.disks[1].FailSync = func() error { return waltest.ErrSync }
	err := c.machines[1].Turn(basicpaxos.Propose{ID: 1, Value: value("x"), Ticks: 1}, basicpaxos.Tick{})
	if !errors.Is(err, waltest.ErrSync) {
		t.Errorf("the error is %v", err)
	}
	c.disks[1].FailSync = nil // it is too late
	if err := c.machines[1].End(); !errors.Is(err, waltest.ErrSync) {
		t.Errorf("stopping: %v", err)
	}
	if n := len(c.network.Waiting()); n != 0 || len(c.answers) != 0 {
		t.Errorf("%d messages and %d answers are sent all the same", n, len(c.answers))
	}
	if events := c.traced(); len(events) != 0 {
		t.Errorf("the trace tells of %v", events)
	}
}

// TestCrashesDuringRecovery: a node that dies, again and again, while it writes
// what its trace lacks loses nothing of it.
func TestCrashesDuringRecovery(t *testing.T) {
	for _, deaths := range [][]CrashPoint{
		{AfterPersist},
		{AfterPersist, AfterPersist},
		{AfterPersist, AfterRelease},
		{AfterPersist, AfterPersist, AfterRelease},
		{AfterPersist, AfterPersist, AfterPersist, AfterRelease, AfterRelease},
	} {
		c := newCell(t, 1, true, 1, 2, 3)
		c.start(1)
		c.input(1, basicpaxos.Get{ID: 1, Ticks: 10}, basicpaxos.Tick{})
		next := 0
		c.crashAt = func(_ int, at CrashPoint) bool {
			die := next < len(deaths) && at == deaths[next]
			next += one(die)
			return die
		}
		c.input(1, basicpaxos.Deliver{Message: basicpaxos.Received{
			Ref: trace.Ref{Node: 2, Inc: 1, Seq: 1},
			Msg: basicpaxos.Message{Type: basicpaxos.Msg1a, From: 2, Bal: 1026},
		}})
		for next < len(deaths) {
			if c.start(1) {
				t.Fatalf("%v: it lived through %d", deaths, next)
			}
		}
		if !c.start(1) {
			t.Fatalf("%v: it does not start", deaths)
		}
		c.checkTraces(1)
	}
}
