package wal

import (
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strconv"
	"strings"
)

const (
	segmentEnd = ".log"
	nameDigits = 12
)

// SegmentName is the name of a segment's file in the log's directory.
func SegmentName(number uint64) string { return fmt.Sprintf("%0*d%s", nameDigits, number, segmentEnd) }

// segmentNumber reads a segment's name.
func segmentNumber(name string) (uint64, bool) {
	digits, ok := strings.CutSuffix(name, segmentEnd)
	number, err := strconv.ParseUint(digits, 10, 64)
	return number, ok && err == nil && number > 0 && SegmentName(number) == name
}

// A Position says where in a log a record stands.
type Position struct {
	Segment uint64
	Offset  int64 // in the segment's file
}

func (p Position) String() string {
	return fmt.Sprintf("byte %d of %s", p.Offset, SegmentName(p.Segment))
}

// A Record is a batch as it stands in a log.
type Record struct {
	At      Position
	Payload []byte // valid until yield returns
	// Old says that it is of a segment before the checkpoint that the log begins
	// with, which refers to it: the rest of what it says does not count any more.
	Old bool
}

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

// A segment is one as it was read.
type segment struct {
	preamble
	name string // with the directory
	file File
	text []byte // what was read of it; what was yielded of that is gathered
	end  int64  // the place behind the last valid frame
	torn int64  // bytes behind end of a write that never finished
}

// scan yields the records from the end of what was read so far up to the first
// frame that is not valid, or up to limit, if that is not 0.
func (s *segment) scan(limit int64, old bool, yield func(Record) error) error {
	for limit == 0 || s.end < limit {
		f, ok := s.frame()
		if !ok {
			break
		}
		size := f.size()
		if err := yield(Record{Position{s.number, s.end}, f.payload(), old}); err != nil {
			return fmt.Errorf("the log %s, record at byte %d: %w", s.name, s.end, err)
		}
		s.end = place(s.end + size)
	}
	return nil
}

// frame is the one at the end of what was read so far.
func (s *segment) frame() (f frame, ok bool) {
	if s.end >= int64(len(s.text)) {
		return f, false
	}
	f, ok = s.salt.parseHeader(s.text[s.end:], s.end)
	return f, ok && s.salt.valid(&f)
}

// checkMade: a segment holds what it was made with.
func (s *segment) checkMade() error {
	if s.end < s.made {
		return s.damage("a record that the segment was made with is not there")
	}
	return nil
}

// checkLast looks at what stands behind the last valid frame of the last
// segment.
func (s *segment) checkLast() (err error) {
	if err := s.checkMade(); err != nil {
		return err
	}
	s.torn, err = s.judgeEnd()
	return err
}

func (s *segment) damage(what string) *DamageError {
	return &DamageError{Name: s.name, Offset: s.end, What: what}
}

// openSegment opens a segment's file and reads the preamble.
func openSegment(dir Dir, number uint64) (*segment, error) {
	s := &segment{name: filepath.Join(dir.Name(), SegmentName(number))}
	var err error
	if s.file, err = dir.OpenRead(SegmentName(number)); err != nil {
		return nil, fmt.Errorf("reading the log %s: %w", s.name, err)
	}
	if err = s.read(make([]byte, preambleSize)); err == nil {
		err = s.open(number)
	}
	if err != nil {
		return nil, errors.Join(err, s.file.Close())
	}
	return s, nil
}

func (s *segment) open(number uint64) error {
	if version, ok := foreign(s.text); ok {
		return fmt.Errorf("the log %s has the format %s of another version of this program; this one reads %s", s.name, version, magic)
	}
	size, err := s.file.Size()
	if err != nil {
		return fmt.Errorf("reading the log %s: %w", s.name, err)
	}
	var problem string
	s.preamble, problem = parsePreamble(s.text)
	switch {
	case problem != "":
	case s.number != number:
		problem = fmt.Sprintf("it is segment %d of a log, under the name of another", s.number)
	case size < chunk:
		problem = "it is shorter than it was made"
	default:
		s.end = preambleSize
		return nil
	}
	return s.damage(problem)
}

// readWhole reads the segment, into buf if that is large enough. The file's
// size bounds the allocation.
func (s *segment) readWhole(buf []byte) error {
	size, err := s.file.Size()
	if err != nil {
		return fmt.Errorf("reading the log %s: %w", s.name, err)
	}
	if int64(cap(buf)) < size {
		buf = make([]byte, size)
	}
	return s.read(buf[:size])
}

// read fills buf from the beginning of the file, as far as it goes.
func (s *segment) read(buf []byte) error {
	n, err := s.file.ReadAt(buf, 0)
	if err != nil && err != io.EOF {
		return fmt.Errorf("reading the log %s: %w", s.name, err)
	}
	s.text = buf[:n]
	return nil
}
