package multi

import (
	"fmt"

	"github.com/synod-paxos/synod/impl/multipaxos"
	"github.com/synod-paxos/synod/spec/tla"
	"github.com/synod-paxos/synod/trace"
	"github.com/synod-paxos/synod/trace/values"
)

// Message is a message of the core as one of the specification. Of a value that
// only its digest is told of, names says what it is.
func Message(m *multipaxos.Message, names *values.Dictionary) (tla.Value, error) {
	w := &writer{names: names}
	fields := []tla.Field{
		{Name: "type", Value: tla.Str(m.Type.String())},
		{Name: "from", Value: tla.Int(int64(m.From))},
	}
	add := func(name string, v tla.Value) { fields = append(fields, tla.Field{Name: name, Value: v}) }
	if m.Bal != 0 {
		add("bal", tla.Int(int64(m.Bal)))
	}
	switch m.Type {
	case multipaxos.MsgRequest, multipaxos.MsgRetry, multipaxos.MsgExpired:
		add("cmd", w.command(&m.Cmd))
	case multipaxos.Msg1a:
		add("slot", tla.Int(int64(m.Slot)))
	case multipaxos.Msg1b:
		add("slot", tla.Int(int64(m.Slot)))
		add("votes", w.votes(m.Votes))
		add("trunc", tla.Int(int64(m.Trunc)))
	case multipaxos.Msg2a, multipaxos.Msg2b, multipaxos.MsgEntry:
		add("slot", tla.Int(int64(m.Slot)))
		add("val", w.value(m.Val, m.Body))
	case multipaxos.MsgRefusal:
		add("promised", tla.Int(int64(m.Promised)))
	case multipaxos.MsgSnapshot:
		add("snap", w.snap(m.Snap))
	case multipaxos.MsgReply:
		add("session", tla.Int(int64(m.Session)))
		add("cmd", w.command(&m.Cmd))
	default:
		return tla.Value{}, fmt.Errorf("%v", m.Type)
	}
	return tla.Record(fields...), w.err
}

// A writer writes values; the first that cannot be is its error.
type writer struct {
	names *values.Dictionary
	err   error
}

func (w *writer) command(c *multipaxos.Command) tla.Value {
	return tla.Tuple(tla.Int(int64(c.Session)), tla.Int(int64(c.Number)), tla.Str(c.Name))
}

// value is the value itself, if it is there; it must have that digest.
func (w *writer) value(d multipaxos.Digest, body *multipaxos.Value) tla.Value {
	if body == nil {
		if d == multipaxos.NoOp {
			return tla.Tuple()
		}
		v, err := w.names.Read(trace.Named(d.String()))
		if err != nil && w.err == nil {
			w.err = err
		}
		return v
	}
	if body.Digest() != d && w.err == nil {
		w.err = fmt.Errorf("a message has the digest %v and the value with digest %v", d, body.Digest())
	}
	return w.commands(body)
}

func (w *writer) commands(v *multipaxos.Value) tla.Value {
	var commands []tla.Value
	for i := range v.Commands() {
		commands = append(commands, w.command(&v.Commands()[i]))
	}
	return tla.Tuple(commands...)
}

func (w *writer) votes(votes []multipaxos.SlotVote) tla.Value {
	var pairs []tla.Pair
	for _, v := range votes {
		vote := tla.Record(
			tla.Field{Name: "bal", Value: tla.Int(int64(v.Bal))},
			tla.Field{Name: "val", Value: w.commands(v.Val)},
		)
		pairs = append(pairs, tla.Pair{Key: tla.Int(int64(v.Slot)), Value: vote})
	}
	return tla.Function(pairs...)
}

func (w *writer) snap(x *multipaxos.Snap) tla.Value {
	var done []tla.Pair
	for i := range x.Done {
		d := &x.Done[i]
		done = append(done, tla.Pair{Key: tla.Int(int64(d.Session)), Value: w.command(&d.Last)})
	}
	return tla.Record(
		tla.Field{Name: "upto", Value: tla.Int(int64(x.Upto))},
		tla.Field{Name: "prefix", Value: tla.Str(x.Prefix.String())},
		tla.Field{Name: "opened", Value: tla.Int(int64(x.Opened))},
		tla.Field{Name: "done", Value: tla.Function(done...)},
	)
}
