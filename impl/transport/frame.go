package transport

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"

	"github.com/fxamacker/cbor/v2"

	"github.com/synod-paxos/synod/internal/strictcbor"
)

// MaxFrame is the size, in bytes, of the largest payload.
const MaxFrame = 1 << 20

// maxHello bounds what a stranger can make a node read.
const maxHello = 4 << 10

// writeFrame writes a payload behind its length.
func writeFrame(w io.Writer, payload []byte) error {
	if len(payload) > MaxFrame {
		return fmt.Errorf("a payload of %d bytes; at most %d are allowed", len(payload), MaxFrame)
	}
	frame := binary.BigEndian.AppendUint32(make([]byte, 0, 4+len(payload)), uint32(len(payload)))
	_, err := w.Write(append(frame, payload...))
	return err
}

// readFrame reads a payload of at most limit bytes. It allocates what arrives,
// not what the length promises.
func readFrame(r io.Reader, limit int) ([]byte, error) {
	var head [4]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return nil, err
	}
	length := binary.BigEndian.Uint32(head[:])
	if int64(length) > int64(limit) {
		return nil, fmt.Errorf("a frame of %d bytes; at most %d are allowed", length, limit)
	}
	var payload bytes.Buffer
	if _, err := io.CopyN(&payload, r, int64(length)); err != nil {
		if err == io.EOF {
			err = io.ErrUnexpectedEOF
		}
		return nil, fmt.Errorf("a frame of %d bytes: %w", length, err)
	}
	return payload.Bytes(), nil
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
	return writeFrame(w, payload)
}

func receive(r io.Reader, message any) error {
	payload, err := readFrame(r, maxHello)
	if err != nil {
		return err
	}
	return Decode(payload, message)
}
