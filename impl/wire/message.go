package wire

import (
	"errors"
	"fmt"
	"slices"

	"github.com/synod-paxos/synod/impl/multipaxos"
	"github.com/synod-paxos/synod/internal/strictproto"
	"github.com/synod-paxos/synod/trace"
)

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

// Received decodes a message with its reference. What it gives out may be part of
// the text, which nobody may change any more.
func (d *Decoder) Received(text []byte) (multipaxos.Received, error) {
	m, err := d.received(text, text)
	if err != nil {
		return multipaxos.Received{}, fmt.Errorf("decoding a message: %w", err)
	}
	return m, nil
}

// received decodes a message, of which the text is a part of the whole.
func (d *Decoder) received(text, whole []byte) (multipaxos.Received, error) {
	m := new(multipaxos.Message)
	received := multipaxos.Received{Msg: m}
	var got fieldSet
	var body, names []byte
	r := strictproto.NewReader(text)
	for r.Next() {
		switch r.Field() {
		case receivedFrom:
			m.From = node(&r, 0)
		case receivedInc:
			received.Ref.Inc = r.Uint()
		case receivedSeq:
			received.Ref.Seq = r.Uint()
		case receivedNames:
			names = r.Bytes()
		case receivedBody:
			body = keep(whole, r.Bytes())
		default:
			d.field(&r, m, whole)
		}
		if r.Err() == nil {
			got |= fields(r.Field())
		}
	}
	received.Ref.Node = int(m.From)
	return received, firstError(r.Err, func() error { return got.check(m.Type) }, func() error { return got.checkValue(m) },
		func() error { return checkRef(received.Ref) }, func() error { return checkVotes(m.Votes) },
		func() error {
			if got.has(receivedBody) {
				return d.said(m, body, names)
			}
			return nil
		})
}

// field decodes a field of a message proper.
func (d *Decoder) field(r *strictproto.Reader, m *multipaxos.Message, whole []byte) {
	switch r.Field() {
	case receivedType:
		m.Type = multipaxos.MessageType(small(r))
	case receivedBal:
		m.Bal = ballot(r)
	case receivedSlot:
		m.Slot = slot(r)
	case receivedVal:
		r.Fill(m.Val[:])
	case receivedVote:
		another(r, len(m.Votes))
		m.Votes = append(m.Votes, d.vote(r, r.Repeated(), whole))
	case receivedTrunc:
		m.Trunc = slot(r)
	case receivedPromised:
		m.Promised = ballot(r)
	case receivedCmd:
		decodeCommand(r, &m.Cmd, r.Bytes())
		m.Cmd.Payload = keep(whole, m.Cmd.Payload)
		m.Cmd.Name = d.name(m.Cmd.Payload)
	case receivedSnap:
		m.Snap = decodeSnap(r, r.Bytes(), whole)
	default:
		r.Unknown()
	}
}

func (d *Decoder) vote(outer *strictproto.Reader, text, whole []byte) (v multipaxos.SlotVote) {
	r := strictproto.NewReader(text)
	for r.Next() {
		switch r.Field() {
		case voteSlot:
			v.Slot = slot(&r)
		case voteBal:
			v.Bal = ballot(&r)
		case voteBody:
			v.Val = d.body(&r, keep(whole, r.Bytes()))
		default:
			r.Unknown()
		}
	}
	outer.Fail(r.Err())
	return v
}

func checkRef(ref trace.Ref) error {
	if ref.Inc == 0 || ref.Seq == 0 {
		return errors.New("a message without a reference")
	}
	return nil
}

func checkVotes(votes []multipaxos.SlotVote) error {
	for i, v := range votes {
		switch {
		case v.Slot == 0 || v.Bal == 0:
			return errors.New("a vote without slot or ballot")
		case i > 0 && v.Slot <= votes[i-1].Slot:
			return fmt.Errorf("a vote in slot %d follows one in slot %d", v.Slot, votes[i-1].Slot)
		}
	}
	return nil
}
