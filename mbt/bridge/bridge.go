// Package bridge translates between the values of spec/BasicPaxos.tla and the
// data of impl/basicpaxos, both ways. It is the only place of the model-based
// tests that knows how the two look; it knows none of the protocol's rules.
package bridge

import (
	"fmt"

	"github.com/synod-paxos/synod/impl/basicpaxos"
	"github.com/synod-paxos/synod/spec/tla"
	"github.com/synod-paxos/synod/trace"
)

// Variables are the node's own variables in the specification.
var Variables = []string{"promised", "vote", "proposer", "decided"}

// Durable are those of them that survive a crash.
var Durable = []string{"promised", "vote"}

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

// Own is node n's entry of each of the named variables.
func Own(s tla.State, variables []string, n tla.Value) (map[string]tla.Value, error) {
	own := make(map[string]tla.Value, len(variables))
	for _, name := range variables {
		function, ok := s.Get(name)
		if !ok {
			return nil, fmt.Errorf("the specification has no variable %s", name)
		}
		value, ok := function.Apply(n)
		if !ok {
			return nil, fmt.Errorf("%s has no entry for node %v", name, n)
		}
		own[name] = value
	}
	return own, nil
}

// Changes are paths and values, as a core describes its state, as values of
// the specification.
func Changes(changes []trace.Change) (map[string]tla.Value, error) {
	own := make(map[string]tla.Value, len(changes))
	for _, c := range changes {
		v, err := Spec(c.Value)
		if err != nil {
			return nil, fmt.Errorf("reading %s: %w", c.Path, err)
		}
		own[c.Path] = v
	}
	return own, nil
}

// Compare holds paths and values, as an implementation tells them of its state,
// against a node's own variables in the specification.
func Compare(whose string, told []trace.Change, want map[string]tla.Value) error {
	has, err := Changes(told)
	if err != nil {
		return err
	}
	for _, path := range Variables {
		got, ok := has[path]
		switch {
		case !ok:
			return fmt.Errorf("%s %s is missing; the specification has %v", whose, path, want[path])
		case !got.Equal(want[path]):
			return fmt.Errorf("%s %s is %v; the specification has %v", whose, path, got, want[path])
		}
	}
	return nil
}

// Spec is a trace's value as a value of the specification.
func Spec(v trace.Value) (tla.Value, error) { return tla.ParseJSON([]byte(v)) }

// Value is what may be proposed, or None.
func Value(v tla.Value) (basicpaxos.Value, error) {
	text, ok := v.Text()
	switch {
	case v.Kind() == tla.KindModel && text == "None":
		return basicpaxos.Value{}, nil
	case ok && v.Kind() == tla.KindString:
		return basicpaxos.NewValue([]byte(text)), nil
	}
	return basicpaxos.Value{}, fmt.Errorf("%v is neither a string nor None", v)
}

// Ballot is a ballot number.
func Ballot(v tla.Value) (basicpaxos.Ballot, error) {
	n, ok := v.Int64()
	if !ok {
		return 0, fmt.Errorf("%v is no ballot", v)
	}
	return basicpaxos.Ballot(n), nil
}

// State is a node's own variables as the core's data.
func State(own map[string]tla.Value) (basicpaxos.State, error) {
	var s basicpaxos.State
	var err error
	if s.Promised, err = Ballot(own["promised"]); err != nil {
		return s, fmt.Errorf("promised: %w", err)
	}
	if s.Vote.Bal, s.Vote.Val, err = pair(own["vote"]); err != nil {
		return s, fmt.Errorf("vote: %w", err)
	}
	if s.Proposer.Bal, s.Proposer.Val, err = pair(own["proposer"]); err != nil {
		return s, fmt.Errorf("proposer: %w", err)
	}
	if s.Decided, err = Value(own["decided"]); err != nil {
		return s, fmt.Errorf("decided: %w", err)
	}
	return s, nil
}

func pair(v tla.Value) (b basicpaxos.Ballot, val basicpaxos.Value, err error) {
	bal, _ := v.Field("bal")
	if b, err = Ballot(bal); err != nil {
		return b, val, err
	}
	field, _ := v.Field("val")
	val, err = Value(field)
	return b, val, err
}

// Message is a message of the specification as the core's data.
func Message(v tla.Value) (basicpaxos.Message, error) {
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
	if m.Bal, err = Ballot(bal); err != nil {
		return m, err
	}
	if vote, has := v.Field("vote"); has {
		m.Vote.Bal, m.Vote.Val, err = pair(vote)
	}
	if val, has := v.Field("val"); has && err == nil {
		m.Val, err = Value(val)
	}
	return m, err
}
