package wal

import (
	"errors"
	"fmt"
)

// temporary is the name of a segment while it is being made. One that was left
// behind by a crash is written over.
const temporary = "next"

// makeSegment makes a segment that begins with these batches. It gets its name
// when all of it is on the disk.
func makeSegment(dir Dir, p preamble, checkpoint [][]byte) (*writer, error) {
	f, err := dir.Create(temporary)
	if err != nil {
		return nil, err
	}
	w := &writer{preamble: p, file: f}
	if err = w.begin(checkpoint); err == nil {
		err = dir.Rename(temporary, SegmentName(p.number))
	}
	if err == nil {
		err = dir.Sync()
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return w, nil
}

// roll begins a new segment.
func (l *Log) roll(checkpoint [][]byte) error {
	next, err := makeSegment(l.dir, following(l.current.number, l.current.link()), checkpoint)
	if err != nil {
		return fmt.Errorf("beginning a new segment: %w", err)
	}
	old := l.current
	l.current, l.torn = next, 0
	return old.file.Close()
}

// checkpoint begins a new segment that the log begins with from now on.
func (l *Log) checkpoint(batches [][]byte) error {
	if err := l.roll(batches); err != nil {
		return err
	}
	for ; l.first < l.current.number; l.first++ {
		l.old = append(l.old, l.first)
	}
	return l.removeOld()
}

// removeOld removes the segments that do not count any more, the oldest first.
// What a crash leaves of them the next Open finds.
func (l *Log) removeOld() error {
	if len(l.old) == 0 {
		return nil
	}
	for _, number := range l.old {
		if err := l.dir.Remove(SegmentName(number)); err != nil {
			return fmt.Errorf("removing a segment: %w", err)
		}
	}
	l.old = nil
	return l.dir.Sync()
}
