package check_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/synod-paxos/synod/trace"
	"github.com/synod-paxos/synod/trace/check"
	"github.com/synod-paxos/synod/trace/tracetest"
)

func logInputs(logs []*tracetest.Segment) (in []check.Input) {
	for _, s := range logs {
		in = append(in, check.Input{Source: trace.List(s.Name, s.Entries), Log: true})
	}
	return in
}

// TestLogWalksLogged judges the write-ahead logs of walks.
func TestLogWalksLogged(t *testing.T) {
	seen := map[string]int{}
	for seed := range uint64(12) {
		b, err := tracetest.LogWalk(3+2*int(seed%2), 250, seed)
		if err != nil {
			t.Fatal(err)
		}
		r, err := check.Run(logInputs(b.Logs()), check.Options{SkipInvariants: seed > 1})
		expect(t, r, err, check.Conforms, "", "")
		if r.Judged[check.Voting] == 0 || r.Unjudged[check.Voting]+r.Unjudged[check.Local] > 0 {
			t.Errorf("seed %d: judged %v, unjudged %v", seed, r.Judged, r.Unjudged)
		}
		for name, n := range r.Actions {
			seen[name] += n
		}
	}
	for _, name := range []string{"Prepare", "Promise", "Accept", "Snapshot", "Truncate", "InstallSnapshot", "Restart"} {
		if seen[name] == 0 {
			t.Errorf("no log holds %s: %v", name, seen)
		}
	}
}

// TestLogTracesAndLogs judges both of the same nodes: the values that the logs leave
// opaque are those that the traces define.
func TestLogTracesAndLogs(t *testing.T) {
	f := newLogFixture(t)
	both := func() []check.Input { return append(inputs(f.segments), logInputs(f.Logs())...) }
	r, err := check.Run(both(), check.Options{})
	expect(t, r, err, check.Conforms, "", "")
	in := both()
	replacePost(f.nth(2, "Accept", 1), "vote[1]", trace.Change{Path: "vote[1]", Value: `{"bal":1025,"val":[]}`})
	r, err = check.Run(append(inputs(f.segments), in[len(f.segments):]...), check.Options{})
	expect(t, r, err, check.Violation, check.RuleTwice, "differs from that in the write-ahead log")
}

// truncate makes the log of node 2 begin behind its last Restart, with the state
// that it found.
func (f *logFixture) truncate(logs []*tracetest.Segment) {
	restart := f.nth(2, "Restart", 1)
	h := *f.header(2, 2)
	h.First, h.State = 2, restart.Post
	log := logs[1]
	at := slices.IndexFunc(log.Entries, func(e trace.Entry) bool { x, ok := e.(*trace.Event); return ok && x.Ref == restart.Ref })
	log.Entries = append([]trace.Entry{&h}, log.Entries[at+1:]...)
}

