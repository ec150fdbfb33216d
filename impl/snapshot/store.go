package snapshot

import (
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"

	"github.com/synod-paxos/synod/impl/wal"
)

// DirName is the directory of snapshots in a node's data directory.
const DirName = "snapshots"

// In is the directory of snapshots in a data directory.
func In(dataDir string) wal.Dir { return wal.OpenDir(filepath.Join(dataDir, DirName)) }

// CreateIn makes an empty directory of snapshots in a data directory.
func CreateIn(dataDir string) error {
	_, err := wal.MakeDir(filepath.Join(dataDir, DirName))
	return err
}

// The names of files while they are being written. One that was left behind by
// a crash is written over.
const (
	temporary = "next"     // by Write
	incoming  = "incoming" // by an Assembly
)

// Write writes a snapshot, of which content writes the bytes, and returns when it
// is on the disk. It takes the place of one of the same prefix.
func Write(dir wal.Dir, upto uint64, prefix [16]byte, content func(io.Writer) error) (ID, error) {
	id, err := write(dir, ID{Upto: upto, Prefix: prefix}, content)
	if err != nil {
		return ID{}, fmt.Errorf("writing the snapshot up to slot %d to %s: %w", upto, dir.Name(), err)
	}
	return id, nil
}

func write(dir wal.Dir, id ID, content func(io.Writer) error) (ID, error) {
	f, err := dir.Create(temporary)
	if err != nil {
		return id, err
	}
	w := newWriter(f)
	if err = content(w); err == nil {
		err = w.flush()
	}
	id.Size, id.Sum = w.size, w.sum()
	if err == nil {
		err = id.Check()
	}
	if err == nil {
		err = finish(f, id)
	}
	if err := errors.Join(err, f.Close()); err != nil {
		return id, err
	}
	return id, install(dir, temporary, id)
}

// finish makes the content of a file whole and durable.
func finish(f wal.File, id ID) error {
	if _, err := f.WriteAt(id.header(), 0); err != nil {
		return err
	}
	return f.Sync()
}

// install gives a file that is whole and durable its name.
func install(dir wal.Dir, name string, id ID) error {
	if err := dir.Rename(name, FileName(id.Upto)); err != nil {
		return err
	}
	return dir.Sync()
}

// List gives up to which slots there are snapshots, ascending.
func List(dir wal.Dir) ([]uint64, error) {
	names, err := dir.List()
	if err != nil {
		return nil, fmt.Errorf("looking for snapshots in %s: %w", dir.Name(), err)
	}
	var all []uint64
	for _, name := range names {
		if upto, ok := parseName(name); ok {
			all = append(all, upto)
		}
	}
	slices.Sort(all)
	return all, nil
}

// RemoveBelow removes the snapshots up to slots below upto. Call it only when a
// newer one, and the record of it in the log, are on the disk.
func RemoveBelow(dir wal.Dir, upto uint64) error {
	all, err := List(dir)
	if err != nil {
		return err
	}
	removed := 0
	for _, old := range all {
		if old >= upto {
			break
		}
		if err := dir.Remove(FileName(old)); err != nil {
			return fmt.Errorf("removing a snapshot from %s: %w", dir.Name(), err)
		}
		removed++
	}
	if removed == 0 {
		return nil
	}
	return dir.Sync()
}
