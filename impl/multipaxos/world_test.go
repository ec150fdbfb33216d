package multipaxos

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/synod-paxos/synod/trace"
)

func testConfig(node NodeID, nodes ...NodeID) Config {
	return Config{
		Node: node, Nodes: nodes, Inc: 1, Name: func(payload []byte) string { return string(payload) },
		Rand: func() uint64 { return 0 }, Machine: &tape{}, Limits: Limits{Window: 4},
	}
}

// A world is a cluster whose nodes take any action at any time, with any
// messages that were ever sent. Every step is looked at from all sides.
type world struct {
	t      *testing.T
	random *rand.Rand
	nodes  []*machine
	sent   []Received // every message, each with all that travels with it
	taken  map[string]int
	asked  []Received // the requests among them
	spec   *oracle
}

// A machine is a node with its disk, and the state that its events add up to.
type machine struct {
	core *Core
	disk []Stored
	sum  map[string]trace.Value
}

func newWorld(t *testing.T, seed uint64) *world {
	w := &world{t: t, random: rand.New(rand.NewPCG(seed, 1)), taken: map[string]int{}, spec: newOracle(t)}
	for n := NodeID(1); n <= 3; n++ {
		c, err := New(testConfig(n, 1, 2, 3))
		if err != nil {
			t.Fatal(err)
		}
		w.nodes = append(w.nodes, &machine{core: c, sum: paths(c.Abstract())})
	}
	return w
}

func paths(changes []trace.Change) map[string]trace.Value {
	m := map[string]trace.Value{}
	for _, c := range changes {
		m[c.Path] = c.Value
	}
	return m
}

// add adds changes to a whole state.
func add(sum map[string]trace.Value, changes []trace.Change) error {
	for _, c := range changes {
		name, keys, _ := strings.Cut(c.Path, "[")
		var from, to int64
		if n, _ := fmt.Sscanf(keys, "%d..%d)", &from, &to); n != 2 {
			name = ""
		}
		switch {
		case name != "" && (!c.Gone() || to-from < 2):
			return fmt.Errorf("%s is no range that is gone", c.Path)
		case name != "":
			for k := from; k < to; k++ {
				if err := add(sum, []trace.Change{{Path: fmt.Sprintf("%s[%d]", name, k)}}); err != nil {
					return err
				}
			}
		case c.Gone() && sum[c.Path] == "":
			return fmt.Errorf("%s is gone and was not there", c.Path)
		case c.Gone():
			delete(sum, c.Path)
		case sum[c.Path] == c.Value:
			return fmt.Errorf("%s is told and did not change", c.Path)
		default:
			sum[c.Path] = c.Value
		}
	}
	return nil
}

// try takes an action of a node if the node allows it.
func (w *world) try(n int, act func(c *Core) (Step, error)) {
	m := w.nodes[n]
	before, seq := m.core.State(), m.core.Seq()
	step, err := act(m.core)
	if err == nil {
		w.took(m, before, step)
		return
	}
	if _, refused := err.(*Refusal); !refused || err.Error() == "" {
		w.t.Fatalf("node %d: %v", n+1, err)
	}
	if after := m.core.State(); !reflect.DeepEqual(after, before) || m.core.Seq() != seq || len(m.core.state.touched) > 0 {
		w.t.Fatalf("node %d refuses, %v, and goes from\n%+v to\n%+v", n+1, err, before, after)
	}
}

// took looks at a step.
func (w *world) took(m *machine, before State, step Step) {
	t := w.t
	event := step.Event()
	if again := step.Event(); !reflect.DeepEqual(event, again) {
		t.Fatalf("two events of one step:\n%+v\n%+v", event, again)
	}
	w.taken[event.Action]++
	if event.Action == "Restart" {
		m.sum = paths(event.Post)
	} else if err := add(m.sum, event.Post); err != nil {
		t.Fatalf("%+v: %v", event, err)
	}
	if whole := paths(m.core.Abstract()); !reflect.DeepEqual(whole, m.sum) {
		t.Fatalf("after %+v the state is\n%v, and the events add up to\n%v", event, whole, m.sum)
	}
	after := m.core.State()
	wantDurable := event.Action == "Restart" || before.Promised != after.Promised || before.Trunc != after.Trunc ||
		!reflect.DeepEqual(before.Votes, after.Votes) || !reflect.DeepEqual(before.Snap, after.Snap)
	if step.Durable() != wantDurable {
		t.Fatalf("%+v is durable: %v", event, step.Durable())
	}
	w.spec.judge(event, m.core)
	w.send(step)
	persisted, err := Effects(step).Persist(func(records []Record) error {
		for _, r := range records {
			if r.Durable() {
				m.disk = append(m.disk, Stored{Event: r.Event(), Values: r.Values, Snapshot: r.Snapshot})
			}
		}
		return nil
	})
	if err != nil || persisted.Empty() {
		t.Fatal(err)
	}
}

