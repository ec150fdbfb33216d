package wire

import (
	"fmt"
	"slices"

	"github.com/synod-paxos/synod/impl/multipaxos"
	"github.com/synod-paxos/synod/internal/strictproto"
)

// AppendOutgoing appends the packet that carries a message or a control.
func AppendOutgoing(dst []byte, o *multipaxos.Outgoing) []byte {
	head, tail := appendPacket(dst, o)
	return append(head, tail...)
}

// appendPacket appends a packet but for its tail; see appendHead.
func appendPacket(dst []byte, o *multipaxos.Outgoing) (head, tail []byte) {
	if o.Control != nil {
		return strictproto.AppendMessage(dst, packetControl, sizeOfControl(o.Control), func(dst []byte) []byte {
			return appendControl(dst, o.Control)
		}), nil
	}
	return strictproto.AppendSplit(dst, packetMessage, sizeOf(o.Msg.Msg)+sizeOfTail(o.Msg.Msg), func(dst []byte) (head, tail []byte) {
		return appendHead(dst, &o.Msg)
	})
}

// AppendReceived appends a message with its reference. Those that tell clients of
// their commands are no messages between nodes; to encode one is a mistake of
// the caller, and panics.
func AppendReceived(dst []byte, r *multipaxos.Received) []byte {
	head, tail := appendHead(slices.Grow(dst, sizeOf(r.Msg)+sizeOfTail(r.Msg)), r)
	return append(head, tail...)
}

// appendHead appends a message but for what may be large, comes last and has
// been encoded before: a value, or the image of a snapshot.
func appendHead(dst []byte, r *multipaxos.Received) (head, tail []byte) {
	m := r.Msg
	s := shapes[m.Type]
	if s.must == 0 {
		panic(fmt.Sprintf("wire: encoding a %v", m.Type))
	}
	dst = strictproto.AppendUint(dst, receivedFrom, uint64(m.From))
	dst = strictproto.AppendUint(dst, receivedInc, r.Ref.Inc)
	dst = strictproto.AppendUint(dst, receivedSeq, r.Ref.Seq)
	dst = strictproto.AppendUint(dst, receivedType, uint64(m.Type))
	dst = strictproto.AppendUint(dst, receivedBal, uint64(m.Bal))
	dst = strictproto.AppendUint(dst, receivedSlot, uint64(m.Slot))
	switch {
	case m.Body != nil: // the last field of the types that have it
		value := EncodeValue(m.Body)
		return strictproto.AppendHead(appendNames(dst, m), receivedBody, len(value)), value
	case s.has(receivedVal):
		dst = strictproto.AppendBytes(dst, receivedVal, m.Val[:])
	}
	for i := range m.Votes {
		dst = strictproto.AppendMessage(dst, receivedVote, sizeOfVote(&m.Votes[i]), func(dst []byte) []byte {
			return appendVote(dst, &m.Votes[i])
		})
	}
	dst = strictproto.AppendUint(dst, receivedTrunc, uint64(m.Trunc))
	dst = strictproto.AppendUint(dst, receivedPromised, uint64(m.Promised))
	if m.Type == multipaxos.MsgRequest {
		dst = appendCommand(dst, receivedCmd, &m.Cmd)
	}
	if m.Snap == nil {
		return dst, nil
	}
	return strictproto.AppendSplit(dst, receivedSnap, len(m.Snap.Image), func(dst []byte) (head, tail []byte) {
		return appendTable(dst, m.Snap), m.Snap.Image
	})
}

func appendVote(dst []byte, v *multipaxos.SlotVote) []byte {
	dst = strictproto.AppendUint(dst, voteSlot, uint64(v.Slot))
	dst = strictproto.AppendUint(dst, voteBal, uint64(v.Bal))
	if v.Val == nil {
		return dst
	}
	return AppendValue(strictproto.AppendHead(dst, voteBody, sizeOfValue(v.Val)), v.Val)
}

// appendTable appends a snapshot up to where its image is to follow.
func appendTable(dst []byte, s *multipaxos.Snap) []byte {
	dst = strictproto.AppendUint(dst, snapUpto, uint64(s.Upto))
	dst = strictproto.AppendBytes(dst, snapPrefix, s.Prefix[:])
	dst = strictproto.AppendUint(dst, snapOpened, s.Opened)
	for i := range s.Done {
		dst = strictproto.AppendMessage(dst, snapDone, smallSize, func(dst []byte) []byte { return appendDone(dst, &s.Done[i]) })
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
	dst = strictproto.AppendSome(dst, doneName, d.Last.Name)
	return strictproto.AppendSome(dst, doneResult, d.Result)
}

func appendControl(dst []byte, c *multipaxos.Control) []byte {
	dst = strictproto.AppendUint(dst, controlKind, uint64(c.Kind))
	if c.Kind == multipaxos.Elect {
		dst = strictproto.AppendMessage(dst, controlElection, smallSize, func(dst []byte) []byte { return appendElection(dst, c) })
	}
	for i := range c.Requests {
		r := &c.Requests[i]
		dst = strictproto.AppendMessage(dst, controlRequest, sizeOf(r.Msg), func(dst []byte) []byte { return AppendReceived(dst, r) })
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
