package multipaxos

// A state is what a node holds of the specification's state. Its fields are set
// by the methods below alone. They note what they touch, so that the end of a
// step knows where the state may have changed without looking elsewhere
// (post.go). A method that is given what is there already touches nothing.
type state struct {
	promised Ballot
	votes    window[Vote]
	trunc    Slot
	snap     *Snap
	lead     Lead
	known    window[*Value]
	upto     Slot
	prefix   Prefix
	opened   uint64
	done     sessions

	step    uint64 // how many steps ended
	touched []touch
	noted   uint16 // the variables without keys in touched

	untraced bool // nobody wants to know what happens to sessions
}

// A variable is one of the specification's own variables, in its order.
type variable uint8

const (
	varPromised variable = iota
	varVote
	varTrunc
	varSnap
	varLead
	varKnown
	varUpto
	varPrefix
	varOpened
	varDone
)

// durable are the variables that survive a crash.
const durable = 1<<varPromised | 1<<varVote | 1<<varTrunc | 1<<varSnap

// A touch is a path that a step may have changed: a variable, or its entries
// with the keys from..to-1.
type touch struct {
	variable variable
	absent   bool // the entry was not there before
	from, to uint64
	session  *session // of an entry of the table of sessions
}

// blank is the snapshot of nothing.
var blank = &Snap{Upto: 1}

// newState is the state with this content.
func newState(from State) state {
	s := state{
		promised: from.Promised, trunc: max(from.Trunc, 1), snap: from.Snap, lead: from.Lead,
		upto: max(from.Upto, 1), prefix: from.Prefix, opened: from.Opened, done: newSessions(from.Done),
	}
	if s.snap == nil {
		s.snap = blank
	}
	for _, v := range from.Votes {
		s.votes.put(v.Slot, v.Vote)
	}
	for _, k := range from.Known {
		s.known.put(k.Slot, k.Val)
	}
	return s
}

// content is the whole state as plain data.
func (s *state) content() State {
	whole := State{
		Promised: s.promised, Trunc: s.trunc, Snap: s.snap, Lead: s.lead,
		Upto: s.upto, Prefix: s.prefix, Opened: s.opened, Done: s.done.all(),
	}
	if whole.Snap == blank {
		whole.Snap = nil
	}
	whole.Votes = s.votesFrom(1)
	for slot, v := range s.known.from(1) {
		whole.Known = append(whole.Known, SlotValue{slot, v})
	}
	return whole
}

// votesFrom are the votes in the slots from i on.
func (s *state) votesFrom(i Slot) []SlotVote {
	var votes []SlotVote
	for slot, v := range s.votes.from(i) {
		votes = append(votes, SlotVote{slot, v})
	}
	return votes
}

// touch notes that a variable may have changed, which has no keys.
func (s *state) touch(v variable) {
	if s.noted&(1<<v) == 0 {
		s.noted |= 1 << v
		s.touched = append(s.touched, touch{variable: v})
	}
}

func (s *state) touchSlot(v variable, slot Slot) {
	s.touched = append(s.touched, touch{variable: v, from: uint64(slot), to: uint64(slot) + 1})
}

func (s *state) setPromised(b Ballot) {
	if s.promised != b {
		s.promised = b
		s.touch(varPromised)
	}
}

func (s *state) setLead(l Lead) {
	if s.lead != l {
		s.lead = l
		s.touch(varLead)
	}
}

// giveWay gives the node's own ballot up when it meets a higher one: it could
// not even vote for its own proposals any more.
func (s *state) giveWay(b Ballot) {
	if s.lead.Bal < b {
		s.setLead(Lead{})
	}
}

func (s *state) setVote(slot Slot, v Vote) {
	s.votes.put(slot, v)
	s.touchSlot(varVote, slot)
}

// forgetVotes removes the votes below t.
func (s *state) forgetVotes(t Slot) {
	s.votes.dropBelow(t, func(from, to Slot) {
		s.touched = append(s.touched, touch{variable: varVote, from: uint64(from), to: uint64(to)})
	})
}

func (s *state) setTrunc(t Slot) {
	if s.trunc != t {
		s.trunc = t
		s.touch(varTrunc)
	}
}

func (s *state) setSnap(x *Snap) {
	if !s.snap.same(x) {
		s.touch(varSnap)
	}
	s.snap = x
}

func (s *state) setKnown(slot Slot, v *Value) {
	s.known.put(slot, v)
	s.touchSlot(varKnown, slot)
}

// forgetKnown removes what is known of the slots below t.
func (s *state) forgetKnown(t Slot) {
	s.known.dropBelow(t, func(from, to Slot) {
		s.touched = append(s.touched, touch{variable: varKnown, from: uint64(from), to: uint64(to)})
	})
}

func (s *state) setApplied(upto Slot, p Prefix) {
	if s.upto != upto {
		s.upto = upto
		s.touch(varUpto)
	}
	if s.prefix != p {
		s.prefix = p
		s.touch(varPrefix)
	}
}

func (s *state) setOpened(opened uint64) {
	if s.opened != opened {
		s.opened = opened
		s.touch(varOpened)
	}
}

// openSession adds session k to the table.
func (s *state) openSession(k Session) *session {
	open := &session{touched: s.step + 1}
	s.done.put(Slot(k), open)
	s.touchDone(k, open, true)
	return open
}

// setDone makes c the last command of session k, which is open.
func (s *state) setDone(k Session, open *session, c *Command, result []byte) {
	if open.touched != s.step+1 {
		open.touched = s.step + 1
		s.touchDone(k, open, false)
	}
	open.last, open.result = *c, result
	open.last.Payload = nil
}

// closeSession removes session k, if it is open.
func (s *state) closeSession(k Session) {
	open := s.done.of(k)
	if open == nil {
		return
	}
	if open.touched != s.step+1 {
		s.touchDone(k, open, false)
	}
	open.closed = true
	s.done.remove(Slot(k))
}

// setSessions replaces the whole table.
func (s *state) setSessions(done []Done) {
	replaced := s.done
	s.done = newSessions(done)
	for k, open := range s.done.each() {
		old := replaced.of(k)
		if old == nil || !old.last.Is(&open.last) {
			s.touchDone(k, open, old == nil)
		}
	}
	for k, old := range replaced.each() {
		if s.done.of(k) == nil {
			old.closed = true
			s.touchDone(k, old, false)
		}
	}
}

func (s *state) touchDone(k Session, open *session, absent bool) {
	if s.untraced {
		return
	}
	s.touched = append(s.touched, touch{variable: varDone, absent: absent, from: uint64(k), to: uint64(k) + 1, session: open})
}
