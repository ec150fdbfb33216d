package basicpaxos

import "github.com/synod-paxos/synod/trace"

// This file is the abstraction function: how the core's real data looks as
// values of the specification. Events are described by it and by nothing else:
// post is the difference of two states seen through it, out is what is handed
// to the transport seen through it. Neither is written down by an action, so
// neither can say what the action meant to do instead of what it did.

// A ValueName stands for a value in a trace: a keyed digest, or the value
// itself where that is wanted. Equal values have equal names and different
// values different ones. The empty name is None's.
type ValueName string

var none = trace.Model("None")

func (v ValueName) abstract() trace.Value {
	if v == "" {
		return none
	}
	return trace.Str(string(v))
}

func (n NodeID) abstract() trace.Value { return trace.Int(int64(n)) }

func (b Ballot) abstract() trace.Value { return trace.Int(int64(b)) }

func (q Quorum) abstract() trace.Value {
	nodes := make([]int, len(q))
	for i, n := range q {
		nodes[i] = int(n)
	}
	return trace.IntSet(nodes)
}

func (v ValueName) append(dst []byte) []byte { return v.abstract().Append(dst) }

func (b Ballot) append(dst []byte) []byte { return b.abstract().Append(dst) }

func (q Quorum) append(dst []byte) []byte { return q.abstract().Append(dst) }

// abstractValue names a value; None is no one's to name.
func (c *Core) abstractValue(v Value) trace.Value {
	if v.IsNone() {
		return none
	}
	return c.cfg.Name(v).abstract()
}

// pair is the form that votes and proposers share.
func (c *Core) pair(b Ballot, v Value) trace.Value {
	return trace.Record(
		trace.Field{Name: "bal", Value: b.abstract()},
		trace.Field{Name: "val", Value: c.abstractValue(v)},
	)
}

// whole is a whole state of the node, one path a variable.
func (c *Core) whole(s State) []trace.Change {
	return []trace.Change{
		{Path: "promised", Value: s.Promised.abstract()},
		{Path: "vote", Value: c.pair(s.Vote.Bal, s.Vote.Val)},
		{Path: "proposer", Value: c.pair(s.Proposer.Bal, s.Proposer.Val)},
		{Path: "decided", Value: c.abstractValue(s.Decided)},
	}
}

// diff is what changed between two states of a node.
func (c *Core) diff(before, after State) []trace.Change {
	old := c.whole(before)
	var changes []trace.Change
	for i, change := range c.whole(after) {
		if change != old[i] {
			changes = append(changes, change)
		}
	}
	return changes
}

// abstractMessage is a message as the specification's record.
func (c *Core) abstractMessage(m Message) trace.Value {
	fields := []trace.Field{
		{Name: "type", Value: trace.Str(string(m.Type))},
		{Name: "from", Value: m.From.abstract()},
		{Name: "bal", Value: m.Bal.abstract()},
	}
	switch m.Type {
	case Msg1b:
		fields = append(fields, trace.Field{Name: "vote", Value: c.pair(m.Vote.Bal, m.Vote.Val)})
	case Msg2a, Msg2b:
		fields = append(fields, trace.Field{Name: "val", Value: c.abstractValue(m.Val)})
	}
	return trace.Record(fields...)
}

// event is the event of a step that has changed the state.
func (c *Core) event(made call, before State, used []Received, sends []Send) trace.Event {
	w := trace.NewEventWriter(trace.Binary)
	made.begin(w, c.cfg.Inc, c.seq)
	w.In(len(used))
	for _, m := range used {
		w.Cite(m.Ref, c.abstractMessage(m.Msg).Append)
	}
	w.Out(len(sends))
	for _, s := range sends {
		w.Add(c.abstractMessage(s.Msg).Append)
	}
	changes := c.diff(before, c.state)
	w.Post(len(changes))
	for _, change := range changes {
		w.Change(trace.Value(change.Path).Append, change.Value.Append)
	}
	w.Values(0)
	w.End()
	return w.Event()
}

// State is the node's own state.
func (c *Core) State() State { return c.state }

// Abstract is the node's whole own state as a trace has it.
func (c *Core) Abstract() []trace.Change { return c.whole(c.state) }

// AbstractMessage is a message as a trace has it.
func (c *Core) AbstractMessage(m Message) trace.Value { return c.abstractMessage(m) }
