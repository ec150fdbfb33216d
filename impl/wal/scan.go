package wal

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
)

// A DamageError says that a log has lost a frame that was relied upon.
type DamageError struct {
	Name   string // the file
	Offset int64  // where the damage begins
	Next   int64  // a valid frame behind it, or 0
}

func (e *DamageError) Error() string {
	return fmt.Sprintf("the log %s is damaged at byte %d, and a later record, at byte %d, is whole: "+
		"a promise or a vote that others rely on may be lost, so this node must not start; "+
		"retire the node for good, and do not bring an older copy of the file back, which would lose more",
		e.Name, e.Offset, e.Next)
}

// contents are a file as it was read.
type contents struct {
	salt salt
	text []byte // the whole file
	end  int64  // behind the last valid frame
	torn int64  // bytes behind end that are neither zero nor a frame
}

// read reads a log and hands each payload with its position to yield.
//
// The log of a node is small: it holds a few hundred bytes for every promise
// and vote. So the file is read whole.
func read(f File, yield func(pos int64, payload []byte) error) (*contents, error) {
	text, err := readAll(f)
	if err != nil {
		return nil, err
	}
	if len(text) < preambleSize || string(text[:len(magic)]) != magic {
		return nil, fmt.Errorf("the file %s is not a log of this version: it does not begin with %q", f.Name(), magic)
	}
	c := &contents{text: text, end: preambleSize}
	copy(c.salt[:], text[len(magic):])
	for {
		payload, ok := c.salt.parseFrame(text[c.end:], c.end)
		if !ok {
			break
		}
		if err := yield(c.end, payload); err != nil {
			return nil, fmt.Errorf("the log %s, record at byte %d: %w", f.Name(), c.end, err)
		}
		c.end += int64(frameHeader + len(payload))
	}
	c.torn = int64(len(trimZeros(text[c.end:])))
	next, err := c.validBehind()
	switch {
	case err != nil:
		return nil, fmt.Errorf("the log %s: %w", f.Name(), err)
	case next > 0:
		return nil, &DamageError{Name: f.Name(), Offset: c.end, Next: next}
	}
	return c, nil
}

var zeros [4096]byte

// trimZeros cuts the zeros at the end off, in large steps where it can.
func trimZeros(text []byte) []byte {
	for len(text) >= len(zeros) && bytes.Equal(text[len(text)-len(zeros):], zeros[:]) {
		text = text[:len(text)-len(zeros)]
	}
	return bytes.TrimRight(text, "\x00")
}

// readAll reads a file; its size bounds the allocation.
func readAll(f File) ([]byte, error) {
	size, err := f.Size()
	if err != nil {
		return nil, fmt.Errorf("reading the log %s: %w", f.Name(), err)
	}
	text := make([]byte, size)
	n, err := f.ReadAt(text, 0)
	if err != nil && err != io.EOF {
		return nil, fmt.Errorf("reading the log %s: %w", f.Name(), err)
	}
	return text[:n], nil
}

// maxSearch bounds the search for a valid frame, as a multiple of what there is
// to search. What a node wrote never comes near it.
const maxSearch = 64

// validBehind is the position of a valid frame behind the end, or 0.
func (c *contents) validBehind() (int64, error) {
	mark := binary.BigEndian.AppendUint32(nil, marker)
	budget := maxSearch * c.torn
	for pos := c.end + 1; pos < c.end+c.torn; pos++ {
		i := bytes.Index(c.text[pos:c.end+c.torn], mark)
		if i < 0 {
			return 0, nil
		}
		pos += int64(i)
		payload, check, ok := splitFrame(c.text[pos:])
		if !ok {
			continue
		}
		if budget -= int64(len(payload)); budget < 0 {
			return 0, fmt.Errorf("too much behind byte %d looks like a record and is none: no node wrote this", c.end)
		}
		if check == c.salt.check(pos, payload) {
			return pos, nil
		}
	}
	return 0, nil
}
