package wal

import (
	"crypto/rand"
	"encoding/binary"
	"hash/crc32"
	"strconv"
)

const (
	magic        = "SYNODWL4"
	family       = len("SYNODWL") // of it all versions have in common
	saltSize     = 8
	preambleSize = 64 // with room that is zeros
)

// A preamble is what a segment begins with: which one of the log it is, and
// where the one before it ended.
type preamble struct {
	salt   salt
	number uint64 // 1 for a log's first segment
	made   int64  // where the batches that it was made with end
	needs  uint64 // if these are a checkpoint: the first segment that it needs; 0 if not
	before link   // zero in segment 1
}

// A link says where a segment ended when the next one was made.
type link struct {
	salt salt
	end  int64
}

// following is the preamble of the segment behind one that ends there, of which
// the zero preamble is that of none.
func following(before preamble, end int64) preamble {
	p := preamble{number: before.number + 1, before: link{before.salt, end}}
	rand.Read(p.salt[:])
	return p
}

func (p preamble) bytes() []byte {
	text := append([]byte(magic), p.salt[:]...)
	text = binary.BigEndian.AppendUint64(text, p.number)
	text = binary.BigEndian.AppendUint64(text, uint64(p.made))
	text = binary.BigEndian.AppendUint64(text, p.needs)
	text = append(text, p.before.salt[:]...)
	text = binary.BigEndian.AppendUint64(text, uint64(p.before.end))
	text = append(text, zeros[:preambleSize-4-len(text)]...)
	return binary.BigEndian.AppendUint32(text, crc32.Checksum(text, castagnoli))
}

// foreign tells whether a segment is one of another version of the format, and
// of which. A magic number that was changed since it was written is none: with
// it put right, the preamble has its checksum.
func foreign(text []byte) (version string, ok bool) {
	if len(text) < len(magic) || string(text[:family]) != magic[:family] || string(text[:len(magic)]) == magic {
		return "", false
	}
	restored := append([]byte(magic), text[len(magic):min(len(text), preambleSize)]...)
	return strconv.QuoteToASCII(string(text[:len(magic)])), !sealed(restored)
}

// sealed tells whether a preamble has its checksum.
func sealed(text []byte) bool {
	const end = preambleSize - 4
	return len(text) >= preambleSize && binary.BigEndian.Uint32(text[end:]) == crc32.Checksum(text[:end], castagnoli)
}

// parsePreamble reads a preamble. A salt that is not the one that the frames
// were written with would make every one of them look like none, so the preamble
// has a checksum of its own; what is wrong is said in words.
func parsePreamble(text []byte) (p preamble, problem string) {
	if len(text) < preambleSize {
		return p, "it is too short for its preamble"
	}
	switch {
	case !sealed(text):
		return p, "its preamble does not have the checksum that it was written with (or the file is no log)"
	case string(text[:len(magic)]) != magic:
		return p, "it begins with " + strconv.QuoteToASCII(string(text[:len(magic)])) + ", not with " + magic
	}
	rest := text[len(magic):]
	copy(p.salt[:], rest)
	rest = rest[saltSize:]
	p.number = binary.BigEndian.Uint64(rest)
	p.made = int64(binary.BigEndian.Uint64(rest[8:]))
	p.needs = binary.BigEndian.Uint64(rest[16:])
	copy(p.before.salt[:], rest[24:])
	p.before.end = int64(binary.BigEndian.Uint64(rest[24+saltSize:]))
	if p.number == 0 || p.made < preambleSize || p.needs > p.number || p.before.end < 0 {
		return p, "its preamble holds what none can"
	}
	return p, ""
}
