// Package log has the simulator run clusters of the replicated log, which is made
// of Multi-Paxos.
package log

import (
	"log/slog"
	"slices"
	"strconv"
	"time"

	"github.com/synod-paxos/synod/impl/datadir"
	"github.com/synod-paxos/synod/impl/multipaxos"
	"github.com/synod-paxos/synod/impl/node"
	"github.com/synod-paxos/synod/impl/snapshot"
	"github.com/synod-paxos/synod/impl/wal"
	"github.com/synod-paxos/synod/impl/wal/waltest"
	"github.com/synod-paxos/synod/impl/wire"
	"github.com/synod-paxos/synod/mbt/bridge/multi"
	"github.com/synod-paxos/synod/mbt/judge"
	"github.com/synod-paxos/synod/mbt/sim"
	"github.com/synod-paxos/synod/spec/tla"
	"github.com/synod-paxos/synod/trace"
	"github.com/synod-paxos/synod/trace/values"
)

// clients is what a cluster's nodes work for: each start of a node gets a state
// machine from it, and answers go to it.
type clients interface {
	machine(node int) multipaxos.StateMachine
	answered(node int, a multipaxos.Answer)
}

// sizes are limits under which a short run comes to all that a node can do: it
// does everything soon and keeps little.
var sizes = []multipaxos.Limits{
	{Window: 4, Batch: 2, Snapshot: 4, Keep: 1},
	{Window: 1, Batch: 1, Snapshot: 3, Keep: 2},
	{Window: 12, Batch: 6, Snapshot: 9, Keep: 6},
}

// kit is what a node of the log is made of.
func kit(c clients, l multipaxos.Limits, traced bool) sim.Kit[multipaxos.Input] {
	decoder := wire.NewDecoder(multi.Name)
	return sim.Kit[multipaxos.Input]{
		Protocol: judge.Protocol{Replay: "ReplayMultiPaxos", Stays: stays},
		Format:   func(disk *waltest.Disk) error { return wal.Create(disk.Dir(wal.DirName)) },
		Begin: func(s sim.Setup) (sim.Machine[multipaxos.Input], error) {
			set := setup(s, c, l)
			if !traced {
				set.TraceDir, set.Config.Untraced = "", true
			}
			m, err := node.Begin(set)
			return &machine{Machine: m, rand: s.Rand}, err
		},
		Decode:  func(from int, frame []byte) (multipaxos.Input, error) { return decode(decoder, from, frame) },
		Message: message,
		Whole:   8,
	}
}

func message(input multipaxos.Input, names *values.Dictionary) (tla.Value, error) {
	if in, ok := input.(multipaxos.Deliver); ok {
		return multi.Message(in.Message.Msg, names)
	}
	return tla.Value{}, nil
}

// A machine is one whose disk takes its time: now and then a Write is done only
// after further turns.
type machine struct {
	*node.Machine
	rand  func() uint64
	write *node.Write // under way
}

func (m *machine) State() []trace.Change { return m.Core().Abstract() }

// Busy tells whether the core is ahead of what is released.
func (m *machine) Busy() bool { return m.write != nil }

func (m *machine) Turn(inputs ...multipaxos.Input) error {
	if m.write != nil && m.rand()%2 == 0 {
		_, err := m.Machine.Turn(nil, inputs...)
		return err
	}
	for {
		done := m.write
		if done != nil {
			done.Do()
		}
		var err error
		if m.write, err = m.Machine.Turn(done, inputs...); err != nil || m.write == nil {
			return err
		}
		if m.rand()%4 == 0 {
			return nil
		}
		inputs = nil
	}
}

// End stops the machine in good order.
func (m *machine) End() error {
	for m.write != nil {
		m.write.Do()
		var err error
		if m.write, err = m.Machine.Turn(m.write); err != nil {
			return err
		}
	}
	return m.Machine.End()
}

func setup(s sim.Setup, c clients, l multipaxos.Limits) node.Setup {
	identity := datadir.Identity{Cluster: "sim", Run: "1", Node: s.Node, Instance: strconv.Itoa(s.Node)}
	for _, id := range s.Nodes {
		identity.Nodes = append(identity.Nodes, datadir.Member{Node: id})
	}
	config := multi.Config(s.Nodes, s.Node, 1, s.Rand)
	config.Machine = c.machine(s.Node)
	config.Limits = l
	config.Timing = multipaxos.Timing{Heartbeat: 1, Election: 3, Resend: 2, Forward: 3, Snapshot: 4, Idle: 40}
	return node.Setup{
		Identity:  identity,
		Scheme:    "full",
		Config:    config,
		Disk:      node.Disk{Log: s.Disk.Dir(wal.DirName), Snapshots: s.Disk.Dir(snapshot.DirName)},
		Known:     s.Known,
		PowerLost: s.Unplugged,
		TraceDir:  s.TraceDir,
		Policy:    trace.Block,
		Send: func(o multipaxos.Outgoing) error {
			s.Send(int(o.To), encode(&o))
			return nil
		},
		Answer: func(answers []multipaxos.Answer) {
			for _, a := range answers {
				c.answered(s.Node, a)
			}
		},
		Now:   func() string { return "" },
		Log:   slog.New(slog.DiscardHandler),
		Watch: watch(s),
	}
}

func watch(s sim.Setup) node.Watch {
	return node.Watch{
		Saved:     func(time.Duration) { s.Saved() },
		Persisted: func(time.Duration) { s.Persisted() },
		Synced:    s.Synced,
		Copied:    s.Released,
		Released: func(steps []multipaxos.Step) {
			events := make([]trace.Event, len(steps))
			for i := range steps {
				events[i] = steps[i].Event()
			}
			s.Released(events)
		},
	}
}

// kept are the types of messages that a node keeps for those who ask, or gives
// to clients.
var kept = []string{"request", "entry", "snapshot", "reply", "retry", "expired"}

// stays tells which messages need not leave a node at once: those that are kept,
// and those that are for the owner of their ballot when that is the node itself.
func stays(m tla.Value, node int) bool {
	kind, _ := m.Field("type")
	text, _ := kind.Text()
	switch text {
	case "1b", "2b", "refusal":
		bal, _ := m.Field("bal")
		b, _ := bal.Int64()
		return int(multipaxos.Ballot(b).Owner()) == node
	}
	return slices.Contains(kept, text)
}
