package multipaxos

import "fmt"

// A Slot is a place of the log, from 1 on. Intervals of slots are half-open.
type Slot int64

// A Vote is a vote for a value in a ballot, in some slot.
type Vote struct {
	Bal Ballot
	Val *Value
}

// A SlotVote is a vote with its slot.
type SlotVote struct {
	Slot Slot
	Vote
}

// A SlotValue is a slot with the value that is chosen in it.
type SlotValue struct {
	Slot Slot
	Val  *Value
}

// A Lead is the ballot that a node is running and the slot to propose in next,
// which is 0 while it is a candidate. The zero Lead is none.
type Lead struct {
	Bal  Ballot
	Next Slot
}

// A Done is the entry of an open session in the table of sessions: the last of
// its commands that took effect, without its payload, and what the state machine
// answered. Results are no part of the specification's state.
type Done struct {
	Session Session // the session's number; Last.Session is 0 in one just opened
	Last    Command
	Result  []byte
}

// A Snap is a prefix of the log, applied: the specification's record of it, and
// the state machine's image. It is immutable and used by pointer.
type Snap struct {
	Upto   Slot // the first slot that is not in it
	Prefix Prefix
	Opened uint64 // how many sessions were ever opened
	Done   []Done // the open sessions, ascending
	Image  []byte // what StateMachine.Save wrote
}

// Contents is a whole State as plain data, for tests and for whoever explores:
// NewState makes the State of it, and State.Contents gives it back. Slices are
// ascending.
type Contents struct {
	Promised Ballot
	Votes    []SlotVote
	Trunc    Slot
	Snap     *Snap
	Lead     Lead
	Known    []SlotValue
	Upto     Slot
	Prefix   Prefix
	Opened   uint64
	Done     []Done
}

// A Refusal is the reason why an action is not allowed now. The state is as it
// was before.
type Refusal struct {
	format string
	args   []any
}

// Error gives the reason. It is put together only here: a driver tries actions
// that it expects to be refused, and does not read why.
func (r *Refusal) Error() string { return fmt.Sprintf(r.format, r.args...) }
