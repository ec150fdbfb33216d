package multipaxos

import (
	"fmt"
	"strings"
	"testing"

	"github.com/synod-paxos/synod/trace"
)

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

// TestCopyInQueue: a command waits for a slot while another copy of it, that
// closes its session, is applied.
func TestCopyInQueue(t *testing.T) {
	l := newLines()
	closes := &Command{Session: 3}
	if !l.hold(closes, 0) || l.hold(closes, 0) {
		t.Fatal("a command is held once")
	}
	l.applied(closes, 3, false, 1)
	if l.of.has(3) {
		t.Fatal("a closed session is remembered")
	}
	if l.batch++; !l.into(3, 2) || l.into(3, 2) {
		t.Fatal("a value takes one command of a session")
	}
	if l.applied(closes, 3, false, 3); l.of.has(3) || l.oldest != nil {
		t.Fatal("a closed session is remembered")
	}
}

// TestManySessions: the event of a snapshot with as many sessions as there may be
// fits into a line of a trace.
func TestManySessions(t *testing.T) {
	var done []Done
	for k := range Session(maxSessions) {
		done = append(done, Done{Session: k + 1, Last: Command{Session: k + 1, Number: 1 << 40, Name: strings.Repeat("f", 32)}})
	}
	w := newCluster(t, 1, 1, Limits{Sessions: 1 << 20}, Timing{})
	if got := w.cores[0].cfg.Limits.Sessions; got != maxSessions {
		t.Fatalf("%d sessions are allowed", got)
	}
	x := &Snap{Upto: 10, Opened: maxSessions, Done: done, Image: image(t, w.cores[0])}
	step, err := w.cores[0].InstallSnapshot(Received{Msg: &Message{Type: MsgSnapshot, Snap: x}})
	if err != nil {
		t.Fatal(err)
	}
	e := step.Event()
	if n := len(trace.AppendJSON(nil, &e)); n < 1<<20 || n > trace.MaxLine {
		t.Errorf("a line of %d bytes, of at most %d", n, trace.MaxLine)
	}
}

// TestSessionLimit: a leader opens no more sessions than there may be, whoever
// asks.
func TestSessionLimit(t *testing.T) {
	w := newCluster(t, 3, 1, Limits{Sessions: 4}, Timing{})
	w.elect()
	for n := range w.cores {
		for range 3 {
			w.ask(n, func(id uint64) Input { return Open{ID: id, Nonce: []byte{byte(id)}, Ticks: 50} })
		}
	}
	w.run(100)
	w.agree()
	if s := w.cores[0].Status(); s.Sessions != 4 {
		w.fatalf("%d sessions are open", s.Sessions)
	}
}
