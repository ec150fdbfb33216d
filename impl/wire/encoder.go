package wire

import "github.com/synod-paxos/synod/impl/multipaxos"

// An Encoder encodes packets into memory of their own. A message that goes to
// several nodes, one after the other, it encodes once: nobody may change what it
// gives out.
type Encoder struct {
	last    *multipaxos.Message
	payload []byte
}

// Encode is the packet that carries a message or a control.
func (e *Encoder) Encode(o *multipaxos.Outgoing) []byte {
	if o.Control != nil {
		return AppendOutgoing(make([]byte, 0, smallSize), o)
	}
	if o.Msg.Msg != e.last {
		e.last = o.Msg.Msg
		e.payload = AppendOutgoing(make([]byte, 0, sizeHint(o.Msg.Msg)), o)
	}
	return e.payload
}

// What a message, and what a command besides its payload, takes at most or
// nearly so.
const (
	smallSize   = 96
	commandSize = 24
)

// sizeHint is how much memory to encode a message in.
func sizeHint(m *multipaxos.Message) int {
	size := smallSize + valueHint(m.Body) + commandSize + len(m.Cmd.Payload)
	for i := range m.Votes {
		size += commandSize + valueHint(m.Votes[i].Val)
	}
	return size
}

func valueHint(v *multipaxos.Value) int { return v.Size() + commandSize*len(v.Commands()) }
