package wire

import (
	"fmt"

	"github.com/synod-paxos/synod/impl/multipaxos"
	"github.com/synod-paxos/synod/internal/strictproto"
)

// AppendOutgoing appends the packet that carries a message or a control.
func AppendOutgoing(dst []byte, o *multipaxos.Outgoing) []byte {
	if o.Control != nil {
		return strictproto.AppendMessage(dst, packetControl, func(dst []byte) []byte { return appendControl(dst, o.Control) })
	}
	return strictproto.AppendMessage(dst, packetMessage, func(dst []byte) []byte { return AppendReceived(dst, &o.Msg) })
}

// AppendReceived appends a message with its reference. Those that tell clients of
// their commands are no messages between nodes; to encode one is a mistake of
// the caller, and panics.
func AppendReceived(dst []byte, r *multipaxos.Received) []byte {
	dst, image := appendHead(dst, r)
	return append(dst, image...)
}

// appendHead appends a message but for the image of a snapshot, which may be
// large and comes last.
func appendHead(dst []byte, r *multipaxos.Received) (head, image []byte) {
	m := r.Msg
	if _, ok := shapes[m.Type]; !ok {
		panic(fmt.Sprintf("wire: encoding a %v", m.Type))
	}
	dst = strictproto.AppendUint(dst, receivedFrom, uint64(m.From))
	dst = strictproto.AppendUint(dst, receivedInc, r.Ref.Inc)
	dst = strictproto.AppendUint(dst, receivedSeq, r.Ref.Seq)
	dst = strictproto.AppendUint(dst, receivedType, uint64(m.Type))
	dst = strictproto.AppendUint(dst, receivedBal, uint64(m.Bal))
	dst = strictproto.AppendUint(dst, receivedSlot, uint64(m.Slot))
	if m.Body == nil && shapes[m.Type].has(receivedVal) {
		dst = strictproto.AppendBytes(dst, receivedVal, m.Val[:])
	}
	dst = appendBody(dst, receivedBody, m.Body)
	for i := range m.Votes {
		dst = strictproto.AppendMessage(dst, receivedVote, func(dst []byte) []byte { return appendVote(dst, &m.Votes[i]) })
	}
	dst = strictproto.AppendUint(dst, receivedTrunc, uint64(m.Trunc))
	dst = strictproto.AppendUint(dst, receivedPromised, uint64(m.Promised))
	if m.Type == multipaxos.MsgRequest {
		dst = strictproto.AppendMessage(dst, receivedCmd, func(dst []byte) []byte { return appendCommand(dst, &m.Cmd) })
	}
	if m.Snap == nil {
		return dst, nil
	}
	table := appendTable(nil, m.Snap)
	dst = strictproto.AppendHead(dst, receivedSnap, len(table)+len(m.Snap.Image))
	return append(dst, table...), m.Snap.Image
}

// AppendValue appends the commands of a value; of the no-op there are none.
func AppendValue(dst []byte, v *multipaxos.Value) []byte {
	commands := v.Commands()
	for i := range commands {
		dst = strictproto.AppendMessage(dst, valueCommand, func(dst []byte) []byte { return appendCommand(dst, &commands[i]) })
	}
	return dst
}

// EncodeValue is a value's commands, in memory of their own.
func EncodeValue(v *multipaxos.Value) []byte { return AppendValue(make([]byte, 0, valueHint(v)), v) }

func appendBody(dst []byte, field int, v *multipaxos.Value) []byte {
	if v == nil {
		return dst
	}
	return strictproto.AppendMessage(dst, field, func(dst []byte) []byte { return AppendValue(dst, v) })
}

func appendCommand(dst []byte, c *multipaxos.Command) []byte {
	dst = strictproto.AppendUint(dst, commandSession, uint64(c.Session))
	dst = strictproto.AppendUint(dst, commandNumber, c.Number)
	if len(c.Payload) > 0 {
		dst = strictproto.AppendBytes(dst, commandPayload, c.Payload)
	}
	return dst
}

func appendVote(dst []byte, v *multipaxos.SlotVote) []byte {
	dst = strictproto.AppendUint(dst, voteSlot, uint64(v.Slot))
	dst = strictproto.AppendUint(dst, voteBal, uint64(v.Bal))
	return appendBody(dst, voteBody, v.Val)
}

// appendTable appends a snapshot up to where its image is to follow.
func appendTable(dst []byte, s *multipaxos.Snap) []byte {
	dst = strictproto.AppendUint(dst, snapUpto, uint64(s.Upto))
	dst = strictproto.AppendBytes(dst, snapPrefix, s.Prefix[:])
	dst = strictproto.AppendUint(dst, snapOpened, s.Opened)
	for i := range s.Done {
		dst = strictproto.AppendMessage(dst, snapDone, func(dst []byte) []byte { return appendDone(dst, &s.Done[i]) })
	}
	if len(s.Image) > 0 {
		dst = strictproto.AppendHead(dst, snapImage, len(s.Image))
	}
	return dst
}

func appendDone(dst []byte, d *multipaxos.Done) []byte {
	dst = strictproto.AppendUint(dst, doneSession, uint64(d.Session))
	dst = strictproto.AppendUint(dst, doneClient, uint64(d.Last.Session))
	dst = strictproto.AppendUint(dst, doneNumber, d.Last.Number)
	if d.Last.Name != "" {
		dst = strictproto.AppendBytes(dst, doneName, d.Last.Name)
	}
	if len(d.Result) > 0 {
		dst = strictproto.AppendBytes(dst, doneResult, d.Result)
	}
	return dst
}

func appendControl(dst []byte, c *multipaxos.Control) []byte {
	dst = strictproto.AppendUint(dst, controlKind, uint64(c.Kind))
	if c.Kind == multipaxos.Elect {
		dst = strictproto.AppendMessage(dst, controlElection, func(dst []byte) []byte { return appendElection(dst, c) })
	}
	for i := range c.Requests {
		dst = strictproto.AppendMessage(dst, controlRequest, func(dst []byte) []byte { return AppendReceived(dst, &c.Requests[i]) })
	}
	dst = strictproto.AppendBool(dst, controlRelayed, c.Relayed)
	dst = strictproto.AppendUint(dst, controlSlot, uint64(c.Slot))
	return strictproto.AppendUint(dst, controlUpto, uint64(c.Upto))
}

func appendElection(dst []byte, c *multipaxos.Control) []byte {
	e := &c.Election
	dst = strictproto.AppendUint(dst, electionKind, uint64(e.Kind))
	dst = strictproto.AppendUint(dst, electionAttempt, e.Attempt)
	dst = strictproto.AppendBool(dst, electionHears, e.Hears)
	dst = strictproto.AppendBool(dst, electionConnected, e.Connected)
	dst = strictproto.AppendUint(dst, electionBallot, uint64(e.Ballot))
	dst = strictproto.AppendUint(dst, electionLeader, uint64(e.Leader+1))
	return strictproto.AppendUint(dst, electionUpto, uint64(e.Upto))
}
