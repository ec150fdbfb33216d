package snapshot

import (
	"errors"
	"fmt"

	"github.com/synod-paxos/synod/impl/wal"
)

// An Assembly puts a snapshot together from the chunks that another node sends.
type Assembly struct {
	id   ID
	dir  wal.Dir
	file wal.File
	w    *writer
}

// Assemble begins an assembly, in place of any other in that directory.
func Assemble(dir wal.Dir, id ID) (*Assembly, error) {
	if err := id.Check(); err != nil {
		return nil, err
	}
	f, err := dir.Create(incoming)
	if err != nil {
		return nil, fmt.Errorf("receiving a snapshot into %s: %w", dir.Name(), err)
	}
	return &Assembly{id: id, dir: dir, file: f, w: newWriter(f)}, nil
}

// ID names the snapshot.
func (a *Assembly) ID() ID { return a.id }

// Want is the offset of the chunk that is wanted next.
func (a *Assembly) Want() int64 { return a.w.size }

// Whole tells whether all chunks are there.
func (a *Assembly) Whole() bool { return a.w.size == a.id.Size }

// Put takes a chunk. One that is not the one wanted is passed over: it may come
// twice. An error of a chunk leaves the assembly as it was.
func (a *Assembly) Put(c Chunk) error {
	if c.Offset != a.w.size || a.Whole() {
		return nil
	}
	if err := a.id.fits(c); err != nil {
		return fmt.Errorf("receiving the snapshot up to slot %d: %w", a.id.Upto, err)
	}
	if _, err := a.w.Write(c.Data); err != nil {
		return fmt.Errorf("receiving the snapshot up to slot %d: %w", a.id.Upto, err)
	}
	if err := a.w.flush(); err != nil {
		return fmt.Errorf("receiving the snapshot up to slot %d: %w", a.id.Upto, err)
	}
	return nil
}

// Install makes the snapshot one of the directory's. It returns when that is on
// the disk, or with an error if the bytes are not those of the ID; in either case
// the assembly is over.
func (a *Assembly) Install() error {
	err := a.complete()
	if err == nil {
		err = finish(a.file, a.id)
	}
	if err = errors.Join(err, a.file.Close()); err == nil {
		err = install(a.dir, incoming, a.id)
	}
	if err != nil {
		return fmt.Errorf("installing the snapshot up to slot %d: %w", a.id.Upto, err)
	}
	return nil
}

func (a *Assembly) complete() error {
	switch {
	case !a.Whole():
		return fmt.Errorf("%d of %d bytes are there", a.w.size, a.id.Size)
	case a.w.sum() != a.id.Sum:
		return errors.New("the bytes do not have the sum that was announced")
	}
	return nil
}

// Close gives an assembly up.
func (a *Assembly) Close() error { return a.file.Close() }
