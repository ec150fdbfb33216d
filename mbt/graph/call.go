package graph

import (
	"fmt"

	"github.com/synod-paxos/synod/impl/basicpaxos"
	"github.com/synod-paxos/synod/mbt/bridge"
	"github.com/synod-paxos/synod/spec/tla"
	"github.com/synod-paxos/synod/trace"
)

// An inbox is a state of the specification as a node would meet it: what each
// node holds, and the messages as received.
type inbox struct {
	state tla.State
	held  map[int64]holder
	all   []basicpaxos.Received
}

// A holder is what one node holds: as values of the specification and as the
// core's data.
type holder struct {
	own   map[string]tla.Value
	state basicpaxos.State
}

func (d *driver) readInbox(s tla.State) (*inbox, error) {
	in := &inbox{state: s, held: make(map[int64]holder)}
	for _, n := range d.nodes {
		own, err := own(s, tla.Int(int64(n)))
		if err != nil {
			return nil, err
		}
		state, err := bridge.State(own)
		if err != nil {
			return nil, fmt.Errorf("node %d: %w", n, err)
		}
		in.held[int64(n)] = holder{own, state}
	}
	msgs, err := messages(s)
	if err != nil {
		return nil, err
	}
	for v := range msgs.Elements() {
		m, err := bridge.Message(v)
		if err != nil {
			return nil, err
		}
		// Any reference will do: the cores' guards do not read it.
		ref := trace.Ref{Node: int(m.From), Inc: 1, Seq: 1}
		in.all = append(in.all, basicpaxos.Received{Ref: ref, Msg: m})
	}
	return in, nil
}

// find is the message of that type and ballot for which ok holds.
func (in *inbox) find(t basicpaxos.MessageType, b basicpaxos.Ballot, ok func(basicpaxos.Message) bool) (basicpaxos.Received, bool) {
	for _, m := range in.all {
		if m.Msg.Type == t && m.Msg.Bal == b && ok(m.Msg) {
			return m, true
		}
	}
	return basicpaxos.Received{}, false
}

// from are the messages that the nodes of Q sent, one each, for which ok holds.
func (in *inbox) from(a attempt, t basicpaxos.MessageType, b basicpaxos.Ballot, ok func(basicpaxos.Message) bool) ([]basicpaxos.Received, bool) {
	var found []basicpaxos.Received
	for n := range a.arg("Q").Elements() {
		node, _ := n.Int64()
		m, has := in.find(t, b, func(m basicpaxos.Message) bool {
			return m.From == basicpaxos.NodeID(node) && ok(m)
		})
		if !has {
			return nil, false
		}
		found = append(found, m)
	}
	if a.twice {
		found = append(found, found...)
	}
	return found, true
}

// A call is an action that a node could be told to take.
type call struct {
	cfg basicpaxos.Config
	holder
	node tla.Value
	act  action
}

// taken is the core after the step, and what the step was.
type taken struct {
	core *basicpaxos.Core
	step basicpaxos.Step
	disk *basicpaxos.Durable // what a crash right after the step would leave
}

// prepare builds the call of an attempt, or nil where a message that it needs
// was never sent.
func (d *driver) prepare(in *inbox, a attempt) (*call, error) {
	act, err := in.action(a)
	if err != nil || act == nil {
		return nil, err
	}
	n := a.arg("n")
	node, _ := n.Int64()
	cfg := bridge.Config(d.nodes, int(node), 1, func() uint64 { return 0 })
	return &call{cfg: cfg, holder: in.held[node], node: n, act: act}, nil
}

// An action is a method of the core with its arguments, or of its disk.
type action func(c *call, core *basicpaxos.Core) (*basicpaxos.Core, basicpaxos.Step, error)

// action finds the arguments of the core's method among the messages.
func (in *inbox) action(a attempt) (action, error) {
	if a.action.Name == "Restart" {
		return func(c *call, _ *basicpaxos.Core) (*basicpaxos.Core, basicpaxos.Step, error) {
			disk, err := c.disk()
			if err != nil {
				return nil, basicpaxos.Step{}, err
			}
			return basicpaxos.Restart(c.cfg, *disk)
		}, nil
	}
	b, err := bridge.Ballot(a.arg("b"))
	if err != nil {
		return nil, err
	}
	var v basicpaxos.Value
	if name := a.arg("v"); name.IsValid() {
		if v, err = bridge.Value(name); err != nil {
			return nil, err
		}
	}
	any := func(basicpaxos.Message) bool { return true }
	same := func(m basicpaxos.Message) bool { return m.Val == v }
	switch a.action.Name {
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
		return nil, fmt.Errorf("the core has no action %s", a.action.Name)
	}
	return nil, nil
}

// on is an action that is a method of the running core.
func on(method func(*basicpaxos.Core) (basicpaxos.Step, error)) action {
	return func(_ *call, core *basicpaxos.Core) (*basicpaxos.Core, basicpaxos.Step, error) {
		step, err := method(core)
		return core, step, err
	}
}

// try has a core in the node's state take the action, or say why not.
func (c *call) try() (*basicpaxos.Core, basicpaxos.Step, error) {
	core, err := basicpaxos.FromState(c.cfg, c.state, 0)
	if err != nil {
		return nil, basicpaxos.Step{}, err
	}
	return c.act(c, core)
}

// take takes the action and lets the step's records reach the disk.
func (c *call) take() (taken, error) {
	core, step, err := c.try()
	if err != nil {
		return taken{}, err
	}
	disk, err := c.disk()
	if err != nil {
		return taken{}, err
	}
	_, err = basicpaxos.Effects(step).Persist(func(records []basicpaxos.Record) error {
		for _, r := range records {
			if !r.Durable {
				continue
			}
			if err := disk.Replay(r); err != nil {
				return err
			}
		}
		return nil
	})
	return taken{core, step, disk}, err
}

// disk is a disk that holds the durable part of the node's state.
func (c *call) disk() (*basicpaxos.Durable, error) {
	record := basicpaxos.Record{Durable: true}
	for _, path := range bridge.Durable {
		value := trace.Value(tla.AppendJSON(nil, c.own[path]))
		record.Event.Post = append(record.Event.Post, trace.Change{Path: path, Value: value})
	}
	if v := c.state.Vote.Val; !v.IsNone() {
		name := basicpaxos.ValueName(v.Bytes())
		record.Values = append(record.Values, basicpaxos.Named{Name: name, Value: v})
	}
	disk := &basicpaxos.Durable{}
	return disk, disk.Replay(record)
}
