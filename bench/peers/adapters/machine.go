package adapters

import "github.com/synod-paxos/synod/bench/peers/system"

import "sync/atomic"

// A machine is the state machine of every system: it counts commands, so that
// what is measured is the replication.
type machine struct{ applied atomic.Uint64 }

// apply takes a command; what the libraries put into the log for themselves is
// none.
func (m *machine) apply(payload []byte) {
	if len(payload) >= system.HeaderSize {
		m.applied.Add(1)
	}
}

func (m *machine) count() uint64 { return m.applied.Load() }