// send adds a step's messages to those that were sent.
func (w *world) send(step Step) {
	for _, s := range step.Sends() {
		m := s.Received
		if m.Msg.Type == MsgEntry {
			w.sent = append(w.sent, m)
			full, ok := w.nodes[m.Msg.From-1].core.Entry(m.Msg.Slot)
			if !ok || full.Ref != m.Ref || abstract(full.Msg) != abstract(m.Msg) {
				w.t.Fatalf("%+v is kept as %+v", m, full)
			}
			m = full
		}
		w.sent = append(w.sent, m)
		if m.Msg.Type == MsgRequest {
			w.asked = append(w.asked, m)
		}
	}
}

// any is some message of these types, mostly a recent one, or one that is none.
func (w *world) any(types ...MessageType) Received {
	var found []Received
	for _, m := range w.sent {
		if slices.Contains(types, m.Msg.Type) {
			found = append(found, m)
		}
	}
	if len(found) == 0 {
		return Received{Msg: &Message{Type: types[0], From: 1}}
	}
	if recent := len(found) - 6; recent > 0 && w.random.IntN(4) > 0 {
		found = found[recent:]
	}
	return found[w.random.IntN(len(found))]
}

// like are some of the messages of m's type, ballot and slot.
func (w *world) like(m Received) []Received {
	var found []Received
	for _, other := range w.sent {
		if o := other.Msg; o.Type == m.Msg.Type && o.Bal == m.Msg.Bal && (o.Slot == m.Msg.Slot || o.Type == Msg1b) && w.random.IntN(8) > 0 {
			found = append(found, other)
		}
	}
	return found
}

// body is a value that a node could have for a digest.
func (w *world) body(d Digest) *Value {
	for _, m := range w.sent {
		if m.Msg.Type == Msg2a && m.Msg.Val == d {
			return m.Msg.Body
		}
	}
	return nil
}

func (w *world) command() Command {
	text := []byte{byte('a' + w.random.IntN(4))}
	switch w.random.IntN(8) {
	case 0, 1:
		return Command{Payload: fmt.Appendf(nil, "open%d", w.random.IntN(9))}
	case 2:
		return Command{Session: Session(1 + w.random.IntN(3)), Payload: []byte("close")}
	default:
		return Command{Session: Session(1 + w.random.IntN(3)), Number: uint64(1 + w.random.IntN(4)), Payload: text}
	}
}

// batch is a value of some commands that were asked for, with the requests.
func (w *world) batch() (*Value, []Received) {
	var commands []Command
	var requests []Received
	for range 1 + w.random.IntN(4) {
		if len(w.asked) > 0 {
			m := w.asked[w.random.IntN(len(w.asked))]
			commands, requests = append(commands, m.Msg.Cmd), append(requests, m)
		}
	}
	return NewValue(commands), requests
}

