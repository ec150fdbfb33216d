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

// A State is the node's own part of the specification's state, variable by
// variable, as plain data: what Core.State gives, and what a Core can be made of
// (FromState). Slices are ascending. The zero State is that of the first start,
// but that Trunc and Upto are 1 then.
//
// Everything else in a Core is a cache of messages or serves progress.
type State struct {
	Promised Ballot      // durable: the highest ballot promised
	Votes    []SlotVote  // durable: the last vote in each slot
	Trunc    Slot        // durable: below it no vote is kept
	Snap     *Snap       // durable: what is applied and on disk; nil for nothing
	Lead     Lead        // volatile
	Known    []SlotValue // volatile: known to be chosen, and not applied
	Upto     Slot        // volatile: the first slot not applied
	Prefix   Prefix      // volatile: what is applied
	Opened   uint64      // volatile: how many sessions that has opened
	Done     []Done      // volatile: the open ones
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

func refuse(format string, args ...any) error { return &Refusal{format, args} }
