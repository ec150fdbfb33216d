// Package strictproto writes and reads the wire format of Protocol Buffers as
// every format of Synod demands it. What is read must be what would have been
// written: fields in ascending order, each once unless it is repeated, numbers
// in their shortest form, nothing unknown. Reading allocates nothing; what it
// gives out is part of what it reads.
//
// It is a thin layer over protowire, the part of the Go library for Protocol
// Buffers that knows bytes and no schema.
package strictproto

import (
	"errors"
	"fmt"

	"google.golang.org/protobuf/encoding/protowire"
)

// A Reader reads the fields of a message, one after the other:
//
//	for r.Next() {
//		switch r.Field() {
//		case 1:
//			m.Slot = r.Uint()
//		case 2:
//			m.Votes = append(m.Votes, r.Repeated())
//		default:
//			r.Unknown()
//		}
//	}
//	return r.Err()
//
// After an error it gives out zeros, and no more fields.
type Reader struct {
	text   []byte
	pos    int // where the rest begins; only this moves, since pointers cost more to change
	field  int
	before int // the field before
	kind   protowire.Type
	err    error
}

// NewReader reads a message.
func NewReader(message []byte) Reader { return Reader{text: message} }

// Next goes to the next field, if there is one.
func (r *Reader) Next() bool {
	if r.err != nil || r.pos == len(r.text) {
		return false
	}
	tag, ok := r.varint()
	field, kind := protowire.DecodeTag(tag)
	if !ok || field <= 0 {
		r.Fail(errors.New("no field begins here"))
		return false
	}
	r.before, r.field, r.kind = r.field, int(field), kind
	return true
}

// Field is the number of the current field.
func (r *Reader) Field() int { return r.field }

// Uint is the current field, a number, which comes once, and only if it is not 0.
func (r *Reader) Uint() uint64 {
	r.expect(protowire.VarintType, r.field > r.before)
	v, ok := r.varint()
	if !ok || v == 0 {
		r.Fail(errors.New("it is no number above 0 in its shortest form"))
		return 0
	}
	return v
}

// Int is the current field, a number that fits in an int64, which comes once.
func (r *Reader) Int() int64 {
	v := int64(r.Uint())
	if v < 0 {
		r.Fail(errors.New("the number is too large"))
		return 0
	}
	return v
}

// Bool is the current field, which comes once, and only if it is true.
func (r *Reader) Bool() bool {
	if r.Uint() != 1 {
		r.Fail(errors.New("it is not true"))
		return false
	}
	return true
}

// Bytes is the current field, which comes once.
func (r *Reader) Bytes() []byte { return r.bytes(r.field > r.before) }

// Some is the current field, bytes, which comes once, and only if it is not empty.
func (r *Reader) Some() []byte {
	text := r.Bytes()
	if len(text) == 0 {
		r.Fail(errors.New("it is empty"))
	}
	return text
}

// Repeated is the current field, which may come several times.
func (r *Reader) Repeated() []byte { return r.bytes(r.field >= r.before) }

// Fill reads the current field, which comes once, into all of dst.
func (r *Reader) Fill(dst []byte) {
	text := r.Bytes()
	if len(text) != len(dst) && r.err == nil {
		r.Fail(fmt.Errorf("it has %d bytes, not %d", len(text), len(dst)))
	}
	copy(dst, text)
}

// Unknown is for a field that the format does not have.
func (r *Reader) Unknown() { r.Fail(errors.New("there is no such field")) }

// Fail remembers what is wrong about the current field, if anything.
func (r *Reader) Fail(err error) {
	if err == nil {
		return
	}
	if r.err == nil {
		r.err = fmt.Errorf("field %d: %w", r.field, err)
	}
	r.pos = len(r.text)
}

// Err says what was wrong, if anything.
func (r *Reader) Err() error { return r.err }

func (r *Reader) expect(kind protowire.Type, inOrder bool) {
	switch {
	case r.kind != kind:
		r.Fail(fmt.Errorf("it is of wire type %d, not %d", r.kind, kind))
	case !inOrder:
		r.Fail(fmt.Errorf("it follows field %d", r.before))
	}
}

func (r *Reader) bytes(inOrder bool) []byte {
	r.expect(protowire.BytesType, inOrder)
	length, ok := r.varint()
	if !ok || length > uint64(len(r.text)-r.pos) {
		r.Fail(errors.New("it is longer than the rest"))
		return nil
	}
	begin := r.pos
	r.pos += int(length)
	return r.text[begin:r.pos:r.pos]
}

func (r *Reader) varint() (uint64, bool) {
	if r.pos < len(r.text) && r.text[r.pos] < 1<<7 { // as most are
		v := r.text[r.pos]
		r.pos++
		return uint64(v), true
	}
	v, n := protowire.ConsumeVarint(r.text[r.pos:])
	if n < 0 || n != protowire.SizeVarint(v) {
		return 0, false
	}
	r.pos += n
	return v, true
}
