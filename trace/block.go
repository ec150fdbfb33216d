package trace

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/klauspost/compress/s2"
)

// A block stands in the binary form in place of an entry and holds several, each
// behind its length, compressed: a CBOR byte string with an S2 block. Entries that
// follow on each other say much the same, so a block is a third as long as they
// are, and what a node that is traced pays for is mostly bytes.
const (
	minBlock = 1 << 10 // shorter entries are not worth one

	// BlockSize is about how much a block should hold.
	BlockSize = 256 << 10
)

const cborBytes = 2 << 5

// AppendBlock appends entries, each behind its length, as a block, or as they are
// if that is no use.
func AppendBlock(dst, frames []byte) []byte {
	if len(frames) < minBlock || len(frames) > MaxLine {
		return append(dst, frames...)
	}
	const room = 2 * binary.MaxVarintLen64 // for what stands in front
	start := len(dst)
	dst = slices.Grow(dst, room+s2.MaxEncodedLen(len(frames)))
	packed := s2.Encode(dst[start+room:cap(dst)], frames)
	var memory [room]byte
	head := appendHead(memory[:0], cborBytes, uint64(len(packed)))
	dst = binary.AppendUvarint(dst, uint64(len(head)+len(packed)))
	return append(append(dst, head...), packed...)
}

// isBlock tells whether what stands behind a length is a block.
func isBlock(content []byte) bool { return len(content) > 0 && content[0]&^31 == cborBytes }

// unpack gives the entries of a block, each behind its length. It may use memory.
func unpack(memory, content []byte) ([]byte, error) {
	p := binaryParser{s: string(content[:min(len(content), 9)])}
	size := p.head(cborBytes)
	packed := content[p.pos:]
	if p.err != nil || size != uint64(len(packed)) {
		return nil, errors.New("decoding a block: it is longer or shorter than it says")
	}
	holds, err := s2.DecodedLen(packed)
	if err == nil && holds > MaxLine {
		err = errLong
	}
	if err == nil {
		memory, err = s2.Decode(memory[:cap(memory)], packed)
	}
	if err != nil {
		return nil, fmt.Errorf("decoding a block: %w", err)
	}
	return memory, nil
}

// cutFrame cuts an entry, or a block, off from what stands in a file.
func cutFrame(text []byte) (content, rest []byte, err error) {
	size, head := binary.Uvarint(text)
	switch {
	case head < 0 || size > MaxLine:
		return nil, nil, fmt.Errorf("an entry is %w", errLong)
	case head == 0 || uint64(len(text)-head) < size:
		return nil, nil, io.ErrUnexpectedEOF
	}
	end := head + int(size)
	return text[head:end], text[end:], nil
}

// unpackNext gives the next entry of what unpack gave.
func unpackNext(frames []byte) (e Entry, rest []byte, err error) {
	content, rest, err := cutFrame(frames)
	if err == nil {
		e, err = ParseBinary(content)
	}
	if err != nil {
		return nil, nil, fmt.Errorf("in a block: %w", err)
	}
	return e, rest, nil
}

// ParseFrames reads entries, each behind its length, and blocks of them.
func ParseFrames(text []byte) ([]Entry, error) {
	var entries []Entry
	for len(text) > 0 {
		content, rest, err := cutFrame(text)
		if err != nil {
			return nil, err
		}
		text = rest
		if !isBlock(content) {
			e, err := ParseBinary(content)
			if err != nil {
				return nil, err
			}
			entries = append(entries, e)
			continue
		}
		frames, err := unpack(nil, content)
		for err == nil && len(frames) > 0 {
			var e Entry
			e, frames, err = unpackNext(frames)
			entries = append(entries, e)
		}
		if err != nil {
			return nil, err
		}
	}
	return entries, nil
}
