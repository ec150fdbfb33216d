package multipaxos

import (
	"encoding/binary"
	"fmt"
	"testing"
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

// TestHole: the votes for one slot are lost with the leader, those for the next
// are not. The new leader fills the hole with a no-op.
func TestHole(t *testing.T) {
	everySeed(t, 3, Limits{}, Timing{}, func(w *cluster) {
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

// TestCatchUp: a node that was away gets what it missed: entries, or a snapshot
// where the others do not keep those.
func TestCatchUp(t *testing.T) {
	for _, c := range []struct {
		name, by string
		limits   Limits
		crash    bool // it was down, not cut off
	}{
		{"entries", "CatchUp", Limits{}, false},
		{"entries after a crash", "CatchUp", Limits{}, true},
		{"snapshot", "InstallSnapshot", Limits{Snapshot: 8, Keep: 4}, false},
		{"snapshot after a crash", "InstallSnapshot", Limits{Snapshot: 8, Keep: 4}, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			everySeed(t, 3, c.limits, Timing{}, func(w *cluster) {
				leader := w.elect()
				away := w.others(leader)[0]
				k := w.open(leader)
				w.do(leader, k, 1, "before")
				if c.crash {
					w.crash(away)
				} else {
					w.isolate(away, true)
				}
				before := w.seen[c.by]
				for i := range uint64(40) {
					w.do(leader, k, i+2, fmt.Sprint("missed ", i))
				}
				if c.crash {
					w.restart(away)
				} else {
					w.isolate(away, false)
				}
				w.agree()
				if w.seen[c.by] == before {
					w.fatalf("%s was not seen: %v", c.by, w.seen)
				}
				if len(w.commands(away)) != 41 {
					w.fatalf("node %d was given %d commands", away, len(w.commands(away)))
				}
			})
		})
	}
}

// TestCatchUpAll: the log is far longer than what one answer holds.
func TestCatchUpAll(t *testing.T) {
	w := newCluster(t, 3, 1, Limits{Batch: 1}, Timing{})
	leader := w.elect()
	away := w.others(leader)[0]
	k := w.open(leader)
	w.isolate(away, true)
	const count = 3*maxEntries + 10
	var last uint64
	for i := range uint64(count) {
		last = w.submit(leader, k, i+1, fmt.Sprint(i))
	}
	w.wait(last)
	w.isolate(away, false)
	w.agree()
	if got := len(w.commands(away)); got != count {
		w.fatalf("%d commands", got)
	}
}

// TestSessions: what a client is told in a life of a session.
func TestSessions(t *testing.T) {
	everySeed(t, 3, Limits{}, Timing{}, func(w *cluster) {
		w.elect()
		k := w.open(0)
		w.do(1, k, 1, "one")
		expect := func(what string, id uint64, want Outcome) Answer {
			a := w.wait(id)
			if a.Outcome != want {
				w.fatalf("%s: %+v, not %v", what, a, want)
			}
			return a
		}
		first := expect("again", w.submit(1, k, 1, "one"), Applied)
		other := expect("again, elsewhere", w.submit(2, k, 1, "one"), Applied)
		if string(first.Result) != string(other.Result) {
			w.fatalf("two results: %v, %v", first.Result, other.Result)
		}
		expect("another with its number", w.submit(0, k, 1, "uno"), Unknown)
		expect("too early", w.submit(2, k, 3, "three"), Retry)
		expect("in order", w.submit(2, k, 2, "two"), Applied)
		expect("an old one", w.submit(2, k, 1, "one"), Unknown)
		expect("no session", w.submit(0, 0, 1, "x"), Rejected)
		expect("no number", w.submit(0, k, 0, "x"), Rejected)
		expect("no nonce", w.ask(0, func(id uint64) Input { return Open{ID: id} }), Rejected)
		expect("close", w.ask(0, func(id uint64) Input { return Close{ID: id, Session: k, Ticks: patience} }), Closed)
		expect("after", w.submit(2, k, 3, "three"), Expired)
		expect("close again", w.ask(1, func(id uint64) Input { return Close{ID: id, Session: k, Ticks: patience} }), Closed)
		w.agree()
		if got := fmt.Sprint(w.commands(0)); got != "[one two]" {
			w.fatalf("the log is %s", got)
		}
	})
}

// TestPipelinedSession: a client need not wait for one command to send the next.
func TestPipelinedSession(t *testing.T) {
	everySeed(t, 3, Limits{}, Timing{}, func(w *cluster) {
		leader := w.elect()
		for _, n := range []int{leader, w.others(leader)[0]} {
			k := w.open(n)
			var ids []uint64
			for i := range uint64(30) {
				ids = append(ids, w.submit(n, k, i+1, fmt.Sprint(n, " ", i)))
			}
			for _, id := range ids {
				if a := w.wait(id); a.Outcome != Applied {
					w.fatalf("%+v", a)
				}
			}
		}
		w.agree()
		w.once()
	})
}

// TestIdleSessions: the leader closes sessions that nobody uses, and no others,
// whoever the leader is.
func TestIdleSessions(t *testing.T) {
	everySeed(t, 3, Limits{}, Timing{Idle: 100}, func(w *cluster) {
		old := w.elect()
		n := w.others(old)[0]
		idle, busy := w.open(n), w.open(n)
		for i := range uint64(12) {
			w.do(n, busy, i+1, fmt.Sprint(i))
			w.run(30)
			if i == 5 {
				w.crash(old)
				w.elect()
			}
		}
		for k, want := range map[Session]Outcome{idle: Expired, busy: Applied} {
			number := uint64(1)
			if k == busy {
				number = 13
			}
			if a := w.wait(w.submit(n, k, number, "last")); a.Outcome != want {
				w.fatalf("session %d: %+v, not %v", k, a, want)
			}
		}
		w.restart(old)
		w.agree()
		w.once()
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
	for i := range uint64(4) {
		expect("waiting", w.submit(0, k, i+1, "x"), 0)
	}
	expect("fifth client", w.submit(0, k, 5, "x"), Rejected)
}

// TestSnapshotNow: an operator's snapshot.
func TestSnapshotNow(t *testing.T) {
	w := newCluster(t, 3, 1, Limits{Keep: 1}, Timing{})
	n := w.elect()
	k := w.open(n)
	w.do(n, k, 1, "x")
	for range 2 {
		if a := w.wait(w.ask(n, func(id uint64) Input { return SnapshotNow{ID: id} })); a.Outcome != Saved {
			w.fatalf("%+v", a)
		}
	}
	s := w.cores[n].Status()
	if s.Snapshot != s.Upto || s.Trunc != s.Upto-1 || w.seen["Snapshot"] != 1 {
		w.fatalf("%+v, %d snapshots", s, w.seen["Snapshot"])
	}
}

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
func turmoil(w *cluster) int {
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

// TestOpenedInSnapshot: a session is opened in a slot that the node where the
// client waits gets in a snapshot, which does not say whose it is. The client
// gets another one.
func TestOpenedInSnapshot(t *testing.T) {
	everySeed(t, 3, Limits{Snapshot: 8, Keep: 1}, Timing{}, func(w *cluster) {
		leader := w.elect()
		k := w.open(leader)
		n := w.others(leader)[0]
		w.agree()
		id := w.ask(n, func(id uint64) Input { return Open{ID: id, Nonce: []byte("nonce"), Ticks: patience} })
		w.run(1)
		w.isolate(n, true)
		for i := range uint64(20) {
			w.do(leader, k, i+1, fmt.Sprint(i))
		}
		w.isolate(n, false)
		if a := w.wait(id); a.Outcome != Opened || w.seen["InstallSnapshot"] == 0 {
			w.fatalf("%+v, seen: %v", a, w.seen)
		}
		w.do(n, w.answers[id].Session, 1, "mine")
		w.agree()
	})
}

// TestCopyInQueue: a command waits for a slot while another copy of it, that
// closes its session, is applied.
func TestCopyInQueue(t *testing.T) {
	l := newLines()
	closes := &Command{Session: 3}
	if !l.hold(closes, 0) || l.hold(closes, 0) {
		t.Fatal("a command is held once")
	}
	l.applied(closes, 3, false, 1)
	if l.of[3] != nil {
		t.Fatal("a closed session is remembered")
	}
	if l.batch++; !l.into(3, 2) || l.into(3, 2) {
		t.Fatal("a value takes one command of a session")
	}
	if l.applied(closes, 3, false, 3); l.of[3] != nil || l.oldest != nil {
		t.Fatal("a closed session is remembered")
	}
}
