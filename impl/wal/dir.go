package wal

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// A File is a file of a directory that a node keeps. It is not safe for
// concurrent use.
type File interface {
	io.ReaderAt
	io.WriterAt
	Size() (int64, error)
	Sync() error // content and size
	Close() error
}

// A Dir is a directory of files. What Create, Rename and Remove do is durable
// only after Sync. Package waltest has one that loses what was not synced.
type Dir interface {
	Name() string
	List() ([]string, error)          // the names of the files
	Create(name string) (File, error) // in place of one with that name
	Open(name string) (File, error)
	OpenRead(name string) (File, error)
	Rename(from, to string) error // in place of one with that name
	Remove(name string) error
	Sync() error
}

type osDir string

// MakeDir makes a new directory, which is on the disk when it returns.
func MakeDir(path string) (Dir, error) {
	if err := os.Mkdir(path, 0o700); err != nil {
		return nil, fmt.Errorf("making a directory: %w", err)
	}
	return osDir(path), SyncDir(filepath.Dir(path))
}

// OpenDir is a directory that is there already.
func OpenDir(path string) Dir { return osDir(path) }

func (d osDir) Name() string            { return string(d) }
func (d osDir) Sync() error             { return SyncDir(string(d)) }
func (d osDir) path(name string) string { return filepath.Join(string(d), name) }

func (d osDir) List() ([]string, error) {
	entries, err := os.ReadDir(string(d))
	var names []string
	for _, e := range entries {
		if e.Type().IsRegular() {
			names = append(names, e.Name())
		}
	}
	return names, err
}

func (d osDir) Create(name string) (File, error) {
	return d.open(name, os.O_RDWR|os.O_CREATE|os.O_TRUNC)
}
func (d osDir) Open(name string) (File, error)     { return d.open(name, os.O_RDWR) }
func (d osDir) OpenRead(name string) (File, error) { return d.open(name, os.O_RDONLY) }
func (d osDir) Rename(from, to string) error       { return os.Rename(d.path(from), d.path(to)) }
func (d osDir) Remove(name string) error           { return os.Remove(d.path(name)) }

func (d osDir) open(name string, flag int) (File, error) {
	f, err := os.OpenFile(d.path(name), flag, 0o600)
	if err != nil {
		return nil, err
	}
	datasync, err := dataSync(f)
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return osFile{f, datasync}, nil
}

type osFile struct {
	*os.File
	datasync func() error
}

func (f osFile) Size() (int64, error) {
	info, err := f.Stat()
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}

func (f osFile) Sync() error { return f.datasync() }

// SyncDir makes the entries of a directory durable: a file that is synced in a
// directory that is not may be gone after a power loss.
func SyncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return fmt.Errorf("syncing the directory: %w", err)
	}
	if err := errors.Join(d.Sync(), d.Close()); err != nil {
		return fmt.Errorf("syncing the directory %s: %w", dir, err)
	}
	return nil
}
