package check_test

import (
	"strings"
	"testing"

	"github.com/synod-paxos/synod/trace"
	"github.com/synod-paxos/synod/trace/check"
	"github.com/synod-paxos/synod/trace/tracetest"
)

// logs makes write-ahead logs of a run: one per node, with the events that
// change something durable, and no others.
func logs(segments []*tracetest.Segment) []check.Input {
	byNode := map[int][]trace.Entry{}
	for _, s := range segments {
		node := s.Entries[0].(*trace.Header).Node
		for _, e := range s.Entries {
			if e, ok := e.(*trace.Event); ok && !durable(e) {
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

func durable(e *trace.Event) bool {
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
	{name: "not all logs", verdict: check.Inconclusive, rule: check.RuleStuck, text: "not all of them are there",
		inputs: func(in []check.Input) []check.Input { return in[:1] }},
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
				if r.Judged[check.Local] != 7 || r.Judged[check.Voting] != 6 || r.Judged[check.Global] != 0 {
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
