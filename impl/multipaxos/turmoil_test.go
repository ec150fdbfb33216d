package multipaxos

import (
	"encoding/binary"
	"fmt"
	"testing"
)

// chaos does something to the cluster that may happen to one.
func (w *cluster) chaos() {
	w.loss = []float64{0, 0.02, 0.2}[w.rand.IntN(3)]
	w.double = []float64{0, 0.1}[w.rand.IntN(2)]
	w.delay = w.rand.IntN(6)
	n := w.rand.IntN(len(w.cores))
	switch what := w.rand.IntN(5); {
	case w.cores[n] == nil:
		w.restart(n)
	case what == 0:
		w.crash(n)
	case what == 1:
		w.isolate(n, true)
	case what == 2:
		w.isolate(n, false)
	case what == 3:
		w.cut[[2]int{n, w.rand.IntN(len(w.cores))}] = true
	default:
		w.crash(n)
		w.restart(n)
	}
	w.note("loss %v, double %v, delay %v", w.loss, w.double, w.delay)
}

// heal ends all trouble.
func (w *cluster) heal() {
	w.loss, w.double, w.delay = 0, 0, 0
	clear(w.cut)
	for n := range w.cores {
		if w.cores[n] == nil {
			w.restart(n)
		}
	}
}

// A customer is a client that sends one command after the other, to one node or
// the next, until it is told that it took effect.
type customer struct {
	w      *cluster
	home   int
	k      Session // 0 while it opens one
	number uint64
	id     uint64 // of what it has asked
}

func (c *customer) send() {
	n := (c.home + c.w.rand.IntN(2)) % len(c.w.cores)
	c.id = c.w.ask(n, func(id uint64) Input {
		if c.k == 0 {
			return Open{ID: id, Nonce: binary.BigEndian.AppendUint64(nil, id), Ticks: 60}
		}
		number := c.number
		if c.w.rand.IntN(50) == 0 {
			number++ // out of order
		}
		return Submit{ID: id, Session: c.k, Number: number, Payload: fmt.Append(nil, c.k, number), Ticks: 60}
	})
	if c.w.cores[n] == nil {
		c.w.answers[c.id] = Answer{Outcome: Unknown}
	}
}

// step takes an answer, if there is one, and asks again; it tells whether a
// command was applied.
func (c *customer) step() (applied bool) {
	switch a := c.w.answers[c.id]; a.Outcome {
	case 0:
		if c.w.rand.IntN(100) > 0 { // else the node may have crashed
			return false
		}
	case Opened:
		c.k, c.number = a.Session, 1
	case Applied:
		applied = true
		c.number++
	case Expired:
		c.k = 0
	}
	c.send()
	return applied
}

// turmoil runs a cluster with clients through trouble and out of it, and returns
// the number of commands that were answered as applied.
func turmoil(w *cluster) int { return turmoilWith(w, 0) }

// turmoilWith leaves so many nodes, a minority, dead for good at the end.
func turmoilWith(w *cluster, dead int) int {
	w.elect()
	clients := make([]*customer, 8)
	for i := range clients {
		clients[i] = &customer{w: w, home: i}
		clients[i].send()
	}
	applied := 0
	step := func() {
		for _, c := range clients {
			if c.step() {
				applied++
			}
		}
		w.run(1)
	}
	for range 12 {
		w.chaos()
		for range w.rand.IntN(120) {
			step()
		}
	}
	w.heal()
	for _, n := range w.rand.Perm(len(w.cores))[:dead] {
		w.crash(n)
	}
	until := applied + 100
	for range 2000 {
		if step(); applied >= until {
			break
		}
	}
	if applied < until {
		w.fatalf("only %d commands were applied after the trouble", applied+100-until)
	}
	w.agree()
	w.once()
	return applied
}

// TestTurmoil: loss, doubles, delays, partitions and crashes, and afterwards the
// clients are served again and everybody has applied the same.
func TestTurmoil(t *testing.T) {
	seen := map[string]int{}
	for _, nodes := range []int{3, 5} {
		everySeed(t, nodes, Limits{Snapshot: 40, Keep: 10, Batch: 4, Window: 16}, Timing{}, func(w *cluster) {
			turmoil(w)
			for action, n := range w.seen {
				seen[action] += n
			}
		})
	}
	for _, action := range []string{
		"Request", "Prepare", "Promise", "Lead", "Propose", "Accept", "Refuse", "StepDown", "Learn", "Notice", "CatchUp",
		"Apply", "Respond", "Snapshot", "Truncate", "InstallSnapshot", "Restart",
	} {
		if seen[action] == 0 {
			t.Errorf("%s never happened: %v", action, seen)
		}
	}
}

// TestTurmoilWithLosses: a minority of the nodes never comes back, and the others
// do without.
func TestTurmoilWithLosses(t *testing.T) {
	for _, nodes := range []int{3, 5} {
		everySeed(t, nodes, Limits{Snapshot: 5, Keep: 1, Batch: 2, Window: 4}, Timing{}, func(w *cluster) {
			turmoilWith(w.untraced(), nodes/2)
		})
	}
}

// TestSameSeedSameEffects: nothing but the seed decides.
func TestSameSeedSameEffects(t *testing.T) {
	run := func() []string {
		w := newCluster(t, 3, 3, Limits{Snapshot: 40, Keep: 10}, Timing{})
		turmoil(w)
		return w.events
	}
	first, second := run(), run()
	for i := range min(len(first), len(second)) {
		if first[i] != second[i] {
			t.Fatalf("runs differ in line %d:\n%s\n%s", i, first[i], second[i])
		}
	}
	if len(first) != len(second) || len(first) < 1000 {
		t.Fatalf("runs of %d and %d lines", len(first), len(second))
	}
}
