package node

import (
	"encoding/binary"
	"fmt"
	"sync"

	"github.com/synod-paxos/synod/impl/multipaxos"
)

// openTicks is how long the desk waits for a session before it asks again.
const openTicks = 200

// A call is a command that somebody waits for, or another wish for a session of
// the caller's own.
type call struct {
	submit multipaxos.Submit // the command, with the ticks left until the deadline
	reply  chan reply        // has room for the one reply
	own    *ownCall          // nil for a command that takes any session
}

// A reply is the end of a call.
type reply struct {
	result  []byte
	session Session // that was opened, if that was wished for
	err     error
}

// calls are kept for use again, with their channels.
var calls = sync.Pool{New: func() any { return &call{reply: make(chan reply, 1)} }}

func newCall(submit multipaxos.Submit, own *ownCall) *call {
	c := calls.Get().(*call)
	c.submit, c.own = submit, own
	return c
}

// forget is for a caller who has got the reply. Nobody else has the call any more.
func (c *call) forget() {
	c.submit, c.own = multipaxos.Submit{}, nil
	calls.Put(c)
}

func (c *call) end(result []byte, err error) { c.reply <- reply{result: result, err: err} }

// A session of the replicated log. One command at a time is under way in it, so
// that its commands are always in order, and how many sessions a node has open
// follows from how many callers it has at once.
type session struct {
	id     uint64 // of the request that is under way; the low placeBits are its place
	number multipaxos.Session
	last   uint64 // number of the last command
	asked  bool   // a session was asked for and has no number yet
	call   *call  // that is under way
	idle   int    // ticks since the last answer
}

// A desk gives calls to sessions and answers to callers. It belongs to the
// goroutine that owns the core.
type desk struct {
	nonce    []byte // no other desk ever has the same one
	idleness int    // ticks after which a session without a call is closed
	sessions []session
	vacant   []uint64 // places in sessions that hold none
	free     []uint64 // places of sessions without a call, the last used one last
	opening  int
	opened   uint64  // sessions asked for so far
	waiting  []*call // for a session, the oldest first
	inputs   []multipaxos.Input

	owned     map[uint64]*call // with sessions of the callers' own, by the request's name
	lastOwned uint64
}

// A desk has at most maxSessions.
const (
	placeBits   = 16
	maxSessions = 1 << placeBits
)

// newDesk is a desk of at most limit sessions.
func newDesk(nonce []byte, limit, idleness int) *desk {
	d := &desk{nonce: nonce, idleness: idleness, sessions: make([]session, limit), owned: make(map[uint64]*call)}
	for i := range d.sessions {
		place := uint64(limit - 1 - i)
		d.sessions[place].id = maxSessions + place
		d.vacant = append(d.vacant, place)
	}
	return d
}

// admit takes a call in.
func (d *desk) admit(c *call) {
	if c.own != nil {
		d.admitOwn(c)
		return
	}
	if n := len(d.free); n > 0 {
		place := d.free[n-1]
		d.free = d.free[:n-1]
		d.submit(&d.sessions[place], c)
		return
	}
	d.waiting = append(d.waiting, c)
	d.open()
}

// take is what the core is to be given.
func (d *desk) take() []multipaxos.Input {
	inputs := d.inputs
	d.inputs = d.inputs[:0]
	return inputs
}

// nextID names the next request of a session: never twice, and by itself it
// tells the session's place.
func (d *desk) nextID(s *session) uint64 {
	s.id += maxSessions
	return s.id
}

func (d *desk) submit(s *session, c *call) {
	s.call = c
	s.last++
	c.submit.ID, c.submit.Session, c.submit.Number = d.nextID(s), s.number, s.last
	d.inputs = append(d.inputs, &c.submit)
}

// open asks for as many sessions as calls wait for.
func (d *desk) open() {
	for d.opening < len(d.waiting) && len(d.vacant) > 0 {
		last := len(d.vacant) - 1
		s := &d.sessions[d.vacant[last]]
		d.vacant = d.vacant[:last]
		s.asked = true
		d.opening++
		d.inputs = append(d.inputs, multipaxos.Open{ID: d.nextID(s), Nonce: d.nextNonce(), Ticks: openTicks})
	}
}

