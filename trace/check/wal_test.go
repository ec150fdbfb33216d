package check_test

import (
	"strings"
	"testing"

	"github.com/synod-paxos/synod/trace"
	"github.com/synod-paxos/synod/trace/check"
	"github.com/synod-paxos/synod/trace/tracetest"
)

// logs makes write-ahead logs of a run: one per node, with the events that
// change something durable or add a message, and no others.
func logs(segments []*tracetest.Segment) []check.Input {
	byNode := map[int][]trace.Entry{}
	for _, s := range segments {
		node := s.Entries[0].(*trace.Header).Node
		for _, e := range s.Entries {
			if e, ok := e.(*trace.Event); ok && !logged(e) {
				continue
			}
			byNode[node] = append(byNode[node], e)
		}
	}
	var in []check.Input
	for node := 1; node <= 3; node++ {
		in = append(in, check.Input{Source: trace.List("wal-"+string(rune('0'+node)), byNode[node]), Log: true})
	}
	return in
}

func logged(e *trace.Event) bool {
	if len(e.Out) > 0 {
		return true
	}
	for _, c := range e.Post {
		if c.Path == "promised" || c.Path == "vote" {
			return true
		}
	}
	return false
}

var walRules = []struct {
	name    string
	damage  func(f *fixture)
	inputs  func(in []check.Input) []check.Input
	options check.Options
	verdict check.Verdict
	rule    string
	text    string
}{
	{name: "whole"},
	{name: "a vote that was never safe", verdict: check.Violation, rule: check.RuleStuck, text: "VoteFor(3, 1025, \"v9\") is never possible",
		options: check.Options{Levels: []check.Level{check.Voting}}, damage: func(f *fixture) {
			e := f.event(3, 1, 2)
			for i := range e.Post {
				if e.Post[i].Path == "vote" {
					e.Post[i].Value = `{"bal":1025,"val":"v9"}`
				}
			}
		}},
	{name: "the same at the local level", verdict: check.Violation, rule: check.RulePost, text: "vote becomes",
		options: check.Options{Levels: []check.Level{check.Local}}, damage: func(f *fixture) {
			e := f.event(3, 1, 2)
			for i := range e.Post {
				if e.Post[i].Path == "vote" {
					e.Post[i].Value = `{"bal":1025,"val":"v9"}`
				}
			}
		}},
	{name: "a promise taken back", verdict: check.Violation, rule: check.RuleRestart, text: "found promised = 0",
		damage: func(f *fixture) { f.event(2, 2, 1).Post[0].Value = "0" }},
	{name: "a log twice", verdict: check.Conforms,
		inputs: func(in []check.Input) []check.Input { return append(twice(in[1], 0), in[0], in[2]) }},
	{name: "an older copy of a log beside it", verdict: check.Conforms,
		inputs: func(in []check.Input) []check.Input { return append(twice(in[1], 2), in[0], in[2]) }},
	{name: "an empty log", verdict: check.Inconclusive, rule: check.RuleMissing, text: "log of node 2 is not among these files, unless it is one without a header: wal-2",
		inputs: func(in []check.Input) []check.Input { return []check.Input{in[0], cut(in[1], 0), in[2]} }},
	{name: "a cut log", verdict: check.Inconclusive, rule: check.RuleMissing,
		text:   "log of node 1 is cut short, or was read before others were: it lacks what they cite, incarnation 1, events 2",
		inputs: func(in []check.Input) []check.Input { return []check.Input{cut(in[0], 2), in[1], in[2]} }},
	{name: "a cut log, closed", verdict: check.Inconclusive, rule: check.RuleMissing, options: check.Options{Closed: true},
		text:   "log of node 1 is cut short",
		inputs: func(in []check.Input) []check.Input { return []check.Input{cut(in[0], 2), in[1], in[2]} }},
	{name: "a log without its last end, closed", verdict: check.Conforms, options: check.Options{Closed: true},
		damage: func(f *fixture) { f.open() }},
	{name: "a log that begins late", verdict: check.Inconclusive, rule: check.RuleMissing, text: "log of node 2 begins with incarnation 2",
		damage: func(f *fixture) { f.dropSegment(2, 1) }},
	{name: "a log that leaves an incarnation out", verdict: check.Violation, rule: check.RuleHeader, text: "incarnation 3 follows incarnation 1",
		damage: func(f *fixture) { f.dies(2, 2); f.dropSegment(2, 2) }},
	{name: "a log that leaves out what is cited", verdict: check.Violation, rule: check.RuleCitation, text: "log leaves out",
		damage: func(f *fixture) { f.drop(1, 1, 3) }},
	{name: "logs of two runs", verdict: check.Violation, rule: check.RuleHeader, text: "run is",
		damage: func(f *fixture) { f.header(3, 1).Run = "r2" }},
	{name: "a citation of another message", verdict: check.Violation, rule: check.RuleCitation, text: "does not add",
		damage: func(f *fixture) { f.event(2, 1, 1).In[0].Seq = 2 }},
	{name: "a gap in a log", verdict: check.Violation, rule: check.RuleHeader, text: "a gap in a write-ahead log",
		damage: func(f *fixture) { f.gapAt(3, 1, 4, 3, 3, voted) }},
	{name: "not all logs, one by one", options: check.Options{Levels: []check.Level{check.Local}},
		inputs: func(in []check.Input) []check.Input { return in[:1] }},
	{name: "not all logs", verdict: check.Inconclusive, rule: check.RuleMissing, text: "log of node 2 is not among these files",
		inputs: func(in []check.Input) []check.Input { return in[:1] }},
}

// cut gives an input up to entry n.
func cut(in check.Input, n int) check.Input {
	return check.Input{Source: trace.List(in.Name(), entries(in)[:n]), Log: in.Log}
}

// twice gives an input, and once more up to n entries before its end.
func twice(in check.Input, n int) []check.Input {
	list := entries(in)
	copies := []check.Input{{Source: trace.List(in.Name(), list), Log: in.Log}}
	return append(copies, check.Input{Source: trace.List("copy", list[:len(list)-n]), Log: in.Log})
}

func entries(in check.Input) (list []trace.Entry) {
	for item, err := in.Next(); err == nil; item, err = in.Next() {
		list = append(list, item.Entry)
	}
	return list
}

// TestWriteAheadLogs judges logs that hold durable changes alone.
func TestWriteAheadLogs(t *testing.T) {
	for _, tt := range walRules {
		t.Run(tt.name, func(t *testing.T) {
			f := newFixture(t)
			if tt.damage != nil {
				tt.damage(f)
			}
			in := logs(f.segments)
			if tt.inputs != nil {
				in = tt.inputs(in)
			}
			r, err := check.Run(in, tt.options)
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
				if tt.name != "whole" {
					return
				}
				if r.Judged[check.Local] != 8 || r.Judged[check.Voting] != 6 || r.Judged[check.Global] != 0 {
					t.Errorf("judged %v", r.Judged)
				}
				return
			}
			if got := r.Findings[0]; got.Rule != tt.rule || !strings.Contains(got.Text, tt.text) {
				t.Errorf("want %s: …%s…", tt.rule, tt.text)
			}
		})
	}
}
