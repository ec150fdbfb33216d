package multipaxos

import (
	"encoding/binary"
	"testing"
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

// BenchmarkStep takes what one node that leads takes for a batch of commands of
// 64 sessions: Request, Propose, its own vote, Learn from two votes, Apply,
// Respond; nothing is rendered. The time is that of one command.
func BenchmarkStep(b *testing.B) {
	const batch = 64
	cfg := testConfig(1, 1, 2, 3)
	cfg.Machine = &counter{}
	cfg.Name = func([]byte) string { return "0123456789abcdef0123456789abcdef" }
	const ballot Ballot = 1025
	var done []Done
	for k := range Session(batch) {
		done = append(done, Done{Session: k + 1, Last: Command{Name: "open"}})
	}
	c, err := FromState(cfg, State{Promised: ballot, Lead: Lead{Bal: ballot, Next: 1}, Opened: batch, Done: done}, 0)
	if err != nil {
		b.Fatal(err)
	}
	take := func(s Step, err error) Step {
		if err != nil {
			b.Fatal(err)
		}
		return s
	}
	payload := make([]byte, 16)
	requests := make([]Received, batch)
	b.ReportAllocs()
	b.ResetTimer()
	for i := 0; i < b.N; i += batch {
		slot := Slot(i/batch + 1)
		commands := make([]Command, batch)
		for k := range commands {
			s := take(c.Request(Command{Session: Session(k + 1), Number: uint64(slot), Payload: payload}))
			requests[k] = s.sends[0].Received
			commands[k] = s.sends[0].Msg.Cmd
		}
		v := NewValue(commands)
		ask := take(c.Propose(ballot, slot, v, requests))
		own := take(c.Accept(ask.sends[0].Received))
		other := *own.sends[0].Msg
		other.From = 2
		take(c.Learn([]Received{own.sends[0].Received, {Ref: own.ref, Msg: &other}}, v))
		take(c.Apply(slot))
		for k := range commands {
			take(c.Respond(Session(k+1), &commands[k]))
		}
		if slot%1000 == 0 {
			take(c.Snapshot())
			take(c.Truncate(slot - 500))
		}
	}
}
