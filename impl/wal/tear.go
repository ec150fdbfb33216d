package wal

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math/bits"
)

// A last frame that is not valid is either torn, the trace of a write that never
// finished, or damaged: it was synced, others may rely on it, and something
// changed it since. Only a torn one may be left behind.
//
// What makes the difference are the tags. A tag is the segment's salt: nothing
// else in the file is likely to hold it, neither a client's value nor what a
// recycled file held before. It stands behind the header of a frame, on either
// side of each border of a sector that the frame crosses, and at its end: so
// each sector's share of a frame has one near its beginning and one at its end,
// and the first share a header before that.
//
//   - A disk writes whole sectors. Of a write that a power loss cut short some
//     sectors are there and others are not: of each share both tags, or neither.
//   - Of a write that the death of the process cut short the first bytes are
//     there: after a share without its last tag there is none any more.
//
// So a frame is torn if its tags show such a pattern and not all of them are
// there. If all are, it was written whole, and is damaged; it is also damaged if
// the pattern is another, which no write leaves behind. A tag that differs from
// the salt in a few bits was there and is damaged. A header with its checksum
// makes the length certain, and with that where the tags have to be. Where there
// is no such header, a tag in the rest of its sector shows that one was written.
//
// A frame whose content is as it was checked needs no tag at its end: all of its
// sectors are known to be there, and all of its bytes.
//
// A torn frame is not removed. The log goes on in a new segment, which says
// where this one ended. So the remains of at most one frame are ever behind the
// end, and nothing has to be wiped, which could be cut short in its turn.
//
// What cannot be told: a last frame of which a whole sector's share was lost or
// replaced looks like one that was never finished, and one of which this is the
// share with the header like none, or like the rest of one; and so does a last
// frame which from some byte on to its end was replaced. Any damage that leaves
// one tag of a share and takes something before it is recognized. In the other
// direction a disk that mangles the sector that it writes while the power fails
// makes a torn frame look damaged. The node then refuses to start though it need
// not; a lost vote would be worse.

// near is how many bits of a tag may have changed: those of one byte.
const near = 8

// tagged tells whether text begins with a tag, or with what was one.
func (s salt) tagged(text []byte) bool {
	return bits.OnesCount64(binary.BigEndian.Uint64(text)^binary.BigEndian.Uint64(s[:])) <= near
}

// judgeEnd says what is behind the last valid frame: damage, or else how many
// bytes of a torn write.
func (s *segment) judgeEnd() (torn int64, err error) {
	next, last, err := s.searchBehind()
	if err != nil {
		return 0, fmt.Errorf("the log %s: %w", s.name, err)
	}
	if next > 0 {
		damage := s.damage(fmt.Sprintf("no record is there, and a later one, at byte %d, is whole", next))
		damage.Next = next
		return 0, damage
	}
	rest := s.text[min(s.end, int64(len(s.text))):]
	torn, damage := s.salt.judge(rest, s.end, last-s.end)
	if damage != "" {
		return 0, s.damage(damage)
	}
	return torn, nil
}

// judge says what is wrong with a last frame that is not valid and stands, if
// anything does, at position pos, with which rest begins; or how much of a torn
// one is there. last is where the last tag is, from pos on.
func (s salt) judge(rest []byte, pos, last int64) (torn int64, damage string) {
	f, ok := s.parseHeader(rest, pos)
	switch {
	case len(rest) < frameHead && len(bytes.Trim(rest, "\x00")) > 0:
		return 0, "the file ends within the header of a record"
	case !ok && s.begun(rest, pos):
		return 0, "the header of a record has been changed since it was written"
	case !ok && last < 0:
		return 0, ""
	case !ok:
		return min(last+sector-(pos+last)%sector, int64(len(rest))), ""
	case f.size() > int64(len(rest)):
		return 0, "the file ends within a record"
	case last >= f.size():
		return 0, "a record has been changed since it was written, and something was written behind it"
	case !s.cutShort(&f):
		return 0, "a record has been changed since it was written"
	}
	return f.size(), ""
}

// begun tells whether the sector in which the header of a frame would stand was
// written.
func (s salt) begun(rest []byte, pos int64) bool {
	share := min(sector-pos%sector, int64(len(rest)))
	for at := int64(headerSize); at+tagSize <= share; at += word {
		if s.tagged(rest[at:]) {
			return true
		}
	}
	return false
}

// cutShort tells whether the tags of a frame, of which the header is there, show
// that it was never finished, and nothing else.
func (s salt) cutShort(f *frame) bool {
	complete, ended := true, false
	for from, to := range f.shares {
		begins, ends := s.tagged(f.text[from-tagSize:]), s.tagged(f.text[to:])
		if ended && (begins || ends) || ends && !begins {
			return false
		}
		complete = complete && ends
		// The header is there: without the tag behind it, it is the last that is.
		ended = ended || begins && !ends || !begins && from == frameHead
	}
	return !complete
}

// maxSearch bounds the search for a valid frame, as a multiple of what there is
// to search. What a node wrote never comes near it.
const maxSearch = 64

// searchBehind looks for tags behind the end: next is the position of a valid
// frame there, and last that of the last tag, or 0.
func (s *segment) searchBehind() (next, last int64, err error) {
	budget := maxSearch * (int64(len(s.text)) - s.end)
	for at := s.end; ; {
		if at >= int64(len(s.text)) {
			return 0, last, nil
		}
		step := bytes.Index(s.text[at:], s.salt[:])
		if step < 0 {
			return 0, last, nil
		}
		at += int64(step)
		pos := at - headerSize
		if pos > s.end && pos == place(pos) {
			f, ok := s.salt.parseHeader(s.text[pos:], pos)
			if budget -= int64(len(f.text)); budget < 0 {
				return 0, 0, fmt.Errorf("too much behind byte %d looks like a record and is none: no node wrote this", s.end)
			}
			if ok && s.salt.valid(&f) {
				return pos, last, nil
			}
		}
		last = at
		at++
	}
}
