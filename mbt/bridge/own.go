package bridge

import (
	"errors"
	"fmt"
	"slices"

	"github.com/synod-paxos/synod/spec/tla"
	"github.com/synod-paxos/synod/trace"
	"github.com/synod-paxos/synod/trace/post"
)

// Classes are the variables of a specification, by what they are.
type Classes struct {
	Shape    *post.Shape // of a node's own
	Own      []string
	Durable  []string // those of a node's own that survive a crash
	Messages string   // the messages ever sent
}

// ClassesOf reads the classes that a specification defines.
func ClassesOf(m *tla.Module) (Classes, error) {
	shape, errOwn := post.ShapeOf(m)
	durable, errDurable := m.VariableClass("DurableVars")
	messages, errMessages := m.VariableClass("Messages")
	if err := errors.Join(errOwn, errDurable, errMessages); err != nil {
		return Classes{}, fmt.Errorf("reading the variables of %s: %w", m.Name(), err)
	}
	if len(messages) != 1 {
		return Classes{}, fmt.Errorf("%s keeps its messages in %v, not in one variable", m.Name(), messages)
	}
	return Classes{Shape: shape, Own: shape.Variables, Durable: durable, Messages: messages[0]}, nil
}

// Sent is the set of messages of a state.
func (c Classes) Sent(s tla.State) tla.Value {
	sent, _ := s.Get(c.Messages)
	return sent
}

// Held is node n's entry of each of its own variables.
func (c Classes) Held(s tla.State, n tla.Value) (map[string]tla.Value, error) {
	held := make(map[string]tla.Value, len(c.Own))
	for _, name := range c.Own {
		function, _ := s.Get(name)
		value, ok := function.Apply(n)
		if !ok {
			return nil, fmt.Errorf("%s has no entry for node %v", name, n)
		}
		held[name] = value
	}
	return held, nil
}

// Whole are all paths of the named variables, of what a node holds.
func (c Classes) Whole(held map[string]tla.Value, variables []string) []post.Change {
	var all []post.Change
	for _, name := range variables {
		all = c.Shape.Whole(all, name, held[name])
	}
	return all
}

// Parse reads paths and values as an implementation tells them, those of the
// named variables.
func Parse(told []trace.Change, variables []string, read func(trace.Value) (tla.Value, error)) ([]post.Change, error) {
	var parsed []post.Change
	for _, c := range told {
		change, err := post.Parse(c, read)
		if err != nil {
			return nil, fmt.Errorf("reading %s: %w", c.Path, err)
		}
		if slices.Contains(variables, change.Variable) {
			parsed = append(parsed, change)
		}
	}
	return parsed, nil
}

// Differ is the first difference between paths that an implementation tells and
// those that the specification has; whose says in words who tells them.
func Differ(whose string, told, want []post.Change) error {
	differences := post.Compare(told, want, func(post.Change) {})
	if len(differences) == 0 {
		return nil
	}
	switch d := differences[0]; d.Kind {
	case post.Missing:
		return fmt.Errorf("%s %s is missing; the specification has %s", whose, d.Path(), text(d.Value))
	case post.Wrong:
		return fmt.Errorf("%s %s is %s; the specification has %s", whose, d.Path(), text(d.Told), text(d.Value))
	case post.Extra:
		return fmt.Errorf("%s %s is %s; the specification has no such path here", whose, d.Path(), text(d.Told))
	default:
		return fmt.Errorf("%s %s is told twice", whose, d.Path())
	}
}

func text(v tla.Value) string {
	if !v.IsValid() {
		return "gone"
	}
	return v.String()
}

// Nodes are the members of the specification's Node.
func Nodes(spec *tla.Spec) ([]int, error) {
	node, err := spec.Eval("Node", tla.State{})
	if err != nil {
		return nil, fmt.Errorf("reading Node: %w", err)
	}
	var nodes []int
	for n := range node.Elements() {
		i, ok := n.Int64()
		if !ok {
			return nil, fmt.Errorf("the node %v is no index", n)
		}
		nodes = append(nodes, int(i))
	}
	return nodes, nil
}
