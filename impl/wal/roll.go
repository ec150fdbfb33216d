package wal

import (
	"errors"
	"fmt"
)

// make makes the segment, which begins with these batches, of the blank of that
// name. It gets its own name when all of it is on the disk.
func (w *writer) make(dir Dir, blank string, batches [][]byte) error {
	if err := w.begin(batches); err != nil {
		return err
	}
	if err := dir.Rename(blank, SegmentName(w.number)); err != nil {
		return err
	}
	return dir.Sync()
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
	old, next := l.current, b.writer(p)
	next.buf = old.buf
	if err := next.make(l.dir, b.name, batches); err != nil {
		return errors.Join(fmt.Errorf("beginning a new segment: %w", err), next.file.Close())
	}
	l.current, l.torn = next, 0
	return old.file.Close()
}

// checkpoint begins a new segment that the log begins with from now on.
func (l *Log) checkpoint(needs uint64, batches [][]byte) error {
	if needs == 0 {
		needs = l.current.number + 1
	}
	if err := l.roll(needs, batches...); err != nil {
		return err
	}
	for ; l.first < needs; l.first++ {
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
