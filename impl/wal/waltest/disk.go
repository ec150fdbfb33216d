// Package waltest has a storage that loses what was not synced, as a disk does
// when the power fails. Killing a process shows nothing of that: the system's
// cache survives the process.
package waltest

import (
	"errors"
	"fmt"
	"io"
)

// A Disk is a file in memory. It implements wal.File.
type Disk struct {
	// FailSync, if not nil, is called by each Sync and may make it fail.
	FailSync func() error

	durable []byte  // what survives a power loss
	now     []byte  // what a reader sees
	pending []write // in between
}

type write struct {
	pos  int64
	data []byte
}

// NewDisk is an empty disk, or one with the given durable content.
func NewDisk(content []byte) *Disk {
	return &Disk{durable: clone(content), now: clone(content)}
}

func clone(b []byte) []byte { return append([]byte(nil), b...) }

// ErrSync is an error for FailSync to return.
var ErrSync = errors.New("the disk reports an input/output error")

// Name is the name of the file.
func (d *Disk) Name() string { return "disk in memory" }

// Size is the size that a reader sees.
func (d *Disk) Size() (int64, error) { return int64(len(d.now)), nil }

// Close does nothing: the disk can be opened again.
func (d *Disk) Close() error { return nil }

// ReadAt reads what was written, synced or not.
func (d *Disk) ReadAt(p []byte, pos int64) (int, error) {
	if pos < 0 || pos > int64(len(d.now)) {
		return 0, fmt.Errorf("reading at %d of %d bytes", pos, len(d.now))
	}
	n := copy(p, d.now[pos:])
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

// WriteAt writes, for the time being, to the cache.
func (d *Disk) WriteAt(p []byte, pos int64) (int, error) {
	d.now = overwrite(d.now, p, pos)
	d.pending = append(d.pending, write{pos: pos, data: clone(p)})
	return len(p), nil
}

func overwrite(content, p []byte, pos int64) []byte {
	if missing := int(pos) + len(p) - len(content); missing > 0 {
		content = append(content, make([]byte, missing)...)
	}
	copy(content[pos:], p)
	return content
}

// Sync makes everything that was written durable.
func (d *Disk) Sync() error {
	if d.FailSync != nil {
		if err := d.FailSync(); err != nil {
			return err
		}
	}
	for _, w := range d.pending {
		d.durable = overwrite(d.durable, w.data, w.pos)
	}
	d.pending = nil
	return nil
}

// PowerLoss is the disk after the power failed: all that was synced and, of
// each write that was not, as many of its first bytes as keep says.
func (d *Disk) PowerLoss(keep func(length int) int) *Disk {
	content := clone(d.durable)
	for _, w := range d.pending {
		content = overwrite(content, w.data[:keep(len(w.data))], w.pos)
	}
	return NewDisk(content)
}

// Nothing keeps nothing of what was not synced.
func Nothing(int) int { return 0 }

// Content is what a reader sees.
func (d *Disk) Content() []byte { return clone(d.now) }
