package graph

import (
	"fmt"
	"slices"

	"github.com/synod-paxos/synod/impl/basicpaxos"
	"github.com/synod-paxos/synod/mbt/bridge"
	"github.com/synod-paxos/synod/spec/tla"
	"github.com/synod-paxos/synod/trace"
	"github.com/synod-paxos/synod/trace/post"
)

// compare holds what the core did against the specification's next state: the
// node's own variables, what would survive a crash, the messages, and the
// event that the core emits of all this.
func compare(t taken, s, next tla.State, n tla.Value, a attempt) error {
	want, err := own(next, n)
	if err != nil {
		return err
	}
	if err := bridge.Compare("the core's", t.core.Abstract(), want); err != nil {
		return err
	}
	if err := compareDisk(t.disk.State(), want); err != nil {
		return err
	}
	if err := compareMessages(t, s, next); err != nil {
		return err
	}
	return compareEvent(t, s, next, n, want, a)
}

func compareDisk(disk basicpaxos.State, want map[string]tla.Value) error {
	state, err := bridge.State(want)
	switch {
	case err != nil:
		return err
	case disk.Promised != state.Promised:
		return fmt.Errorf("after a crash right after the step, promised would be %v; the specification has %v", disk.Promised, state.Promised)
	case disk.Vote != state.Vote:
		return fmt.Errorf("after a crash right after the step, vote would be %v; the specification has %v", disk.Vote, state.Vote)
	}
	return nil
}

// compareMessages holds what the core hands to the network, its messages to
// itself included, against what the specification adds.
func compareMessages(t taken, s, next tla.State) error {
	before, err := messages(s)
	if err != nil {
		return err
	}
	after, err := messages(next)
	if err != nil {
		return err
	}
	var sent []tla.Value
	for _, send := range t.step.Sends {
		m, err := bridge.Spec(t.core.AbstractMessage(send.Msg))
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
func compareEvent(t taken, s, next tla.State, n tla.Value, want map[string]tla.Value, a attempt) error {
	e := t.step.Event
	if e.Action != a.action.Name {
		return fmt.Errorf("the event's action is %s", e.Action)
	}
	if len(e.Args) != len(a.args)-1 {
		return fmt.Errorf("the event has %d arguments; the action has %d after the node", len(e.Args), len(a.args)-1)
	}
	for i, arg := range e.Args {
		got, err := bridge.Spec(arg.Value)
		if err != nil {
			return err
		}
		if arg.Name != a.action.Params[i+1] || !got.Equal(a.args[i+1]) {
			return fmt.Errorf("the event's argument %s is %v; the step's %s is %v", arg.Name, got, a.action.Params[i+1], a.args[i+1])
		}
	}
	if len(e.Out) != len(t.step.Sends) {
		return fmt.Errorf("the event has %d messages and the core sends %d", len(e.Out), len(t.step.Sends))
	}
	for i, send := range t.step.Sends {
		if e.Out[i] != t.core.AbstractMessage(send.Msg) {
			return fmt.Errorf("the event's message %v is not the one sent", e.Out[i])
		}
	}
	return comparePost(e, s, next, n, want)
}

// comparePost holds the event's post against the paths that the step changed;
// Restart's tells the whole state.
func comparePost(e trace.Event, s, next tla.State, n tla.Value, want map[string]tla.Value) error {
	if e.Action == "Restart" {
		return bridge.Compare("the event's", e.Post, want)
	}
	var told []post.Change
	for _, c := range e.Post {
		change, err := post.Parse(c, bridge.Spec)
		if err != nil {
			return fmt.Errorf("reading the event's post: %w", err)
		}
		told = append(told, change)
	}
	differences := post.Compare(told, (&post.Shape{Variables: bridge.Variables}).Of(nil, s, next, n), func(post.Change) {})
	if len(differences) == 0 {
		return nil
	}
	switch d := differences[0]; d.Kind {
	case post.Missing:
		return fmt.Errorf("the event's post has no %s; the specification changes it to %v", d.Path(), d.Value)
	case post.Wrong:
		return fmt.Errorf("the event's post has %s = %v; the specification %v", d.Path(), d.Told, d.Value)
	case post.Extra:
		return fmt.Errorf("the event's post has %s = %v; the step does not change it", d.Path(), d.Told)
	default:
		return fmt.Errorf("the event's post has %s twice", d.Path())
	}
}
