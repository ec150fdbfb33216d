package basicpaxos

import (
	"fmt"
	"slices"

	"github.com/synod-paxos/synod/trace"
)

// plain names values by themselves.
func plain(v Value) ValueName { return ValueName(v.bytes) }

func val(s string) Value { return NewValue([]byte(s)) }

func testConfig(n NodeID, inc uint64, nodes ...NodeID) Config {
	return Config{Node: n, Nodes: nodes, Inc: inc, Name: plain, Rand: func() uint64 { return 0 }}
}

// A fataler is a test, of package testing or of rapid.
type fataler interface{ Fatal(args ...any) }

// A world is a cluster in memory: its nodes' logs, and the messages under way.
type world struct {
	t       fataler
	nodes   []NodeID
	cores   map[NodeID]*Core // those that are up
	logs    map[NodeID][]Record
	incs    map[NodeID]uint64
	pending []packet
	said    map[trace.Ref][]Message // what each event added, as sent
	rand    func() uint64
	tell    func(format string, args ...any)
	answers []Answer
	events  []trace.Event
}

type packet struct {
	from NodeID
	Outgoing
}

func newWorld(t fataler, nodes ...NodeID) *world {
	w := &world{
		t: t, nodes: nodes, cores: map[NodeID]*Core{}, logs: map[NodeID][]Record{},
		incs: map[NodeID]uint64{}, said: map[trace.Ref][]Message{},
		rand: func() uint64 { return 0 }, tell: func(string, ...any) {},
	}
	for _, n := range nodes {
		w.incs[n] = 1
		core, err := New(w.config(n))
		if err != nil {
			t.Fatal(err)
		}
		w.cores[n] = core
	}
	return w
}

func (w *world) config(n NodeID) Config {
	c := testConfig(n, w.incs[n], w.nodes...)
	c.Rand = func() uint64 { return w.rand() }
	return c
}

// input gives a node inputs and carries the effects out.
func (w *world) input(n NodeID, inputs ...Input) {
	core := w.cores[n]
	for u := core.Step(inputs...); !u.Empty(); {
		u = core.Released(w.carryOut(n, u))
	}
}

func (w *world) carryOut(n NodeID, u Unpersisted) Released {
	persisted, err := u.Persist(func(records []Record) error {
		for _, r := range records {
			if r.Durable {
				w.logs[n] = append(w.logs[n], r)
			}
		}
		return nil
	})
	if err != nil {
		w.t.Fatal(err)
	}
	released, err := persisted.Release(func(events []trace.Event) error {
		for _, e := range events {
			w.events = append(w.events, e)
			w.tell("%s", describe(e))
		}
		return nil
	})
	if err != nil {
		w.t.Fatal(err)
	}
	for _, note := range released.Notes() {
		w.tell("node %d refuses: %s", n, note)
	}
	for _, o := range released.Messages() {
		w.send(n, o)
	}
	for _, a := range released.Answers() {
		w.answers = append(w.answers, a)
		w.tell("node %d answers request %d: %s", n, a.ID, describeAnswer(a))
	}
	return released
}

func (w *world) send(from NodeID, o Outgoing) {
	w.pending = append(w.pending, packet{from, o})
	if o.IsHint() {
		w.tell("  %d -> %d: hint: %d is refused, %d is promised", from, o.To, o.Hint.Refused, o.Hint.Promised)
		return
	}
	w.tell("  %d -> %d: %s", from, o.To, describeMessage(o.Msg))
	if !slices.Contains(w.said[o.Msg.Ref], o.Msg.Msg) {
		w.said[o.Msg.Ref] = append(w.said[o.Msg.Ref], o.Msg.Msg)
	}
}

// take removes the i-th pending packet.
func (w *world) take(i int) packet {
	p := w.pending[i]
	w.pending = slices.Delete(w.pending, i, i+1)
	return p
}

func (w *world) deliver(p packet) {
	if _, up := w.cores[p.To]; !up {
		return
	}
	if p.IsHint() {
		w.input(p.To, Refused{p.Hint})
	} else {
		w.input(p.To, Deliver{p.Msg})
	}
}

func (w *world) crash(n NodeID) { delete(w.cores, n) }

func (w *world) restart(n NodeID) {
	w.incs[n]++
	var d Durable
	for _, r := range w.logs[n] {
		if err := d.Replay(r); err != nil {
			w.t.Fatal(err)
		}
	}
	core, step, err := Restart(w.config(n), d)
	if err != nil {
		w.t.Fatal(err)
	}
	w.cores[n] = core
	w.carryOut(n, Effects(step))
}

func describe(e trace.Event) string {
	text := fmt.Sprintf("%d: %s(", e.Node, e.Action)
	for i, a := range e.Args {
		if i > 0 {
			text += ", "
		}
		text += a.Name + "=" + string(a.Value)
	}
	text += ")"
	for _, c := range e.Post {
		text += fmt.Sprintf(" %s=%s", c.Path, c.Value)
	}
	return text
}

func describeMessage(m Received) string {
	text := fmt.Sprintf("%s %d", m.Msg.Type, m.Msg.Bal)
	switch m.Msg.Type {
	case Msg1b:
		text += fmt.Sprintf(", voted %q in %d", m.Msg.Vote.Val.bytes, m.Msg.Vote.Bal)
		if m.Msg.Vote.Bal == 0 {
			text = fmt.Sprintf("%s %d, no vote", m.Msg.Type, m.Msg.Bal)
		}
	case Msg2a, Msg2b:
		text += fmt.Sprintf(" %q", m.Msg.Val.bytes)
	}
	return fmt.Sprintf("%s (event %d.%d)", text, m.Ref.Inc, m.Ref.Seq)
}

func describeAnswer(a Answer) string {
	switch a.Outcome {
	case Decided:
		return fmt.Sprintf("decided %q", a.Value.bytes)
	case Undecided:
		return "undecided"
	case Unknown:
		return "unknown, " + a.Reason
	default:
		return "rejected, " + a.Reason
	}
}
