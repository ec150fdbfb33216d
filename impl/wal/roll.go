package wal

import (
	"errors"
	"fmt"
)

// makeSegment makes a segment of a blank that begins with these batches. It gets
// its name when all of it is on the disk.
func makeSegment(dir Dir, b blank, p preamble, batches [][]byte) (*writer, error) {
	w := &writer{preamble: p, file: b.file, size: b.size}
	err := w.begin(batches)
	if err == nil {
		err = dir.Rename(b.name, SegmentName(p.number))
	}
	if err == nil {
		err = dir.Sync()
	}
	if err != nil {
		return nil, errors.Join(err, b.file.Close())
	}
	return w, nil
}

// roll begins a new segment with these batches, which are a checkpoint if it
// needs some segment.
func (l *Log) roll(needs uint64, batches ...[]byte) error {
	b, err := l.blank()
	if err != nil {
		return fmt.Errorf("beginning a new segment: %w", err)
	}
	p := following(l.current.preamble, l.current.end)
	p.needs = needs
	next, err := makeSegment(l.dir, b, p, batches)
	if err != nil {
		return fmt.Errorf("beginning a new segment: %w", err)
	}
	old := l.current
	l.current, l.torn = next, 0
	return old.file.Close()
}

// checkpoint begins a new segment that the log begins with from now on.
func (l *Log) checkpoint(batches [][]byte) error {
	if err := l.roll(l.current.number+1, batches...); err != nil {
		return err
	}
	for ; l.first < l.current.number; l.first++ {
		l.old = append(l.old, l.first)
	}
	return l.removeOld()
}

// removeOld retires the segments that do not count any more, the oldest first.
// What a crash leaves of them the next Open finds.
func (l *Log) removeOld() error {
	if len(l.old) == 0 {
		return nil
	}
	for _, number := range l.old {
		if err := l.retire(number); err != nil {
			return fmt.Errorf("removing a segment: %w", err)
		}
	}
	l.old = nil
	return l.dir.Sync() // before a spare is used again
}
