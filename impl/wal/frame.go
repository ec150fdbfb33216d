package wal

import (
	"encoding/binary"
	"hash/crc32"
)

const (
	marker       = 0x9e53594e // begins with a byte that no text contains
	frameHeader  = 12
	preambleSize = 16
	magic        = "SYNODWL1"
	saltSize     = preambleSize - len(magic)

	// MaxPayload bounds a batch.
	MaxPayload = 16 << 20
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// A salt makes the checksums of a file its own.
type salt [saltSize]byte

// check is the checksum of a frame at position pos.
func (s salt) check(pos int64, payload []byte) uint32 {
	head := append([]byte(nil), s[:]...)
	head = binary.BigEndian.AppendUint64(head, uint64(pos))
	head = binary.BigEndian.AppendUint32(head, uint32(len(payload)))
	return crc32.Update(crc32.Checksum(head, castagnoli), castagnoli, payload)
}

// appendFrame writes the frame that holds payload at position pos.
func (s salt) appendFrame(dst []byte, pos int64, payload []byte) []byte {
	dst = binary.BigEndian.AppendUint32(dst, marker)
	dst = binary.BigEndian.AppendUint32(dst, uint32(len(payload)))
	dst = binary.BigEndian.AppendUint32(dst, s.check(pos, payload))
	return append(dst, payload...)
}

// splitFrame is the payload and the checksum of the frame that text begins with,
// if it begins like one and is long enough.
func splitFrame(text []byte) (payload []byte, check uint32, ok bool) {
	if len(text) < frameHeader || binary.BigEndian.Uint32(text) != marker {
		return nil, 0, false
	}
	length := int64(binary.BigEndian.Uint32(text[4:]))
	if length > MaxPayload || length > int64(len(text)-frameHeader) {
		return nil, 0, false
	}
	return text[frameHeader : frameHeader+length], binary.BigEndian.Uint32(text[8:]), true
}

// parseFrame is the payload of the frame at position pos, with which text
// begins. It reports false for anything that is not a whole and valid frame.
func (s salt) parseFrame(text []byte, pos int64) ([]byte, bool) {
	payload, check, ok := splitFrame(text)
	if !ok || check != s.check(pos, payload) {
		return nil, false
	}
	return payload, true
}
