package logbench

import (
	"fmt"

	"github.com/synod-paxos/synod/spec/tla"
	"github.com/synod-paxos/synod/trace/post"
)

// How often what is rare happens, in slots.
const (
	snapshotEvery = 50
	leaderEvery   = 400
	restartEvery  = 1100
)

// A script makes a run: it says which node takes which step, and the evaluator
// computes what follows.
type script struct {
	*Run
	actions map[string]*tla.Action
	st      tla.State
	limit   int
	err     error

	round    int64
	leader   int64
	slot     int64                 // the last one proposed
	kept     int64                 // the first one whose votes are kept
	proposal tla.Value             // the last one
	votes    map[int64][]tla.Value // the 2b messages of recent slots, by node
	ballots  map[int64]int64       // in which recent slots were voted for
	entries  map[int64]tla.Value   // the leader's, of recent slots
}

// Record makes a run of n events.
func Record(v Variant, n int) (*Run, error) {
	s, err := load(v)
	if err != nil {
		return nil, err
	}
	shape, err := post.ShapeOf(s.Module())
	if err != nil {
		return nil, err
	}
	init, err := s.Init()
	if err != nil {
		return nil, err
	}
	w := &script{Run: &Run{variant: v, shape: shape, start: started(init[0])}, actions: map[string]*tla.Action{}, limit: n,
		round: 1, leader: 1, slot: Window, kept: 1,
		votes: map[int64][]tla.Value{}, ballots: map[int64]int64{}, entries: map[int64]tla.Value{}}
	for _, a := range s.Actions() {
		w.actions[a.Name] = a
	}
	w.log.actions = w.actions
	w.st = w.start
	w.lead()
	for w.log.len() < n && w.err == nil {
		w.next()
	}
	return w.Run, w.err
}

// started is a state in which every node has voted for a window of slots, has
// applied them, and has them on disk.
func started(st tla.State) tla.State {
	var votes []tla.Pair
	for s := int64(1); s <= Window; s++ {
		votes = append(votes, tla.Pair{Key: tla.Int(s), Value: tla.Record(
			tla.Field{Name: "bal", Value: tla.Int(1025)}, tla.Field{Name: "val", Value: value(s)})})
	}
	own := map[string]tla.Value{
		"upto": tla.Int(Window + 1), "prefix": tla.Str(fmt.Sprintf("%032x", Window)),
		"opened": tla.Int(1), "done": tla.Function(tla.Pair{Key: tla.Int(1), Value: command(Window)}),
	}
	var snap []tla.Field
	for variable, v := range own {
		snap = append(snap, tla.Field{Name: variable, Value: v})
	}
	own["snap"] = tla.Record(snap...)
	own["promised"], own["vote"], own["trunc"] = tla.Int(1025), tla.Function(votes...), tla.Int(1)
	for variable, v := range own {
		f, _ := st.Get(variable)
		for n := range nodes {
			f = f.With(tla.Int(int64(n+1)), v)
		}
		st = st.With(variable, f)
	}
	return st
}

// command is the command of session 1 that goes into a slot, value what holds it.
func command(slot int64) tla.Value {
	return tla.Tuple(tla.Int(1), tla.Int(slot), tla.Str(fmt.Sprintf("%032x", slot*0x9E3779B97F4A7C)))
}
func value(slot int64) tla.Value { return tla.Tuple(command(slot)) }

func (w *script) ballot() int64 { return w.round*1024 + w.leader }

// take has a node take a step that reads the given messages, and records it. It
// returns what the step adds.
func (w *script) take(action string, n int64, in []tla.Value, args ...tla.Value) tla.Value {
	if w.err != nil || w.log.len() >= w.limit {
		return tla.SetOf()
	}
	node := tla.Int(n)
	e := Event{action: w.actions[action], node: node, args: append([]tla.Value{node}, args...), in: tla.SetOf(in...)}
	before := w.st
	if w.variant == Local {
		before = w.st.With("msgs", e.in)
	}
	next, enabled, err := e.action.Call(before, e.args...)
	if err != nil || !enabled {
		w.err = fmt.Errorf("event %d, %s%v: enabled %v, %w", w.log.len()+1, action, e.args, enabled, err)
		return tla.SetOf()
	}
	sent, _ := next.Get("msgs")
	if e.out = sent; w.variant == Growing {
		old, _ := before.Get("msgs")
		var added []tla.Value
		tla.Differences(old, sent, func(m, _, _ tla.Value) bool { added = append(added, m); return true })
		e.out = tla.SetOf(added...)
	}
	e.post = w.shape.Of(nil, before, next, node)
	w.log.add(&e)
	w.st = next
	return e.out
}

// ask has a node take a step, and returns the message of a kind that it adds.
// There is none at the end of the run.
func (w *script) ask(kind, action string, n int64, in []tla.Value, args ...tla.Value) tla.Value {
	for m := range w.take(action, n, in, args...).Elements() {
		if k, _ := m.Field("type"); k.Equal(tla.Str(kind)) {
			return m
		}
	}
	return tla.Value{}
}
