package check_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/synod-paxos/synod/trace"
	"github.com/synod-paxos/synod/trace/check"
	"github.com/synod-paxos/synod/trace/tracetest"
)

// A fixture is a small run that the tests break in one way each: node 1 has
// ballot 1025 chosen, node 2 crashes after its vote, node 3 comes late.
//
//	node 1: 1 Prepare, 2 Propose, 3 Accept, 4 Learn
//	node 2: 1 Promise, 2 Accept; incarnation 2: 1 Restart, 2 Learn
//	node 3: 1 Promise, 2 Accept, 3 Learn
type fixture struct {
	*testing.T
	segments []*tracetest.Segment
}

func newFixture(t *testing.T) *fixture {
	t.Helper()
	b, err := tracetest.New(3)
	if err != nil {
		t.Fatal(err)
	}
	const bal = 1025
	must := func(_ *trace.Event, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(b.Prepare(1, 1))
	must(b.Promise(2, bal))
	must(b.Promise(3, bal))
	must(b.Propose(1, bal, []int{1, 2}, "v1"))
	must(b.Accept(1, bal))
	must(b.Accept(2, bal))
	must(b.Learn(1, bal, []int{1, 2}))
	must(b.Restart(2))
	must(b.Accept(3, bal))
	must(b.Learn(3, bal, []int{2, 3}))
	must(b.Learn(2, bal, []int{1, 3}))
	b.EndAll()
	return &fixture{t, b.Segments()}
}

// segment is that of a node's incarnation.
func (f *fixture) segment(node int, inc uint64) *tracetest.Segment {
	name := fmt.Sprintf("node-%d.inc-%d.jsonl", node, inc)
	i := slices.IndexFunc(f.segments, func(s *tracetest.Segment) bool { return s.Name == name })
	return f.segments[i]
}

func (f *fixture) header(node int, inc uint64) *trace.Header {
	return f.segment(node, inc).Entries[0].(*trace.Header)
}

func (f *fixture) event(node int, inc, seq uint64) *trace.Event {
	return f.segment(node, inc).Entries[seq].(*trace.Event)
}

// drop removes a line; line 1 is the header.
func (f *fixture) drop(node int, inc uint64, line int) {
	s := f.segment(node, inc)
	s.Entries = slices.Delete(s.Entries, line-1, line)
}

// dropFrom removes a line and all after it.
func (f *fixture) dropFrom(node int, inc uint64, line int) {
	s := f.segment(node, inc)
	s.Entries = s.Entries[:line-1]
}

func (f *fixture) dropSegment(node int, inc uint64) {
	s := f.segment(node, inc)
	f.segments = slices.DeleteFunc(f.segments, func(x *tracetest.Segment) bool { return x == s })
}

func (f *fixture) add(node int, inc uint64, e trace.Entry) {
	s := f.segment(node, inc)
	s.Entries = append(s.Entries, e)
}

const (
	none    = trace.Value(`{"#mv":"None"}`)
	msg1a   = trace.Value(`{"bal":1025,"from":1,"type":"1a"}`)
	noVote  = trace.Value(`{"bal":0,"val":{"#mv":"None"}}`)
	oneVote = trace.Value(`{"bal":1025,"val":"v1"}`)
)

// A rule is what is done to the run, and what is found.
type rule struct {
	name    string
	damage  func(f *fixture)
	options check.Options
	verdict check.Verdict
	rule    string // of the first finding
	place   string
	text    string // a part of it
}

// The rules, one case each; those for gaps and for what nodes believe to be
// decided are in files of their own.
var rules = []rule{
	{name: "untouched", damage: func(f *fixture) {}, verdict: check.Conforms},

	// The event against the specification.
	{name: "a conjunct over own variables fails", verdict: check.Violation, rule: check.RuleAction, place: "node-3.inc-1.jsonl:3",
		text: "is not a step", damage: func(f *fixture) {
			*f.event(3, 1, 2) = *f.event(3, 1, 1)
			f.event(3, 1, 2).Seq = 2
		}},
	{name: "post misses a path", verdict: check.Violation, rule: check.RulePost, place: "node-1.inc-1.jsonl:2",
		text: "does not say so", damage: func(f *fixture) { e := f.event(1, 1, 1); e.Post = e.Post[:1] }},
	{name: "post has a path too many", verdict: check.Violation, rule: check.RulePost, place: "node-2.inc-1.jsonl:2",
		text: "does not change", damage: func(f *fixture) {
			e := f.event(2, 1, 1)
			e.Post = append(e.Post, trace.Change{Path: "decided", Value: none})
		}},
	{name: "post has another value", verdict: check.Violation, rule: check.RulePost, place: "node-2.inc-1.jsonl:2",
		text: "promised becomes 1025, but the event says 0", damage: func(f *fixture) { f.event(2, 1, 1).Post[0].Value = "0" }},
	{name: "post names no variable", verdict: check.Violation, rule: check.RulePost, place: "node-2.inc-1.jsonl:2",
		text: "no path", damage: func(f *fixture) { f.event(2, 1, 1).Post[0].Path = "ballot" }},
	{name: "post says that a path is gone", verdict: check.Violation, rule: check.RulePost, place: "node-2.inc-1.jsonl:2",
		text: "(gone)", damage: func(f *fixture) { f.event(2, 1, 1).Post[0].Value = "" }},
	{name: "out misses a message", verdict: check.Violation, rule: check.RuleOut, place: "node-1.inc-1.jsonl:2",
		text: "not those that the step adds", damage: func(f *fixture) { e := f.event(1, 1, 1); e.Out = e.Out[:1] }},
	{name: "out has a message too many", verdict: check.Violation, rule: check.RuleOut, place: "node-1.inc-1.jsonl:5",
		text: "not those that the step adds", damage: func(f *fixture) { e := f.event(1, 1, 4); e.Out = append(e.Out, msg1a) }},
	{name: "a message the action needs is not cited", verdict: check.Violation, rule: check.RuleAction, place: "node-2.inc-1.jsonl:2",
		text: "needs a message that it does not cite", damage: func(f *fixture) { f.event(2, 1, 1).In = nil }},
	{name: "the cited event is present without the message", verdict: check.Violation, rule: check.RuleCitation, place: "node-2.inc-1.jsonl:2",
		text: "does not add", damage: func(f *fixture) { f.event(2, 1, 1).In[0].Seq = 2 }},
	{name: "another event added the message", verdict: check.Violation, rule: check.RuleCitation, place: "node-2.inc-1.jsonl:2",
		text: "added it", damage: func(f *fixture) { f.event(2, 1, 1).In[0].Inc = 7 }},
	{name: "an unknown action", verdict: check.Violation, rule: check.RuleArgs, place: "node-2.inc-1.jsonl:2",
		text: "no action of BasicPaxos", damage: func(f *fixture) { f.event(2, 1, 1).Action = "Promised" }},
	{name: "other parameters", verdict: check.Violation, rule: check.RuleArgs, place: "node-2.inc-1.jsonl:2",
		text: "takes the parameters (b) after the node, not (bal)", damage: func(f *fixture) { f.event(2, 1, 1).Args[0].Name = "bal" }},
	{name: "a value that is none", verdict: check.Violation, rule: check.RuleArgs, place: "node-2.inc-1.jsonl:2",
		text: "argument b", damage: func(f *fixture) { f.event(2, 1, 1).Args[0].Value = `{"#set":3}` }},
	{name: "an event that causes itself", verdict: check.Violation, rule: check.RuleCitation, place: "node-2.inc-1.jsonl:2",
		text: "not before it", damage: func(f *fixture) {
			e := f.event(2, 1, 1)
			e.In[0].Ref = e.Ref
		}},

	// What is missing.
	{name: "a cited event that no file holds", verdict: check.Inconclusive, rule: check.RuleMissing, place: "node-2.inc-1.jsonl:2",
		text: "node 1 has no log, but messages of it are used, and are assumed: incarnation 1, events 1, 2, 3", damage: func(f *fixture) { f.dropSegment(1, 1) }},
	{name: "a seq missing in a log", verdict: check.Inconclusive, rule: check.RuleMissing, place: "node-1.inc-1.jsonl:3",
		text: "node 1, incarnation 1: event 2 is in no file", damage: func(f *fixture) { f.drop(1, 1, 3) }},
	{name: "the last events missing, as the next header says", verdict: check.Inconclusive, rule: check.RuleMissing, place: "node-2.inc-2.jsonl:1",
		text: "node 2, incarnation 1: event 2 is in no file", damage: func(f *fixture) { f.dropFrom(2, 1, 3) }},
	{name: "a header missing", verdict: check.Inconclusive, rule: check.RuleMissing, place: "node-3.inc-1.jsonl:1",
		text: "no header", damage: func(f *fixture) { f.drop(3, 1, 1) }},
	{name: "an open tail", verdict: check.Conforms, damage: func(f *fixture) { f.dropFrom(1, 1, 4) }},
	{name: "an open tail, closed", verdict: check.Inconclusive, rule: check.RuleWaiting, place: "node-2.inc-2.jsonl:3", options: check.Options{Closed: true},
		text: "it cites event 3 of node 1, incarnation 1, beyond the end", damage: func(f *fixture) { f.dropFrom(1, 1, 4) }},

	// Twice.
	{name: "twice, identical", verdict: check.Conforms, damage: func(f *fixture) { f.add(1, 1, f.event(1, 1, 3)) }},
	{name: "twice, differing", verdict: check.Violation, rule: check.RuleTwice, place: "node-1.inc-1.jsonl:7",
		text: "described twice, differently", damage: func(f *fixture) {
			e := *f.event(1, 1, 3)
			e.Action = "Promise"
			f.add(1, 1, &e)
		}},
	{name: "two headers, identical", verdict: check.Conforms, damage: func(f *fixture) { f.add(1, 1, f.header(1, 1)) }},
	{name: "two headers, differing", verdict: check.Violation, rule: check.RuleTwice, place: "node-1.inc-1.jsonl:7",
		text: "two headers", damage: func(f *fixture) {
			h := *f.header(1, 1)
			h.State = slices.Clone(h.State)
			h.State[0].Value = "7"
			f.add(1, 1, &h)
		}},
	{name: "two ends, differing", verdict: check.Violation, rule: check.RuleTwice, place: "node-1.inc-1.jsonl:7",
		text: "ends twice", damage: func(f *fixture) { f.add(1, 1, &trace.End{Node: 1, Inc: 1, Seq: 5, Events: 5}) }},

	// Ends.
	{name: "an event past the end", verdict: check.Violation, rule: check.RuleEnd, place: "node-1.inc-1.jsonl:5",
		text: "past its last one, 3", damage: func(f *fixture) { e := f.segment(1, 1).Entries[5].(*trace.End); e.Seq, e.Events = 3, 3 }},
	{name: "an event past what the next header says", verdict: check.Violation, rule: check.RuleEnd, place: "node-2.inc-1.jsonl:3",
		text: "past its last one, 1", damage: func(f *fixture) { p := f.header(2, 2).Prev; p.Last, p.Events = 1, 1 }},
	{name: "a citation past the end", verdict: check.Violation, rule: check.RuleEnd, place: "node-2.inc-2.jsonl:3",
		text: "past the last one, 2", damage: func(f *fixture) {
			f.dropFrom(1, 1, 4)
			f.add(1, 1, &trace.End{Node: 1, Inc: 1, Seq: 2, Events: 2})
		}},
	{name: "end and next header at odds", verdict: check.Violation, rule: check.RuleEnd, place: "node-2.inc-2.jsonl:1",
		text: "took 2 events, but it ended after 3", damage: func(f *fixture) { f.add(2, 1, &trace.End{Node: 2, Inc: 1, Seq: 3, Events: 3}) }},
	{name: "an end that contradicts itself", verdict: check.Violation, rule: check.RuleEnd, place: "node-1.inc-1.jsonl:6",
		text: "contradicts itself", damage: func(f *fixture) { f.segment(1, 1).Entries[5].(*trace.End).Seq = 5 }},
	{name: "a header that contradicts itself", verdict: check.Violation, rule: check.RuleHeader, place: "node-2.inc-2.jsonl:1",
		text: "contradicts itself", damage: func(f *fixture) { f.header(2, 2).Prev.Last = 3 }},
	{name: "a power loss that took nothing", verdict: check.Conforms, damage: func(f *fixture) { f.header(2, 2).Prev.Open = true }},
	{name: "a citation past an end that a power loss left open", verdict: check.Inconclusive, rule: check.RuleMissing, place: "node-2.inc-1.jsonl:1",
		text: "no file says where incarnation 1 ended", damage: func(f *fixture) {
			p := f.header(2, 2).Prev
			p.Open, p.Last, p.Events = true, 1, 1
			f.drop(2, 1, 3)
		}},
	{name: "events lost before an end that a power loss left open", verdict: check.Inconclusive, rule: check.RuleMissing, place: "node-2.inc-2.jsonl:1",
		text: "event 2 is in no file", damage: func(f *fixture) {
			f.header(2, 2).Prev.Open = true
			f.drop(2, 1, 3)
		}},

	// Restarts.
	{name: "durable state behind the trace", verdict: check.Violation, rule: check.RuleRestart, place: "node-2.inc-2.jsonl:2",
		text: "found promised = 0 on disk", damage: func(f *fixture) { f.event(2, 2, 1).Post[0].Value = "0" }},
	{name: "durable state ahead of a whole trace", verdict: check.Violation, rule: check.RuleRestart, place: "node-2.inc-2.jsonl:2",
		text: "found promised = 9999 on disk", damage: func(f *fixture) { f.event(2, 2, 1).Post[0].Value = "9999" }},
	{name: "durable state ahead of a trace with holes", verdict: check.Inconclusive, rule: check.RuleMissing, place: "node-2.inc-2.jsonl:1",
		text: "event 2 is in no file", damage: func(f *fixture) { f.dropFrom(2, 1, 3); f.event(2, 2, 1).Post[0].Value = "2049" }},
	{name: "durable state behind a trace with holes", verdict: check.Violation, rule: check.RuleRestart, place: "node-2.inc-2.jsonl:2",
		text: "older than 1025", damage: func(f *fixture) {
			f.dropFrom(2, 1, 3)
			f.event(2, 2, 1).Post[0].Value = "1"
		}},
	{name: "volatile state survives a restart", verdict: check.Violation, rule: check.RuleRestart, place: "node-2.inc-2.jsonl:2",
		text: "decided must be None", damage: func(f *fixture) { f.event(2, 2, 1).Post[3].Value = `"v1"` }},
	{name: "a restart's post is not the whole state", verdict: check.Violation, rule: check.RuleRestart, place: "node-2.inc-2.jsonl:2",
		text: "decided", damage: func(f *fixture) { e := f.event(2, 2, 1); e.Post = e.Post[:3] }},
	{name: "an incarnation without Restart", verdict: check.Violation, rule: check.RuleRestart, place: "node-2.inc-2.jsonl:2",
		text: "begins with Promise", damage: func(f *fixture) {
			e := f.event(2, 2, 1)
			e.Action, e.Args = "Promise", []trace.Arg{{Name: "b", Value: "1025"}}
		}},
	{name: "Restart in the middle", verdict: check.Violation, rule: check.RuleRestart, place: "node-3.inc-1.jsonl:4",
		text: "only be the first event", damage: func(f *fixture) { e := f.event(3, 1, 3); e.Action, e.Args = "Restart", nil }},

	// Recovery.
	{name: "an event recovered into the next segment", verdict: check.Conforms, damage: func(f *fixture) {
		e := *f.event(2, 1, 2)
		e.Recovered = true
		f.dropFrom(2, 1, 3)
		s := f.segment(2, 2)
		s.Entries = slices.Insert(s.Entries, 1, trace.Entry(&e))
	}},
	{name: "events recovered into a segment of which a crash took the rest", verdict: check.Conforms, damage: func(f *fixture) {
		promise, accept := *f.event(2, 1, 1), *f.event(2, 1, 2)
		promise.Recovered, accept.Recovered = true, true
		f.dropFrom(2, 1, 2)
		s := f.segment(2, 2)
		s.Entries = []trace.Entry{s.Entries[0], &promise, &accept}
	}},
	{name: "recovered, but of its own incarnation", verdict: check.Violation, rule: check.RuleHeader, place: "node-2.inc-1.jsonl:3",
		text: "only a later incarnation", damage: func(f *fixture) { f.event(2, 1, 2).Recovered = true }},
	{name: "of an older incarnation, but not recovered", verdict: check.Violation, rule: check.RuleHeader, place: "node-2.inc-2.jsonl:2",
		text: "stands in a segment of node 2, incarnation 2", damage: func(f *fixture) {
			e := f.event(2, 1, 2)
			f.dropFrom(2, 1, 3)
			s := f.segment(2, 2)
			s.Entries = slices.Insert(s.Entries, 1, trace.Entry(e))
		}},

	// Headers.
	{name: "another run", verdict: check.Violation, rule: check.RuleHeader, place: "node-3.inc-1.jsonl:1",
		text: `run is "r2" here, but "r1" in 3 other headers`, damage: func(f *fixture) { f.header(3, 1).Run = "r2" }},
	{name: "another cluster", verdict: check.Violation, rule: check.RuleHeader, place: "node-3.inc-1.jsonl:1",
		text: "cluster is", damage: func(f *fixture) { f.header(3, 1).Cluster = "prod" }},
	{name: "other nodes", verdict: check.Violation, rule: check.RuleHeader, place: "node-3.inc-1.jsonl:1",
		text: "nodes is [1 3] here", damage: func(f *fixture) { f.header(3, 1).Nodes = []int{1, 3} }},
	{name: "a node that is none", verdict: check.Violation, rule: check.RuleHeader, place: "node-3.inc-1.jsonl:1",
		text: "the header is of node 4", damage: func(f *fixture) { f.header(3, 1).Node = 4 }},
	{name: "a header of another node", verdict: check.Violation, rule: check.RuleHeader, place: "node-3.inc-1.jsonl:1",
		text: "all that follows is of node 3", damage: func(f *fixture) { f.header(3, 1).Node = 1 }},
	{name: "a header without events, of another node", verdict: check.Violation, rule: check.RuleHeader, place: "node-4.inc-1.jsonl:1",
		text: "named after node 4", damage: func(f *fixture) {
			f.segments = append(f.segments, &tracetest.Segment{Name: "node-4.inc-1.jsonl", Entries: []trace.Entry{f.header(3, 1)}})
		}},
	{name: "a header of another incarnation", verdict: check.Violation, rule: check.RuleHeader, place: "node-3.inc-1.jsonl:1",
		text: "all that follows is of node 3, incarnation 1", damage: func(f *fixture) { f.header(3, 1).Inc = 2 }},
	{name: "a later first event", verdict: check.Violation, rule: check.RuleHeader, place: "node-3.inc-1.jsonl:2",
		text: "the first is 2", damage: func(f *fixture) { f.header(3, 1).First = 2 }},
	{name: "a wrong initial state", verdict: check.Violation, rule: check.RuleState, place: "node-3.inc-1.jsonl:1",
		text: "not the initial state: promised is 7, not 0", damage: func(f *fixture) { f.header(3, 1).State[0].Value = "7" }},
	{name: "no initial state", verdict: check.Violation, rule: check.RuleHeader, place: "node-3.inc-1.jsonl:1",
		text: "state before event 1 is missing", damage: func(f *fixture) { f.header(3, 1).State = nil }},
	{name: "a state before Restart", verdict: check.Violation, rule: check.RuleHeader, place: "node-2.inc-2.jsonl:1",
		text: "cannot know", damage: func(f *fixture) { f.header(2, 2).State = f.header(2, 1).State }},
	{name: "no previous incarnation", verdict: check.Violation, rule: check.RuleHeader, place: "node-2.inc-2.jsonl:1",
		text: "does not name the end", damage: func(f *fixture) { f.header(2, 2).Prev = nil }},
	{name: "an incarnation skipped", verdict: check.Violation, rule: check.RuleHeader, place: "node-2.inc-2.jsonl:1",
		text: "says that the previous one is 7", damage: func(f *fixture) { f.header(2, 2).Prev.Inc = 7 }},
	{name: "an event of another node", verdict: check.Violation, rule: check.RuleHeader, place: "node-3.inc-1.jsonl:4",
		text: "an event of node 1", damage: func(f *fixture) { e := f.event(3, 1, 3); e.Node, e.Seq = 1, 9 }},
	{name: "an end of another node", verdict: check.Violation, rule: check.RuleHeader, place: "node-3.inc-1.jsonl:5",
		text: "an end of node 1", damage: func(f *fixture) { f.segment(3, 1).Entries[4].(*trace.End).Node = 1 }},

	// What this checker does not know.
	{name: "an unknown hash", verdict: check.Inconclusive, rule: check.RuleUnknown, place: "node-3.inc-1.jsonl:1",
		text: "has hash 0123", damage: func(f *fixture) { f.header(3, 1).Hash = "0123" }},
	{name: "an unknown specification", verdict: check.Inconclusive, rule: check.RuleUnknown, place: "node-3.inc-1.jsonl:1",
		text: "does not know specification Raft", damage: func(f *fixture) { h := f.header(3, 1); h.Spec, h.Hash = "Raft", "0123" }},
	{name: "a known hash by another name", verdict: check.Violation, rule: check.RuleHeader, place: "node-3.inc-1.jsonl:1",
		text: "the hash is that of BasicPaxos, not of Raft", damage: func(f *fixture) { f.header(3, 1).Spec = "Raft" }},
	{name: "a higher major version", verdict: check.Inconclusive, rule: check.RuleUnknown, place: "node-3.inc-1.jsonl:1",
		text: "format 2.0 is none that", damage: func(f *fixture) { f.header(3, 1).Format = "2.0" }},
	{name: "a higher minor version", verdict: check.Conforms, damage: func(f *fixture) { f.header(3, 1).Format = "1.9" }},
}

func TestRules(t *testing.T) {
	for _, tt := range slices.Concat(rules, gapRules, decisionRules, citationRules, headerRules) {
		t.Run(tt.name, func(t *testing.T) {
			f := newFixture(t)
			tt.damage(f)
			tt.options.Order = 7
			r, err := check.Run(inputs(f.segments), tt.options)
			if err != nil {
				t.Fatal(err)
			}
			for _, finding := range r.Findings {
				t.Logf("%s %s %s: %s", finding.Verdict, finding.Rule, finding.Places, finding.Text)
			}
			if r.Verdict != tt.verdict {
				t.Fatalf("verdict %s, want %s", r.Verdict, tt.verdict)
			}
			if tt.verdict == check.Conforms {
				return
			}
			got := r.Findings[0]
			if got.Rule != tt.rule || got.Places[0].String() != tt.place || !strings.Contains(got.Text, tt.text) {
				t.Errorf("want %s at %s: …%s…", tt.rule, tt.place, tt.text)
			}
		})
	}
}

// TestNothing: no event, or none that can be judged, is no verdict.
func TestNothing(t *testing.T) {
	empty := newFixture(t)
	for _, s := range empty.segments {
		s.Entries = s.Entries[:1]
	}
	unknown := newFixture(t)
	for _, s := range unknown.segments {
		s.Entries[0].(*trace.Header).Hash = "0123"
	}
	for name, segments := range map[string][]*tracetest.Segment{"no input": nil, "no event": empty.segments, "unknown": unknown.segments} {
		if r, err := check.Run(inputs(segments), check.Options{}); !errors.Is(err, check.ErrNothing) {
			t.Errorf("%s: %v, %v", name, r, err)
		}
	}
}
