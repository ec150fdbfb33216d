package transport

import (
	"bufio"
	"bytes"
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

// A frameReader reads payloads, each behind its length and into memory of its own.
// It allocates as much as has arrived, or once did, and not what a length promises.
type frameReader struct {
	r        *bufio.Reader
	limit    int
	largest  int // payload so far
	payloads [][]byte
}

func newFrameReader(r io.Reader, limit int) *frameReader {
	return &frameReader{r: bufio.NewReaderSize(r, bufferSize), limit: limit, largest: bufferSize}
}

// one waits for a payload, which is the caller's to keep.
func (f *frameReader) one() ([]byte, error) {
	head, err := f.r.Peek(lengthSize)
	if err != nil {
		return nil, half(err, len(head) > 0)
	}
	length, err := f.length(head)
	if err != nil {
		return nil, err
	}
	f.r.Discard(lengthSize) // which is there
	payload, err := f.read(length)
	return payload, half(err, true)
}

// all waits for a payload and gives it out together with those that have arrived
// behind it. They are the caller's to keep, but their list is valid until the next
// call.
func (f *frameReader) all() ([][]byte, error) {
	clear(f.payloads)
	f.payloads = f.payloads[:0]
	for {
		payload, err := f.one()
		if err != nil {
			return nil, err
		}
		f.payloads = append(f.payloads, payload)
		if !f.arrived() {
			return f.payloads, nil
		}
	}
}

// arrived tells whether there is a whole frame already. One that is wrong is none:
// the next call meets the error.
func (f *frameReader) arrived() bool {
	there, _ := f.r.Peek(f.r.Buffered())
	if len(there) < lengthSize {
		return false
	}
	length, err := f.length(there)
	return err == nil && lengthSize+length <= len(there)
}

func (f *frameReader) length(head []byte) (int, error) {
	length := binary.BigEndian.Uint32(head)
	if int64(length) > int64(f.limit) {
		return 0, fmt.Errorf("a frame of %d bytes; at most %d are allowed", length, f.limit)
	}
	return int(length), nil
}

// read reads a payload: what is there already is copied, and most of a large one
// comes straight to where it stays.
func (f *frameReader) read(length int) ([]byte, error) {
	if length <= f.r.Buffered() {
		there, _ := f.r.Peek(length)
		payload := bytes.Clone(there) // which clears no memory first
		f.r.Discard(length)
		return payload, nil
	}
	payload := make([]byte, min(length, f.largest))
	for n := 0; ; {
		read, err := io.ReadFull(f.r, payload[n:])
		if n += read; err != nil || n == length {
			f.largest = max(f.largest, n)
			return payload, err
		}
		longer := make([]byte, min(length, 2*n))
		copy(longer, payload)
		payload = longer
	}
}

// half is an error that ended reading, perhaps in the middle of a frame.
func half(err error, begun bool) error {
	if begun && (err == io.EOF || err == io.ErrUnexpectedEOF) {
		return fmt.Errorf("half a frame: %w", io.ErrUnexpectedEOF)
	}
	return err
}

// appendLength appends what stands before a payload.
func appendLength(dst []byte, length int) []byte {
	return binary.BigEndian.AppendUint32(dst, uint32(length))
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
	_, err = w.Write(append(appendLength(nil, len(payload)), payload...))
	return err
}

func receive(f *frameReader, message any) error {
	payload, err := f.one()
	if err != nil {
		return err
	}
	return Decode(payload, message)
}
