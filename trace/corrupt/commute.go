package corrupt

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"github.com/synod-paxos/synod/spec"
	"github.com/synod-paxos/synod/spec/tla"
	"github.com/synod-paxos/synod/trace"
	"github.com/synod-paxos/synod/trace/check"
	"github.com/synod-paxos/synod/trace/values"
)

// A world evaluates events by the specification, without the checker, so that
// what the suite calls equivalent does not rest on the checker's word.
type world struct {
	spec    *tla.Spec
	actions map[string]*tla.Action
	init    tla.State
	values  values.Dictionary
}

func newWorld(files []*file, base *check.Report) (*world, error) {
	module, err := spec.Open("Replay" + base.Spec)
	if err != nil {
		return nil, err
	}
	cfg, err := spec.Config("Replay" + base.Spec)
	if err != nil {
		return nil, err
	}
	var members []tla.Value
	for _, n := range base.Nodes {
		members = append(members, tla.Int(int64(n)))
	}
	cfg = cfg.Clone()
	cfg.SetConstant("Node", tla.SetOf(members...))
	w := &world{actions: map[string]*tla.Action{}}
	if w.spec, err = tla.Load(module, cfg); err != nil {
		return nil, err
	}
	for _, a := range w.spec.Actions() {
		w.actions[a.Name] = a
	}
	states, err := w.spec.Init()
	if err != nil {
		return nil, err
	}
	w.init = states[0]
	for _, f := range files {
		for _, item := range f.items {
			if e, ok := item.Entry.(*trace.Event); ok {
				err = errors.Join(err, w.values.Define(e.Values...))
			}
		}
	}
	return w, err
}

// before is the state of a node before one of its events: its own variables,
// that is, as no other node's action touches them.
func (w *world) before(files []*file, ref trace.Ref) (tla.State, error) {
	var events []*trace.Event
	for _, f := range files {
		for _, item := range f.items {
			if e, ok := item.Entry.(*trace.Event); ok && e.Node == ref.Node && order(e.Ref, ref) < 0 {
				events = append(events, e)
			}
		}
	}
	slices.SortFunc(events, func(a, b *trace.Event) int { return order(a.Ref, b.Ref) })
	events = slices.CompactFunc(events, func(a, b *trace.Event) bool { return a.Ref == b.Ref })
	st := w.init
	for _, e := range events {
		next, ok, err := w.step(st, e)
		if err != nil || !ok {
			return st, fmt.Errorf("replaying event %d of node %d, incarnation %d: enabled %t: %w", e.Seq, e.Node, e.Inc, ok, err)
		}
		st = next
	}
	return st, nil
}

func order(a, b trace.Ref) int {
	return cmp.Or(cmp.Compare(a.Inc, b.Inc), cmp.Compare(a.Seq, b.Seq))
}

// step takes an event's action, with the messages that it cites.
func (w *world) step(st tla.State, e *trace.Event) (tla.State, bool, error) {
	a := w.actions[e.Action]
	var used []tla.Value
	for _, in := range e.In {
		m, err := w.values.Read(in.Msg)
		if err != nil {
			return st, false, err
		}
		used = append(used, m)
	}
	args := []tla.Value{tla.Int(int64(e.Node))}
	for _, arg := range e.Args {
		v, err := w.values.Read(arg.Value)
		if err != nil {
			return st, false, err
		}
		args = append(args, v)
	}
	return a.Call(st.With("msgs", tla.SetOf(used...)), args...)
}

// both takes two events one after the other; the state that it gives has no
// messages, as those are compared event by event.
func (w *world) both(st tla.State, first, second *trace.Event) (tla.State, bool, error) {
	for _, e := range []*trace.Event{first, second} {
		next, ok, err := w.step(st, e)
		if err != nil || !ok {
			return st, false, err
		}
		st = next
	}
	return st.With("msgs", tla.SetOf()), true, nil
}
