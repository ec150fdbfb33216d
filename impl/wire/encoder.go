package wire

import "github.com/synod-paxos/synod/impl/multipaxos"

// An Encoder encodes packets, each in two pieces: its head is in memory of its own,
// and its tail is what existed already, such as the bytes of a value. A message
// that goes to several nodes, one after the other, it encodes once: nobody may
// change what it gives out.
type Encoder struct {
	last       *multipaxos.Message
	head, tail []byte
}

// Encode is the packet that carries a message or a control.
func (e *Encoder) Encode(o *multipaxos.Outgoing) (head, tail []byte) {
	if o.Control != nil {
		return appendPacket(make([]byte, 0, sizeOfControl(o.Control)), o)
	}
	if o.Msg.Msg != e.last {
		e.last = o.Msg.Msg
		e.head, e.tail = appendPacket(make([]byte, 0, sizeOf(o.Msg.Msg)), o)
	}
	return e.head, e.tail
}

// smallSize is what a message takes at most, or nearly so, besides what is counted
// below.
const smallSize = 64

// sizeOf is about how long a message is, without its tail.
func sizeOf(m *multipaxos.Message) int {
	size := smallSize + len(m.Cmd.Payload)
	for i := range m.Votes {
		size += smallSize + sizeOfVote(&m.Votes[i])
	}
	return size + sizeOfNames(m.Body)
}

// sizeOfTail is about how long the tail is.
func sizeOfTail(m *multipaxos.Message) int {
	if m.Snap != nil {
		return len(m.Snap.Image)
	}
	return sizeOfValue(m.Body)
}

func sizeOfVote(v *multipaxos.SlotVote) int { return smallSize + sizeOfValue(v.Val) }

func sizeOfControl(c *multipaxos.Control) int {
	size := smallSize
	for i := range c.Requests {
		size += sizeOf(c.Requests[i].Msg)
	}
	return size
}
