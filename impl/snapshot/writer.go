package snapshot

import (
	"crypto/sha256"
	"encoding/binary"
	"hash"

	"github.com/synod-paxos/synod/impl/wal"
)

// A writer writes the chunks of a file, one after the other.
type writer struct {
	file  wal.File
	size  int64  // of the chunks that are written
	chunk []byte // behind the place of its checksum
	hash  hash.Hash
	err   error
}

func newWriter(f wal.File) *writer {
	return &writer{file: f, chunk: make([]byte, 4, stride), hash: sha256.New()}
}

func (w *writer) Write(p []byte) (n int, err error) {
	for n < len(p) {
		if len(w.chunk) == cap(w.chunk) {
			if err := w.flush(); err != nil {
				return n, err
			}
		}
		took := min(len(p)-n, cap(w.chunk)-len(w.chunk))
		w.chunk = append(w.chunk, p[n:n+took]...)
		n += took
	}
	return n, nil
}

// flush writes what there is of a chunk.
func (w *writer) flush() error {
	data := w.chunk[4:]
	if w.err != nil || len(data) == 0 {
		return w.err
	}
	binary.BigEndian.PutUint32(w.chunk, checkOf(w.size, data))
	if _, w.err = w.file.WriteAt(w.chunk, place(w.size)); w.err != nil {
		return w.err
	}
	w.hash.Write(data)
	w.size += int64(len(data))
	w.chunk = w.chunk[:4]
	return nil
}

func (w *writer) sum() (sum [sha256.Size]byte) {
	w.hash.Sum(sum[:0])
	return sum
}