// step has some node try something.
func (w *world) step() {
	n := w.random.IntN(len(w.nodes))
	c := w.nodes[n].core
	s := c.State()
	switch r := w.random.IntN(100); {
	case r < 3:
		w.try(n, func(c *Core) (Step, error) { return c.Request(w.command()) })
	case r < 5:
		b := NewBallot(s.Promised.Round()+int64(w.random.IntN(3))-1, NodeID(n+1))
		w.try(n, func(c *Core) (Step, error) { return c.Prepare(b) })
	case r < 16:
		w.try(n, func(c *Core) (Step, error) { return c.Promise(w.any(Msg1a)) })
	case r < 24:
		w.try(n, func(c *Core) (Step, error) { return c.Lead(w.like(w.any(Msg1b))) })
	case r < 32:
		v, requests := w.batch()
		slot := s.Lead.Next - Slot(w.random.IntN(5)/4)
		w.try(n, func(c *Core) (Step, error) { return c.Propose(s.Lead.Bal, slot, v, requests) })
	case r < 50:
		w.try(n, func(c *Core) (Step, error) { return c.Accept(w.any(Msg2a)) })
	case r < 52:
		w.try(n, func(c *Core) (Step, error) { return c.Refuse(w.any(Msg1a, Msg2a)) })
	case r < 53:
		w.try(n, func(c *Core) (Step, error) { return c.StepDown(w.any(MsgRefusal)) })
	case r < 65:
		votes := w.like(w.any(Msg2b))
		if len(votes) > 0 {
			w.try(n, func(c *Core) (Step, error) { return c.Learn(votes, w.body(votes[0].Msg.Val)) })
		}
	case r < 69:
		w.try(n, func(c *Core) (Step, error) { return c.Notice(w.any(MsgEntry)) })
	case r < 73:
		w.try(n, func(c *Core) (Step, error) { return c.CatchUp(w.any(MsgEntry)) })
	case r < 86:
		w.try(n, func(c *Core) (Step, error) { return c.Apply(s.Upto) })
	case r < 91:
		w.answer(n, s)
	case r < 93:
		w.try(n, func(c *Core) (Step, error) { return c.Snapshot() })
	case r < 95:
		w.try(n, func(c *Core) (Step, error) { return c.Truncate(s.Trunc + Slot(w.random.IntN(4))) })
	case r < 97:
		w.try(n, func(c *Core) (Step, error) { return c.InstallSnapshot(w.any(MsgSnapshot)) })
	case r < 98 && w.random.IntN(4) == 0:
		w.restart(n)
	}
}

// answer has a node answer a client.
func (w *world) answer(n int, s State) {
	req := w.any(MsgRequest)
	switch w.random.IntN(3) {
	case 0:
		k := Session(1 + w.random.IntN(3))
		cmd := req.Msg.Cmd
		if len(s.Done) > 0 {
			d := s.Done[w.random.IntN(len(s.Done))]
			k, cmd = d.Session, d.Last
		}
		w.try(n, func(c *Core) (Step, error) { return c.Respond(k, &cmd) })
	case 1:
		w.try(n, func(c *Core) (Step, error) { return c.RetryInOrder(req) })
	case 2:
		w.try(n, func(c *Core) (Step, error) { return c.SessionExpired(req) })
	}
}

// agree checks that no two nodes have applied different commands.
func (w *world) agree() {
	for _, a := range w.nodes {
		for _, b := range w.nodes {
			x, y := a.core.State(), b.core.State()
			if x.Upto == y.Upto && (x.Prefix != y.Prefix || x.Opened != y.Opened || !reflect.DeepEqual(x.Done, y.Done) || !sameTape(a.core, b.core)) {
				w.t.Fatalf("two nodes have applied different things:\n%+v\n%+v", x, y)
			}
		}
	}
}

func sameTape(a, b *Core) bool {
	var x, y bytes.Buffer
	if a.cfg.Machine.Save(&x) != nil || b.cfg.Machine.Save(&y) != nil {
		return false
	}
	return bytes.Equal(x.Bytes(), y.Bytes())
}

// TestWorld takes random steps, and has the specification judge each of them.
func TestWorld(t *testing.T) {
	seeds, steps := uint64(12), 4000
	taken := map[string]int{}
	for seed := range seeds {
		t.Run(fmt.Sprintf("seed=%d", seed), func(t *testing.T) {
			w := newWorld(t, seed)
			for range steps {
				w.step()
			}
			w.agree()
			for action, n := range w.taken {
				taken[action] += n
			}
		})
	}
	if t.Failed() {
		return
	}
	t.Logf("taken: %v", taken)
	for a := requestAction; a <= restartAction; a++ {
		if taken[a.String()] == 0 {
			t.Errorf("%s was never taken", a)
		}
	}
}

// abstract is what a trace says of something.
func abstract(x interface{ append([]byte) []byte }) trace.Value { return trace.Value(x.append(nil)) }
