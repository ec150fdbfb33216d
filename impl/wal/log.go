package wal

import (
	"crypto/rand"
	"fmt"
)

// chunk is how far ahead the file is filled with zeros.
const chunk = 64 << 10

// A Log appends batches to a file. It is not safe for concurrent use.
type Log struct {
	file File
	salt salt
	end  int64 // behind the last frame
	size int64 // of the file
	torn int64 // bytes behind end that the next append cuts off
	err  error // once set, for ever
}

// Create makes an empty log in an empty file. The preamble comes after the first
// space, so a file with a preamble and less space has lost some.
func Create(f File) (*Log, error) {
	size, err := f.Size()
	if err != nil {
		return nil, fmt.Errorf("creating the log %s: %w", f.Name(), err)
	}
	if size != 0 {
		return nil, fmt.Errorf("creating the log %s: the file is not empty", f.Name())
	}
	l := &Log{file: f, end: int64(preambleSize)}
	rand.Read(l.salt[:])
	if err := l.grow(l.end); err != nil {
		return nil, fmt.Errorf("creating the log %s: %w", f.Name(), err)
	}
	if err := l.write(l.salt.preamble(), 0); err != nil {
		return nil, fmt.Errorf("creating the log %s: %w", f.Name(), err)
	}
	return l, nil
}

// Open reads a log, hands each batch to yield and then is ready to append. torn
// is the number of bytes of an unfinished write at the end. Open changes nothing
// yet: they are cut off by the first append, so that whoever finds the content
// wanting can leave the file as it is.
func Open(f File, yield func(pos int64, payload []byte) error) (l *Log, torn int64, err error) {
	c, err := read(f, yield)
	if err != nil {
		return nil, 0, err
	}
	return &Log{file: f, salt: c.salt, end: c.end, size: int64(len(c.text)), torn: c.torn}, c.torn, nil
}

// Append writes a batch and returns when it is on the disk. After an error the
// state of the disk is unknown and no later write can be trusted, since the
// system may have dropped the failed pages and call the next sync a success.
// The error is therefore final.
func (l *Log) Append(payload []byte) error {
	if l.err != nil {
		return l.err
	}
	if len(payload) == 0 || len(payload) > MaxPayload {
		return fmt.Errorf("appending to the log %s: a batch of %d bytes; 1 to %d are allowed", l.file.Name(), len(payload), MaxPayload)
	}
	frame := l.salt.appendFrame(nil, l.end, payload)
	if l.err = l.append(frame); l.err != nil {
		l.err = fmt.Errorf("appending to the log %s at byte %d: %w", l.file.Name(), l.end, l.err)
		return l.err
	}
	l.end += int64(len(frame))
	return nil
}

// append writes a frame into zeros that are on the disk already.
func (l *Log) append(frame []byte) error {
	if l.torn > 0 {
		if err := l.write(make([]byte, l.torn), l.end); err != nil {
			return fmt.Errorf("cutting off a torn record: %w", err)
		}
		l.torn = 0
	}
	if err := l.grow(l.end + int64(len(frame))); err != nil {
		return err
	}
	return l.write(frame, l.end)
}

// grow fills the file with zeros until need bytes fit.
func (l *Log) grow(need int64) error {
	for l.size < need {
		if err := l.write(make([]byte, chunk), l.size); err != nil {
			return err
		}
		l.size += chunk
	}
	return nil
}

func (l *Log) write(b []byte, pos int64) error {
	if _, err := l.file.WriteAt(b, pos); err != nil {
		return err
	}
	return l.file.Sync()
}

// Close closes the file. Everything appended is on the disk already.
func (l *Log) Close() error { return l.file.Close() }
