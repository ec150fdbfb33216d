package multipaxos

import (
	"encoding/binary"
	"strconv"

	"github.com/synod-paxos/synod/trace"
)

// This file is the abstraction function: how the core's real data looks as
// values of the specification. Events are described by it and by nothing else.

func (n NodeID) abstract() trace.Value { return trace.Int(int64(n)) }

func (b Ballot) abstract() trace.Value { return trace.Int(int64(b)) }

func (s Slot) abstract() trace.Value { return trace.Int(int64(s)) }

func (k Session) abstract() trace.Value { return trace.Int(int64(k)) }

func (p Prefix) abstract() trace.Value { return trace.Str(p.String()) }

func (q Quorum) abstract() trace.Value {
	nodes := make([]int, len(q))
	for i, n := range q {
		nodes[i] = int(n)
	}
	return trace.IntSet(nodes)
}

func (c *Command) abstract() trace.Value {
	return abstractCommand(uint64(c.Session), c.Number, c.Name)
}

func abstractCommand(client, number uint64, name string) trace.Value {
	return trace.Value(appendCommand(nil, client, number, name))
}

func appendCommand(b []byte, client, number uint64, name string) []byte {
	b = append(b, '[')
	b = strconv.AppendUint(b, client, 10)
	b = append(b, ',')
	b = strconv.AppendUint(b, number, 10)
	b = append(b, ',')
	b = append(b, trace.Str(name)...)
	return append(b, ']')
}

// abstract is the name that stands for the value: its digest. The no-op is
// written out, as there is nothing to it.
func (d Digest) abstract() trace.Value {
	if d == NoOp {
		return "[]"
	}
	return trace.Named(d.String())
}

func (v *Value) abstract() trace.Value { return v.Digest().abstract() }

// Named is what a trace has to say once of the value, wherever it names it
// afterwards.
func (v *Value) Named() trace.NamedValue {
	text := []byte{'['}
	for i := range v.Commands() {
		if i > 0 {
			text = append(text, ',')
		}
		c := &v.commands[i]
		text = appendCommand(text, uint64(c.Session), c.Number, c.Name)
	}
	return trace.NamedValue{Name: v.Digest().String(), Value: trace.Value(append(text, ']'))}
}

func (v Vote) abstract() trace.Value {
	return trace.Record(
		trace.Field{Name: "bal", Value: v.Bal.abstract()},
		trace.Field{Name: "val", Value: v.Val.abstract()},
	)
}

func (l Lead) abstract() trace.Value {
	return trace.Record(
		trace.Field{Name: "bal", Value: l.Bal.abstract()},
		trace.Field{Name: "next", Value: l.Next.abstract()},
	)
}

func (x *Snap) abstract() trace.Value {
	done := newFunction(len(x.Done))
	for i := range x.Done {
		done.add(uint64(x.Done[i].Session), x.Done[i].Last.abstract())
	}
	return trace.Record(
		trace.Field{Name: "done", Value: done.value()},
		trace.Field{Name: "opened", Value: trace.Int(int64(x.Opened))},
		trace.Field{Name: "prefix", Value: x.Prefix.abstract()},
		trace.Field{Name: "upto", Value: x.Upto.abstract()},
	)
}

// abstractVotes are the votes that a 1b reports.
func abstractVotes(votes []SlotVote) trace.Value {
	f := newFunction(len(votes))
	for _, v := range votes {
		f.add(uint64(v.Slot), v.Vote.abstract())
	}
	return f.value()
}

// A function is a function of the specification on numbers, entered in their
// order. One on 1..n is a tuple.
type function struct {
	keys   []uint64
	values []trace.Value
}

func newFunction(n int) *function {
	return &function{make([]uint64, 0, n), make([]trace.Value, 0, n)}
}

func (f *function) add(key uint64, v trace.Value) {
	f.keys, f.values = append(f.keys, key), append(f.values, v)
}

func (f *function) value() trace.Value {
	n := len(f.keys)
	tuple := n == 0 || f.keys[0] == 1 && f.keys[n-1] == uint64(n)
	var b []byte
	if !tuple {
		b = append(b, `{"#fn":`...)
	}
	b = append(b, '[')
	for i, v := range f.values {
		if i > 0 {
			b = append(b, ',')
		}
		if !tuple {
			b = strconv.AppendUint(append(b, '['), f.keys[i], 10)
			b = append(b, ',')
		}
		b = append(b, v...)
		if !tuple {
			b = append(b, ']')
		}
	}
	b = append(b, ']')
	if !tuple {
		b = append(b, '}')
	}
	return trace.Value(b)
}

// variables are the names of the specification's variables.
var variables = [...]string{
	varPromised: "promised", varVote: "vote", varTrunc: "trunc", varSnap: "snap", varLead: "lead",
	varKnown: "known", varUpto: "upto", varPrefix: "prefix", varOpened: "opened", varDone: "done",
}

// path is where the change is, as in vote[17] or vote[17..20).
func (c *change) path() string {
	path := []byte(variables[c.variable])
	if c.variable != varVote && c.variable != varKnown && c.variable != varDone {
		return string(path)
	}
	path = strconv.AppendUint(append(path, '['), c.from, 10)
	if !c.gone || c.a-c.from == 1 {
		return string(append(path, ']'))
	}
	path = strconv.AppendUint(append(path, ".."...), c.a, 10)
	return string(append(path, ')'))
}

// value is what the path now holds, or nothing if it is gone. The post knows the
// value of snap.
func (c *change) value() trace.Value {
	if c.gone {
		return ""
	}
	switch c.variable {
	case varVote:
		return Vote{Ballot(c.a), c.val}.abstract()
	case varLead:
		return Lead{Ballot(c.a), Slot(c.b)}.abstract()
	case varKnown:
		return c.val.abstract()
	case varPrefix:
		var p Prefix
		binary.BigEndian.PutUint64(p[:8], c.a)
		binary.BigEndian.PutUint64(p[8:], c.b)
		return p.abstract()
	case varDone:
		return abstractCommand(c.a, c.b, c.name)
	default: // promised, trunc, upto, opened
		return trace.Int(int64(c.a))
	}
}

// abstract is a message as the specification's record.
func (m *Message) abstract() trace.Value {
	fields := make([]trace.Field, 0, 6)
	add := func(name string, v trace.Value) { fields = append(fields, trace.Field{Name: name, Value: v}) }
	add("type", trace.Str(m.Type.String()))
	add("from", m.From.abstract())
	switch m.Type {
	case MsgRequest, MsgRetry, MsgExpired:
		add("cmd", m.Cmd.abstract())
	case MsgReply:
		add("session", m.Session.abstract())
		add("cmd", m.Cmd.abstract())
	case MsgSnapshot:
		add("snap", m.Snap.abstract())
	case MsgRefusal:
		add("bal", m.Bal.abstract())
		add("promised", m.Promised.abstract())
	case Msg1a, Msg1b:
		add("bal", m.Bal.abstract())
		add("slot", m.Slot.abstract())
		if m.Type == Msg1b {
			add("votes", abstractVotes(m.Votes))
			add("trunc", m.Trunc.abstract())
		}
	case Msg2a, Msg2b, MsgEntry:
		add("bal", m.Bal.abstract())
		add("slot", m.Slot.abstract())
		add("val", m.Val.abstract())
	}
	return trace.Record(fields...)
}
