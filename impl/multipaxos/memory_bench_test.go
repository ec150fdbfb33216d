package multipaxos

import (
	"encoding/binary"
	"encoding/hex"
	"io"
	"math/rand/v2"
	"sync"
	"syscall"
	"testing"
)

// BenchmarkMemory has 256 clients, each with a session and one command of 16
// bytes outstanding, use a cluster of three nodes in one process, without disk
// and trace. One operation is one command, from its submission to its answer.
func BenchmarkMemory(b *testing.B) {
	b.Run("one-goroutine", benchmarkRounds)
	b.Run("goroutine-per-node", benchmarkParallel)
}

const benchClients = 256

// spent is the processor time that the process has used, in nanoseconds.
func spent(b *testing.B) int64 {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return u.Utime.Nano() + u.Stime.Nano()
}

// report gives the figures that a busy machine does not spoil, too.
func report(b *testing.B, ops int, before int64) {
	b.ReportMetric(float64(ops)/b.Elapsed().Seconds(), "ops/s")
	b.ReportMetric(float64(spent(b)-before)/float64(ops), "cpu-ns/op")
}

// nothing is the cheapest state machine.
type nothing struct{}

func (nothing) Apply([]byte) []byte  { return nil }
func (nothing) Save(io.Writer) error { return nil }
func (nothing) Load(io.Reader) error { return nil }

// A member is a node of the benchmark's cluster.
type member struct {
	core    *Core
	deliver func(to NodeID, input Input)
	answer  func(Answer)
	out     []Outgoing
}

func benchMembers(b *testing.B) []*member {
	members := make([]*member, 3)
	for i := range members {
		core, err := New(Config{
			Node: NodeID(i), Nodes: []NodeID{0, 1, 2}, Inc: 1, Machine: nothing{}, Untraced: true,
			Rand: rand.New(rand.NewPCG(uint64(i), 0)).Uint64,
			Name: func(payload []byte) string { return hex.EncodeToString(payload) },
		})
		if err != nil {
			b.Fatal(err)
		}
		members[i] = &member{core: core}
	}
	return members
}

// turn gives a node inputs and carries the effects out.
func (m *member) turn(inputs ...Input) {
	m.core.Step(inputs...)
	for effects := m.core.Effects(); !effects.Empty(); {
		now, rest := effects.Split()
		if now.Empty() {
			now, _ = rest.Persist(func([]Record) error { return nil })
			rest = Unpersisted{}
		}
		released, _ := now.Release(func([]Step) error { return nil })
		m.out = released.AppendMessages(m.out[:0])
		for _, o := range m.out {
			if o.Control != nil {
				m.deliver(o.To, *o.Control)
			} else {
				m.deliver(o.To, Deliver{o.Msg})
			}
		}
		for _, a := range released.Answers() {
			m.answer(a)
		}
		m.core.Released(released)
		effects = rest.Then(m.core.Effects())
	}
}

// A load is the clients. The one with number i waits for the answer i+1.
type load struct {
	sessions [benchClients]Session
	numbers  [benchClients]uint64
	done     int
}

// next is the client's next wish after an answer.
func (l *load) next(client int) Input {
	if l.sessions[client] == 0 {
		return Open{ID: uint64(client) + 1, Nonce: binary.BigEndian.AppendUint64(nil, uint64(client)), Ticks: 1 << 30}
	}
	l.numbers[client]++
	payload := make([]byte, 16)
	binary.BigEndian.PutUint64(payload, uint64(client))
	binary.BigEndian.PutUint64(payload[8:], l.numbers[client])
	return Submit{ID: uint64(client) + 1, Session: l.sessions[client], Number: l.numbers[client], Payload: payload, Ticks: 1 << 30}
}

func (l *load) answered(b *testing.B, a Answer) (client int) {
	client = int(a.ID) - 1
	switch a.Outcome {
	case Opened:
		l.sessions[client] = a.Session
	case Applied:
		l.done++
	default:
		b.Errorf("answer %+v", a)
	}
	return client
}

