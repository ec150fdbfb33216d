package basicpaxos

import "github.com/synod-paxos/synod/trace"

// A MessageType names a phase of the protocol.
type MessageType string

// The message types of the specification.
const (
	Msg1a MessageType = "1a" // "promise me this ballot"
	Msg1b MessageType = "1b" // "promised; this was my last vote"
	Msg2a MessageType = "2a" // "vote for this value in this ballot"
	Msg2b MessageType = "2b" // "voted"
)

// A Message is a message of the specification.
type Message struct {
	Type MessageType
	From NodeID
	Bal  Ballot
	Vote Vote  // in a 1b: the sender's last vote
	Val  Value // in a 2a or 2b
}

// A Received message comes with the name of the event that added it, which is
// the same however often it is sent again. An action that uses the message
// cites that event.
type Received struct {
	Ref trace.Ref
	Msg Message
}

// A Hint tells the owner of a ballot that it was refused because of a higher
// promise, so that it need not wait for a time-out. It is no message of the
// specification and carries no reference: it serves liveness only, and no
// action's guard reads it.
type Hint struct {
	Refused  Ballot
	Promised Ballot
}

// A Send is a message with the nodes it is for. In a cluster of one, some
// messages are for nobody; they count as sent all the same.
type Send struct {
	Received
	To []NodeID
}

// An Outgoing is what the shell puts on the network for one node: a message,
// or a hint if Hint.Refused is not zero.
type Outgoing struct {
	To  NodeID
	Msg Received
	// Hint is set in place of Msg.
	Hint Hint
}

// IsHint tells the two apart.
func (o Outgoing) IsHint() bool { return o.Hint.Refused != 0 }

// checkMessage refuses what no node that follows the protocol sends, so that a
// guard below never meets it.
func (c *Core) checkMessage(m Message) error {
	switch {
	case !c.isMember(m.From):
		return refuse("a %s from node %d, which is not in the cluster", m.Type, m.From)
	case !c.isBallot(m.Bal):
		return refuse("a %s with the number %d, which is no ballot", m.Type, int64(m.Bal))
	}
	switch m.Type {
	case Msg1a, Msg2a:
		if m.Bal.Owner() != m.From {
			return refuse("a %s of %v from node %d, which does not own it", m.Type, m.Bal, m.From)
		}
	case Msg1b:
		return c.checkVote(m)
	case Msg2b:
	default:
		return refuse("a message of unknown type %q", string(m.Type))
	}
	if m.Type != Msg1a {
		return checkValue(m.Val)
	}
	return nil
}

func (c *Core) checkVote(m Message) error {
	switch v := m.Vote; {
	case v == Vote{}:
		return nil
	case !c.isBallot(v.Bal) || v.Bal >= m.Bal:
		return refuse("a 1b of %v that reports a vote in %v", m.Bal, v.Bal)
	default:
		return checkValue(v.Val)
	}
}
