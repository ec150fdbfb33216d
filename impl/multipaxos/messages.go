package multipaxos

import "github.com/synod-paxos/synod/trace"

// A MessageType names one of the specification's eleven kinds of messages.
type MessageType uint8

// The message types, with the fields of a Message that each uses besides Type
// and From.
const (
	MsgRequest  MessageType = iota + 1 // Cmd: "a client wants this"
	Msg1a                              // Bal, Slot: "promise me this ballot, and report your votes from Slot on"
	Msg1b                              // Bal, Slot, Votes, Trunc: "promised; these are my votes"
	Msg2a                              // Bal, Slot, Val, Body: "vote for this value"
	Msg2b                              // Bal, Slot, Val: "voted"
	MsgRefusal                         // Bal, Promised: "I have promised a higher ballot"
	MsgEntry                           // Bal, Slot, Val, and Body but in a notice: "chosen"
	MsgSnapshot                        // Snap: "all below Snap.Upto, applied"
	MsgReply                           // Session, Cmd: "took effect"
	MsgRetry                           // Cmd: "came before its turn"
	MsgExpired                         // Cmd: "its session is closed"
)

var messageTypes = [...]string{
	MsgRequest: "request", Msg1a: "1a", Msg1b: "1b", Msg2a: "2a", Msg2b: "2b", MsgRefusal: "refusal",
	MsgEntry: "entry", MsgSnapshot: "snapshot", MsgReply: "reply", MsgRetry: "retry", MsgExpired: "expired",
}

// String is the type's name in the specification.
func (t MessageType) String() string {
	if t == 0 || int(t) >= len(messageTypes) {
		return "message of no type"
	}
	return messageTypes[t]
}

// A Message is a message of the specification, immutable once made. A field
// that its type does not use is zero.
//
// A value is known by its digest, Val. The value itself, Body, travels where the
// receiver may need it: in a 2a, in an entry for one who catches up, and in the
// votes of a 1b. A 2b, and an entry that is a notice, carry the digest only; in a
// trace an entry looks the same with and without its Body.
type Message struct {
	Type     MessageType
	From     NodeID
	Bal      Ballot
	Slot     Slot
	Val      Digest
	Body     *Value
	Votes    []SlotVote // ascending
	Trunc    Slot
	Promised Ballot
	Session  Session
	Cmd      Command
	Snap     *Snap
}

// A Received message comes with the name of the event that added it, which is
// the same however often it is sent again. An action that uses the message
// cites that event.
type Received struct {
	Ref trace.Ref
	Msg *Message
}

// A Send is a message with the nodes it is for. Some messages are for nobody;
// they count as sent all the same.
type Send struct {
	Received
	To []NodeID // not to be changed
}

func (s Send) forSomebody() bool { return len(s.To) > 0 }

// An Outgoing is what the shell puts on the network for one node: a message, or
// a control if that is set.
type Outgoing struct {
	To      NodeID
	Msg     Received
	Control *Control // in place of Msg
}
