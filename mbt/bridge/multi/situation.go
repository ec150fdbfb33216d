package multi

import (
	"fmt"

	"github.com/synod-paxos/synod/impl/multipaxos"
	"github.com/synod-paxos/synod/mbt/bridge"
	"github.com/synod-paxos/synod/spec/tla"
	"github.com/synod-paxos/synod/trace"
)

// A situation is a state of the specification as data of the core.
type situation struct {
	*core
	held map[int]multipaxos.State
	sent []multipaxos.Received
}

func (c *core) Situation(s tla.State) (bridge.Situation, error) {
	in := &situation{core: c, held: make(map[int]multipaxos.State)}
	for _, n := range c.nodes {
		held, err := c.classes.Held(s, tla.Int(int64(n)))
		if err != nil {
			return nil, err
		}
		if in.held[n], err = state(held); err != nil {
			return nil, fmt.Errorf("node %d: %w", n, err)
		}
	}
	for v := range c.classes.Sent(s).Elements() {
		m, err := message(v)
		if err != nil {
			return nil, err
		}
		in.sent = append(in.sent, received(m))
	}
	return in, nil
}

// received is a message with some reference: the core's guards do not read it.
func received(m *multipaxos.Message) multipaxos.Received {
	return multipaxos.Received{Ref: trace.Ref{Node: int(m.From), Inc: 1, Seq: 1}, Msg: m}
}

// A wanted message is one of that type for which ok holds.
type wanted func(*multipaxos.Message) bool

func (in *situation) find(want wanted) (multipaxos.Received, bool) {
	for _, m := range in.sent {
		if want(m.Msg) {
			return m, true
		}
	}
	return multipaxos.Received{}, false
}

