package tracetest

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"

	"github.com/synod-paxos/synod/trace"
)

// Drop writes segments as recorders under policy Drop leave them that find the
// disk full whenever lost says so of an event. They begin with their headers.
func Drop(dir string, segments []*Segment, lost func(*trace.Event) bool) error {
	for _, s := range segments {
		if err := drop(filepath.Join(dir, s.Name), s.Entries, lost); err != nil {
			return fmt.Errorf("writing a trace with gaps: %w", err)
		}
	}
	return nil
}

func drop(path string, entries []trace.Entry, lost func(*trace.Event) bool) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	disk := &fullDisk{File: f}
	r, err := trace.RecordTo(path, disk, entries[0].(*trace.Header), trace.Drop)
	if err != nil {
		return err
	}
	for _, e := range entries[1:] {
		event, ok := e.(*trace.Event)
		disk.full = ok && lost(event)
		if err := r.Write(e); err != nil {
			return errors.Join(err, r.Close())
		}
	}
	disk.full = false
	return r.Close()
}

// A fullDisk is a file on a disk that is full at times.
type fullDisk struct {
	*os.File
	full bool
}

func (d *fullDisk) Write(p []byte) (int, error) {
	if d.full {
		return 0, syscall.ENOSPC
	}
	return d.File.Write(p)
}
