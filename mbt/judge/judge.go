// Package judge holds what a cluster really does against its specification.
//
// The judge keeps the specification's state: every node's own variables and all
// messages ever sent. Told that a node has released some steps, it has the
// specification take them, and then compares: the node's real data with the
// node's variables, and the frames that really left the node with the messages
// that the specification added. The events that the node emits serve as
// witnesses only, to say which action to try with which arguments, on which of
// the messages sent. Whatever they say, the real data must be reachable by steps
// of the specification.
//
// Judging a step costs what the step changes, and not what the cluster holds:
// after each, what the witness says was changed is compared with what the
// specification changes; a whole state is compared when it is handed in (Look).
package judge

import (
	"fmt"

	"github.com/synod-paxos/synod/mbt/bridge"
	"github.com/synod-paxos/synod/spec/tla"
	"github.com/synod-paxos/synod/trace"
	"github.com/synod-paxos/synod/trace/values"
)

// A Protocol is what the judge must know of one.
type Protocol struct {
	Replay string                           // the module that binds the constants of a replay
	Stays  func(m tla.Value, node int) bool // m, added by node, need not leave it at once
}

// A Judge follows one cluster.
type Judge struct {
	protocol Protocol
	spec     *tla.Spec
	classes  bridge.Classes
	actions  map[string]*tla.Action
	state    tla.State // without messages
	sent     messages  // all that were ever added
	alone    bool      // there is one node
	judged   map[trace.Ref]bool
	unproved int               // steps since the invariants were evaluated
	Values   values.Dictionary // what witnesses name, which must have been defined here
	Steps    map[string]int    // judged, by action
}

// A Release is what a node let go of at once.
type Release struct {
	Node      int
	Witnesses []trace.Event
	Frames    []tla.Value // the messages of the specification that it put on the network
}

// New is the judge of a cluster that has not begun.
func New(p Protocol, nodes []int) (*Judge, error) {
	loaded, err := bridge.Replay(p.Replay, nodes)
	if err != nil {
		return nil, err
	}
	classes, err := bridge.ClassesOf(loaded.Module())
	if err != nil {
		return nil, err
	}
	initial, err := loaded.Init()
	if err != nil {
		return nil, err
	}
	if len(initial) != 1 {
		return nil, fmt.Errorf("the specification has %d initial states", len(initial))
	}
	j := &Judge{protocol: p, spec: loaded, classes: classes, actions: map[string]*tla.Action{}, state: initial[0],
		sent: messages{}, alone: len(nodes) == 1, judged: map[trace.Ref]bool{}, Steps: map[string]int{}}
	for _, a := range loaded.Actions() {
		j.actions[a.Name] = a
	}
	return j, nil
}

// Release judges steps that a node has just released, in their order, and the
// frames that it put on the network for them.
func (j *Judge) Release(r Release) error {
	added, err := j.unsent(r)
	if err != nil {
		return err
	}
	return j.allSent(r, added)
}

// Unsent judges steps that a node has released when it died before it had sent
// all their messages.
func (j *Judge) Unsent(r Release) error {
	_, err := j.unsent(r)
	return err
}

// unsent also returns the messages that the steps add.
func (j *Judge) unsent(r Release) ([]tla.Value, error) {
	var added []tla.Value
	for _, w := range r.Witnesses {
		more, err := j.step(r.Node, w)
		if err != nil {
			return nil, err
		}
		added = append(added, more...)
	}
	for _, m := range r.Frames {
		if !j.sent.has(m) {
			return nil, fmt.Errorf("node %d sends %v, which no step of the specification has added", r.Node, m)
		}
	}
	return added, j.invariants()
}

// step has the specification take one step and returns the messages it adds. A
// step that was judged before is released again if a power loss took it from
// the trace; it is no second step.
func (j *Judge) step(n int, w trace.Event) ([]tla.Value, error) {
	if w.Recovered && j.judged[w.Ref] {
		return nil, nil
	}
	j.judged[w.Ref] = true
	next, err := j.take(n, w)
	if err != nil {
		return nil, err
	}
	if err := j.comparePost(n, w, next); err != nil {
		return nil, err
	}
	// The replay's Add gives what the step adds, alone.
	var added []tla.Value
	for m := range j.classes.Sent(next).Elements() {
		j.sent.add(m)
		added = append(added, m)
	}
	j.state = next.With(j.classes.Messages, tla.SetOf())
	j.Steps[w.Action]++
	j.unproved++
	return added, nil
}