// elected lets time pass until the first node leads.
func elected(b *testing.B, members []*member, pump func()) {
	for tick := 0; !members[0].core.Status().Leads; tick++ {
		if tick > 1000 {
			b.Fatal("no leader")
		}
		members[0].turn(Tick{})
		pump()
		if tick%2 == 0 { // the first node is the most impatient
			members[1].turn(Tick{})
			members[2].turn(Tick{})
			pump()
		}
	}
}

// benchmarkRounds has one goroutine do everything, for the cost of it all.
func benchmarkRounds(b *testing.B) {
	members := benchMembers(b)
	boxes := make([][]Input, len(members))
	var clients load
	for i, m := range members {
		m.deliver = func(to NodeID, input Input) { boxes[to] = append(boxes[to], input) }
		m.answer = func(a Answer) { boxes[i] = append(boxes[i], clients.next(clients.answered(b, a))) }
	}
	spare := make([][]Input, len(members))
	round := func() (busy bool) {
		for i, m := range members {
			if inputs := boxes[i]; len(inputs) > 0 {
				busy = true
				boxes[i] = spare[i][:0]
				m.turn(inputs...)
				spare[i] = inputs
			}
		}
		return busy
	}
	elected(b, members, func() {
		for round() {
		}
	})
	for i := range benchClients {
		boxes[0] = append(boxes[0], clients.next(i))
	}
	for clients.done < 4*benchClients {
		round()
	}
	clients.done = 0
	b.ReportAllocs()
	b.ResetTimer()
	before := spent(b)
	for clients.done < b.N {
		round()
	}
	report(b, clients.done, before)
}

// A box is where a node's goroutine gets its inputs.
type box struct {
	mu     sync.Mutex
	filled sync.Cond
	inputs []Input
	closed bool
}

func (x *box) put(input Input) {
	x.mu.Lock()
	x.inputs = append(x.inputs, input)
	x.mu.Unlock()
	x.filled.Signal()
}

// take waits for inputs and takes them all.
func (x *box) take(spare []Input) ([]Input, bool) {
	x.mu.Lock()
	defer x.mu.Unlock()
	for len(x.inputs) == 0 && !x.closed {
		x.filled.Wait()
	}
	inputs := x.inputs
	x.inputs = spare[:0]
	return inputs, !x.closed
}

// benchmarkParallel has one goroutine for each node, which uses two processors.
// The clients are part of the leader's.
func benchmarkParallel(b *testing.B) {
	members := benchMembers(b)
	boxes := make([]*box, len(members))
	for i := range boxes {
		boxes[i] = new(box)
		boxes[i].filled.L = &boxes[i].mu
	}
	var clients load
	var again []Input
	for _, m := range members {
		m.deliver = func(to NodeID, input Input) { boxes[to].put(input) }
		m.answer = func(a Answer) { again = append(again, clients.next(clients.answered(b, a))) }
	}
	elected(b, members, func() {
		for busy := true; busy; {
			busy = false
			for i, m := range members {
				if len(boxes[i].inputs) > 0 {
					busy = true
					inputs, _ := boxes[i].take(nil)
					m.turn(inputs...)
				}
			}
		}
	})
	var wait sync.WaitGroup
	for i, m := range members[1:] {
		wait.Go(func() {
			var spare []Input
			for {
				inputs, open := boxes[i+1].take(spare)
				if !open {
					return
				}
				m.turn(inputs...)
				spare = inputs
			}
		})
	}
	run := func(until int) {
		clients.done = 0
		for clients.done < until {
			inputs := again
			again = nil
			if len(inputs) == 0 {
				inputs, _ = boxes[0].take(nil)
			} else {
				boxes[0].mu.Lock()
				inputs = append(inputs, boxes[0].inputs...)
				boxes[0].inputs = boxes[0].inputs[:0]
				boxes[0].mu.Unlock()
			}
			members[0].turn(inputs...)
		}
	}
	for i := range benchClients {
		again = append(again, clients.next(i))
	}
	run(4 * benchClients)
	b.ReportAllocs()
	b.ResetTimer()
	before := spent(b)
	run(b.N)
	report(b, clients.done, before)
	b.StopTimer()
	for _, x := range boxes[1:] {
		x.mu.Lock()
		x.closed = true
		x.mu.Unlock()
		x.filled.Signal()
	}
	wait.Wait()
}
