package wal

import (
	"encoding/binary"
	"hash/crc32"
)

// sector is what a disk writes whole or not at all. Disks with larger sectors
// write several of these at once.
const sector = 512

const (
	word       = 8 // frames begin, and all that is in them, at a multiple of it
	tagSize    = saltSize
	headerSize = 16
	frameHead  = headerSize + tagSize
	inSector   = sector - 2*tagSize // what a sector within a frame holds of the payload

	// MaxPayload bounds a batch. One may hold a node's whole state.
	MaxPayload = 256 << 20
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// zeros are written where there must be something.
var zeros [256 << 10]byte

// A salt makes the checksums of a segment its own. It is also the tag that says
// of a place that it has been written.
type salt [saltSize]byte

// check is the checksum of the payload of a frame at position pos.
func (s salt) check(pos int64, payload []byte) uint32 {
	sum := crc32.Update(s.sum(pos, uint64(len(payload))), castagnoli, payload)
	return crc32.Update(sum, castagnoli, padding(len(payload)))
}

// seal is the checksum of the header of a frame at position pos. It makes the
// length certain even where the payload is not what it was.
func (s salt) seal(pos int64, length uint64, check uint32) uint32 {
	return s.sum(pos, length<<32|uint64(check))
}

func (s salt) sum(pos int64, more uint64) uint32 {
	var head [saltSize + 16]byte
	copy(head[:], s[:])
	binary.BigEndian.PutUint64(head[saltSize:], uint64(pos))
	binary.BigEndian.PutUint64(head[saltSize+8:], more)
	return crc32.Checksum(head[:], castagnoli)
}

// padding fills a payload of that length up to a whole number of words.
func padding(length int) []byte { return zeros[:-length&(word-1)] }

// place is where the frame behind pos begins: no header crosses the border of a
// sector.
func place(pos int64) int64 {
	pos += -pos & (word - 1)
	if left := sector - pos%sector; left < frameHead+tagSize {
		pos += left
	}
	return pos
}

// frameSize is the size of a frame at position pos.
func frameSize(pos, length int64) int64 {
	length += -length & (word - 1)
	border := sector - pos%sector
	rest := length - (border - frameHead - tagSize)
	if rest <= 0 {
		return frameHead + length + tagSize
	}
	between := (rest - 1) / inSector
	return border + between*sector + tagSize + (rest - between*inSector) + tagSize
}

// appendFrame writes the frame that holds payload at position pos, which is a
// place for one.
func (s salt) appendFrame(dst []byte, pos int64, payload []byte) []byte {
	length, check := uint64(len(payload)), s.check(pos, payload)
	dst = binary.BigEndian.AppendUint64(dst, length)
	dst = binary.BigEndian.AppendUint32(dst, check)
	dst = binary.BigEndian.AppendUint32(dst, s.seal(pos, length, check))
	dst = append(dst, s[:]...)
	for room := int(sector-pos%sector) - frameHead - tagSize; len(payload) > room; room = inSector {
		dst = append(dst, payload[:room]...)
		dst = append(dst, s[:]...)
		dst = append(dst, s[:]...)
		payload = payload[room:]
	}
	dst = append(dst, payload...)
	dst = append(dst, padding(len(payload))...)
	return append(dst, s[:]...)
}

// A frame is one as it stands in a segment.
type frame struct {
	text   []byte // from its first byte to its last
	pos    int64
	length int64 // of the payload
	check  uint32
}

// parseHeader reads the header of the frame at position pos, with which text
// begins. It reports false for anything but a whole and valid one. How much of
// the frame is there the header does not say.
func (s salt) parseHeader(text []byte, pos int64) (f frame, ok bool) {
	if len(text) < headerSize {
		return f, false
	}
	n := binary.BigEndian.Uint64(text)
	check := binary.BigEndian.Uint32(text[8:])
	if n == 0 || n > MaxPayload || binary.BigEndian.Uint32(text[12:]) != s.seal(pos, n, check) {
		return f, false
	}
	size := frameSize(pos, int64(n))
	return frame{text: text[:min(size, int64(len(text)))], pos: pos, length: int64(n), check: check}, true
}

// size is how long the frame was written.
func (f *frame) size() int64 { return frameSize(f.pos, f.length) }

// shares yields what of the frame stands in each sector: in text[from:to] a part
// of the payload, and a tag on either side of it. The frame must be there to its
// end.
func (f *frame) shares(yield func(from, to int64) bool) {
	size := int64(len(f.text))
	from, border := int64(frameHead), sector-f.pos%sector
	for {
		if !yield(from, min(border, size)-tagSize) || border >= size {
			return
		}
		from, border = border+tagSize, border+sector
	}
}

// valid tells whether the frame is there as it was written. The tag at its very
// end adds nothing to that: see tear.go.
func (s salt) valid(f *frame) bool {
	if f.size() != int64(len(f.text)) {
		return false
	}
	last := int64(len(f.text)) - tagSize
	sum := s.sum(f.pos, uint64(f.length))
	for from, to := range f.shares {
		if salt(f.text[from-tagSize:from]) != s || to != last && salt(f.text[to:to+tagSize]) != s {
			return false
		}
		sum = crc32.Update(sum, castagnoli, f.text[from:to])
	}
	return sum == f.check
}

// payload gathers the payload in the frame's own memory. The tags are gone then.
func (f *frame) payload() []byte {
	gathered := f.text[frameHead:frameHead]
	for from, to := range f.shares {
		gathered = append(gathered, f.text[from:to]...)
	}
	return gathered[:f.length]
}
