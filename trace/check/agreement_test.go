package check_test

import (
	"strings"
	"testing"

	"github.com/synod-paxos/synod/trace"
	"github.com/synod-paxos/synod/trace/check"
)

// TestTwoDecisions: with the log of the proposer gone, two nodes can each be
// right by themselves and still decide two values. Only all logs together show
// it, and the report names what was assumed.
func TestTwoDecisions(t *testing.T) {
	f := newFixture(t)
	f.dropSegment(1, 1)
	other := func(v trace.Value) trace.Value { return trace.Value(strings.ReplaceAll(string(v), `"v1"`, `"v2"`)) }
	accept, learn := f.event(3, 1, 2), f.event(3, 1, 3)
	for _, e := range []*trace.Event{accept, learn} {
		for i := range e.Args {
			e.Args[i].Value = other(e.Args[i].Value)
		}
		for i := range e.In {
			e.In[i].Msg = other(e.In[i].Msg)
		}
		for i := range e.Out {
			e.Out[i] = other(e.Out[i])
		}
		for i := range e.Post {
			e.Post[i].Value = other(e.Post[i].Value)
		}
	}
	learn.Args[1].Value = trace.IntSet([]int{1, 3})
	learn.In = []trace.Cited{
		{Ref: trace.Ref{Node: 1, Inc: 1, Seq: 3}, Msg: `{"bal":1025,"from":1,"type":"2b","val":"v2"}`},
		{Ref: accept.Ref, Msg: accept.Out[0]},
	}
	first := f.event(2, 2, 2)
	first.Args[1].Value = trace.IntSet([]int{1, 2})
	vote := f.event(2, 1, 2)
	first.In = []trace.Cited{first.In[0], {Ref: vote.Ref, Msg: vote.Out[0]}}
	r, err := check.Run(inputs(f.segments), check.Options{Order: 3})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]bool{"two values are decided: ": false, "the invariant Agreement fails: two values are decided, ": false,
		"the invariant OneValuePerBallot fails": false}
	for _, finding := range r.Findings {
		t.Logf("%s %s %s: %s %v", finding.Verdict, finding.Rule, finding.Places, finding.Text, finding.Assumptions)
		for text := range want {
			if strings.Contains(finding.Text, text) && len(finding.Assumptions) > 0 {
				want[text] = true
			}
		}
	}
	for text, found := range want {
		if !found {
			t.Errorf("no violation says %q with its assumptions", text)
		}
	}
	if r.Verdict != check.Violation {
		t.Errorf("verdict %s", r.Verdict)
	}
}

// TestBoundedInvariants: of a run with many messages not every state is
// evaluated, and the report says so.
func TestBoundedInvariants(t *testing.T) {
	b := longRun(t, 400)
	r, err := check.Run(inputs(b), check.Options{Levels: []check.Level{check.Global}})
	if err != nil {
		t.Fatal(err)
	}
	if r.Verdict != check.Conforms || len(r.Notes) != 1 || !strings.Contains(r.Notes[0], "of 400 states") {
		t.Errorf("%s, notes %q", r.Verdict, r.Notes)
	}
	if n := r.Invariants["Agreement"]; n == 0 || n == 400 {
		t.Errorf("evaluated %d times", n)
	}
}
