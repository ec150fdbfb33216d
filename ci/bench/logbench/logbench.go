// Package logbench measures how fast recorded steps are replayed: a long run of
// MultiPaxos on five nodes with a window of a thousand live slots, each event
// judged as a checker of traces does, by a call of the action with bound
// parameters and a comparison of what it adds and changes with what the event
// tells. Decoding is not part of it.
package logbench

import (
	"fmt"

	"github.com/synod-paxos/synod/spec"
	"github.com/synod-paxos/synod/spec/tla"
	"github.com/synod-paxos/synod/trace/post"
)

// Variant says which messages a step sees.
type Variant string

// In the local variant a step sees the messages that its event cites, as when a
// trace is checked; in the other one all that were ever sent.
const (
	Local   Variant = "cited"
	Growing Variant = "all"
)

// Window is the number of slots that each node holds votes for.
const Window = 1000

const nodes = 5

// An Event is a recorded step.
type Event struct {
	action *tla.Action
	node   tla.Value
	args   []tla.Value // the node first
	in     tla.Value   // the messages that the step reads
	out    tla.Value   // those that it adds
	post   []post.Change
}

// A Run is a state and the events that follow it.
type Run struct {
	variant Variant
	shape   *post.Shape
	start   tla.State
	log     packed
}

// Events returns the number of events.
func (r *Run) Events() int { return r.log.len() }

// load binds the constants of a replay with all nodes.
func load(v Variant) (*tla.Spec, error) {
	m, err := spec.Open("ReplayMultiPaxos")
	if err != nil {
		return nil, err
	}
	cfg, err := spec.Config("ReplayMultiPaxos")
	if err != nil {
		return nil, err
	}
	var members []tla.Value
	for n := range nodes {
		members = append(members, tla.Int(int64(n+1)))
	}
	cfg.SetConstant("Node", tla.SetOf(members...))
	if v == Growing {
		cfg.Restore("Add")
	}
	s, err := tla.Load(m, cfg)
	if err != nil {
		return nil, fmt.Errorf("loading ReplayMultiPaxos: %w", err)
	}
	return s, s.CheckAssumptions()
}

// Judge replays one event in a state, as a checker does, and returns the state
// after it. The error says what the event tells wrongly.
func (r *Run) Judge(st tla.State, e *Event) (tla.State, error) {
	before := st
	if r.variant == Local {
		before = st.With("msgs", e.in)
	}
	next, enabled, err := e.action.Call(before, e.args...)
	if err != nil || !enabled {
		return next, fmt.Errorf("%s%v: enabled %v: %w", e.action.Name, e.args, enabled, err)
	}
	if !r.adds(before, next, e.out) {
		return next, fmt.Errorf("%s%v does not add %v", e.action.Name, e.args, e.out)
	}
	var changes [8]post.Change
	want := r.shape.Of(changes[:0], before, next, e.node)
	if d := post.Compare(e.post, want, func(post.Change) {}); len(d) > 0 {
		return next, fmt.Errorf("%s%v: %s differs", e.action.Name, e.args, d[0].Path())
	}
	return next, nil
}

// adds says whether a step has added exactly the messages of a set.
func (r *Run) adds(before, next tla.State, out tla.Value) bool {
	sent, _ := next.Get("msgs")
	if r.variant == Local {
		return sent.Equal(out)
	}
	old, _ := before.Get("msgs")
	n, same := 0, true
	tla.Differences(old, sent, func(m, _, added tla.Value) bool {
		n++
		same = added.IsValid() && out.Contains(m)
		return same
	})
	return same && n == out.Len()
}
