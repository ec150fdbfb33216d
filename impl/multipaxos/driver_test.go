package multipaxos

import (
	"fmt"
	"testing"

	"github.com/synod-paxos/synod/trace"
)

const seeds = 20

// everySeed runs a test on many clusters of so many nodes.
func everySeed(t *testing.T, nodes int, limits Limits, timing Timing, test func(*cluster)) {
	t.Helper()
	for seed := range uint64(seeds) {
		test(newCluster(t, nodes, seed, limits, timing))
	}
}

// TestServes: a cluster elects a leader, and clients at any node are served.
func TestServes(t *testing.T) {
	for _, nodes := range []int{1, 2, 3, 5} {
		everySeed(t, nodes, Limits{}, Timing{}, func(w *cluster) {
			w.elect()
			for n := range w.cores {
				k := w.open(n)
				for i := range uint64(3) {
					w.do(n, k, i+1, fmt.Sprint("command ", i, " of ", k))
				}
			}
			w.agree()
			w.once()
			if got := len(w.commands(0)); got != 3*nodes {
				w.fatalf("%d commands were applied", got)
			}
		})
	}
}

// others are the nodes that are not n.
func (w *cluster) others(n int) []int {
	var others []int
	for i := range w.cores {
		if i != n {
			others = append(others, i)
		}
	}
	return others
}

// TestLeaderDies with slots in flight: what clients at the other nodes asked for
// is done once, and so is what was in flight, or not at all.
func TestLeaderDies(t *testing.T) {
	everySeed(t, 3, Limits{Batch: 2}, Timing{}, func(w *cluster) {
		old := w.elect()
		others := w.others(old)
		var ids []uint64
		for i := range 12 {
			n := others[i%2]
			k := w.open(n)
			ids = append(ids, w.submit(n, k, 1, fmt.Sprint("command ", i)))
		}
		k := w.open(old)
		w.submit(old, k, 1, "of the leader")
		w.run(1 + w.rand.IntN(3))
		w.crash(old)
		for _, id := range ids {
			if a := w.wait(id); a.Outcome != Applied {
				w.fatalf("%+v", a)
			}
		}
		w.restart(old)
		w.agree()
		w.once()
		if n := len(w.commands(0)); n != 12 && n != 13 {
			w.fatalf("%d commands were applied", n)
		}
	})
}

// TestPromiseForgotten: nodes keep a promise, with all the votes that it reports,
// only until they vote in its ballot.
func TestPromiseForgotten(t *testing.T) {
	everySeed(t, 3, Limits{}, Timing{}, func(w *cluster) {
		leader := w.elect()
		promises := 0
		for _, c := range w.cores {
			if _, kept := c.Promised(); kept {
				promises++
			}
		}
		k := w.open(leader)
		w.do(leader, k, 1, "a command")
		w.agree()
		for n, c := range w.cores {
			if m, kept := c.Promised(); kept {
				w.fatalf("node %d keeps %+v, and has voted in %v", n, m.Msg, c.State().Votes)
			}
		}
		if promises < 2 {
			w.fatalf("%d nodes kept promises before", promises)
		}
	})
}

// TestHole: the votes for one slot are lost with the leader, those for the next
// are not. The new leader fills the hole with a no-op.
func TestHole(t *testing.T) {
	everySeed(t, 3, Limits{Batch: 1}, Timing{}, func(w *cluster) {
		old := w.elect()
		var k [3]Session
		for i := range k {
			k[i] = w.open(old)
		}
		w.agree()
		hole := w.cores[old].state.lead.Next
		w.drop = func(from int, o Outgoing) bool {
			return o.Msg.Msg != nil && o.Msg.Msg.Type == Msg2a && o.Msg.Msg.Slot == hole
		}
		w.submit(old, k[0], 1, "lost")
		w.submit(old, k[1], 1, "kept")
		w.run(2)
		w.crash(old)
		w.drop = nil
		w.elect()
		w.do(w.leader(), k[2], 1, "later")
		w.restart(old)
		w.agree()
		if w.seen["no-op"] == 0 {
			w.fatalf("no no-op was proposed")
		}
		if got := fmt.Sprint(w.commands(old)); got != "[kept later]" {
			w.fatalf("the log is %s", got)
		}
	})
}

// TestFlapping: a node that comes and goes unseats nobody.
func TestFlapping(t *testing.T) {
	everySeed(t, 3, Limits{}, Timing{}, func(w *cluster) {
		leader := w.elect()
		k := w.open(leader)
		ballot := w.cores[leader].state.lead.Bal
		flapping := w.others(leader)[0]
		for i := range uint64(10) {
			w.isolate(flapping, true)
			w.run(10 + w.rand.IntN(100))
			w.do(leader, k, i+1, fmt.Sprint(i))
			w.isolate(flapping, false)
			if w.rand.IntN(3) == 0 {
				w.crash(flapping)
				w.restart(flapping)
			}
			w.run(w.rand.IntN(100))
		}
		if now := w.cores[leader].state.lead.Bal; now != ballot {
			w.fatalf("%v was followed by %v", ballot, now)
		}
		w.agree()
	})
}