// from are the messages that the nodes of Q sent, one each.
func (in *situation) from(a bridge.Attempt, want wanted) ([]multipaxos.Received, bool) {
	var found []multipaxos.Received
	for n := range a.Args["Q"].Elements() {
		node, _ := n.Int64()
		m, has := in.find(func(m *multipaxos.Message) bool { return int(m.From) == int(node) && want(m) })
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

// requests are the messages that ask for the commands of v, as far as they were
// sent.
func (in *situation) requests(v *multipaxos.Value) []multipaxos.Received {
	var found []multipaxos.Received
	for i := range v.Commands() {
		cmd := &v.Commands()[i]
		if m, has := in.request(cmd); has {
			found = append(found, m)
		} else if !in.asks {
			found = append(found, received(&multipaxos.Message{Type: multipaxos.MsgRequest, From: multipaxos.NodeID(in.nodes[0]), Cmd: *cmd}))
		}
	}
	return found
}

func (in *situation) request(cmd *multipaxos.Command) (multipaxos.Received, bool) {
	return in.find(func(m *multipaxos.Message) bool { return m.Type == multipaxos.MsgRequest && m.Cmd.Is(cmd) })
}

// args are an attempt's arguments as data of the core.
type args struct {
	b       multipaxos.Ballot
	s, i, t multipaxos.Slot
	u       multipaxos.Slot
	v       *multipaxos.Value
	c       multipaxos.Command
	k       multipaxos.Session
	m       multipaxos.NodeID
	p       multipaxos.Prefix
}

func readArgs(of map[string]tla.Value) (args, error) {
	r := &reader{}
	var a args
	for name, read := range map[string]func(tla.Value){
		"b": func(v tla.Value) { a.b = r.ballot(v) },
		"s": func(v tla.Value) { a.s = r.slot(v) },
		"i": func(v tla.Value) { a.i = r.slot(v) },
		"t": func(v tla.Value) { a.t = r.slot(v) },
		"u": func(v tla.Value) { a.u = r.slot(v) },
		"v": func(v tla.Value) { a.v = r.value(v) },
		"c": func(v tla.Value) { a.c = r.command(v) },
		"k": func(v tla.Value) { a.k = r.session(v) },
		"m": func(v tla.Value) { a.m = multipaxos.NodeID(r.int(v)) },
		"p": func(v tla.Value) { a.p = r.prefix(v) },
	} {
		if v, has := of[name]; has {
			read(v)
		}
	}
	return a, r.err
}

// Call finds the arguments of the core's method among the messages.
func (in *situation) Call(a bridge.Attempt) (bridge.Call, error) {
	given, err := readArgs(a.Args)
	if err != nil {
		return nil, err
	}
	act, err := in.action(a, given)
	if err != nil || act == nil {
		return nil, err
	}
	return &call{core: in.core, cfg: in.config(a.Node), held: in.held[a.Node], act: act}, nil
}

// A method is a call of one of the core's methods.
type method = func(*multipaxos.Core) (multipaxos.Step, error)

func (in *situation) action(a bridge.Attempt, x args) (action, error) {
	if a.Action == "Restart" {
		return restart, nil
	}
	if alone, ok := in.alone(a.Action, x); ok {
		return on(alone), nil
	}
	if one, want := onOne(a.Action, x); one != nil {
		m, sent := in.find(want)
		if !sent {
			return nil, nil
		}
		if a.Action == "Notice" {
			m = notice(m)
		}
		return on(func(c *multipaxos.Core) (multipaxos.Step, error) { return one(c, m) }), nil
	}
	if many, want := onMany(a.Action, x); many != nil {
		ms, sent := in.from(a, want)
		if !sent {
			return nil, nil
		}
		return on(func(c *multipaxos.Core) (multipaxos.Step, error) { return many(c, ms) }), nil
	}
	return nil, fmt.Errorf("the core has no action %s", a.Action)
}

// notice is the entry as a notice has it, without the value.
func notice(m multipaxos.Received) multipaxos.Received {
	bare := *m.Msg
	bare.Body = nil
	return multipaxos.Received{Ref: m.Ref, Msg: &bare}
}

// alone are the actions that read no message that others must have sent; what
// was asked for, a node may propose as far as it knows.
func (in *situation) alone(action string, x args) (method, bool) {
	m, ok := map[string]method{
		"Request":  func(c *multipaxos.Core) (multipaxos.Step, error) { return c.Request(unnamed(x.c)) },
		"Prepare":  func(c *multipaxos.Core) (multipaxos.Step, error) { return c.Prepare(x.b) },
		"Propose":  func(c *multipaxos.Core) (multipaxos.Step, error) { return c.Propose(x.b, x.s, x.v, in.requests(x.v)) },
		"Apply":    func(c *multipaxos.Core) (multipaxos.Step, error) { return c.Apply(x.s) },
		"Respond":  func(c *multipaxos.Core) (multipaxos.Step, error) { return c.Respond(x.k, &x.c) },
		"Snapshot": func(c *multipaxos.Core) (multipaxos.Step, error) { return c.Snapshot() },
		"Truncate": func(c *multipaxos.Core) (multipaxos.Step, error) { return c.Truncate(x.t) },
	}[action]
	return m, ok
}

// unnamed leaves it to the core to name a command.
func unnamed(c multipaxos.Command) multipaxos.Command {
	c.Name = ""
	return c
}

// onOne are the actions that read one message, and which.
func onOne(action string, x args) (func(*multipaxos.Core, multipaxos.Received) (multipaxos.Step, error), wanted) {
	asked := func(m *multipaxos.Message) bool { return m.Type == multipaxos.MsgRequest && m.Cmd.Is(&x.c) }
	same := func(m *multipaxos.Message) bool { return m.Bal == x.b && m.Slot == x.s && m.Val == x.v.Digest() }
	switch action {
	case "Promise":
		return (*multipaxos.Core).Promise, func(m *multipaxos.Message) bool {
			return m.Type == multipaxos.Msg1a && m.Bal == x.b && m.Slot == x.i
		}
	case "Accept":
		return (*multipaxos.Core).Accept, func(m *multipaxos.Message) bool { return m.Type == multipaxos.Msg2a && same(m) }
	case "Refuse":
		return (*multipaxos.Core).Refuse, func(m *multipaxos.Message) bool {
			return (m.Type == multipaxos.Msg1a || m.Type == multipaxos.Msg2a) && m.Bal == x.b
		}
	case "StepDown":
		return (*multipaxos.Core).StepDown, func(m *multipaxos.Message) bool {
			return m.Type == multipaxos.MsgRefusal && m.Promised == x.b
		}
	case "Notice":
		return (*multipaxos.Core).Notice, func(m *multipaxos.Message) bool {
			return m.Type == multipaxos.MsgEntry && m.Bal == x.b && m.Slot == x.s
		}
	case "CatchUp":
		return (*multipaxos.Core).CatchUp, func(m *multipaxos.Message) bool { return m.Type == multipaxos.MsgEntry && same(m) }
	case "RetryInOrder":
		return (*multipaxos.Core).RetryInOrder, asked
	case "SessionExpired":
		return (*multipaxos.Core).SessionExpired, asked
	case "InstallSnapshot":
		return (*multipaxos.Core).InstallSnapshot, func(m *multipaxos.Message) bool {
			return m.Type == multipaxos.MsgSnapshot && m.From == x.m && m.Snap.Upto == x.u && m.Snap.Prefix == x.p
		}
	}
	return nil, nil
}

// onMany are the actions that read a message of each node of a quorum.
func onMany(action string, x args) (func(*multipaxos.Core, []multipaxos.Received) (multipaxos.Step, error), wanted) {
	switch action {
	case "Lead":
		return (*multipaxos.Core).Lead, func(m *multipaxos.Message) bool { return m.Type == multipaxos.Msg1b && m.Bal == x.b }
	case "Learn":
		return func(c *multipaxos.Core, votes []multipaxos.Received) (multipaxos.Step, error) {
				return c.Learn(votes, x.v)
			},
			func(m *multipaxos.Message) bool {
				return m.Type == multipaxos.Msg2b && m.Bal == x.b && m.Slot == x.s && m.Val == x.v.Digest()
			}
	}
	return nil, nil
}
