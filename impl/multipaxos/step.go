package multipaxos

import (
	"slices"

	"github.com/synod-paxos/synod/trace"
)

// A Step is one action taken: what describes it as an event, and the messages
// that it adds. It has no effect outside the core yet.
//
// What it holds never changes, and rendering it reads nothing else. So it may be
// rendered by anybody, at any time or never: a node takes many more steps than
// anybody reads.
type Step struct {
	ref     trace.Ref
	call    call
	durable bool
	silent  bool // no effect tells of it, see Config.Untraced
	in      []Received
	post    post
	sends   []Send
}

// Ref names the step's event.
func (s *Step) Ref() trace.Ref { return s.ref }

// Action is the name of the action.
func (s *Step) Action() string { return s.call.action.String() }

// Durable tells whether the event must be on disk before it is released.
func (s *Step) Durable() bool { return s.durable }

// Sends are the messages that the step adds, not to be changed.
func (s *Step) Sends() []Send { return s.sends }

// Event is the step as a trace has it, with every value that it names.
func (s *Step) Event() trace.Event {
	r := NewRenderer(trace.Binary)
	r.Render(s, s.Values())
	return r.Event()
}

// Values are the values that the event names: none of them nil, none twice.
func (s *Step) Values() []*Value {
	var vs values
	for i := range s.post.changes {
		vs.add(s.post.changes[i].val)
	}
	for _, m := range s.in {
		vs.addAll(m.Msg)
	}
	for i := range s.sends {
		vs.addAll(s.sends[i].Msg)
	}
	return vs.list
}

// values is a list of values, none of them nil, none twice.
type values struct {
	list []*Value
	seen map[Digest]bool // of list, once that is long
}

const manyValues = 8

func (vs *values) add(v *Value) {
	if v == nil || vs.has(v) {
		return
	}
	vs.list = append(vs.list, v)
	switch {
	case vs.seen != nil:
		vs.seen[v.digest] = true
	case len(vs.list) == manyValues:
		vs.seen = make(map[Digest]bool)
		for _, w := range vs.list {
			vs.seen[w.digest] = true
		}
	}
}

func (vs *values) has(v *Value) bool {
	if vs.seen != nil {
		return vs.seen[v.digest]
	}
	return slices.ContainsFunc(vs.list, v.Same)
}

func (vs *values) addAll(m *Message) {
	vs.add(m.Body)
	for _, v := range m.Votes {
		vs.add(v.Val)
	}
}

// A Record is what the log is given of a step.
type Record struct {
	*Step
	Values   []*Value // those that Replay will need, and find in no vote before
	Snapshot *Snap    // the snapshot that the step made or took over, or nil
}

// record is the step for the log.
func (s *Step) record() Record {
	r := Record{Step: s}
	if !s.durable || s.call.action == restartAction {
		return r // what a Restart tells of, the log holds
	}
	var vs values
	for i := range s.post.changes {
		if c := &s.post.changes[i]; c.variable == varVote {
			vs.add(c.val)
		}
	}
	r.Values, r.Snapshot = vs.list, s.post.snap
	return r
}
