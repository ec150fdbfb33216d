package wal

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
)

// A chain is the segments of a log that count: those from the last checkpoint
// on, or all. Those before it count no more, whatever has become of them.
type chain struct {
	segments []*segment // in order, without holes, at least one
	before   []uint64   // what can be removed
	lowest   uint64     // the first segment that was looked at
}

// openChain finds the segments that count and opens them all. It may give back a
// chain even with an error, for gone.
func openChain(dir Dir) (*chain, error) {
	numbers, err := segmentsIn(dir)
	if err != nil {
		return nil, err
	}
	c := &chain{before: numbers}
	if err := c.link(dir); err != nil {
		return c, errors.Join(err, c.close())
	}
	return c, nil
}

// gone tells whether a node has retired segments of the chain meanwhile. What
// was read of them may then be what they were written over with: that begins
// only after a segment has lost its name.
func (c *chain) gone(dir Dir) (bool, error) {
	numbers, err := segmentsIn(dir)
	return !slices.Contains(numbers, c.lowest), err
}

// link opens segments from the last one back to where the chain begins.
func (c *chain) link(dir Dir) error {
	for {
		last := len(c.before) - 1
		c.lowest = c.before[last]
		s, err := openSegment(dir, c.lowest)
		if err != nil {
			return err
		}
		c.segments = slices.Insert(c.segments, 0, s)
		c.before = c.before[:last]
		switch {
		case s.needs > 0 || s.number == 1:
			return nil
		case last == 0 || c.before[last-1] != s.number-1:
			return &DamageError{Name: filepath.Join(dir.Name(), SegmentName(s.number-1)), What: "the segment is not there"}
		}
	}
}

// segmentsIn are the numbers of the segments in a directory, of which there must
// be one.
func segmentsIn(dir Dir) ([]uint64, error) {
	names, err := dir.List()
	if err != nil {
		return nil, fmt.Errorf("looking for the log %s: %w", dir.Name(), err)
	}
	var numbers []uint64
	for _, name := range names {
		if number, ok := segmentNumber(name); ok {
			numbers = append(numbers, number)
		}
	}
	if len(numbers) == 0 {
		return nil, &DamageError{Name: dir.Name(), What: "no segment is there"}
	}
	slices.Sort(numbers)
	return numbers, nil
}

// read yields the payloads of all segments. It holds one segment at a time.
func (c *chain) read(yield func(at Position, payload []byte) error) error {
	last := len(c.segments) - 1
	var buf []byte
	for i, s := range c.segments {
		if err := s.readWhole(buf); err != nil {
			return err
		}
		buf = s.text
		limit := int64(0)
		if i < last {
			limit = c.segments[i+1].before.end
		}
		if err := s.scan(limit, yield); err != nil {
			return err
		}
		if i == last {
			return s.checkLast()
		}
		if err := s.checkMiddle(c.segments[i+1].before); err != nil {
			return err
		}
		s.text = nil
	}
	return nil
}

// checkMiddle: a segment that another follows ended where that one says.
func (s *segment) checkMiddle(want link) error {
	switch {
	case s.salt != want.salt:
		return s.damage("it is not the segment that the next one follows")
	case s.end < want.end:
		return s.damage(fmt.Sprintf("no record is there, though the segment went on to byte %d", want.end))
	case s.end > want.end:
		return s.damage(fmt.Sprintf("it goes on behind byte %d, where it ended", want.end))
	}
	return nil
}

func (c *chain) last() *segment { return c.segments[len(c.segments)-1] }

func (c *chain) close() error {
	var failed error
	for _, s := range c.segments {
		failed = errors.Join(failed, s.file.Close())
	}
	return failed
}
