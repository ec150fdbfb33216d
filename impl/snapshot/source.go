package snapshot

import (
	"errors"
	"slices"

	"github.com/synod-paxos/synod/impl/wal"
)

// A Source answers Wants from a directory. A snapshot that is being fetched can
// be had to its end, also when it has been removed for a newer one meanwhile: who
// is slow, or far away, would otherwise begin again and again. It has no clock but
// Tick and is not safe for concurrent use.
type Source struct {
	dir    wal.Dir
	served []*served // the last used one last
}

// served is a snapshot that was asked for.
type served struct {
	*Reader
	idle int // ticks since then
}

// So many snapshots are kept open, each for so many ticks after it was asked for.
const (
	maxServed = 8
	forget    = 4 * giveUp
)

// NewSource answers from a directory.
func NewSource(dir wal.Dir) *Source { return &Source{dir: dir} }

// Offer names the snapshot up to a slot.
func (s *Source) Offer(upto uint64) (ID, error) {
	r, err := s.reader(upto)
	if err != nil {
		return ID{}, err
	}
	return r.ID(), nil
}

// Answer gives the chunk that is wanted, valid until the next call. It reports
// false if the snapshot is not the one that the directory has or had.
func (s *Source) Answer(w Want) (Chunk, bool, error) {
	r, err := s.reader(w.ID.Upto)
	if err != nil {
		return Chunk{}, false, err
	}
	if r.ID() != w.ID || w.Offset < 0 || w.Offset >= w.ID.Size || w.Offset%ChunkSize != 0 {
		return Chunk{}, false, nil
	}
	c, err := r.Chunk(w.Offset)
	return c, err == nil, err
}

// reader is that of the snapshot up to a slot.
func (s *Source) reader(upto uint64) (*Reader, error) {
	i := slices.IndexFunc(s.served, func(x *served) bool { return x.ID().Upto == upto })
	if i >= 0 {
		x := s.served[i]
		x.idle = 0
		s.served = append(slices.Delete(s.served, i, i+1), x)
		return x.Reader, nil
	}
	r, err := Open(s.dir, upto)
	if err != nil {
		return nil, err
	}
	s.served = append(s.served, &served{Reader: r})
	if len(s.served) > maxServed {
		return r, s.close(0)
	}
	return r, nil
}

// close closes what is served at index i.
func (s *Source) close(i int) error {
	x := s.served[i]
	s.served = slices.Delete(s.served, i, i+1)
	return x.Close()
}

// Tick is to be told when time passes.
func (s *Source) Tick() error {
	var failed error
	for i := len(s.served) - 1; i >= 0; i-- {
		if s.served[i].idle++; s.served[i].idle > forget {
			failed = errors.Join(failed, s.close(i))
		}
	}
	return failed
}

// Close closes what is open.
func (s *Source) Close() error {
	var failed error
	for len(s.served) > 0 {
		failed = errors.Join(failed, s.close(0))
	}
	return failed
}
