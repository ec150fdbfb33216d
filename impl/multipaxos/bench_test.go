package multipaxos

import (
	"encoding/binary"
	"slices"
	"testing"

	"github.com/synod-paxos/synod/trace"
)

// A counter is a state machine that costs nothing.
type counter struct {
	tape
	n   uint64
	out [8]byte
}

func (m *counter) Apply([]byte) []byte {
	m.n++
	binary.BigEndian.PutUint64(m.out[:], m.n)
	return m.out[:]
}

const benchBatch = 64

// benchLeader is a node that leads, with so many sessions open.
func benchLeader(b *testing.B) *Core {
	cfg := testConfig(1, 1, 2, 3)
	cfg.Machine = &counter{}
	cfg.Name = func([]byte) string { return "0123456789abcdef0123456789abcdef" }
	var done []Done
	for k := range Session(benchBatch) {
		done = append(done, Done{Session: k + 1, Last: Command{Name: "open"}})
	}
	c, err := FromState(cfg, State{Promised: b11, Lead: Lead{Bal: b11, Next: 1}, Opened: benchBatch, Done: done}, 0)
	if err != nil {
		b.Fatal(err)
	}
	return c
}

// takeBatch takes what a node that leads takes for a batch of commands, one of
// each session: Request, Propose, its own vote, Learn from two votes, Apply,
// Respond.
func takeBatch(c *Core, slot Slot, requests []Received, took func(Step, error)) {
	step := func(s Step, err error) Step { took(s, err); return s }
	payload := make([]byte, 16)
	commands := make([]Command, benchBatch)
	for k := range commands {
		s := step(c.Request(Command{Session: Session(k + 1), Number: uint64(slot), Payload: payload}))
		requests[k] = s.sends[0].Received
		commands[k] = s.sends[0].Msg.Cmd
	}
	v := NewValue(commands)
	ask := step(c.Propose(b11, slot, v, requests))
	own := step(c.Accept(ask.sends[0].Received))
	other := *own.sends[0].Msg
	other.From = 2
	step(c.Learn([]Received{own.sends[0].Received, {Ref: own.ref, Msg: &other}}, v))
	step(c.Apply(slot))
	for k := range commands {
		step(c.Respond(Session(k+1), &commands[k]))
	}
}

// batchSteps are the steps of one batch.
func batchSteps(b *testing.B) []Step {
	var steps []Step
	takeBatch(benchLeader(b), 1, make([]Received, benchBatch), func(s Step, err error) {
		if err != nil {
			b.Fatal(err)
		}
		steps = append(steps, s)
	})
	return steps
}

// BenchmarkStep takes the steps of batches of 64 commands, without rendering
// them. The time is that of one command.
func BenchmarkStep(b *testing.B) {
	c := benchLeader(b)
	requests := make([]Received, benchBatch)
	check := func(_ Step, err error) {
		if err != nil {
			b.Fatal(err)
		}
	}
	b.ReportAllocs()
	b.ResetTimer()
	for i := 0; i < b.N; i += benchBatch {
		slot := Slot(i/benchBatch + 1)
		takeBatch(c, slot, requests, check)
		if slot%1000 == 0 {
			check(c.Snapshot())
			check(c.Truncate(slot - 500))
		}
	}
}

// BenchmarkRender writes the events of what a leader takes for a batch of 64
// commands. The time is that of one event.
func BenchmarkRender(b *testing.B) {
	steps := batchSteps(b)
	for _, action := range []string{"Request", "Propose", "Accept", "Learn", "Apply", "Respond"} {
		b.Run(action, func(b *testing.B) {
			b.ReportAllocs()
			i := slices.IndexFunc(steps, func(s Step) bool { return s.Action() == action })
			r := NewRenderer(trace.Binary)
			for range b.N {
				r.Reset("2026-11-23T10:36:22.646121337Z")
				r.Render(&steps[i], nil)
			}
			b.SetBytes(int64(len(r.Bytes())))
		})
	}
}
