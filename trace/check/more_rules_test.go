package check_test

import (
	"slices"
	"testing"

	"github.com/synod-paxos/synod/trace"
	"github.com/synod-paxos/synod/trace/check"
	"github.com/synod-paxos/synod/trace/tracetest"
)

// waitingLearn has a node decide a value by votes that nobody has written down.
func (f *fixture) waitingLearn(node int, inc, seq uint64, v trace.Value) {
	e := f.event(node, inc, seq)
	e.Args[0].Value, e.Args[2].Value = "9217", v
	e.Post[0].Value = v
	for i := range e.In {
		e.In[i].Inc = 9
		e.In[i].Msg = trace.Value(`{"bal":9217,"from":` + string(trace.Int(int64(e.In[i].Node))) + `,"type":"2b","val":` + string(v) + `}`)
	}
}

// open takes the ends of all logs away.
func (f *fixture) open() {
	for _, s := range f.segments {
		if n := len(s.Entries) - 1; n > 0 {
			if _, ok := s.Entries[n].(*trace.End); ok {
				s.Entries = s.Entries[:n]
			}
		}
	}
}

var decisionRules = []rule{
	{name: "a decision that waits", verdict: check.Conforms, damage: func(f *fixture) { f.open(); f.waitingLearn(3, 1, 3, `"v1"`) }},
	{name: "another decision that waits", verdict: check.Violation, rule: check.RuleInvariant, place: "node-3.inc-1.jsonl:4",
		text: `two values are decided: "v9" by node 3, and "v1"`, damage: func(f *fixture) { f.open(); f.waitingLearn(3, 1, 3, `"v9"`) }},
	{name: "two decisions that wait", verdict: check.Violation, rule: check.RuleInvariant, place: "node-3.inc-1.jsonl:4",
		text: "two values are decided", damage: func(f *fixture) {
			f.open()
			f.dropFrom(1, 1, 5)
			f.waitingLearn(2, 2, 2, `"v8"`)
			f.waitingLearn(3, 1, 3, `"v9"`)
		}},
	{name: "another decision that waits, logs one by one", verdict: check.Violation, rule: check.RuleInvariant, place: "node-3.inc-1.jsonl:4",
		options: check.Options{Levels: []check.Level{check.Local}},
		text:    "two values are decided", damage: func(f *fixture) { f.open(); f.waitingLearn(3, 1, 3, `"v9"`) }},
}

var citationRules = []rule{
	{name: "a message cited twice", verdict: check.Violation, rule: check.RuleCitation, place: "node-2.inc-1.jsonl:2",
		text: "cites a message twice", damage: func(f *fixture) { e := f.event(2, 1, 1); e.In = append(e.In, e.In[0]) }},
	{name: "a message cited that the step does not need", verdict: check.Violation, rule: check.RuleCitation, place: "node-3.inc-1.jsonl:3",
		text: "the same step without a message", damage: func(f *fixture) { e := f.event(3, 1, 2); e.In = append(e.In, f.event(3, 1, 1).In...) }},
	{name: "the same, all logs together alone", verdict: check.Violation, rule: check.RuleCitation, place: "node-3.inc-1.jsonl:3",
		options: check.Options{Levels: []check.Level{check.Global}},
		text:    "the same step without a message", damage: func(f *fixture) { e := f.event(3, 1, 2); e.In = append(e.In, f.event(3, 1, 1).In...) }},
	{name: "a restart that cites", verdict: check.Violation, rule: check.RuleCitation, place: "node-2.inc-2.jsonl:2",
		text: "the same step without a message", damage: func(f *fixture) { f.event(2, 2, 1).In = f.event(2, 1, 1).In }},
	{name: "a quorum of more than a majority", verdict: check.Conforms, damage: func(f *fixture) {
		e := f.event(3, 1, 3)
		vote := f.event(1, 1, 3)
		e.Args[1].Value = trace.IntSet([]int{1, 2, 3})
		e.In = append(e.In, trace.Cited{Ref: vote.Ref, Msg: vote.Out[0]})
	}},
	{name: "out has a message twice", verdict: check.Violation, rule: check.RuleOut, place: "node-1.inc-1.jsonl:2",
		text: "names a message twice", damage: func(f *fixture) { e := f.event(1, 1, 1); e.Out = append(e.Out, e.Out[0]) }},
}

// dies gives a node another incarnation: it dies before its first event, and
// the next one goes on.
func (f *fixture) dies(node int, inc uint64) (idle, next *tracetest.Segment) {
	old := f.segment(node, inc)
	next = &tracetest.Segment{Name: trace.SegmentName(node, inc+1), Entries: slices.Clone(old.Entries)}
	h := *f.header(node, inc)
	h.Inc, h.Prev = inc+1, &trace.Prev{Inc: inc}
	next.Entries[0] = &h
	for _, e := range next.Entries[1:] {
		switch e := e.(type) {
		case *trace.Event:
			e.Inc++
		case *trace.End:
			e.Inc++
		}
	}
	old.Entries = old.Entries[:1]
	f.segments = append(f.segments, next)
	return old, next
}

