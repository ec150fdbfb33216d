package trace

import (
	"errors"
	"fmt"
	"math"
)

// entry makes the entry that b describes.
func (b *binaryEntry) entry() (Entry, error) {
	if err := checkCounts(b.Inc, b.Seq, b.First, b.Last, b.Events); err != nil {
		return nil, err
	}
	changes, err := fromChanges(b.Changes)
	if err != nil {
		return nil, err
	}
	values, err := fromNamed(b.Values)
	if err != nil {
		return nil, err
	}
	switch b.Kind {
	case kindHeader:
		return b.header(changes, values)
	case kindEvent:
		return b.event(changes, values)
	case kindGap:
		return &Gap{Node: b.Node, Inc: b.Inc, From: b.First, To: b.Last, State: changes, Values: values}, checkNode(b.Node)
	case kindEnd:
		return &End{Node: b.Node, Inc: b.Inc, Seq: b.Seq, Events: b.Events}, checkNode(b.Node)
	}
	return nil, fmt.Errorf("unknown kind %d", b.Kind)
}

func (b *binaryEntry) header(state []Change, values []NamedValue) (Entry, error) {
	h := &Header{
		Format: b.Format, Run: b.Run, Cluster: b.Cluster, Node: b.Node, Inc: b.Inc, First: b.First,
		Spec: b.Spec, Hash: b.Hash, Nodes: b.Nodes, State: state, Values: values,
	}
	if b.Prev != nil {
		if err := checkCounts(b.Prev.Inc, b.Prev.Last, b.Prev.Events); err != nil {
			return nil, err
		}
		h.Prev = &Prev{Inc: b.Prev.Inc, Last: b.Prev.Last, Events: b.Prev.Events}
	}
	for _, n := range append([]int{b.Node}, b.Nodes...) {
		if err := checkNode(n); err != nil {
			return nil, err
		}
	}
	return h, nil
}

func (b *binaryEntry) event(post []Change, values []NamedValue) (Entry, error) {
	e := &Event{
		Ref: Ref{Node: b.Node, Inc: b.Inc, Seq: b.Seq}, Action: b.Action, Post: post, Values: values,
		Recovered: b.Recovered, Time: b.Time,
	}
	for _, a := range b.Args {
		v, err := parseValue(a.Value)
		if err != nil {
			return nil, err
		}
		e.Args = append(e.Args, Arg{Name: a.Name, Value: v})
	}
	for _, c := range b.In {
		v, err := parseValue(c.Msg)
		if err == nil {
			err = errors.Join(checkNode(c.Node), checkCounts(c.Inc, c.Seq))
		}
		if err != nil {
			return nil, err
		}
		e.In = append(e.In, Cited{Ref: Ref{Node: c.Node, Inc: c.Inc, Seq: c.Seq}, Msg: v})
	}
	for _, m := range b.Out {
		v, err := parseValue(m)
		if err != nil {
			return nil, err
		}
		e.Out = append(e.Out, v)
	}
	return e, checkNode(b.Node)
}

func fromChanges(list []binaryChange) ([]Change, error) {
	var out []Change
	for _, c := range list {
		change := Change{Path: c.Path}
		if c.Value != "" {
			v, err := parseValue(c.Value)
			if err != nil {
				return nil, err
			}
			change.Value = v
		}
		out = append(out, change)
	}
	return out, nil
}

func fromNamed(list []binaryNamed) ([]NamedValue, error) {
	var out []NamedValue
	for _, n := range list {
		v, err := parseValue(n.Value)
		if err != nil {
			return nil, err
		}
		out = append(out, NamedValue{Name: n.Name, Value: v})
	}
	return out, nil
}

// parseValue checks that text is one value, and drops its blanks.
func parseValue(text string) (Value, error) {
	s := scanner{b: []byte(text)}
	v, err := s.value()
	if err == nil {
		err = s.end()
	}
	if err != nil {
		return "", fmt.Errorf("value: %w", err)
	}
	return v, nil
}

func checkNode(n int) error {
	if n < 0 || n > 1<<31-1 {
		return fmt.Errorf("%d is not a node", n)
	}
	return nil
}

// checkCounts refuses what a line could not tell either.
func checkCounts(counts ...uint64) error {
	for _, n := range counts {
		if n > math.MaxInt64 {
			return fmt.Errorf("%d is above 2^63-1", n)
		}
	}
	return nil
}
