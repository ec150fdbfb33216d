package check_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/synod-paxos/synod/trace"
	"github.com/synod-paxos/synod/trace/check"
	"github.com/synod-paxos/synod/trace/tracetest"
)

// copied gives the segments with entries of their own.
func (f *fixture) copied() *fixture {
	other := &fixture{T: f.T}
	for _, s := range f.segments {
		c := &tracetest.Segment{Name: s.Name}
		for _, e := range s.Entries {
			switch e := e.(type) {
			case *trace.Header:
				x := *e
				c.Entries = append(c.Entries, &x)
			case *trace.Event:
				x := *e
				x.Out, x.Post = slices.Clone(x.Out), slices.Clone(x.Post)
				c.Entries = append(c.Entries, &x)
			default:
				c.Entries = append(c.Entries, e)
			}
		}
		other.segments = append(other.segments, c)
	}
	return other
}

var pairRules = []struct {
	name    string
	damage  func(traces, logs *fixture)
	verdict check.Verdict
	rule    string
	text    string
}{
	{name: "the same", damage: func(traces, logs *fixture) {}},
	{name: "an event that differs", verdict: check.Violation, rule: check.RuleTwice, text: "event 1 of node 2, incarnation 1, differs",
		damage: func(traces, logs *fixture) { logs.event(2, 1, 1).Time, logs.event(2, 1, 1).Action = "now", "Accept" }},
	{name: "only for people", damage: func(traces, logs *fixture) { logs.event(2, 1, 1).Time = "now" }},
	{name: "a header that differs", verdict: check.Violation, rule: check.RuleTwice, text: "the header of node 2, incarnation 2, differs",
		damage: func(traces, logs *fixture) { logs.header(2, 2).Prev = &trace.Prev{Inc: 1, Last: 3, Events: 3} }},
	{name: "another run", verdict: check.Violation, rule: check.RuleHeader, text: "run is",
		damage: func(traces, logs *fixture) {
			for _, s := range logs.segments {
				s.Entries[0].(*trace.Header).Run = "r2"
			}
		}},
	{name: "an event that the log leaves out", verdict: check.Violation, rule: check.RuleTwice, text: "wal-1 leaves out event 2 of incarnation 1",
		damage: func(traces, logs *fixture) { logs.drop(1, 1, 3) }},
	{name: "an event that the log need not hold", damage: func(traces, logs *fixture) { logs.drop(1, 1, 5) }},
	{name: "an event that the trace leaves out", verdict: check.Violation, rule: check.RuleTwice, text: "goes on behind event 2 of incarnation 1",
		damage: func(traces, logs *fixture) { traces.drop(1, 1, 3) }},
	{name: "an event that a gap leaves out", verdict: check.Inconclusive, rule: check.RuleMissing, text: "a gap",
		damage: func(traces, logs *fixture) { noAccept(voted)(traces) }},
	{name: "a trace that goes on behind the log", verdict: check.Inconclusive, rule: check.RuleMissing,
		text: "log of node 3 is cut short, or was read before the trace was", damage: func(traces, logs *fixture) { logs.dropFrom(3, 1, 3) }},
	{name: "a log that goes on behind the trace", damage: func(traces, logs *fixture) { traces.dropFrom(3, 1, 3) }},
	{name: "ends that differ", verdict: check.Violation, rule: check.RuleTwice, text: "ends after event 3 in the trace, and after 4 in its log",
		damage: func(traces, logs *fixture) {
			s := logs.segment(3, 1)
			s.Entries[len(s.Entries)-1] = &trace.End{Node: 3, Inc: 1, Seq: 4, Events: 4}
		}},
}

// TestTracesAndLogs judges traces and write-ahead logs of the same run.
func TestTracesAndLogs(t *testing.T) {
	for _, tt := range pairRules {
		t.Run(tt.name, func(t *testing.T) {
			traces := newFixture(t)
			written := traces.copied()
			tt.damage(traces, written)
			r, err := check.Run(append(inputs(traces.segments), logs(written.segments)...), check.Options{})
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
				if !strings.HasPrefix(tt.name, "a log that goes on") && r.Events != 11 {
					t.Errorf("%d different events", r.Events)
				}
				return
			}
			match := func(f *check.Finding) bool {
				return f.Verdict == tt.verdict && f.Rule == tt.rule && strings.Contains(f.Text, tt.text)
			}
			if !slices.ContainsFunc(r.Findings, match) {
				t.Errorf("want %s: …%s…", tt.rule, tt.text)
			}
		})
	}
}
