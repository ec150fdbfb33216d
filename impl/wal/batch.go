package wal

import (
	"bytes"
	"fmt"
	"slices"

	"github.com/synod-paxos/synod/internal/strictproto"
	"github.com/synod-paxos/synod/trace"
)

// A Batch is what one frame holds: trace entries, and the values that they name
// for the first time since the last checkpoint. Its binary form is a message of
// Protocol Buffers:
//
//	message Batch {
//	  repeated bytes entry = 1;  // in the binary form of package trace
//	  repeated Value value = 2;
//	  string naming = 3;
//	  bool traced = 4;
//	  repeated bytes sent = 5;
//	  bytes frames = 6;          // entries that follow, as package trace has them in a file
//	}
//	message Value {
//	  string name = 1;
//	  bytes bytes = 2;
//	}
//
// A field that a later version adds is an error to this one: who does not
// understand a record must not go on without it.
type Batch struct {
	Entries []trace.Entry
	Values  []Value
	// Naming says how values are named (a digest and its key, or in full), and
	// Traced whether the incarnation also writes a trace. They stand in an
	// incarnation's first batch and in a checkpoint's.
	Naming string
	Traced bool
	// Sent are messages of the node that others may ask for again, in a form
	// that its shell chooses. They stand in a checkpoint, which has no events.
	Sent [][]byte
	// Frames are more entries, behind the others, in the binary form of a file: for
	// those who have them so. A batch that was decoded has them among Entries.
	Frames []byte
}

// A Value is the name that a trace gives to a value, and the value.
type Value struct {
	Name  string
	Bytes []byte
}

const (
	fieldEntry = 1 + iota
	fieldValue
	fieldNaming
	fieldTraced
	fieldSent
	fieldFrames
)

const (
	fieldName = 1 + iota
	fieldBytes
)

// An Encoder encodes batches into memory that it uses again.
type Encoder struct {
	payload []byte
	about   int // how long the last entry was: the guess for the next
}

// Encode is the payload that holds the batch, valid until the next call.
func (e *Encoder) Encode(b *Batch) ([]byte, error) {
	dst := e.payload[:0]
	for _, entry := range b.Entries {
		var err error
		before := len(dst)
		dst = strictproto.AppendMessage(dst, fieldEntry, e.about, func(dst []byte) []byte {
			dst, err = trace.AppendBinary(dst, entry)
			return dst
		})
		if err != nil {
			return nil, fmt.Errorf("encoding a batch: %w", err)
		}
		e.about = len(dst) - before
	}
	dst = slices.Grow(dst, b.sizeBehindEntries())
	for i := range b.Values {
		v := &b.Values[i]
		dst = strictproto.AppendHead(dst, fieldValue, v.size())
		dst = strictproto.AppendBytes(dst, fieldName, v.Name)
		dst = strictproto.AppendBytes(dst, fieldBytes, v.Bytes)
	}
	dst = strictproto.AppendSome(dst, fieldNaming, b.Naming)
	dst = strictproto.AppendBool(dst, fieldTraced, b.Traced)
	for _, sent := range b.Sent {
		dst = strictproto.AppendBytes(dst, fieldSent, sent)
	}
	dst = strictproto.AppendSome(dst, fieldFrames, b.Frames)
	e.payload = dst
	return dst, nil
}

// sizeBehindEntries is how long the batch is behind its entries.
func (b *Batch) sizeBehindEntries() int {
	size := strictproto.SizeSome(fieldNaming, len(b.Naming)) + strictproto.SizeUint(fieldTraced, 1) +
		strictproto.SizeSome(fieldFrames, len(b.Frames))
	for i := range b.Values {
		size += strictproto.SizeBytes(fieldValue, b.Values[i].size())
	}
	for _, sent := range b.Sent {
		size += strictproto.SizeBytes(fieldSent, len(sent))
	}
	return size + strictproto.SizeSome(fieldFrames, len(b.Frames))
}

// size is how long the value is behind its head.
func (v *Value) size() int {
	return strictproto.SizeBytes(fieldName, len(v.Name)) + strictproto.SizeBytes(fieldBytes, len(v.Bytes))
}

// Encode is the payload that holds the batch.
func (b Batch) Encode() ([]byte, error) { return new(Encoder).Encode(&b) }

// DecodeBatch reads what Encode wrote. It keeps nothing of payload.
func DecodeBatch(payload []byte) (Batch, error) {
	b, err := decodeBatch(payload)
	if err != nil {
		return Batch{}, fmt.Errorf("decoding a batch: %w", err)
	}
	return b, nil
}

func decodeBatch(payload []byte) (b Batch, err error) {
	r := strictproto.NewReader(payload)
	for r.Next() {
		switch r.Field() {
		case fieldEntry:
			e, err := trace.ParseBinary(r.Repeated())
			if err != nil {
				r.Fail(fmt.Errorf("entry %d: %w", len(b.Entries)+1, err))
			}
			b.Entries = append(b.Entries, e)
		case fieldValue:
			v, err := decodeValue(r.Repeated())
			r.Fail(err)
			b.Values = append(b.Values, v)
		case fieldNaming:
			b.Naming = string(r.Some())
		case fieldTraced:
			b.Traced = r.Bool()
		case fieldSent:
			b.Sent = append(b.Sent, bytes.Clone(r.Repeated()))
		case fieldFrames:
			entries, err := trace.ParseFrames(r.Some())
			r.Fail(err)
			b.Entries = append(b.Entries, entries...)
		default:
			r.Unknown()
		}
	}
	return b, r.Err()
}

func decodeValue(text []byte) (v Value, err error) {
	r := strictproto.NewReader(text)
	for r.Next() {
		switch r.Field() {
		case fieldName:
			v.Name = string(r.Bytes())
		case fieldBytes:
			v.Bytes = bytes.Clone(r.Bytes())
		default:
			r.Unknown()
		}
	}
	return v, r.Err()
}
