package multipaxos

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/synod-paxos/synod/impl/multipaxos/election"
)

// garbage makes up what no node sends, but what a decoder might let through.
type garbage struct{ *rand.Rand }

func (g garbage) number() int64 {
	odd := []int64{0, 1, 2, 3, 64, 1024, 1025, 1026, 2048, 5000, math.MaxInt32, math.MaxInt64 - 1, math.MaxInt64, -1, math.MinInt64}
	return odd[g.IntN(len(odd))]
}

func (g garbage) value() *Value {
	var commands []Command
	for range g.IntN(3) {
		commands = append(commands, g.command())
	}
	return NewValue(commands)
}

func (g garbage) command() Command {
	return Command{Session: Session(g.number()), Number: uint64(g.number()), Name: "x", Payload: make([]byte, g.IntN(3))}
}

func (g garbage) snap() *Snap {
	if g.IntN(4) == 0 {
		return nil
	}
	x := &Snap{Upto: Slot(g.number()), Opened: uint64(g.number()), Image: []byte("{}")[:g.IntN(3)]}
	for range g.IntN(3) {
		x.Done = append(x.Done, Done{Session: Session(g.number()), Last: g.command()})
	}
	return x
}

func (g garbage) message() Received {
	m := &Message{
		Type: MessageType(g.IntN(13)), From: NodeID(g.IntN(4)), Bal: Ballot(g.number()), Slot: Slot(g.number()),
		Trunc: Slot(g.number()), Promised: Ballot(g.number()), Session: Session(g.number()), Cmd: g.command(), Snap: g.snap(),
	}
	if g.IntN(2) == 0 {
		m.Body = g.value()
		m.Val = m.Body.Digest()
	}
	for range g.IntN(3) {
		m.Votes = append(m.Votes, SlotVote{Slot(g.number()), Vote{Ballot(g.number()), g.value()}})
	}
	return Received{Msg: m}
}

func (g garbage) input() Input {
	if g.IntN(2) == 0 {
		return Deliver{g.message()}
	}
	m := Control{
		Kind: ControlKind(g.IntN(5)), From: NodeID(g.IntN(4)), Slot: Slot(g.number()), Upto: Slot(g.number()),
		Relayed: g.IntN(2) == 0,
		Election: election.Message{
			Kind: election.Kind(g.IntN(6)), From: int(g.number()), Attempt: uint64(g.number()),
			Status: election.Status{
				Hears: g.IntN(2) == 0, Connected: g.IntN(2) == 0, Ballot: election.Ballot(g.number()),
				Leader: int(g.number()), Upto: g.number(),
			},
		},
	}
	for range g.IntN(3) {
		m.Requests = append(m.Requests, g.message())
	}
	return m
}

// TestGarbage: whatever a node receives, it goes on.
func TestGarbage(t *testing.T) {
	everySeed(t, 1, Limits{}, Timing{}, func(w *cluster) {
		w.configs[0].Nodes = []NodeID{0, 1, 2}
		w.start()
		g := garbage{w.rand}
		for range 2000 {
			w.input(0, g.input())
			if g.IntN(10) == 0 {
				w.input(0, Tick{}, Submit{ID: w.id(), Session: Session(g.number()), Number: uint64(g.number()), Ticks: int(g.number())})
			}
		}
		if s := w.cores[0].Status(); s.Upto < 1 {
			w.fatalf("%+v", s)
		}
	})
}
