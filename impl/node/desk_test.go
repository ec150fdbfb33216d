package node

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/synod-paxos/synod/impl/multipaxos"
)

// A fakeLog answers a desk's inputs as a cluster would, in any order, and checks
// that each session's commands come in their order, one at a time.
type fakeLog struct {
	t       *testing.T
	desk    *desk
	opened  multipaxos.Session
	next    map[multipaxos.Session]uint64 // the number that a session's next command must have
	nonces  map[string]bool
	waiting []multipaxos.Input
	closed  int
}

func newFakeLog(t *testing.T, limit, idleness int) *fakeLog {
	return &fakeLog{
		t: t, desk: newDesk([]byte("nonce"), limit, idleness),
		next: map[multipaxos.Session]uint64{}, nonces: map[string]bool{},
	}
}

func (l *fakeLog) call(command string, ticks int) *call {
	c := &call{submit: multipaxos.Submit{Payload: []byte(command), Ticks: ticks}, reply: make(chan reply, 1)}
	l.desk.admit(c)
	l.take()
	return c
}

func (l *fakeLog) take() {
	l.waiting = append(l.waiting, l.desk.take()...)
}

func (l *fakeLog) tick() {
	l.desk.tick()
	l.take()
}

// answer answers the i-th input that waits; ok is Applied or Opened.
func (l *fakeLog) answer(i int, failure multipaxos.Outcome) {
	in := l.waiting[i]
	l.waiting = append(l.waiting[:i:i], l.waiting[i+1:]...)
	a := multipaxos.Answer{Outcome: failure}
	switch in := in.(type) {
	case multipaxos.Open:
		if l.nonces[string(in.Nonce)] {
			l.t.Errorf("the nonce %q comes twice", in.Nonce)
		}
		l.nonces[string(in.Nonce)] = true
		a.ID = in.ID
		if failure == 0 {
			l.opened++
			l.next[l.opened] = 1
			a.Outcome, a.Session = multipaxos.Opened, l.opened
		}
	case *multipaxos.Submit:
		a.ID = in.ID
		if next, ok := l.next[in.Session]; !ok || in.Number != next {
			l.t.Errorf("command %d of session %d comes where %d should (open: %v)", in.Number, in.Session, next, ok)
		}
		if failure == 0 {
			l.next[in.Session]++
			a.Outcome, a.Result = multipaxos.Applied, in.Payload
		}
	case multipaxos.Close:
		delete(l.next, in.Session)
		a.Outcome = multipaxos.Closed
		l.closed++
	}
	l.desk.answer(a)
	l.take()
}

func (l *fakeLog) settle() {
	for len(l.waiting) > 0 {
		l.answer(0, 0)
	}
}

// ended is the reply to a call that must have one.
func (l *fakeLog) ended(c *call) reply {
	l.t.Helper()
	select {
	case r := <-c.reply:
		return r
	default:
		l.t.Fatalf("the call %q has no reply", c.submit.Payload)
		return reply{}
	}
}

// TestDeskAnswersEverybody: under any outcomes every call gets one reply, its
// own, and the commands of every session stay in their order.
func TestDeskAnswersEverybody(t *testing.T) {
	seed := rand.Uint64()
	random := rand.New(rand.NewPCG(seed, 0))
	l := newFakeLog(t, 5, 10)
	failures := []multipaxos.Outcome{multipaxos.Unknown, multipaxos.Rejected, multipaxos.Expired, multipaxos.Retry}
	var calls []*call
	for i := range 5000 {
		switch what := random.IntN(10); {
		case what < 4:
			calls = append(calls, l.call(fmt.Sprint("command ", i), 1+random.IntN(50)))
		case what < 5:
			l.tick()
		case len(l.waiting) > 0:
			var failure multipaxos.Outcome
			if random.IntN(10) == 0 {
				failure = failures[random.IntN(len(failures))]
			}
			l.answer(random.IntN(len(l.waiting)), failure)
		}
	}
	l.settle()
	outcomes := map[error]int{}
	for _, c := range calls {
		switch r := l.ended(c); {
		case r.err == nil && string(r.result) == string(c.submit.Payload):
			outcomes[nil]++
		case errors.Is(r.err, ErrRejected):
			outcomes[ErrRejected]++
		case errors.Is(r.err, ErrUnknown):
			outcomes[ErrUnknown]++
		case errors.Is(r.err, ErrExpired):
			outcomes[ErrExpired]++
		default:
			t.Errorf("seed %d: %q ends with %q, %v", seed, c.submit.Payload, r.result, r.err)
		}
	}
	if len(outcomes) != 4 {
		t.Errorf("seed %d: not every outcome came: %v", seed, outcomes)
	}
}

// TestDeskReusesSessions: as many sessions are open as calls were under way at
// once, no more than the limit, and those that nobody needs are closed.
func TestDeskReusesSessions(t *testing.T) {
	l := newFakeLog(t, 3, 10)
	for range 10 {
		c := l.call("x", 100)
		l.settle()
		if r := l.ended(c); r.err != nil {
			t.Fatal(r.err)
		}
	}
	if l.opened != 1 {
		t.Errorf("%d sessions for calls one after the other", l.opened)
	}
	for range 10 {
		l.call("x", 100)
	}
	l.settle()
	if l.opened != 3 {
		t.Errorf("%d sessions, where 3 is the limit", l.opened)
	}
	for range 10 {
		l.tick()
	}
	l.settle()
	if l.closed != 3 || len(l.desk.vacant) != 3 {
		t.Errorf("%d sessions were closed", l.closed)
	}
}

// TestDeskWithoutQuorum: calls that no session is found for end as rejected at
// their deadline, and not as unknown: they were never sent.
func TestDeskWithoutQuorum(t *testing.T) {
	l := newFakeLog(t, 3, 10)
	short, long := l.call("short", 2), l.call("long", 1000)
	l.tick()
	l.tick()
	if r := l.ended(short); !errors.Is(r.err, ErrRejected) {
		t.Errorf("the reply is %v", r.err)
	}
	for len(l.waiting) > 0 {
		l.answer(0, multipaxos.Unknown)
	}
	l.tick()
	l.settle()
	if r := l.ended(long); r.err != nil {
		t.Errorf("the reply is %v", r.err)
	}
	submitted, waiting := l.call("submitted", 5), l.call("waiting", 5)
	l.desk.end()
	if !errors.Is(l.ended(submitted).err, ErrUnknown) || !errors.Is(l.ended(waiting).err, ErrRejected) {
		t.Error("a stop is told in the wrong words")
	}
}

// TestToldSet: what was told of lately is known, and the set does not grow for
// ever.
func TestToldSet(t *testing.T) {
	var told toldSet
	value := func(i int) *multipaxos.Value {
		return multipaxos.NewValue([]multipaxos.Command{{Session: 1, Number: uint64(i)}})
	}
	for i := range 3 * maxTold {
		if told.add(value(i)) {
			t.Fatalf("value %d is known before it was told", i)
		}
		if !told.add(value(i)) || i >= maxTold/2 && !told.add(value(i-maxTold/2)) {
			t.Fatalf("after value %d one of the last is not known", i)
		}
	}
	if told.add(value(0)) || len(told.young)+len(told.old) > 2*maxTold {
		t.Errorf("%d and %d values are kept", len(told.young), len(told.old))
	}
}
