package wal

import (
	"crypto/subtle"
	"encoding/binary"
	"hash/crc32"
	"math/rand/v2"
)

const (
	marker      = 0x9e53594e // begins with a byte that no text contains
	endMark     = 0xa5       // several bits, so that a flipped one does not make it zero
	frameHeader = 17
	frameExtra  = frameHeader + 1 // what a frame holds besides the payload

	// MaxPayload bounds a batch. One may hold a node's whole state.
	MaxPayload = 256 << 20
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// A salt makes the checksums of a segment its own.
type salt [saltSize]byte

// check is the checksum of the masked payload of a frame at position pos.
func (s salt) check(pos int64, masked []byte) uint32 {
	return crc32.Update(s.sum(pos, uint32(len(masked))), castagnoli, masked)
}

// seal is the checksum of the header of a frame at position pos. It makes the
// length certain even where the payload is not what it was.
func (s salt) seal(pos int64, length, check uint32) uint32 { return s.sum(pos, length, check) }

func (s salt) sum(pos int64, words ...uint32) uint32 {
	head := append(make([]byte, 0, 32), s[:]...)
	head = binary.BigEndian.AppendUint64(head, uint64(pos))
	for _, w := range words {
		head = binary.BigEndian.AppendUint32(head, w)
	}
	return crc32.Checksum(head, castagnoli)
}

// mask turns a payload, in place, into what stands in the file, and back. It
// leaves no long run of zeros in a frame, whatever a client's value holds, so
// that zeros there mean that something was not written.
func (s salt) mask(payload []byte, pos int64) {
	var seed [32]byte
	copy(seed[:], s[:])
	binary.BigEndian.PutUint64(seed[saltSize:], uint64(pos))
	random := rand.NewChaCha8(seed)
	var stream [512]byte
	for len(payload) > 0 {
		n := min(len(stream), len(payload))
		random.Read(stream[:n]) // never fails
		subtle.XORBytes(payload, payload[:n], stream[:n])
		payload = payload[n:]
	}
}

// appendFrame writes the frame that holds payload at position pos.
func (s salt) appendFrame(dst []byte, pos int64, payload []byte) []byte {
	start := len(dst)
	dst = append(dst, make([]byte, frameHeader)...)
	dst = append(dst, payload...)
	header, masked := dst[start:start+frameHeader], dst[start+frameHeader:]
	s.mask(masked, pos)
	length, check := uint32(len(masked)), s.check(pos, masked)
	binary.BigEndian.PutUint32(header, marker)
	binary.BigEndian.PutUint32(header[4:], length)
	binary.BigEndian.PutUint32(header[8:], check)
	binary.BigEndian.PutUint32(header[12:], s.seal(pos, length, check))
	header[frameHeader-1] = endMark
	return append(dst, endMark)
}

// parseHeader reads the header of the frame at position pos, with which text
// begins. It reports false for anything but a whole and valid one.
func (s salt) parseHeader(text []byte, pos int64) (length int64, check uint32, ok bool) {
	if len(text) < frameHeader || binary.BigEndian.Uint32(text) != marker || text[frameHeader-1] != endMark {
		return 0, 0, false
	}
	n := binary.BigEndian.Uint32(text[4:])
	check = binary.BigEndian.Uint32(text[8:])
	if n == 0 || n > MaxPayload || binary.BigEndian.Uint32(text[12:]) != s.seal(pos, n, check) {
		return 0, 0, false
	}
	return int64(n), check, true
}

// parseFrame is the masked payload of the frame at position pos, with which text
// begins. It reports false for anything that is not a whole and valid frame.
func (s salt) parseFrame(text []byte, pos int64) ([]byte, bool) {
	length, check, ok := s.parseHeader(text, pos)
	if !ok || length+frameExtra > int64(len(text)) || text[length+frameExtra-1] != endMark {
		return nil, false
	}
	masked := text[frameHeader : frameHeader+length]
	return masked, check == s.check(pos, masked)
}
