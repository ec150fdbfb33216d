// Package system puts Synod and the libraries it is compared with behind one
// small interface, a file each: three replicas in this process, a command that
// is proposed and waited for, and the end of it.
package system

import "time"

// Replicas is how many replicas every system runs.
const Replicas = 3

// A System is a cluster of three replicas in this process, with a leader.
type System interface {
	// Client makes a client of the leader. Clients are numbered from 0, each
	// number once.
	Client(number int) (Client, error)
	// Applied tells how many commands each replica has applied.
	Applied() []uint64
	// Close ends the replicas; no client waits any more.
	Close() error
}

// A Store is a system that starts again in the directory that it had.
type Store interface {
	System
	// Opened tells how long each replica took from its directory to running.
	Opened() []time.Duration
	// Snapshot has the leader make a snapshot, and tells how long of that its state
	// machine took to give its image.
	Snapshot() (saving time.Duration, err error)
}

// A Client has one command at a time under way.
type Client interface {
	// Propose returns when the command is committed and the leader has applied
	// it. The first HeaderSize bytes of the payload are a Header; the system may
	// keep the payload.
	Propose(payload []byte) error
}

// Config is what a system is to be started with.
type Config struct {
	Sync    bool   // fsync of the log before anything is acknowledged; else memory only
	TCP     bool   // loopback TCP between the replicas; else channels
	Dir     string // an empty directory, of the disk that is measured
	Clients int    // as many clients will be made

	// What follows is for Synod alone, and zero in comparisons.

	SnapshotEvery int // entries of the log from one snapshot to the next; 0: the default
	Batch         int // commands in an entry of the log at most; 0: the default
	StateBytes    int // size of the state machine's image, but for a few
}

// A Kind is a way to run a system.
type Kind struct {
	Name  string
	About string // what the configuration does, a sentence
	// Module is whose version belongs to the name.
	Module string
	Synod  bool   // not a peer
	Base   string // what it is with something more of: the name of another kind
	Memory bool   // runs without a disk and without sockets
	Disk   bool   // runs with fsync and TCP
	Start  func(Config) (System, error)
}
