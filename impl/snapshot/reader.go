package snapshot

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"hash"
	"io"
	"path/filepath"

	"github.com/synod-paxos/synod/impl/wal"
)

// A DamageError says that a file does not hold what was written to it.
type DamageError struct {
	Name string
	What string
}

func (e *DamageError) Error() string {
	return fmt.Sprintf("the snapshot %s is damaged: %s", e.Name, e.What)
}

// A Reader reads a snapshot. Its Read gives out the bytes in their order, and
// io.EOF only if all of them together are what was written. It is not safe for
// concurrent use.
type Reader struct {
	id    ID
	name  string
	file  wal.File
	chunk []byte // with its checksum
	left  []byte // of the chunk, to be given out
	next  int64  // the chunk to read then
	hash  hash.Hash
}

// Open opens the snapshot up to a slot.
func Open(dir wal.Dir, upto uint64) (*Reader, error) {
	r := &Reader{name: filepath.Join(dir.Name(), FileName(upto)), hash: sha256.New()}
	var err error
	if r.file, err = dir.OpenRead(FileName(upto)); err != nil {
		return nil, fmt.Errorf("opening the snapshot %s: %w", r.name, err)
	}
	if err := r.open(upto); err != nil {
		return nil, errors.Join(err, r.file.Close())
	}
	return r, nil
}

func (r *Reader) open(upto uint64) error {
	header := make([]byte, headerSize)
	n, err := r.file.ReadAt(header, 0)
	if err != nil && err != io.EOF {
		return fmt.Errorf("reading the snapshot %s: %w", r.name, err)
	}
	if r.id, err = parseHeader(header[:n]); err != nil {
		return r.damage(err)
	}
	if r.id.Upto != upto {
		return r.damage(fmt.Errorf("it is the one up to slot %d", r.id.Upto))
	}
	return nil
}

func (r *Reader) damage(err error) error { return &DamageError{Name: r.name, What: err.Error()} }

// ID names the snapshot.
func (r *Reader) ID() ID { return r.id }

// Close closes the file.
func (r *Reader) Close() error { return r.file.Close() }

// Read gives out the next bytes.
func (r *Reader) Read(p []byte) (int, error) {
	if len(r.left) == 0 && r.next < r.id.Size {
		c, err := r.Chunk(r.next)
		if err != nil {
			return 0, err
		}
		r.hash.Write(c.Data)
		r.left, r.next = c.Data, r.next+int64(len(c.Data))
	}
	if len(r.left) == 0 {
		return 0, r.checkSum()
	}
	n := copy(p, r.left)
	r.left = r.left[n:]
	return n, nil
}

// ReadAll reads the rest of the snapshot. The file's size bounds the allocation.
func (r *Reader) ReadAll() ([]byte, error) {
	size, err := r.file.Size()
	if err != nil {
		return nil, fmt.Errorf("reading the snapshot %s: %w", r.name, err)
	}
	rest := bytes.NewBuffer(make([]byte, 0, min(size, r.id.Size)+bytes.MinRead))
	_, err = rest.ReadFrom(r)
	return rest.Bytes(), err
}

// checkSum is io.EOF if all that was read is what was written.
func (r *Reader) checkSum() error {
	if [sha256.Size]byte(r.hash.Sum(nil)) != r.id.Sum {
		return r.damage(errors.New("its bytes do not have the sum that they were written with"))
	}
	return io.EOF
}

// Chunk is the chunk at an offset. Its bytes are valid until the next call of
// Chunk or Read.
func (r *Reader) Chunk(offset int64) (Chunk, error) {
	if offset < 0 || offset >= r.id.Size || offset%ChunkSize != 0 {
		return Chunk{}, fmt.Errorf("the snapshot %s has no chunk at byte %d", r.name, offset)
	}
	if r.chunk == nil {
		r.chunk = make([]byte, stride)
	}
	text := r.chunk[:4+r.id.lengthAt(offset)]
	n, err := r.file.ReadAt(text, place(offset))
	switch {
	case err != nil && err != io.EOF:
		return Chunk{}, fmt.Errorf("reading the snapshot %s: %w", r.name, err)
	case n < len(text):
		return Chunk{}, r.damage(fmt.Errorf("it ends before byte %d of %d", offset+int64(len(text)-4), r.id.Size))
	}
	c := Chunk{Offset: offset, Check: binary.BigEndian.Uint32(text), Data: text[4:]}
	if err := r.id.fits(c); err != nil {
		return Chunk{}, r.damage(err)
	}
	return c, nil
}