// TestDuel: of two nodes that start ballots at the same time one comes to lead,
// and the other one steps down.
func TestDuel(t *testing.T) {
	everySeed(t, 3, Limits{}, Timing{}, func(w *cluster) {
		n := w.elect()
		k := w.open(n)
		w.submit(n, k, 1, "before")
		w.duel()
		w.do(n, k, 2, "after")
		if w.seen["StepDown"] == 0 {
			w.fatalf("nobody stepped down: %v", w.seen)
		}
		w.agree()
		w.once()
	})
}

// TestNoQuorum: without a quorum a client is told that nothing is known, and
// when there is one again the cluster goes on.
func TestNoQuorum(t *testing.T) {
	everySeed(t, 3, Limits{}, Timing{}, func(w *cluster) {
		leader := w.elect()
		k := w.open(leader)
		for _, n := range w.others(leader) {
			w.crash(n)
		}
		id := w.ask(leader, func(id uint64) Input {
			return Submit{ID: id, Session: k, Number: 1, Payload: []byte("a"), Ticks: 50}
		})
		if a := w.wait(id); a.Outcome != Unknown {
			w.fatalf("%+v", a)
		}
		for _, n := range w.others(leader) {
			w.restart(n)
		}
		w.do(leader, k, 1, "a")
		w.do(leader, k, 2, "b")
		w.agree()
		w.once()
	})
}

// TestRelay: a node without a link to the leader is served by way of another.
func TestRelay(t *testing.T) {
	everySeed(t, 3, Limits{}, Timing{}, func(w *cluster) {
		leader := w.elect()
		n := w.others(leader)[0]
		w.cut[[2]int{n, leader}], w.cut[[2]int{leader, n}] = true, true
		w.run(100)
		ballot := w.cores[leader].state.lead.Bal
		k := w.open(n)
		w.do(n, k, 1, "by way of the third")
		if now := w.cores[leader].state.lead.Bal; now != ballot {
			w.fatalf("%v was followed by %v", ballot, now)
		}
		w.agree()
	})
}

// TestLimits: what is too much is rejected, and says so.
func TestLimits(t *testing.T) {
	w := newCluster(t, 3, 1, Limits{Requests: 4, Sessions: 2, Bytes: 10}, Timing{})
	w.elect()
	k := w.open(0)
	w.open(1)
	w.agree()
	expect := func(what string, id uint64, want Outcome) {
		t.Helper()
		if a := w.answers[id]; a.Outcome != want {
			w.fatalf("%s: %+v, not %v", what, a, want)
		}
	}
	expect("third session", w.ask(0, func(id uint64) Input { return Open{ID: id, Nonce: []byte{1}} }), Rejected)
	expect("long command", w.submit(0, k, 1, "12345678901"), Rejected)
	expect("no session to close", w.ask(0, func(id uint64) Input { return Close{ID: id} }), Rejected)
	for i := range uint64(4) {
		expect("waiting", w.submit(0, k, i+1, "x"), 0)
	}
	expect("fifth client", w.submit(0, k, 5, "x"), Rejected)
}

// TestForwardedGarbage: a leader takes from others only what a node forwards, and
// no more than all nodes together may have waiting.
func TestForwardedGarbage(t *testing.T) {
	w := newCluster(t, 3, 1, Limits{Requests: 4, Bytes: 100}, Timing{})
	leader := w.elect()
	from := NodeID(w.others(leader)[0])
	w.isolate(leader, true) // so that what it takes stays in the queue
	request := func(change func(*Message)) Received {
		m := &Message{Type: MsgRequest, From: from, Cmd: Command{Session: 1, Number: 1, Payload: []byte("x"), Name: "78"}}
		change(m)
		return Received{Ref: trace.Ref{Node: int(from), Inc: 1, Seq: 1}, Msg: m}
	}
	forward := func(r Received) int {
		w.input(leader, Control{Kind: Forward, From: from, Requests: []Received{r}})
		return w.cores[leader].Status().Queued + w.cores[leader].Status().InFlight
	}
	for name, bad := range map[string]Received{
		"nothing":       {Ref: trace.Ref{Node: int(from)}},
		"another type":  request(func(m *Message) { m.Type = Msg1a }),
		"a stranger's":  request(func(m *Message) { m.From = 9 }),
		"too long":      request(func(m *Message) { m.Cmd.Payload = make([]byte, 101) }),
		"a high number": request(func(m *Message) { m.Cmd.Number = 1 << 63 }),
	} {
		if n := forward(bad); n != 0 {
			t.Errorf("%s: %d commands wait", name, n)
		}
	}
	for i := range uint64(100) {
		forward(request(func(m *Message) { m.Cmd.Number = i + 1 }))
	}
	if s := w.cores[leader].Status(); s.Queued != 4*3 {
		t.Errorf("%d commands wait, not %d", s.Queued, 4*3)
	}
}
