package wal

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
)

// A DamageError says that a log has lost something that was relied upon.
type DamageError struct {
	Name   string // the file
	Offset int64  // where the damage begins
	Next   int64  // a valid frame behind it, or 0
	What   string // what is wrong there
}

func (e *DamageError) Error() string {
	return fmt.Sprintf("the log %s is damaged at byte %d: %s; "+
		"a promise or a vote that others rely on may be lost, so this node must not start; "+
		"retire the node for good, and do not bring an older copy of the file back, which would lose more",
		e.Name, e.Offset, e.What)
}

// contents are a file as it was read.
type contents struct {
	salt salt
	text []byte // the whole file
	end  int64  // behind the last valid frame
	torn int64  // bytes behind end of a write that never finished
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
	c := &contents{text: text, end: int64(preambleSize)}
	var problem string
	if c.salt, problem = parsePreamble(text); problem != "" {
		return nil, &DamageError{Name: f.Name(), What: problem}
	}
	for {
		payload, ok := c.salt.parseFrame(text[c.end:], c.end)
		if !ok {
			break
		}
		if err := yield(c.end, payload); err != nil {
			return nil, fmt.Errorf("the log %s, record at byte %d: %w", f.Name(), c.end, err)
		}
		c.end += int64(len(payload) + frameExtra)
	}
	return c, c.checkEnd(f.Name())
}

// checkEnd looks at what stands behind the last valid frame.
func (c *contents) checkEnd(name string) error {
	next, err := c.validBehind()
	if err != nil {
		return fmt.Errorf("the log %s: %w", name, err)
	}
	if next > 0 {
		return &DamageError{Name: name, Offset: c.end, Next: next,
			What: fmt.Sprintf("no record is there, and a later one, at byte %d, is whole", next)}
	}
	torn, damage := c.judgeEnd()
	if damage != "" {
		return &DamageError{Name: name, Offset: c.end, What: damage}
	}
	c.torn = torn
	return nil
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
	rest := trimZeros(c.text[c.end:])
	budget := maxSearch * int64(len(rest))
	for i := 1; i < len(rest); i++ {
		step := bytes.Index(rest[i:], mark)
		if step < 0 {
			return 0, nil
		}
		i += step
		pos := c.end + int64(i)
		length, _, _ := c.salt.parseHeader(rest[i:], pos)
		if budget -= length; budget < 0 {
			return 0, fmt.Errorf("too much behind byte %d looks like a record and is none: no node wrote this", c.end)
		}
		if _, ok := c.salt.parseFrame(rest[i:], pos); ok {
			return pos, nil
		}
	}
	return 0, nil
}
