// Package register has the simulator run clusters of the register, which is made
// of Basic Paxos.
package register

import (
	"log/slog"
	"strconv"

	"github.com/synod-paxos/synod/impl/basicpaxos"
	"github.com/synod-paxos/synod/impl/datadir"
	"github.com/synod-paxos/synod/impl/register"
	"github.com/synod-paxos/synod/impl/wal"
	"github.com/synod-paxos/synod/impl/wal/waltest"
	"github.com/synod-paxos/synod/mbt/bridge/basic"
	"github.com/synod-paxos/synod/mbt/judge"
	"github.com/synod-paxos/synod/mbt/sim"
	"github.com/synod-paxos/synod/spec/tla"
	"github.com/synod-paxos/synod/trace"
	"github.com/synod-paxos/synod/trace/values"
)

// kit is what a node of the register is made of; answers to clients go to answer.
func kit(answer func(basicpaxos.Answer)) sim.Kit[basicpaxos.Input] {
	return sim.Kit[basicpaxos.Input]{
		Protocol: protocol,
		Format:   format,
		Begin: func(s sim.Setup) (sim.Machine[basicpaxos.Input], error) {
			m, err := register.Begin(setup(s, answer))
			return machine{m}, err
		},
		Decode:  register.DecodePacket,
		Message: message,
		Whole:   1,
	}
}

// protocol is BasicPaxos. The owner of a ballot sends its own 1b to itself only,
// and everything else to others.
var protocol = judge.Protocol{
	Replay: "ReplayBasicPaxos",
	Stays: func(m tla.Value, node int) bool {
		kind, _ := m.Field("type")
		bal, _ := m.Field("bal")
		b, _ := bal.Int64()
		return kind.Equal(tla.Str("1b")) && int(basicpaxos.Ballot(b).Owner()) == node
	},
}

func format(disk *waltest.Disk) error { return wal.Create(disk.Dir(wal.DirName)) }

type machine struct{ *register.Machine }

// Busy is false: a register releases all of a turn in it.
func (m machine) Busy() bool { return false }

func (m machine) State() []trace.Change { return m.Core().Abstract() }

func setup(s sim.Setup, answer func(basicpaxos.Answer)) register.Setup {
	identity := datadir.Identity{Cluster: "sim", Run: "1", Node: s.Node, Instance: strconv.Itoa(s.Node)}
	for _, id := range s.Nodes {
		identity.Nodes = append(identity.Nodes, datadir.Member{Node: id})
	}
	return register.Setup{
		Identity:  identity,
		Scheme:    "full",
		Config:    basic.Config(s.Nodes, s.Node, 1, s.Rand),
		Dir:       s.Disk.Dir(wal.DirName),
		Known:     s.Known,
		TraceDir:  s.TraceDir,
		Policy:    trace.Block,
		Send:      s.Send,
		Answer:    answer,
		Persisted: s.Persisted,
		Released:  func(events []trace.Event, _ []trace.Change) { s.Released(events) },
		Now:       func() string { return "" },
		Log:       slog.New(slog.DiscardHandler),
	}
}

func message(input basicpaxos.Input, _ *values.Dictionary) (tla.Value, error) {
	if in, ok := input.(basicpaxos.Deliver); ok {
		return basic.Message(in.Message.Msg), nil
	}
	return tla.Value{}, nil
}
