// Package judge holds what a cluster really does against its specification.
//
// The judge keeps the specification's state: every node's own variables and all
// messages ever sent. Told that a node has released some steps, it has the
// specification take them, and then compares: the node's real data with the
// node's variables, and the frames that really left the node with the messages
// that the specification added. The events that the node emits serve as
// witnesses only, to say which action to try with which arguments. Whatever
// they say, the real data must be reachable by steps of the specification.
package judge

import (
	"fmt"
	"slices"

	"github.com/synod-paxos/synod/impl/basicpaxos"
	"github.com/synod-paxos/synod/mbt/bridge"
	"github.com/synod-paxos/synod/spec"
	"github.com/synod-paxos/synod/spec/tla"
	"github.com/synod-paxos/synod/trace"
)

// A Judge follows one cluster.
type Judge struct {
	spec    *tla.Spec
	actions map[string]*tla.Action
	state   tla.State
	sent    []tla.Value // all messages, as state has them
	alone   bool        // there is one node
	judged  map[trace.Ref]bool
	Steps   map[string]int // judged, by action
}

// New is the judge of a cluster that has not begun.
func New(nodes []int) (*Judge, error) {
	module, err := spec.Open("ReplayBasicPaxos")
	if err != nil {
		return nil, fmt.Errorf("opening the specification: %w", err)
	}
	config, err := spec.Config("ReplayBasicPaxos.cfg")
	if err != nil {
		return nil, fmt.Errorf("opening the specification: %w", err)
	}
	members := make([]tla.Value, len(nodes))
	for i, n := range nodes {
		members[i] = tla.Int(int64(n))
	}
	config.SetConstant("Node", tla.SetOf(members...))
	loaded, err := tla.Load(module, config)
	if err != nil {
		return nil, fmt.Errorf("loading the specification: %w", err)
	}
	if err := loaded.CheckAssumptions(); err != nil {
		return nil, err
	}
	initial, err := loaded.Init()
	if err != nil {
		return nil, err
	}
	if len(initial) != 1 {
		return nil, fmt.Errorf("the specification has %d initial states", len(initial))
	}
	j := &Judge{spec: loaded, actions: map[string]*tla.Action{}, state: initial[0], alone: len(nodes) == 1,
		judged: map[trace.Ref]bool{}, Steps: map[string]int{}}
	for _, a := range loaded.Actions() {
		j.actions[a.Name] = a
	}
	return j, nil
}

// Release judges steps that node n has just released, in their order: what it
// now holds, and the frames that it put on the network for them. The real state
// may be nil where the node holds none that could be looked at, between the
// copying of recovered events and the Restart that follows them.
func (j *Judge) Release(n int, witnesses []trace.Event, real []trace.Change, frames []basicpaxos.Outgoing) error {
	added, err := j.Unsent(n, witnesses, real, frames)
	if err != nil {
		return err
	}
	return j.allSent(n, added, frames)
}

// Unsent judges steps that node n has released when it died before it had sent
// all their messages. It returns the messages that the steps add.
func (j *Judge) Unsent(n int, witnesses []trace.Event, real []trace.Change, frames []basicpaxos.Outgoing) ([]tla.Value, error) {
	var added []tla.Value
	for _, w := range witnesses {
		more, err := j.step(n, w)
		if err != nil {
			return nil, err
		}
		added = append(added, more...)
	}
	if real != nil {
		if err := j.compareState(n, real); err != nil {
			return nil, err
		}
	}
	if err := j.allAdded(n, frames); err != nil {
		return nil, err
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
	action, ok := j.actions[w.Action]
	if !ok {
		return nil, fmt.Errorf("node %d takes a step %s that the specification does not have", n, w.Action)
	}
	args := []tla.Value{tla.Int(int64(n))}
	for _, a := range w.Args {
		v, err := bridge.Spec(a.Value)
		if err != nil {
			return nil, fmt.Errorf("reading %s of %s: %w", a.Name, w.Action, err)
		}
		args = append(args, v)
	}
	next, enabled, err := action.Call(j.state, args...)
	if err != nil {
		return nil, fmt.Errorf("evaluating %s%v: %w", w.Action, args, err)
	}
	if !enabled {
		why, err := action.Why(j.state, args...)
		if err != nil {
			return nil, fmt.Errorf("asking why %s%v is no step: %w", w.Action, args, err)
		}
		return nil, fmt.Errorf("node %d did what the specification forbids: %s%v\n%v", n, w.Action, args, why)
	}
	// The replay's Add gives what the step adds, alone.
	msgs, _ := next.Get("msgs")
	added := slices.Collect(msgs.Elements())
	for _, m := range added {
		if !slices.ContainsFunc(j.sent, m.Equal) {
			j.sent = append(j.sent, m)
		}
	}
	j.state = next.With("msgs", tla.SetOf(j.sent...))
	j.Steps[w.Action]++
	return added, nil
}

func (j *Judge) compareState(n int, real []trace.Change) error {
	want, err := bridge.Own(j.state, bridge.Variables, tla.Int(int64(n)))
	if err != nil {
		return err
	}
	return bridge.Compare(fmt.Sprintf("node %d's real", n), real, want)
}

// allAdded demands that every frame carries a message that a step added, now or
// before.
func (j *Judge) allAdded(n int, frames []basicpaxos.Outgoing) error {
	for _, f := range frames {
		m := f.Msg.Msg
		added := func(v tla.Value) bool { return sameMessage(v, m) }
		if !f.IsHint() && !slices.ContainsFunc(j.sent, added) {
			return fmt.Errorf("node %d sends %+v, which no step of the specification has added", n, m)
		}
	}
	return nil
}

// allSent demands that no added message stays behind, unless it is for nobody
// else: a ballot's owner sends its own 1b to itself, and a lone node everything.
func (j *Judge) allSent(n int, added []tla.Value, frames []basicpaxos.Outgoing) error {
	for _, v := range added {
		m, err := bridge.Message(v)
		if err != nil {
			return err
		}
		carries := func(f basicpaxos.Outgoing) bool { return !f.IsHint() && f.Msg.Msg == m }
		toItself := m.Type == basicpaxos.Msg1b && int(m.Bal.Owner()) == n || j.alone
		if !toItself && !slices.ContainsFunc(frames, carries) {
			return fmt.Errorf("node %d does not send %v, which the step adds", n, v)
		}
	}
	return nil
}

func sameMessage(v tla.Value, m basicpaxos.Message) bool {
	same, err := bridge.Message(v)
	return err == nil && same == m
}

// invariants evaluates every invariant of the replay on the whole state.
func (j *Judge) invariants() error {
	for _, name := range j.spec.Invariants() {
		holds, err := j.spec.Eval(name, j.state)
		if err != nil {
			return fmt.Errorf("evaluating %s: %w", name, err)
		}
		if yes, ok := holds.Truth(); !ok || !yes {
			return fmt.Errorf("the invariant %s is violated in\n%v", name, j.state)
		}
	}
	return nil
}

// State is the specification's state so far.
func (j *Judge) State() tla.State { return j.state }
