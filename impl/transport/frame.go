package transport

import (
	"encoding/binary"
	"fmt"
	"io"

	"github.com/fxamacker/cbor/v2"

	"github.com/synod-paxos/synod/internal/strictcbor"
)

const (
	// MaxFrame is the size, in bytes, of the largest payload between nodes: that
	// of the promise of a node that has many votes to report.
	MaxFrame = 256 << 20
	// MaxRequest is the size of the largest request or answer of a client.
	MaxRequest = 16 << 20

	maxHello   = 4 << 10 // bounds what a stranger can make a node read
	lengthSize = 4
	bufferSize = 64 << 10
)

// A frameReader reads payloads, each behind its length. It allocates what
// arrives, not what a length promises.
type frameReader struct {
	r          io.Reader
	limit      int
	buf        []byte
	start, end int // what of buf is yet to be given out
	payloads   [][]byte
}

func newFrameReader(r io.Reader, limit int) *frameReader {
	return &frameReader{r: r, limit: limit, buf: make([]byte, bufferSize)}
}

// one waits for a payload, which is valid until the next call.
func (f *frameReader) one() ([]byte, error) {
	for {
		payload, ok, err := f.cut()
		if ok || err != nil {
			return payload, err
		}
		if err := f.fill(); err != nil {
			return nil, err
		}
	}
}

// all waits for a payload and gives it out together with those that have
// arrived behind it. They are valid until the next call.
func (f *frameReader) all() ([][]byte, error) {
	first, err := f.one()
	if err != nil {
		return nil, err
	}
	f.payloads = append(f.payloads[:0], first)
	for {
		payload, ok, err := f.cut()
		if !ok || err != nil { // the error comes back next time
			return f.payloads, nil
		}
		f.payloads = append(f.payloads, payload)
	}
}

// cut takes a payload out of the buffer, if there is a whole one.
func (f *frameReader) cut() (payload []byte, ok bool, err error) {
	size, err := f.size()
	if err != nil || f.end-f.start < size {
		return nil, false, err
	}
	payload = f.buf[f.start+lengthSize : f.start+size : f.start+size]
	f.start += size
	return payload, true, nil
}

// size is that of the frame that the buffer begins with, as far as is known.
func (f *frameReader) size() (int, error) {
	if f.end-f.start < lengthSize {
		return lengthSize, nil
	}
	length := binary.BigEndian.Uint32(f.buf[f.start:])
	if int64(length) > int64(f.limit) {
		return 0, fmt.Errorf("a frame of %d bytes; at most %d are allowed", length, f.limit)
	}
	return lengthSize + int(length), nil
}

// fill reads what there is, into a buffer with room for it.
func (f *frameReader) fill() error {
	if f.start == f.end && len(f.buf) > bufferSize {
		f.buf = make([]byte, bufferSize)
		f.start, f.end = 0, 0
	}
	if f.start > 0 {
		f.end = copy(f.buf, f.buf[f.start:f.end])
		f.start = 0
	}
	if f.end == len(f.buf) {
		f.buf = append(f.buf, make([]byte, len(f.buf))...)
	}
	n, err := f.r.Read(f.buf[f.end:])
	f.end += n
	if n > 0 {
		return nil
	}
	if err == io.EOF && f.end > f.start {
		return fmt.Errorf("half a frame: %w", io.ErrUnexpectedEOF)
	}
	if err == nil {
		err = io.ErrNoProgress
	}
	return err
}

// appendLength appends what stands before a payload.
func appendLength(dst []byte, payload []byte) []byte {
	return binary.BigEndian.AppendUint32(dst, uint32(len(payload)))
}

var decoding = strictcbor.Decoder(strictcbor.Limits{Nesting: 8, Elements: 1 << 12, Pairs: 1 << 12})

// Encode is the payload of a message, in CBOR.
func Encode(message any) ([]byte, error) {
	payload, err := cbor.Marshal(message)
	if err != nil {
		return nil, fmt.Errorf("encoding a message: %w", err)
	}
	return payload, nil
}

// Decode reads a payload into the message that the pointer is to, strictly: a
// field that is unknown, twice there or of another type is an error.
func Decode(payload []byte, message any) error {
	if err := decoding.Unmarshal(payload, message); err != nil {
		return fmt.Errorf("decoding a message: %w", err)
	}
	return nil
}

// send and receive are for the messages of the handshake.
func send(w io.Writer, message any) error {
	payload, err := Encode(message)
	if err != nil {
		return err
	}
	if len(payload) > maxHello {
		return fmt.Errorf("a message of %d bytes; at most %d are allowed", len(payload), maxHello)
	}
	_, err = w.Write(append(appendLength(nil, payload), payload...))
	return err
}

func receive(f *frameReader, message any) error {
	payload, err := f.one()
	if err != nil {
		return err
	}
	return Decode(payload, message)
}
