package wal

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// A File is the storage of a log. Package waltest has one that loses what was
// not synced.
type File interface {
	io.ReaderAt
	io.WriterAt
	Size() (int64, error)
	Sync() error
	Close() error
	Name() string
}

type osFile struct{ *os.File }

func (f osFile) Size() (int64, error) {
	info, err := f.Stat()
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}

// CreateFile makes a new file; there must be none. File and directory entry are
// on the disk when it returns.
func CreateFile(path string) (File, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, fmt.Errorf("creating the log: %w", err)
	}
	if err = f.Sync(); err == nil {
		err = SyncDir(filepath.Dir(path))
	}
	if err != nil {
		return nil, fmt.Errorf("creating the log %s: %w", path, errors.Join(err, f.Close()))
	}
	return osFile{f}, nil
}

// OpenFile opens an existing file for appending to it.
func OpenFile(path string) (File, error) { return open(path, os.O_RDWR) }

func openReadOnly(path string) (File, error) { return open(path, os.O_RDONLY) }

func open(path string, flag int) (File, error) {
	f, err := os.OpenFile(path, flag, 0)
	if err != nil {
		return nil, fmt.Errorf("opening the log: %w", err)
	}
	return osFile{f}, nil
}

// SyncDir makes the entries of a directory durable: a file that is synced in a
// directory that is not may be gone after a power loss.
func SyncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return fmt.Errorf("syncing the directory: %w", err)
	}
	defer d.Close()
	if err := d.Sync(); err != nil {
		return fmt.Errorf("syncing the directory %s: %w", dir, err)
	}
	return nil
}