// take takes the step in a world of those messages alone that the witness
// names, which must have been sent. As no guard needs the absence of a message,
// what is a step there is one among all messages.
func (j *Judge) take(n int, w trace.Event) (tla.State, error) {
	action, ok := j.actions[w.Action]
	if !ok {
		return tla.State{}, fmt.Errorf("node %d takes a step %s that the specification does not have", n, w.Action)
	}
	args := []tla.Value{tla.Int(int64(n))}
	for _, a := range w.Args {
		v, err := j.Values.Read(a.Value)
		if err != nil {
			return tla.State{}, fmt.Errorf("reading %s of %s: %w", a.Name, w.Action, err)
		}
		args = append(args, v)
	}
	read, err := j.read(n, w)
	if err != nil {
		return tla.State{}, err
	}
	before := j.state.With(j.classes.Messages, read)
	next, enabled, err := action.Call(before, args...)
	if err != nil {
		return next, fmt.Errorf("evaluating %s%v: %w", w.Action, args, err)
	}
	if enabled {
		return next, nil
	}
	why, err := action.Why(before, args...)
	if err != nil {
		return next, fmt.Errorf("asking why %s%v is no step: %w", w.Action, args, err)
	}
	return next, fmt.Errorf("node %d did what the specification forbids: %s%v\n%v", n, w.Action, args, why)
}

// read are the messages that a witness names.
func (j *Judge) read(n int, w trace.Event) (tla.Value, error) {
	var read []tla.Value
	for _, in := range w.In {
		m, err := j.Values.Read(in.Msg)
		if err != nil {
			return tla.Value{}, fmt.Errorf("reading a message that %s used: %w", w.Action, err)
		}
		if !j.sent.has(m) {
			return tla.Value{}, fmt.Errorf("node %d took %s on %v, which nobody has sent", n, w.Action, m)
		}
		read = append(read, m)
	}
	return tla.SetOf(read...), nil
}

// comparePost holds what the witness says was changed against what the
// specification changes. After Restart it tells all there is.
func (j *Judge) comparePost(n int, w trace.Event, next tla.State) error {
	told, err := bridge.Parse(w.Post, j.classes.Own, j.Values.Read)
	if err != nil {
		return fmt.Errorf("in the event %s of node %d: %w", w.Action, n, err)
	}
	node := tla.Int(int64(n))
	want := j.classes.Shape.Of(nil, j.state, next, node)
	if w.Action == "Restart" {
		held, err := j.classes.Held(next, node)
		if err != nil {
			return err
		}
		want = j.classes.Whole(held, j.classes.Own)
	}
	return bridge.Differ(fmt.Sprintf("in the post of node %d's %s,", n, w.Action), told, want)
}

// Look judges what a node holds after all steps that it has taken.
func (j *Judge) Look(n int, real []trace.Change) error {
	told, err := bridge.Parse(real, j.classes.Own, j.Values.Read)
	if err != nil {
		return fmt.Errorf("in the state of node %d: %w", n, err)
	}
	held, err := j.classes.Held(j.state, tla.Int(int64(n)))
	if err != nil {
		return err
	}
	return bridge.Differ(fmt.Sprintf("node %d's real", n), told, j.classes.Whole(held, j.classes.Own))
}

// allSent demands that no added message stays behind, unless it may.
func (j *Judge) allSent(r Release, added []tla.Value) error {
	frames := messages{}
	for _, m := range r.Frames {
		frames.add(m)
	}
	for _, m := range added {
		if !j.alone && !j.protocol.Stays(m, r.Node) && !frames.has(m) {
			return fmt.Errorf("node %d does not send %v, which the step adds", r.Node, m)
		}
	}
	return nil
}
