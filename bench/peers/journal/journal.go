// Package journal is the log on disk for the libraries that bring none: the
// fastest that is known to be sound, so that they are compared at their best.
// Segments are written full of zeros and synced before they are used, and used
// in turn, so that no fdatasync has metadata to write; a batch is one write and
// one fdatasync; checksums cover the position.
package journal

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"os"
	"path/filepath"
)

// SegmentSize is the size of a segment. Two are made at first; more only if what
// must be kept does not fit.
const SegmentSize = 32 << 20

// headerSize is that of a frame: checksum and length, position.
const headerSize = 16

var table = crc32.MakeTable(crc32.Castagnoli)

// ErrTooBig says that a batch does not fit a segment.
var ErrTooBig = errors.New("batch is larger than a segment")

// A Journal is written by one goroutine.
type Journal struct {
	dir      string
	size     int
	segments []*segment
	current  int
	offset   int    // in the current segment
	position uint64 // of the next frame, over all segments
	buffer   []byte
}

type segment struct {
	file *os.File
	mark uint64 // the highest of its frames
}

// Create makes a journal in an empty directory.
func Create(dir string) (*Journal, error) { return create(dir, SegmentSize) }

func create(dir string, size int) (*Journal, error) {
	j := &Journal{dir: dir, size: size}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("creating the journal: %w", err)
	}
	for range 2 {
		if err := j.grow(); err != nil {
			return nil, errors.Join(err, j.Close())
		}
	}
	j.current = 0
	return j, nil
}

// grow adds a segment and makes it the current one.
func (j *Journal) grow() error {
	path := segmentPath(j.dir, len(j.segments))
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("creating the journal: %w", err)
	}
	j.segments = append(j.segments, &segment{file: f})
	j.current = len(j.segments) - 1
	j.offset = 0
	zeros := make([]byte, min(1<<20, j.size))
	for at := 0; at < j.size; at += len(zeros) {
		if _, err := f.WriteAt(zeros[:min(len(zeros), j.size-at)], int64(at)); err != nil {
			return fmt.Errorf("preallocating the journal: %w", err)
		}
	}
	if err := f.Sync(); err != nil {
		return fmt.Errorf("preallocating the journal: %w", err)
	}
	return nil
}

func segmentPath(dir string, number int) string {
	return filepath.Join(dir, fmt.Sprintf("segment-%d", number))
}

// Buffer is where the next batch is to be appended.
func (j *Journal) Buffer() []byte {
	if j.buffer == nil {
		j.buffer = make([]byte, headerSize, 64<<10)
	}
	return j.buffer[:headerSize]
}

// Write makes the batch in a slice from Buffer durable. The marks of batches
// rise; released is the mark up to which batches may be overwritten.
func (j *Journal) Write(batch []byte, mark, released uint64) error {
	j.buffer = batch[:headerSize]
	if len(batch) > j.size {
		return fmt.Errorf("%w: %d bytes", ErrTooBig, len(batch))
	}
	if err := j.room(len(batch), released); err != nil {
		return err
	}
	seal(batch, j.position)
	s := j.segments[j.current]
	if _, err := s.file.WriteAt(batch, int64(j.offset)); err != nil {
		return fmt.Errorf("writing the journal: %w", err)
	}
	if err := datasync(s.file); err != nil {
		return fmt.Errorf("syncing the journal: %w", err)
	}
	s.mark = mark
	j.offset += len(batch)
	j.position++
	return nil
}

// room goes on to a segment with enough room.
func (j *Journal) room(size int, released uint64) error {
	if j.offset+size <= j.size {
		return nil
	}
	next := (j.current + 1) % len(j.segments)
	if j.segments[next].mark > released {
		return j.grow()
	}
	j.current, j.offset = next, 0
	return nil
}

func seal(frame []byte, position uint64) {
	binary.LittleEndian.PutUint32(frame[4:], uint32(len(frame)-headerSize))
	binary.LittleEndian.PutUint64(frame[8:], position)
	binary.LittleEndian.PutUint32(frame, crc32.Checksum(frame[4:], table))
}

// Close closes the files.
func (j *Journal) Close() error {
	var errs []error
	for _, s := range j.segments {
		errs = append(errs, s.file.Close())
	}
	return errors.Join(errs...)
}
