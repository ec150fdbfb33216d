package logbench

import (
	"fmt"

	"github.com/synod-paxos/synod/spec/tla"
	"github.com/synod-paxos/synod/trace/post"
)

// How often what is rare happens, in slots.
const (
	truncateEvery = 50
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

	round   int64
	leader  int64
	slot    int64 // the last one proposed
	ballots map[int64]int64
	votes   map[int64][]tla.Value // the 2b messages of live slots, by node
	floor   int64
}

// Record makes a run of n events.
func Record(v Variant, n int) (*Run, error) {
	s, err := load(v)
	if err != nil {
		return nil, err
	}
	vars, err := s.Module().VariableClass("NodeVars")
	if err != nil {
		return nil, err
	}
	init, err := s.Init()
	if err != nil {
		return nil, err
	}
	w := &script{Run: &Run{variant: v, vars: vars, start: started(init[0])}, actions: map[string]*tla.Action{}, limit: n,
		round: 1, leader: 1, slot: Window + truncateEvery, floor: truncateEvery, ballots: map[int64]int64{}, votes: map[int64][]tla.Value{}}
	for _, a := range s.Actions() {
		w.actions[a.Name] = a
	}
	w.st = w.start
	w.lead()
	for len(w.events) < n && w.err == nil {
		w.next()
	}
	return w.Run, w.err
}

// started is a state in which every node has chosen and applied a window.
func started(st tla.State) tla.State {
	var votes, chosen []tla.Pair
	for s := int64(truncateEvery + 1); s <= Window+truncateEvery; s++ {
		v := value(s)
		votes = append(votes, tla.Pair{Key: tla.Int(s), Value: tla.Record(tla.Field{Name: "bal", Value: tla.Int(1025)}, tla.Field{Name: "val", Value: v})})
		chosen = append(chosen, tla.Pair{Key: tla.Int(s), Value: v})
	}
	for variable, own := range map[string]tla.Value{
		"promised": tla.Int(1025), "vote": tla.Function(votes...), "floor": tla.Int(truncateEvery),
		"chosen": tla.Function(chosen...), "applied": tla.Int(Window + truncateEvery), "last": value(Window + truncateEvery),
	} {
		f, _ := st.Get(variable)
		for n := range nodes {
			f = f.With(tla.Int(int64(n+1)), own)
		}
		st = st.With(variable, f)
	}
	return st
}

func value(slot int64) tla.Value { return tla.Str(fmt.Sprintf("%032x", slot*0x9E3779B97F4A7C)) }

func (w *script) ballot() int64 { return w.round*1024 + w.leader }

// take has a node take a step that reads the given messages, and records it.
func (w *script) take(action string, n int64, in []tla.Value, args ...tla.Value) tla.Value {
	if w.err != nil || len(w.events) >= w.limit {
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
		w.err = fmt.Errorf("event %d, %s%v: enabled %v, %w", len(w.events)+1, action, e.args, enabled, err)
		return tla.SetOf()
	}
	sent, _ := next.Get("msgs")
	if e.out = sent; w.variant == Growing {
		old, _ := before.Get("msgs")
		var added []tla.Value
		tla.Differences(old, sent, func(m, _, _ tla.Value) bool { added = append(added, m); return true })
		e.out = tla.SetOf(added...)
	}
	e.post = post.Of(nil, w.vars, before, next, node)
	w.events = append(w.events, e)
	w.st = next
	return e.out
}

func only(s tla.Value) tla.Value {
	for m := range s.Elements() {
		return m
	}
	return tla.Value{}
}

// lead makes the next node the leader: phase 1 for all slots at once.
func (w *script) lead() {
	w.leader = w.leader%nodes + 1
	w.round++
	b := tla.Int(w.ballot())
	var asked tla.Value
	var promises []tla.Value
	for m := range w.take("Prepare", w.leader, nil, b).Elements() {
		if kind, _ := m.Field("type"); kind.Equal(tla.Str("1a")) {
			asked = m
		} else {
			promises = append(promises, m)
		}
	}
	for n := int64(1); n <= nodes && asked.IsValid(); n++ {
		if n != w.leader {
			if m := only(w.take("Promise", n, []tla.Value{asked}, b)); m.IsValid() && len(promises) < nodes/2+1 {
				promises = append(promises, m)
			}
		}
	}
	var quorum []tla.Value
	for _, m := range promises {
		from, _ := m.Field("from")
		quorum = append(quorum, from)
	}
	w.take("Lead", w.leader, promises, b, tla.SetOf(quorum...))
}

// next has a slot proposed, voted for, learned and applied by all nodes.
func (w *script) next() {
	w.slot++
	s, b := w.slot, w.ballot()
	v := value(s)
	asked := only(w.take("Propose", w.leader, nil, tla.Int(b), tla.Int(s), v))
	if !asked.IsValid() {
		return
	}
	w.ballots[s] = b
	for n := int64(1); n <= nodes; n++ {
		if m := only(w.take("Accept", n, []tla.Value{asked}, tla.Int(b), tla.Int(s), v)); m.IsValid() {
			w.votes[s] = append(w.votes[s], m)
		}
	}
	for n := int64(1); n <= nodes; n++ {
		w.learn(n, s)
	}
	switch {
	case s%truncateEvery == 0:
		w.floor += truncateEvery
		for n := int64(1); n <= nodes; n++ {
			w.take("Truncate", n, nil, tla.Int(w.floor))
		}
		delete(w.votes, s-Window-truncateEvery)
	case s%leaderEvery == 1:
		w.lead()
	case s%restartEvery == 2:
		w.restart(w.leader%nodes + 1)
	}
}

// learn has node n learn slot s from the votes of three nodes and apply it.
func (w *script) learn(n, s int64) {
	if len(w.votes[s]) < nodes {
		return
	}
	var in, quorum []tla.Value
	for i := range int64(nodes/2 + 1) {
		k := (n + s + i) % nodes
		in, quorum = append(in, w.votes[s][k]), append(quorum, tla.Int(k+1))
	}
	w.take("Learn", n, in, tla.Int(s), tla.Int(w.ballots[s]), value(s), tla.SetOf(quorum...))
	w.take("Apply", n, nil)
}

// restart has node n forget what it had chosen and learn it anew, as far as
// messages of this run tell.
func (w *script) restart(n int64) {
	for s := w.floor + 1; s <= w.slot; s++ {
		if len(w.votes[s]) < nodes {
			return // from before the run
		}
	}
	w.take("Restart", n, nil)
	for s := w.floor + 1; s <= w.slot; s++ {
		w.learn(n, s)
	}
}
