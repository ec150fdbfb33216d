package wal

import "bytes"

// A frame that is the last and is not valid is either torn, the trace of a write
// that never finished, or damaged: it was synced, others may rely on it, and
// something changed it since. Only a torn one may be cut off.
//
// What makes the difference is that all space is filled with zeros, and synced,
// before a frame is written into it, and that a frame is written so that the
// disk cannot hold all of it and still show such zeros:
//
//   - A disk writes whole sectors. A write that a power loss cut short leaves
//     some sectors as they were: zeros. No frame has a sector of zeros: its
//     payload is masked, and the rest is too short, and not zero at either end.
//   - A process that is killed while it writes leaves the first bytes of a
//     frame, and zeros from there to its end. The last byte of a whole frame is
//     not zero.
//   - A torn end that is being cut off is zeros from its first byte.
//
// So a frame is torn if a sector's share of it, or its first or last byte, is
// zero. One in which nothing is missing was written whole: it is damaged. The
// length is certain whenever the header is whole, as the header has a checksum
// of its own; and where the header is not, the same test, of the header alone,
// says whether it is torn.
//
// What cannot be told: a last frame of which the disk lost a whole sector, and
// reads zeros in its place, looks like one that was never finished, and a last
// frame that reads as nothing but zeros looks like none. A flipped bit, or any
// byte with another value but zero, does not. In the other direction a disk that
// mangles the sector that it writes while the power fails makes a torn frame
// look damaged. The node then refuses to start though it need not; a lost vote
// would be worse.

// sector is what a disk writes whole or not at all. Disks with larger sectors
// write several of these at once.
const sector = 512

// judgeEnd says what is behind the last valid frame: damage, in words, or else
// how many bytes of a torn write.
func (s *segment) judgeEnd() (torn int64, damage string) {
	rest := s.text[s.end:]
	used := int64(len(trimZeros(rest)))
	if used == 0 || rest[0] == 0 {
		return used, ""
	}
	if len(rest) < frameHeader {
		return 0, "the file ends within a record"
	}
	length, _, ok := s.salt.parseHeader(rest, s.end)
	size := length + frameExtra
	switch {
	case !ok && incomplete(rest[:frameHeader], s.end):
		return used, ""
	case !ok:
		return 0, "the header of a record has been changed since it was written"
	case size > int64(len(rest)):
		return 0, "the file ends within a record"
	case used > size:
		return 0, "a record has been changed since it was written, and something was written behind it"
	case !incomplete(rest[:size], s.end):
		return 0, "a record has been changed since it was written"
	}
	return used, ""
}

// incomplete tells whether a part of what was written at pos is still as it was
// before: zeros in a sector's share of it, or at its very end.
func incomplete(text []byte, pos int64) bool {
	if text[len(text)-1] == 0 {
		return true
	}
	for len(text) > 0 {
		share := min(sector-pos%sector, int64(len(text)))
		if len(bytes.TrimLeft(text[:share], "\x00")) == 0 {
			return true
		}
		text, pos = text[share:], pos+share
	}
	return false
}
