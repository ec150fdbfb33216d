package graph

import (
	"fmt"
	"slices"

	"github.com/synod-paxos/synod/mbt/bridge"
	"github.com/synod-paxos/synod/spec/tla"
	"github.com/synod-paxos/synod/trace"
)

// restart is the action after which an event tells the node's whole state.
const restart = "Restart"

// A step is one of the specification, in the form in which the implementation
// tells of it.
type step struct {
	attempt
	before, after tla.State
}

// compare holds what the core did against the specification's next state: the
// node's own variables, what would survive a crash, the messages, and the
// event that the core emits of all this.
func (d *driver) compare(o *bridge.Outcome, s step) error {
	held, err := d.classes.Held(s.after, s.node())
	if err != nil {
		return err
	}
	if err := d.compareHeld("the core's", o.State, held, d.classes.Own); err != nil {
		return err
	}
	if err := d.compareHeld("after a crash right after the step, the core's", o.Disk, held, d.classes.Durable); err != nil {
		return err
	}
	if err := d.compareMessages(o, s); err != nil {
		return err
	}
	return d.compareEvent(o, s, held)
}

func (d *driver) compareHeld(whose string, told []trace.Change, held map[string]tla.Value, variables []string) error {
	has, err := bridge.Parse(told, variables, d.impl.Read)
	if err != nil {
		return err
	}
	return bridge.Differ(whose, has, d.classes.Whole(held, variables))
}

// compareMessages holds what the core hands to the network, its messages to
// itself included, against what the specification adds.
func (d *driver) compareMessages(o *bridge.Outcome, s step) error {
	before, after := d.classes.Sent(s.before), d.classes.Sent(s.after)
	var sent []tla.Value
	for _, send := range o.Sends {
		m, err := d.impl.Read(send)
		if err != nil {
			return err
		}
		if !after.Contains(m) {
			return fmt.Errorf("the core sends %v; the specification does not", m)
		}
		sent = append(sent, m)
	}
	for m := range after.Elements() {
		if !before.Contains(m) && !slices.ContainsFunc(sent, m.Equal) {
			return fmt.Errorf("the specification sends %v; the core does not", m)
		}
	}
	return nil
}

// compareEvent holds the event that the core emits against what it did: the
// trace tells what the judges of the real data see.
func (d *driver) compareEvent(o *bridge.Outcome, s step, held map[string]tla.Value) error {
	e := o.Event
	if e.Action != s.action.Name {
		return fmt.Errorf("the event's action is %s", e.Action)
	}
	if len(e.Args) != len(s.args)-1 {
		return fmt.Errorf("the event has %d arguments; the action has %d after the node", len(e.Args), len(s.args)-1)
	}
	for i, arg := range e.Args {
		got, err := d.impl.Read(arg.Value)
		if err != nil {
			return err
		}
		name, want := s.action.Params[i+1], s.concrete[i+1]
		if arg.Name != name || !got.Equal(want) {
			return fmt.Errorf("the event's argument %s is %v; the step's %s is %v", arg.Name, got, name, want)
		}
	}
	if !slices.Equal(e.Out, o.Sends) {
		return fmt.Errorf("the event's messages are %v and the core sends %v", e.Out, o.Sends)
	}
	return d.comparePost(e, s, held)
}

// comparePost holds the event's post against the paths that the step changed;
// Restart's tells the whole state.
func (d *driver) comparePost(e trace.Event, s step, held map[string]tla.Value) error {
	const whose = "in the event's post,"
	if e.Action == restart {
		return d.compareHeld(whose, e.Post, held, d.classes.Own)
	}
	told, err := bridge.Parse(e.Post, d.classes.Own, d.impl.Read)
	if err != nil {
		return err
	}
	return bridge.Differ(whose, told, d.classes.Shape.Of(nil, s.before, s.after, s.node()))
}