var headerRules = []rule{
	{name: "an incarnation that took nothing", verdict: check.Conforms, damage: func(f *fixture) { f.dies(2, 2) }},
	{name: "a tail that nobody states", verdict: check.Conforms, damage: func(f *fixture) { f.dies(2, 2); f.dropSegment(2, 2) }},
	{name: "a citation into a tail that nobody states", verdict: check.Inconclusive, rule: check.RuleMissing, place: "node-2.inc-1.jsonl:1",
		text: "no file says where incarnation 1 ended, but messages of it are used, and are assumed: incarnation 1, events 2",
		damage: func(f *fixture) {
			f.dies(2, 2)
			f.dropSegment(2, 2)
			f.dropFrom(2, 1, 3)
		}},
	{name: "a citation of an incarnation that took nothing", verdict: check.Violation, rule: check.RuleEnd, place: "node-3.inc-1.jsonl:4",
		text: "past the last one, 0", damage: func(f *fixture) {
			f.dies(2, 2)
			f.dropSegment(2, 2)
			e := f.event(3, 1, 3)
			e.In[0].Ref = trace.Ref{Node: 2, Inc: 2, Seq: 1}
			f.dropFrom(2, 1, 3)
		}},
	{name: "an incarnation between others, in no file", verdict: check.Inconclusive, rule: check.RuleMissing, place: "node-2.inc-3.jsonl:1",
		text: "events 1 to 4 are in no file", damage: func(f *fixture) {
			_, next := f.dies(2, 2)
			next.Entries[0].(*trace.Header).Prev = &trace.Prev{Inc: 2, Last: 4, Events: 4}
			f.dropSegment(2, 2)
		}},
	{name: "two segments of an incarnation", verdict: check.Conforms, damage: func(f *fixture) { f.split(nil) }},
	{name: "two segments that differ in how the incarnation before ended", verdict: check.Violation, rule: check.RuleHeader,
		place: "node-2.inc-2.jsonl:3", text: "say differently how the one before ended",
		damage: func(f *fixture) { f.split(&trace.Prev{Inc: 1, Last: 70, Events: 70}) }},
	{name: "recovered events not copied yet", verdict: check.Conforms, damage: func(f *fixture) { f.dropFrom(2, 1, 3); f.dropFrom(2, 2, 2) }},
	{name: "recovered events not copied yet, closed", verdict: check.Inconclusive, rule: check.RuleMissing, place: "node-2.inc-2.jsonl:1",
		options: check.Options{Closed: true}, text: "event 2 is in no file",
		damage: func(f *fixture) { f.dropFrom(2, 1, 3); f.dropFrom(2, 2, 2) }},
	{name: "format 0", verdict: check.Inconclusive, rule: check.RuleUnknown, place: "node-3.inc-1.jsonl:1",
		text: "format 0.1 is none that", damage: func(f *fixture) { f.header(3, 1).Format = "0.1" }},
}

// split puts a header in front of the last event of node 2.
func (f *fixture) split(prev *trace.Prev) {
	s := f.segment(2, 2)
	h := *f.header(2, 2)
	h.First, h.State = 2, f.event(2, 2, 1).Post
	if prev != nil {
		h.Prev = prev
	}
	s.Entries = slices.Insert(s.Entries, 2, trace.Entry(&h))
}

// TestHeld: the report tells how many events the verdict does not cover.
func TestHeld(t *testing.T) {
	f := newFixture(t)
	f.open()
	f.waitingLearn(3, 1, 3, `"v1"`)
	r, err := check.Run(inputs(f.segments), check.Options{})
	if err != nil || r.Verdict != check.Conforms || len(r.Waiting) != 1 || r.Held != 1 || r.Left() != 1 {
		t.Errorf("%+v, %v", r, err)
	}
}

// TestViolationWithoutEvents: a violation is one, also where nothing can be
// compared.
func TestViolationWithoutEvents(t *testing.T) {
	for name, damage := range map[string]func(h *trace.Header){
		"no header is right": func(h *trace.Header) { h.Inc = 2 },
		"too many nodes":     func(h *trace.Header) { h.Run += "x"; h.Nodes = []int{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12} },
	} {
		f := newFixture(t)
		f.segments = f.segments[:2]
		for _, s := range f.segments {
			s.Entries = s.Entries[:1]
			damage(s.Entries[0].(*trace.Header))
		}
		f.header(1, 1).Run = "other"
		if r, err := check.Run(inputs(f.segments), check.Options{}); err != nil || r.Verdict != check.Violation {
			t.Errorf("%s: %+v, %v", name, r, err)
		}
	}
}

// TestManyHeaders: what it costs to compare headers does not explode.
func TestManyHeaders(t *testing.T) {
	f := newFixture(t)
	s := f.segment(3, 1)
	for i := range uint64(20_000) {
		h := *f.header(3, 1)
		h.First = i + 10
		s.Entries = append(s.Entries, &h)
	}
	r, err := check.Run(inputs(f.segments), check.Options{})
	if err != nil || r.Verdict != check.Violation {
		t.Errorf("%v, %v", r.Verdict, err)
	}
}
