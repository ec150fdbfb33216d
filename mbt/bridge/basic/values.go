// Package basic is the bridge between spec/BasicPaxos.tla and impl/basicpaxos:
// how the values of the one are as the data of the other, and how an action is
// called.
package basic

import (
	"fmt"

	"github.com/synod-paxos/synod/impl/basicpaxos"
	"github.com/synod-paxos/synod/spec/tla"
	"github.com/synod-paxos/synod/trace"
)

// Config is a node whose values appear in full, and whose random numbers are
// the caller's.
func Config(nodes []int, node int, inc uint64, rand func() uint64) basicpaxos.Config {
	ids := make([]basicpaxos.NodeID, len(nodes))
	for i, n := range nodes {
		ids[i] = basicpaxos.NodeID(n)
	}
	return basicpaxos.Config{
		Node: basicpaxos.NodeID(node), Nodes: ids, Inc: inc, Rand: rand,
		Name: func(v basicpaxos.Value) basicpaxos.ValueName { return basicpaxos.ValueName(v.Bytes()) },
	}
}

// Read gives a trace's value as a value of the specification.
func Read(v trace.Value) (tla.Value, error) { return tla.ParseJSON([]byte(v)) }

// none is the specification's "no value".
var none = tla.Model("None")

// value is what may be proposed, or None.
func value(v tla.Value) (basicpaxos.Value, error) {
	text, ok := v.Text()
	switch {
	case v.Equal(none):
		return basicpaxos.Value{}, nil
	case ok && v.Kind() == tla.KindString:
		return basicpaxos.NewValue([]byte(text)), nil
	}
	return basicpaxos.Value{}, fmt.Errorf("%v is neither a string nor None", v)
}

func ballot(v tla.Value) (basicpaxos.Ballot, error) {
	n, ok := v.Int64()
	if !ok {
		return 0, fmt.Errorf("%v is no ballot", v)
	}
	return basicpaxos.Ballot(n), nil
}

// state is what a node holds as the core's data.
func state(held map[string]tla.Value) (basicpaxos.State, error) {
	var s basicpaxos.State
	var err error
	if s.Promised, err = ballot(held["promised"]); err != nil {
		return s, fmt.Errorf("promised: %w", err)
	}
	if s.Vote.Bal, s.Vote.Val, err = pair(held["vote"]); err != nil {
		return s, fmt.Errorf("vote: %w", err)
	}
	if s.Proposer.Bal, s.Proposer.Val, err = pair(held["proposer"]); err != nil {
		return s, fmt.Errorf("proposer: %w", err)
	}
	if s.Decided, err = value(held["decided"]); err != nil {
		return s, fmt.Errorf("decided: %w", err)
	}
	return s, nil
}

func pair(v tla.Value) (b basicpaxos.Ballot, val basicpaxos.Value, err error) {
	bal, _ := v.Field("bal")
	if b, err = ballot(bal); err != nil {
		return b, val, err
	}
	field, _ := v.Field("val")
	val, err = value(field)
	return b, val, err
}

// message is a message of the specification as the core's data.
func message(v tla.Value) (basicpaxos.Message, error) {
	var m basicpaxos.Message
	kind, _ := v.Field("type")
	text, _ := kind.Text()
	m.Type = basicpaxos.MessageType(text)
	from, _ := v.Field("from")
	n, ok := from.Int64()
	if !ok {
		return m, fmt.Errorf("%v is not from a node", v)
	}
	m.From = basicpaxos.NodeID(n)
	bal, _ := v.Field("bal")
	var err error
	if m.Bal, err = ballot(bal); err != nil {
		return m, err
	}
	if vote, has := v.Field("vote"); has {
		m.Vote.Bal, m.Vote.Val, err = pair(vote)
	}
	if val, has := v.Field("val"); has && err == nil {
		m.Val, err = value(val)
	}
	return m, err
}

// Message is a message of the core as one of the specification.
func Message(m basicpaxos.Message) tla.Value {
	fields := []tla.Field{
		{Name: "type", Value: tla.Str(string(m.Type))},
		{Name: "from", Value: tla.Int(int64(m.From))},
		{Name: "bal", Value: tla.Int(int64(m.Bal))},
	}
	switch m.Type {
	case basicpaxos.Msg1b:
		fields = append(fields, tla.Field{Name: "vote", Value: tla.Record(
			tla.Field{Name: "bal", Value: tla.Int(int64(m.Vote.Bal))},
			tla.Field{Name: "val", Value: named(m.Vote.Val)},
		)})
	case basicpaxos.Msg2a, basicpaxos.Msg2b:
		fields = append(fields, tla.Field{Name: "val", Value: named(m.Val)})
	}
	return tla.Record(fields...)
}

func named(v basicpaxos.Value) tla.Value {
	if v.IsNone() {
		return none
	}
	return tla.Str(string(v.Bytes()))
}
