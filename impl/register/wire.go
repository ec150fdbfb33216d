package register

import (
	"fmt"

	"github.com/synod-paxos/synod/impl/basicpaxos"
	"github.com/synod-paxos/synod/impl/transport"
	"github.com/synod-paxos/synod/trace"
)

// A packet is what nodes send each other: a message of the specification with
// the name of the event that first added it, or a hint, which has no such name.
type packet struct {
	Message *wireMessage `cbor:"1,keyasint,omitempty"`
	Hint    *wireHint    `cbor:"2,keyasint,omitempty"`
}

type wireMessage struct {
	Inc  uint64     `cbor:"1,keyasint"`
	Seq  uint64     `cbor:"2,keyasint"`
	Type string     `cbor:"3,keyasint"`
	From int        `cbor:"4,keyasint"` // also the node of the event
	Bal  int64      `cbor:"5,keyasint"`
	Val  *[]byte    `cbor:"6,keyasint,omitempty"`
	Vote *wireValue `cbor:"7,keyasint,omitempty"`
}

type wireValue struct {
	Bal int64  `cbor:"1,keyasint"`
	Val []byte `cbor:"2,keyasint"`
}

type wireHint struct {
	Refused  int64 `cbor:"1,keyasint"`
	Promised int64 `cbor:"2,keyasint"`
}

// EncodePacket is the payload for the transport.
func EncodePacket(o basicpaxos.Outgoing) ([]byte, error) {
	if o.IsHint() {
		return transport.Encode(packet{Hint: &wireHint{int64(o.Hint.Refused), int64(o.Hint.Promised)}})
	}
	m := o.Msg.Msg
	w := &wireMessage{
		Inc: o.Msg.Ref.Inc, Seq: o.Msg.Ref.Seq,
		Type: string(m.Type), From: int(m.From), Bal: int64(m.Bal),
	}
	if !m.Val.IsNone() {
		bytes := m.Val.Bytes()
		w.Val = &bytes
	}
	if m.Vote.Bal != 0 {
		w.Vote = &wireValue{int64(m.Vote.Bal), m.Vote.Val.Bytes()}
	}
	return transport.Encode(packet{Message: w})
}

// DecodePacket is the input that a payload from node is to the core. Nodes send
// their own messages only.
func DecodePacket(node int, payload []byte) (basicpaxos.Input, error) {
	var p packet
	if err := transport.Decode(payload, &p); err != nil {
		return nil, err
	}
	switch {
	case p.Message != nil && p.Hint == nil:
		return p.Message.input(node)
	case p.Hint != nil && p.Message == nil:
		hint := basicpaxos.Hint{
			Refused:  basicpaxos.Ballot(p.Hint.Refused),
			Promised: basicpaxos.Ballot(p.Hint.Promised),
		}
		return basicpaxos.Refused{Hint: hint}, nil
	}
	return nil, fmt.Errorf("a packet from node %d holds neither a message nor a hint", node)
}

func (w *wireMessage) input(node int) (basicpaxos.Input, error) {
	switch {
	case w.From != node:
		return nil, fmt.Errorf("a message of node %d from node %d", w.From, node)
	case w.Inc == 0 || w.Seq == 0:
		return nil, fmt.Errorf("a message from node %d without a reference", node)
	}
	m := basicpaxos.Message{
		Type: basicpaxos.MessageType(w.Type),
		From: basicpaxos.NodeID(w.From),
		Bal:  basicpaxos.Ballot(w.Bal),
	}
	if w.Val != nil {
		m.Val = basicpaxos.NewValue(*w.Val)
	}
	if w.Vote != nil {
		m.Vote = basicpaxos.Vote{Bal: basicpaxos.Ballot(w.Vote.Bal), Val: basicpaxos.NewValue(w.Vote.Val)}
	}
	ref := trace.Ref{Node: node, Inc: w.Inc, Seq: w.Seq}
	return basicpaxos.Deliver{Message: basicpaxos.Received{Ref: ref, Msg: m}}, nil
}
