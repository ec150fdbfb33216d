package multipaxos

import (
	"fmt"
	"testing"
)

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

// TestLeaderBelowBase: a new leader has the promise of a node that has forgotten
// its votes, and that dies before anybody has its snapshot. The votes of the others
// are enough, but only for a leader that asks for promises anew.
func TestLeaderBelowBase(t *testing.T) {
	everySeed(t, 3, Limits{Snapshot: 8, Keep: 1}, Timing{}, func(w *cluster) {
		dies := w.elect()
		q, l := w.others(dies)[0], w.others(dies)[1]
		k := w.open(dies)
		w.agree()
		w.drop = func(_ int, o Outgoing) bool { // nobody learns from others
			return o.Control != nil && o.Control.Kind == Fetch || o.Control == nil && o.Msg.Msg.Type == MsgEntry
		}
		w.isolate(l, true)
		for i := range uint64(20) {
			w.do(dies, k, i+1, fmt.Sprint(i))
		}
		w.isolate(l, false)
		w.cut[[2]int{l, q}], w.cut[[2]int{q, l}] = true, true
		leader := w.cores[l]
		leader.driver.campaign(leader, Ballot(leader.state.promised))
		w.work(l)
		w.until(50, "the new leader leads", func() bool { return leader.state.lead.Next != 0 })
		if leader.state.upto >= w.cores[dies].state.trunc {
			w.fatalf("the new leader lacks nothing")
		}
		w.crash(dies)
		clear(w.cut)
		w.drop = nil
		w.do(l, k, 21, "after")
		if got := len(w.commands(l)); got != 21 {
			w.fatalf("%d commands were applied", got)
		}
		w.restart(dies)
		w.agree()
	})
}
