package basic

import (
	"fmt"

	"github.com/synod-paxos/synod/impl/basicpaxos"
	"github.com/synod-paxos/synod/mbt/bridge"
	"github.com/synod-paxos/synod/spec/tla"
	"github.com/synod-paxos/synod/trace"
)

// core is impl/basicpaxos as the tests of a model reach it.
type core struct {
	classes bridge.Classes
	nodes   []int
}

// Open is the implementation of a model of BasicPaxos. The model's values are
// those of its implementation.
func Open(spec *tla.Spec) (bridge.Implementation, error) {
	classes, err := bridge.ClassesOf(spec.Module())
	if err != nil {
		return nil, err
	}
	nodes, err := bridge.Nodes(spec)
	return core{classes, nodes}, err
}

func (core) Concrete(s tla.State) (tla.State, error)                       { return s, nil }
func (core) Argument(_ *tla.Action, _ int, v tla.Value) (tla.Value, error) { return v, nil }
func (core) Read(v trace.Value) (tla.Value, error)                         { return Read(v) }

// A situation is a state of the specification as data of the core.
type situation struct {
	core
	held map[int]holder
	sent []basicpaxos.Received
}

// A holder is what one node holds: as values of the specification and as the
// core's data.
type holder struct {
	own   map[string]tla.Value
	state basicpaxos.State
}

func (c core) Situation(s tla.State) (bridge.Situation, error) {
	in := &situation{core: c, held: make(map[int]holder)}
	for _, n := range c.nodes {
		own, err := c.classes.Held(s, tla.Int(int64(n)))
		if err != nil {
			return nil, err
		}
		state, err := state(own)
		if err != nil {
			return nil, fmt.Errorf("node %d: %w", n, err)
		}
		in.held[n] = holder{own, state}
	}
	for v := range c.classes.Sent(s).Elements() {
		m, err := message(v)
		if err != nil {
			return nil, err
		}
		// Any reference will do: the cores' guards do not read it.
		ref := trace.Ref{Node: int(m.From), Inc: 1, Seq: 1}
		in.sent = append(in.sent, basicpaxos.Received{Ref: ref, Msg: m})
	}
	return in, nil
}

// find is the message of that type and ballot for which ok holds.
func (in *situation) find(t basicpaxos.MessageType, b basicpaxos.Ballot, ok func(basicpaxos.Message) bool) (basicpaxos.Received, bool) {
	for _, m := range in.sent {
		if m.Msg.Type == t && m.Msg.Bal == b && ok(m.Msg) {
			return m, true
		}
	}
	return basicpaxos.Received{}, false
}

// from are the messages that the nodes of Q sent, one each, for which ok holds.
func (in *situation) from(a bridge.Attempt, t basicpaxos.MessageType, b basicpaxos.Ballot, ok func(basicpaxos.Message) bool) ([]basicpaxos.Received, bool) {
	var found []basicpaxos.Received
	for n := range a.Args["Q"].Elements() {
		node, _ := n.Int64()
		m, has := in.find(t, b, func(m basicpaxos.Message) bool {
			return m.From == basicpaxos.NodeID(node) && ok(m)
		})
		if !has {
			return nil, false
		}
		found = append(found, m)
	}
	if a.Twice {
		found = append(found, found...)
	}
	return found, true
}

// Call finds the arguments of the core's method among the messages.
func (in *situation) Call(a bridge.Attempt) (bridge.Call, error) {
	act, err := in.action(a)
	if err != nil || act == nil {
		return nil, err
	}
	cfg := Config(in.nodes, a.Node, 1, func() uint64 { return 0 })
	return &call{cfg: cfg, holder: in.held[a.Node], durable: in.classes.Durable, act: act}, nil
}

func (in *situation) action(a bridge.Attempt) (action, error) {
	if a.Action == "Restart" {
		return restart, nil
	}
	b, err := ballot(a.Args["b"])
	if err != nil {
		return nil, err
	}
	var v basicpaxos.Value
	if name := a.Args["v"]; name.IsValid() {
		if v, err = value(name); err != nil {
			return nil, err
		}
	}
	any := func(basicpaxos.Message) bool { return true }
	same := func(m basicpaxos.Message) bool { return m.Val == v }
	switch a.Action {
	case "Prepare":
		return on(func(c *basicpaxos.Core) (basicpaxos.Step, error) { return c.Prepare(b) }), nil
	case "Promise":
		if m, ok := in.find(basicpaxos.Msg1a, b, any); ok {
			return on(func(c *basicpaxos.Core) (basicpaxos.Step, error) { return c.Promise(m) }), nil
		}
	case "Propose":
		if ms, ok := in.from(a, basicpaxos.Msg1b, b, any); ok {
			return on(func(c *basicpaxos.Core) (basicpaxos.Step, error) { return c.Propose(ms, v) }), nil
		}
	case "Accept":
		if m, ok := in.find(basicpaxos.Msg2a, b, same); ok {
			return on(func(c *basicpaxos.Core) (basicpaxos.Step, error) { return c.Accept(m) }), nil
		}
	case "Learn":
		if ms, ok := in.from(a, basicpaxos.Msg2b, b, same); ok {
			return on(func(c *basicpaxos.Core) (basicpaxos.Step, error) { return c.Learn(ms) }), nil
		}
	default:
		return nil, fmt.Errorf("the core has no action %s", a.Action)
	}
	return nil, nil
}
