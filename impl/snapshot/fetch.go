package snapshot

import (
	"errors"

	"github.com/synod-paxos/synod/impl/wal"
)

// A Want asks a node for a chunk.
type Want struct {
	ID     ID
	Offset int64
}

// A Fetch brings snapshots from other nodes into a directory, one at a time and
// chunk by chunk: it asks for the next when it has the last, so that a transfer
// takes no more memory, and no more of the network, than one chunk. It has no
// clock but Tick and is not safe for concurrent use.
type Fetch struct {
	dir  wal.Dir
	a    *Assembly // nil when nothing is being fetched
	from int
	idle int // ticks since the last progress
}

// After so many ticks without a chunk it is asked for again, and after some more
// another offer may take the place of this one.
const (
	askAgain = 10
	giveUp   = 50
)

// NewFetch fetches into a directory.
func NewFetch(dir wal.Dir) *Fetch { return &Fetch{dir: dir} }

// A Progress says what to do next: ask node To for Want, if Ask is set, or, if
// Done is not nil, use the snapshot Done, which is on the disk.
type Progress struct {
	Ask  bool
	To   int
	Want Want
	Done *ID
}

// Offered is to be told when a node offers a snapshot that is of use. While one
// is being fetched others are passed over.
func (f *Fetch) Offered(from int, id ID) (Progress, error) {
	if f.a != nil && f.idle < giveUp {
		return Progress{}, nil
	}
	if err := f.Close(); err != nil {
		return Progress{}, err
	}
	a, err := Assemble(f.dir, id)
	if err != nil {
		return Progress{}, err
	}
	f.a, f.from, f.idle = a, from, 0
	return f.next()
}

// Arrived is to be told when a chunk of a snapshot arrives. One that is damaged
// is dropped and asked for again when it is time. An error, of the disk or
// because all chunks together are not what was announced, ends the fetch.
func (f *Fetch) Arrived(id ID, c Chunk) (Progress, error) {
	if f.a == nil || f.a.ID() != id || f.a.Want() != c.Offset || id.fits(c) != nil {
		return Progress{}, nil
	}
	if err := f.a.Put(c); err != nil {
		return Progress{}, errors.Join(err, f.Close())
	}
	f.idle = 0
	return f.next()
}

// Tick is to be told when time passes.
func (f *Fetch) Tick() Progress {
	if f.a == nil {
		return Progress{}
	}
	f.idle++
	if f.idle%askAgain != 0 {
		return Progress{}
	}
	return f.ask()
}

func (f *Fetch) ask() Progress {
	return Progress{Ask: true, To: f.from, Want: Want{ID: f.a.ID(), Offset: f.a.Want()}}
}

// next asks for the next chunk, or installs what is whole.
func (f *Fetch) next() (Progress, error) {
	if !f.a.Whole() {
		return f.ask(), nil
	}
	id := f.a.ID()
	err := f.a.Install()
	f.a = nil
	if err != nil {
		return Progress{}, err
	}
	return Progress{Done: &id}, nil
}

// Close gives up what is being fetched.
func (f *Fetch) Close() error {
	if f.a == nil {
		return nil
	}
	a := f.a
	f.a = nil
	return a.Close()
}