var logWalRules = []struct {
	name    string
	damage  func(f *logFixture)
	logs    func(f *logFixture, logs []*tracetest.Segment)
	options check.Options
	verdict check.Verdict
	rule    string
	text    string
}{
	{name: "whole"},
	{name: "a vote for another value", verdict: check.Violation, rule: check.RuleStuck, text: `in slot [4] is never possible in Voting`,
		options: check.Options{Levels: []check.Level{check.Voting}},
		damage:  func(f *logFixture) { *post(f.nth(1, "Accept", 4), "vote[4]") = `{"bal":2050,"val":[[9,9,"x"]]}` }},
	{name: "the same at the local level", verdict: check.Violation, rule: check.RulePost, text: "vote[4] becomes",
		options: check.Options{Levels: []check.Level{check.Local}},
		damage:  func(f *logFixture) { *post(f.nth(1, "Accept", 4), "vote[4]") = `{"bal":2050,"val":[[9,9,"x"]]}` }},
	{name: "a vote for another name", verdict: check.Violation, rule: check.RuleStuck, text: `in slot [4] is never possible in Voting`,
		options: check.Options{Levels: []check.Level{check.Voting}},
		damage: func(f *logFixture) {
			*post(f.nth(1, "Accept", 4), "vote[4]") = `{"bal":2050,"val":` + trace.Named(other.Name) + `}`
		}},
	{name: "a vote in a ballot that was left", verdict: check.Violation, rule: check.RuleStuck, text: "is never possible",
		options: check.Options{Levels: []check.Level{check.Voting}},
		damage:  func(f *logFixture) { *post(f.nth(1, "Accept", 3), "vote[3]") = `{"bal":1025,"val":[]}` }},
	{name: "a promise below the last", verdict: check.Violation, rule: check.RuleStuck, text: "IncreaseMaxBal(2, 900) is never possible",
		options: check.Options{Levels: []check.Level{check.Voting}},
		damage:  func(f *logFixture) { *post(f.nth(2, "Prepare", 2), "promised") = "900" }},
	{name: "a promise taken back", verdict: check.Violation, rule: check.RuleRestart, text: "found promised = 7",
		damage: func(f *logFixture) { *post(f.nth(1, "Restart", 1), "promised") = "7" }},
	{name: "a promise of other votes", verdict: check.Violation, rule: check.RuleOut, text: "the messages in out",
		options: check.Options{Levels: []check.Level{check.Local}},
		damage: func(f *logFixture) {
			e := f.nth(1, "Promise", 1)
			e.Out[0] = trace.Value(strings.Replace(string(e.Out[0]), `"votes":[]`, `"votes":{"#fn":[[7,{"bal":1,"val":[]}]]}`, 1))
		}},
	{name: "a snapshot that its message contradicts", verdict: check.Violation, rule: check.RuleOut, text: "the messages in out",
		options: check.Options{Levels: []check.Level{check.Local}},
		damage:  func(f *logFixture) { f.nth(2, "Snapshot", 1).Out[0] = f.nth(1, "Snapshot", 1).Out[0] }},
	{name: "a log that leaves out what is cited", verdict: check.Violation, rule: check.RuleCitation, text: "log leaves out",
		logs: func(f *logFixture, logs []*tracetest.Segment) {
			first := f.nth(1, "Prepare", 1)
			logs[0].Entries = slices.DeleteFunc(logs[0].Entries, func(e trace.Entry) bool { x, ok := e.(*trace.Event); return ok && x.Ref == first.Ref })
		}},
	{name: "a truncated log", logs: (*logFixture).truncate},
	{name: "a vote for another value, of which a truncated log holds the last vote", verdict: check.Inconclusive, rule: check.RuleStuck,
		text: "of this slot a truncated log holds the last vote only", logs: (*logFixture).truncate,
		options: check.Options{Levels: []check.Level{check.Voting}},
		damage:  func(f *logFixture) { *post(f.nth(1, "Accept", 4), "vote[4]") = `{"bal":2050,"val":[[9,9,"x"]]}` }},
	{name: "a truncated log with the state of none", verdict: check.Violation, rule: check.RuleState, text: "TypeOK",
		logs: func(f *logFixture, logs []*tracetest.Segment) {
			f.truncate(logs)
			h := logs[1].Entries[0].(*trace.Header)
			h.State = slices.Clone(h.State)
			h.State[0].Value = `"x"`
		}},
}

// TestLogWriteAheadLogs judges logs that hold durable changes alone, and name
// values without defining them.
func TestLogWriteAheadLogs(t *testing.T) {
	for _, tt := range logWalRules {
		t.Run(tt.name, func(t *testing.T) {
			f := newLogFixture(t)
			if tt.damage != nil {
				tt.damage(f)
			}
			logs := f.Logs()
			if tt.logs != nil {
				tt.logs(f, logs)
			}
			r, err := check.Run(logInputs(logs), tt.options)
			expect(t, r, err, tt.verdict, tt.rule, tt.text)
			if tt.verdict == check.Conforms && r.Judged[check.Voting] == 0 {
				t.Errorf("judged %v", r.Judged)
			}
		})
	}
}
