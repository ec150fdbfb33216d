package wal

import (
	"encoding/binary"
	"hash/crc32"
)

const (
	magic        = "SYNODWL2"
	saltSize     = 8
	preambleSize = len(magic) + saltSize + 4
)

// preamble is what a log with this salt begins with.
func (s salt) preamble() []byte {
	text := append([]byte(magic), s[:]...)
	return binary.BigEndian.AppendUint32(text, crc32.Checksum(text, castagnoli))
}

// parsePreamble reads the salt. A salt that is not the one that the frames were
// written with would make every one of them look torn, so it has a checksum of
// its own; what is wrong is said in words.
func parsePreamble(text []byte) (s salt, problem string) {
	if len(text) < preambleSize {
		return s, "it is too short for its preamble"
	}
	sealed := text[:preambleSize-4]
	switch {
	case binary.BigEndian.Uint32(text[len(sealed):]) != crc32.Checksum(sealed, castagnoli):
		return s, "its preamble does not have the checksum that it was written with (or the file is no log)"
	case string(text[:len(magic)]) != magic:
		return s, "it begins with " + string(text[:len(magic)]) + ", not with " + magic
	case len(text) < chunk:
		return s, "it is shorter than it was made"
	}
	copy(s[:], text[len(magic):])
	return s, ""
}
