package wal

import (
	"crypto/rand"
	"encoding/binary"
	"hash/crc32"
)

const (
	magic        = "SYNODWL3"
	saltSize     = 8
	preambleSize = len(magic) + saltSize + 8 + 8 + saltSize + 8 + 4
)

// A preamble is what a segment begins with: which one of the log it is, and
// where the one before it ended.
type preamble struct {
	salt       salt
	number     uint64 // 1 for a log's first segment
	checkpoint int64  // where the checkpoint that it begins with ends; 0 without one
	before     link   // zero in segment 1
}

// A link says where a segment ended when the next one was made.
type link struct {
	salt salt
	end  int64
}

// following is the preamble of the segment behind one that ends there.
func following(number uint64, before link) preamble {
	p := preamble{number: number + 1, before: before}
	rand.Read(p.salt[:])
	return p
}

func (p preamble) bytes() []byte {
	text := append([]byte(magic), p.salt[:]...)
	text = binary.BigEndian.AppendUint64(text, p.number)
	text = binary.BigEndian.AppendUint64(text, uint64(p.checkpoint))
	text = append(text, p.before.salt[:]...)
	text = binary.BigEndian.AppendUint64(text, uint64(p.before.end))
	return binary.BigEndian.AppendUint32(text, crc32.Checksum(text, castagnoli))
}

// parsePreamble reads a preamble. A salt that is not the one that the frames
// were written with would make every one of them look torn, so the preamble has
// a checksum of its own; what is wrong is said in words.
func parsePreamble(text []byte) (p preamble, problem string) {
	if len(text) < preambleSize {
		return p, "it is too short for its preamble"
	}
	sealed := text[:preambleSize-4]
	switch {
	case binary.BigEndian.Uint32(text[len(sealed):]) != crc32.Checksum(sealed, castagnoli):
		return p, "its preamble does not have the checksum that it was written with (or the file is no log)"
	case string(text[:len(magic)]) != magic:
		return p, "it begins with " + string(text[:len(magic)]) + ", not with " + magic
	}
	rest := sealed[len(magic):]
	copy(p.salt[:], rest)
	rest = rest[saltSize:]
	p.number = binary.BigEndian.Uint64(rest)
	p.checkpoint = int64(binary.BigEndian.Uint64(rest[8:]))
	copy(p.before.salt[:], rest[16:])
	p.before.end = int64(binary.BigEndian.Uint64(rest[16+saltSize:]))
	if p.number == 0 || p.checkpoint < 0 || p.before.end < 0 {
		return p, "its preamble holds what none can"
	}
	return p, ""
}
