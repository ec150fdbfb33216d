package basicpaxos

import "fmt"

// MaxValue is the size, in bytes, of the largest value that can be proposed.
const MaxValue = 64 << 10

// A Value is what may be proposed: a string of bytes, possibly empty. The zero
// Value is None: no value at all.
type Value struct {
	some  bool
	bytes string
}

// NewValue is the value with these bytes.
func NewValue(b []byte) Value { return Value{some: true, bytes: string(b)} }

// IsNone tells whether v is None.
func (v Value) IsNone() bool { return !v.some }

// Bytes are the bytes of a value; None has none.
func (v Value) Bytes() []byte { return []byte(v.bytes) }

func checkValue(v Value) error {
	switch {
	case v.IsNone():
		return refuse("no value where one is needed")
	case len(v.bytes) > MaxValue:
		return refuse("a value of %d bytes; at most %d are allowed", len(v.bytes), MaxValue)
	}
	return nil
}

// A Vote is a vote for a value in a ballot; the zero Vote is none.
type Vote struct {
	Bal Ballot
	Val Value
}

// A Proposer is the ballot that the node runs and the value that it proposed in
// it; Val is None in phase 1, Bal is 0 when it runs none.
type Proposer struct {
	Bal Ballot
	Val Value
}

// A State is the node's own part of the specification's state, variable by
// variable. Everything else in a Core is a cache of received messages or serves
// liveness.
type State struct {
	Promised Ballot   // durable: the highest ballot promised
	Vote     Vote     // durable: the last vote
	Proposer Proposer // volatile
	Decided  Value    // volatile: what this node knows to be chosen
}

// mustPersist tells whether a step must be in the log, and the log on the disk,
// before anybody hears of it. A promise and a vote must, for they bind the node
// after a crash. A proposal binds it to nothing, since it never takes the ballot
// up again; but others will cite it, and if a power loss took it from the trace
// the restarted node would not know that it was ever made.
func mustPersist(before, after State) bool {
	promised := before.Promised != after.Promised
	voted := before.Vote != after.Vote
	proposed := !after.Proposer.Val.IsNone() && before.Proposer != after.Proposer
	return promised || voted || proposed
}

// A Refusal is the reason why an action is not allowed now. The state is as it
// was before.
type Refusal string

func (r Refusal) Error() string { return string(r) }

func refuse(format string, args ...any) error {
	return Refusal(fmt.Sprintf(format, args...))
}
