// Package sim runs a cluster of real nodes in one goroutine: real cores, real
// logs on disks in memory that lose what was not synced, real frames on a
// network that loses, duplicates and reorders. Whoever drives it decides every
// event; the package itself decides nothing, so a run is its sequence of
// choices. After each release the judge holds the cluster against its
// specification.
//
// The package knows no protocol; the packages below it bring one, and drive.
package sim

import (
	"github.com/synod-paxos/synod/impl/wal/waltest"
	"github.com/synod-paxos/synod/mbt/judge"
	"github.com/synod-paxos/synod/spec/tla"
	"github.com/synod-paxos/synod/trace"
	"github.com/synod-paxos/synod/trace/values"
)

// A Kit is what the nodes of a cluster are made of. I are their inputs.
type Kit[I any] struct {
	Protocol judge.Protocol

	// Format makes a new disk one of a node that has never run.
	Format func(*waltest.Disk) error

	// Begin brings a node to life. The machine is given back although there is an
	// error if it holds files.
	Begin func(Setup) (Machine[I], error)

	// Decode is what a payload from a node is to the one that receives it.
	Decode func(from int, payload []byte) (I, error)

	// Message is the message of the specification that an input delivers; it is
	// not valid if it delivers none.
	Message func(input I, names *values.Dictionary) (tla.Value, error)

	// Whole is after how many turns of a node its whole state is compared; of the
	// others what they change is.
	Whole int
}

// A Machine is a node that runs.
type Machine[I any] interface {
	Turn(inputs ...I) error // takes inputs, and all that follows from them
	State() []trace.Change  // the node's whole state
	Busy() bool             // the state is ahead of what was released
	Inc() uint64            // the incarnation
	End() error             // stops in good order
	Close() error           // lets go of the files
}

// A Setup is what a node is given.
type Setup struct {
	Node      int
	Nodes     []int
	Disk      *waltest.Disk
	Known     uint64 // incarnations that the log must hold at least
	Unplugged bool   // the power has failed since the node lived
	TraceDir  string
	Rand      func() uint64
	Send      func(to int, payload []byte)

	// Synced must be called when the trace is on the disk.
	Synced func()
	// Saved must be called when a snapshot is in its file, before the log says so,
	// and Persisted when something has been written to the log, before the trace
	// is. Released must be told what has been written to the trace, before anything
	// is sent.
	Saved     func()
	Persisted func()
	Released  func(events []trace.Event)
}
