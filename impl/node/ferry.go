package node

import (
	"context"
	"log/slog"
	"time"

	"github.com/synod-paxos/synod/impl/multipaxos"
	"github.com/synod-paxos/synod/impl/snapshot"
	"github.com/synod-paxos/synod/impl/wal"
	"github.com/synod-paxos/synod/impl/wire"
)

// A ferry carries snapshots between the disks of nodes, chunk by chunk, beside
// the goroutine that owns the machine. What that one sends as a message becomes
// an offer, and the receiver's machine gets the message when all chunks are on
// its disk.
type ferry struct {
	disk    wal.Dir
	decoder *wire.Decoder
	applied func() int64
	send    func(to int, payload []byte)
	deliver func(context.Context, ...multipaxos.Input)
	log     *slog.Logger

	cargo  chan cargo
	source *snapshot.Source
	fetch  *snapshot.Fetch
}

// cargo is something for the ferry to do: to offer a snapshot to a node, or to
// take what came from one.
type cargo struct {
	peer   int
	offer  multipaxos.Slot // to be offered, if not 0
	packet wire.Packet
}

// maxCargo bounds what waits for the ferry. What does not fit is lost, and asked
// for again.
const maxCargo = 16

func newFerry(disk wal.Dir, decoder *wire.Decoder, log *slog.Logger) *ferry {
	return &ferry{
		disk: disk, decoder: decoder, log: log, cargo: make(chan cargo, maxCargo),
		source: snapshot.NewSource(disk), fetch: snapshot.NewFetch(disk),
	}
}

// take gives the ferry something to do.
func (f *ferry) take(c cargo) {
	select {
	case f.cargo <- c:
	default:
	}
}

// run carries until the context ends.
func (f *ferry) run(ctx context.Context) {
	ticker := time.NewTicker(Tick)
	defer ticker.Stop()
	for {
		var err error
		select {
		case <-ctx.Done():
			f.close()
			return
		case <-ticker.C:
			f.ask(f.fetch.Tick())
			err = f.source.Tick()
		case c := <-f.cargo:
			err = f.carry(ctx, c)
		}
		if err != nil {
			f.log.Warn("carrying a snapshot", "err", err)
		}
	}
}

func (f *ferry) carry(ctx context.Context, c cargo) error {
	switch p := c.packet; {
	case c.offer != 0:
		id, err := f.source.Offer(uint64(c.offer))
		if err != nil {
			return err
		}
		f.send(c.peer, wire.AppendOffer(nil, &id))
	case p.Want != nil:
		chunk, ok, err := f.source.Answer(*p.Want)
		if err != nil || !ok {
			return err
		}
		f.send(c.peer, wire.AppendChunk(nil, &wire.Chunk{ID: p.Want.ID, Chunk: chunk}))
	case p.Offer != nil:
		if int64(p.Offer.Upto)-1 <= f.applied() {
			return nil
		}
		return f.progress(ctx)(f.fetch.Offered(c.peer, *p.Offer))
	case p.Chunk != nil:
		return f.progress(ctx)(f.fetch.Arrived(p.Chunk.ID, p.Chunk.Chunk))
	}
	return nil
}

// progress goes on with a fetch: it asks for more, or delivers what is whole.
func (f *ferry) progress(ctx context.Context) func(snapshot.Progress, error) error {
	return func(p snapshot.Progress, err error) error {
		if err != nil {
			return err
		}
		f.ask(p)
		if p.Done == nil {
			return nil
		}
		m, err := f.decoder.ReadSnapshot(f.disk, multipaxos.Slot(p.Done.Upto))
		if err != nil {
			return err
		}
		f.log.Info("a snapshot has arrived", "slots", p.Done.Upto-1, "bytes", p.Done.Size)
		f.deliver(ctx, multipaxos.Deliver{Message: m})
		return nil
	}
}

func (f *ferry) ask(p snapshot.Progress) {
	if p.Ask {
		f.send(p.To, wire.AppendWant(nil, &p.Want))
	}
}

func (f *ferry) close() {
	for _, err := range []error{f.source.Close(), f.fetch.Close()} {
		if err != nil {
			f.log.Warn("carrying a snapshot", "err", err)
		}
	}
}
