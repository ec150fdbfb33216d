package node

import (
	"log/slog"
	"time"

	"github.com/synod-paxos/synod/impl/datadir"
	"github.com/synod-paxos/synod/impl/multipaxos"
	"github.com/synod-paxos/synod/impl/wal"
	"github.com/synod-paxos/synod/trace"
)

// A Setup is everything that a machine is given from outside. Tests give it
// disks and a network in memory.
type Setup struct {
	Identity datadir.Identity
	Scheme   string            // how payloads are named, see datadir.Naming
	Config   multipaxos.Config // but for the incarnation
	Disk     Disk
	Known    uint64 // incarnations that the log must hold at least
	// PowerLost says that the machine may have lost power since the node lived
	// last, and with it what the trace held and the log did not need to.
	PowerLost bool
	TraceDir  string // none if empty
	Form      trace.Form
	Policy    trace.Policy
	Send      func(multipaxos.Outgoing) error
	Sent      func()                    // called, if not nil, behind the last message of a release
	Answer    func([]multipaxos.Answer) // they are not its to keep
	Now       func() string             // for people who read traces
	Log       *slog.Logger
	Watch     Watch
}

// A Disk is where a node keeps what must outlive it.
type Disk struct {
	Log       wal.Dir
	Snapshots wal.Dir
	Options   wal.Options // of the log
}

// A Watch is told what a machine does. Functions that are nil are not called.
type Watch struct {
	// Persisted: something has been written to the log, and not yet to the trace.
	Persisted func(took time.Duration)
	// Saved: a snapshot is on the disk, and not yet in the log.
	Saved func(took time.Duration)
	// Released: this has been written to the trace, and not yet been sent. The
	// steps are not the watcher's to keep.
	Released func(steps []multipaxos.Step)
	// Synced: the trace is on the disk, with all that was released.
	Synced func()
	// Copied: these events of former incarnations, which only the log held, have
	// been written to the trace.
	Copied func(events []trace.Event)
}