// nextNonce tells a wish for a session from all others.
func (d *desk) nextNonce() []byte {
	d.opened++
	return binary.BigEndian.AppendUint64(d.nonce[:len(d.nonce):len(d.nonce)], d.opened)
}

// answer takes an answer of the core.
func (d *desk) answer(a multipaxos.Answer) {
	if a.ID >= ownIDs {
		d.answerOwn(a)
		return
	}
	place := a.ID % maxSessions
	if place >= uint64(len(d.sessions)) {
		return
	}
	s := &d.sessions[place]
	switch {
	case a.ID != s.id: // to a session that was given up, or to nobody
	case s.asked:
		s.asked = false
		d.opening--
		if a.Outcome != multipaxos.Opened {
			d.vacate(place) // the next tick tries again
			return
		}
		s.number = a.Session
		d.release(place)
	case s.call != nil:
		c := s.call
		s.call = nil
		if a.Outcome == multipaxos.Retry { // somebody else used the session
			a.Outcome, a.Reason = multipaxos.Unknown, "it came before its turn"
		}
		if d.keeps(s, a.Outcome) {
			d.release(place)
		} else {
			d.vacate(place)
		}
		c.end(result(a))
	}
}

// keeps tells whether a session can go on after an outcome. Where the fate of
// its last command is open, no later one has a definite place in its order.
func (d *desk) keeps(s *session, o multipaxos.Outcome) bool {
	switch o {
	case multipaxos.Applied:
		return true
	case multipaxos.Rejected:
		s.last--
		return true
	case multipaxos.Expired:
		return false
	}
	d.close(s)
	return false
}

// result is what a caller is told.
func result(a multipaxos.Answer) ([]byte, error) {
	switch a.Outcome {
	case multipaxos.Applied, multipaxos.Opened, multipaxos.Closed:
		return a.Result, nil
	case multipaxos.Rejected:
		return nil, fmt.Errorf("%w: %s", ErrRejected, a.Reason)
	case multipaxos.Expired:
		return nil, ErrExpired
	case multipaxos.Retry:
		return nil, ErrRetryInOrder
	}
	return nil, fmt.Errorf("%w: %s", ErrUnknown, a.Reason)
}

// release gives a session to the call that has waited longest.
func (d *desk) release(place uint64) {
	s := &d.sessions[place]
	s.idle = 0
	if len(d.waiting) == 0 {
		d.free = append(d.free, place)
		return
	}
	c := d.waiting[0]
	d.waiting[0] = nil
	d.waiting = d.waiting[1:]
	d.submit(s, c)
}

// vacate gives a session up. Answers that still come for it are for nobody.
func (d *desk) vacate(place uint64) {
	s := &d.sessions[place]
	d.nextID(s)
	s.number, s.last, s.idle = 0, 0, 0
	d.vacant = append(d.vacant, place)
}

// close has a session closed, and nobody waits for it: should it fail, the
// session expires some day.
func (d *desk) close(s *session) {
	d.inputs = append(d.inputs, multipaxos.Close{Session: s.number, Ticks: openTicks})
}

// tick lets time pass: calls that no session could be found for in time end, and
// sessions that nobody needs any more.
func (d *desk) tick() {
	left := d.waiting[:0]
	for _, c := range d.waiting {
		if c.submit.Ticks--; c.submit.Ticks > 0 {
			left = append(left, c)
			continue
		}
		c.end(nil, fmt.Errorf("%w: no session could be opened for it in time; is a majority of the nodes up?", ErrRejected))
	}
	clear(d.waiting[len(left):])
	d.waiting = left
	d.open()
	d.closeIdle()
}

func (d *desk) closeIdle() {
	kept := d.free[:0]
	for _, place := range d.free {
		s := &d.sessions[place]
		if s.idle++; s.idle < d.idleness {
			kept = append(kept, place)
			continue
		}
		d.close(s)
		d.vacate(place)
	}
	d.free = kept
}

// end ends every call: the node stops.
func (d *desk) end() {
	for _, c := range d.waiting {
		c.end(nil, fmt.Errorf("%w: the node stops", ErrRejected))
	}
	for i := range d.sessions {
		if c := d.sessions[i].call; c != nil {
			c.end(nil, fmt.Errorf("%w: the node stops", ErrUnknown))
		}
	}
	for _, c := range d.owned {
		c.end(nil, fmt.Errorf("%w: the node stops", ErrUnknown))
	}
}
