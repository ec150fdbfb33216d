package check_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/synod-paxos/synod/trace"
	"github.com/synod-paxos/synod/trace/check"
	"github.com/synod-paxos/synod/trace/tracetest"
)

// A logFixture is the run of tracetest.Script, for tests to break.
type logFixture struct {
	fixture
	*tracetest.LogBuilder
}

func newLogFixture(t *testing.T) *logFixture {
	t.Helper()
	b, err := tracetest.Script()
	if err != nil {
		t.Fatal(err)
	}
	return &logFixture{fixture{t, b.Segments()}, b}
}

// nth is the nth event of an action that a node takes, from 1.
func (f *logFixture) nth(node int, action string, n int) *trace.Event {
	f.Helper()
	for _, s := range f.segments {
		for _, entry := range s.Entries {
			e, ok := entry.(*trace.Event)
			if !ok || e.Node != node || e.Action != action {
				continue
			}
			if n--; n == 0 {
				return e
			}
		}
	}
	f.Fatalf("node %d takes no such %s", node, action)
	return nil
}

// post is the value of a path in an event's post.
func post(e *trace.Event, path string) *trace.Value {
	for i := range e.Post {
		if e.Post[i].Path == path {
			return &e.Post[i].Value
		}
	}
	return nil
}

func replacePost(e *trace.Event, path string, by ...trace.Change) {
	var list []trace.Change
	for _, c := range e.Post {
		if c.Path == path {
			list = append(list, by...)
		} else {
			list = append(list, c)
		}
	}
	e.Post = list
}

func gone(path string) trace.Change { return trace.Change{Path: path} }

// A logRule is what is done to the run, and what is found.
type logRule struct {
	name    string
	damage  func(f *logFixture)
	options check.Options
	verdict check.Verdict
	rule    string
	text    string
}

var other = trace.NamedValue{Name: "1ea7ed00000000000000000000000000", Value: `[[7,1,"zz"]]`}

var logRules = []logRule{
	{name: "untouched"},

	// Names.
	{name: "a name that is defined nowhere", verdict: check.Violation, rule: check.RuleName, text: "nothing in its segment up to there defines",
		damage: func(f *logFixture) { f.nth(1, "Propose", 1).Values = nil }},
	{name: "a name that another segment alone defines", verdict: check.Violation, rule: check.RuleName, text: "argument",
		damage: func(f *logFixture) { e := f.nth(2, "Accept", 1); e.Values = nil }},
	{name: "a name that a later event defines", verdict: check.Violation, rule: check.RuleName, text: "up to there",
		damage: func(f *logFixture) {
			first, later := f.nth(2, "Accept", 1), f.nth(2, "Notice", 1)
			later.Values, first.Values = first.Values, nil
		}},
	{name: "a definition again", damage: func(f *logFixture) { f.nth(1, "Apply", 1).Values = f.nth(1, "Propose", 1).Values }},
	{name: "a definition of something else", verdict: check.Violation, rule: check.RuleName, text: "the digest of the value named",
		damage: func(f *logFixture) { f.nth(1, "Propose", 1).Values[0].Value = other.Value }},
	{name: "a definition that nobody uses, of something else", verdict: check.Violation, rule: check.RuleName, text: "the digest of the value named",
		damage: func(f *logFixture) { f.nth(1, "Apply", 1).Values = []trace.NamedValue{other} }},
	{name: "a definition of what is no value", verdict: check.Violation, rule: check.RuleName, text: "is not a sequence of commands",
		damage: func(f *logFixture) { f.nth(1, "Propose", 1).Values[0].Value = `7` }},
	{name: "a name in a header's state", verdict: check.Violation, rule: check.RuleName, text: "which the header does not define",
		damage: func(f *logFixture) {
			h := f.header(3, 1)
			h.State = append(h.State, trace.Change{Path: "known[1]", Value: trace.Named(f.nth(1, "Propose", 1).Values[0].Name)})
		}},
	{name: "a definition that is lost with its event", verdict: check.Inconclusive, rule: check.RuleMissing, text: "is in no file",
		damage: func(f *logFixture) { f.drop(2, 1, 1+int(f.nth(2, "Accept", 2).Seq)) }},
	{name: "an unknown name in a segment that lacks events", verdict: check.Inconclusive, rule: check.RuleName, text: "part of the segment is missing",
		damage: func(f *logFixture) {
			// Nobody but node 1 ever heard of the value of its second proposal.
			second := f.nth(1, "Propose", 2)
			f.nth(1, "Propose", 3).Args[2].Value = trace.Named(second.Values[0].Name)
			f.drop(1, 1, 1+int(second.Seq))
		}},
	{name: "a value in full instead of its name", damage: func(f *logFixture) {
		e := f.nth(1, "Propose", 1)
		e.Args[2].Value = e.Values[0].Value
	}},
	{name: "an opaque name", verdict: check.Violation, rule: check.RuleName, text: "names the value",
		damage: func(f *logFixture) { f.nth(1, "Propose", 1).Args[2].Value = trace.Named(other.Name) }},

	// Paths.
	{name: "a range in two", verdict: check.Violation, rule: check.RulePost, text: "vote[1..4) becomes (gone), but the event does not say so",
		damage: func(f *logFixture) {
			replacePost(f.nth(2, "Truncate", 1), "vote[1..4)", gone("vote[1..3)"), gone("vote[3]"))
		}},
	{name: "a range key by key", verdict: check.Violation, rule: check.RulePost, text: "vote[1..4) becomes (gone)",
		damage: func(f *logFixture) {
			replacePost(f.nth(2, "Truncate", 1), "vote[1..4)", gone("vote[1]"), gone("vote[2]"), gone("vote[3]"))
		}},
	{name: "a range too long", verdict: check.Violation, rule: check.RulePost, text: "vote[1..4) becomes (gone)",
		damage: func(f *logFixture) { replacePost(f.nth(2, "Truncate", 1), "vote[1..4)", gone("vote[1..5)")) }},
	{name: "a range of one", verdict: check.Violation, rule: check.RulePost, text: "at least two apart",
		damage: func(f *logFixture) { replacePost(f.nth(1, "Truncate", 1), "vote[1]", gone("vote[1..2)")) }},
	{name: "a range with a value", verdict: check.Violation, rule: check.RulePost, text: "a range has no value",
		damage: func(f *logFixture) {
			replacePost(f.nth(2, "Truncate", 1), "vote[1..4)", trace.Change{Path: "vote[1..4)", Value: "7"})
		}},
	{name: "a keyed variable as a whole", verdict: check.Violation, rule: check.RulePost, text: "vote[1] becomes",
		damage: func(f *logFixture) {
			e := f.nth(1, "Accept", 1)
			replacePost(e, "vote[1]", trace.Change{Path: "vote", Value: "[" + *post(e, "vote[1]") + "]"})
		}},
	{name: "an empty variable by name", verdict: check.Violation, rule: check.RuleState, text: "known",
		damage: func(f *logFixture) {
			h := f.header(3, 1)
			h.State = append(h.State, trace.Change{Path: "known", Value: "[]"})
		}},

	// What nodes believe to be decided.
	{name: "two values in a slot, by one who waits", verdict: check.Violation, rule: check.RuleInvariant, text: "two values are decided (known[2])",
		damage: func(f *logFixture) {
			f.crash(2, "Learn", 1)
			e := f.nth(1, "CatchUp", 1)
			e.In[0].Seq += 50
			*post(e, "known[2]") = `[[9,9,"x"]]`
		}},
	{name: "two prefixes, by one who waits", verdict: check.Violation, rule: check.RuleInvariant, text: "prefix at upto = 5",
		damage: func(f *logFixture) {
			f.crash(2, "Apply", 3)
			*post(f.nth(3, "InstallSnapshot", 1), "prefix") = trace.Str(strings.Repeat("0", 32))
		}},
	{name: "another prefix in a snapshot, by one who waits", verdict: check.Violation, rule: check.RuleInvariant, text: "prefix at upto = 5",
		damage: func(f *logFixture) {
			f.crash(2, "Apply", 3)
			snap := post(f.nth(3, "InstallSnapshot", 1), "snap")
			at := strings.Index(string(*snap), `"prefix":"`) + len(`"prefix":"`)
			*snap = (*snap)[:at] + trace.Value(strings.Repeat("0", 32)) + (*snap)[at+32:]
		}},
	{name: "a wrong prefix", verdict: check.Violation, rule: check.RulePost, text: "prefix becomes",
		damage: func(f *logFixture) { *post(f.nth(2, "Apply", 1), "prefix") = trace.Str(strings.Repeat("0", 32)) }},
	{name: "a vote that is lost", verdict: check.Violation, rule: check.RuleRestart, text: "found vote[2] = not there on disk",
		damage: func(f *logFixture) {
			e := f.nth(1, "Restart", 1)
			replacePost(e, "vote[2]")
		}},
	{name: "a vote that is lost behind a hole", verdict: check.Violation, rule: check.RuleRestart, text: "found vote[2] = (gone) on disk, older than",
		damage: func(f *logFixture) {
			f.drop(1, 1, 1+int(f.nth(1, "Apply", 2).Seq))
			replacePost(f.nth(1, "Restart", 1), "vote[2]")
		}},
}

// crash cuts a node's log behind the nth event of an action; it may go on.
func (f *logFixture) crash(node int, action string, n int) {
	e := f.nth(node, action, n)
	f.dropFrom(node, e.Inc, 2+int(e.Seq))
	f.dropSegment(node, e.Inc+1)
}

func TestLogRules(t *testing.T) {
	for _, tt := range logRules {
		t.Run(tt.name, func(t *testing.T) {
			f := newLogFixture(t)
			if tt.damage != nil {
				tt.damage(f)
			}
			tt.options.Order = 7
			r, err := check.Run(inputs(f.segments), tt.options)
			expect(t, r, err, tt.verdict, tt.rule, tt.text)
		})
	}
}

// expect compares a report with a verdict, and its first finding.
func expect(t *testing.T, r *check.Report, err error, verdict check.Verdict, rule, text string) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	for _, finding := range r.Findings {
		t.Logf("%s %s %s: %s", finding.Verdict, finding.Rule, finding.Places, finding.Text)
	}
	if r.Verdict != verdict {
		t.Fatalf("verdict %s, want %s", r.Verdict, verdict)
	}
	if verdict == check.Conforms {
		return
	}
	if !slices.ContainsFunc(r.Findings, func(f *check.Finding) bool {
		return f.Verdict == verdict && f.Rule == rule && strings.Contains(f.Text, text)
	}) {
		t.Errorf("want %s: …%s…", rule, text)
	}
}

// TestExplainLog: of variables with many keys those are shown that an event is
// about, and values by their names.
func TestExplainLog(t *testing.T) {
	b, err := tracetest.Steady(3, 12, 2)
	if err != nil {
		t.Fatal(err)
	}
	f := &logFixture{fixture{t, b.Segments()}, b}
	e := f.nth(2, "Accept", 12)
	name := e.Values[0].Name[:8] + "…(2)"
	got, err := check.Explain(inputs(f.segments), check.Options{}, check.Place{File: "node-2.inc-1.jsonl", Line: 1 + int(e.Seq)})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"Accept(2, 1025, 12, " + name + ")", "vote has 11 other keys from vote[1] to vote[11]",
		"vote[12] = [bal |-> 1025, val |-> " + name + "]", "known is empty", "it conforms"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
}

// TestAddedAgain: a message that a power loss took with its event, and that was added
// again after the restart, may be cited as what the lost event added.
func TestAddedAgain(t *testing.T) {
	b, err := tracetest.NewLog(3)
	if err != nil {
		t.Fatal(err)
	}
	must := func(e *trace.Event, err error) *trace.Event {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return e
	}
	c := tracetest.Command(0, 0, "aa")
	must(b.Request(1, c))
	must(b.Prepare(1, 1025))
	must(b.Promise(2, 1025))
	must(b.Lead(1, 1025, 1, 2))
	must(b.Propose(1, 1025, 1, c))
	must(b.Accept(1, 1025, 1))
	must(b.Accept(2, 1025, 1))
	must(b.Learn(1, 1025, 1, 1, 2))
	lost := must(b.Notice(2, 1025, 1))
	must(b.Restart(2))
	again := must(b.CatchUp(2, 1025, 1))
	user := must(b.CatchUp(3, 1025, 1))
	b.EndAll()
	if lost.Out[0] != again.Out[0] {
		t.Fatalf("%s is added, and then %s", lost.Out[0], again.Out[0])
	}
	user.In = []trace.Cited{{Ref: lost.Ref, Msg: lost.Out[0]}}
	f := &logFixture{fixture{t, b.Segments()}, b}
	r, err := check.Run(inputs(f.segments), check.Options{})
	expect(t, r, err, check.Conforms, "", "")
	f.dropFrom(2, 1, 1+int(lost.Seq))
	p := f.header(2, 2).Prev
	p.Last, p.Events = lost.Seq-1, lost.Seq-1
	r, err = check.Run(inputs(f.segments), check.Options{})
	expect(t, r, err, check.Violation, check.RuleCitation, "added it")
	p.Open = true
	r, err = check.Run(inputs(f.segments), check.Options{})
	expect(t, r, err, check.Inconclusive, check.RuleMissing, "no file says where incarnation 1 ended")
}

// TestEndless: numbers that no cluster would come to keep nobody busy for ever.
func TestEndless(t *testing.T) {
	b, err := tracetest.Steady(3, 3, 1)
	if err != nil {
		t.Fatal(err)
	}
	f := &logFixture{fixture{t, b.Segments()}, b}
	s := f.segment(1, 1)
	end := s.Entries[len(s.Entries)-1].(*trace.End)
	gap := &trace.Gap{Node: 1, Inc: 1, From: end.Seq + 1, To: end.Seq + 1, State: b.State(1)}
	for _, e := range s.Entries {
		if e, ok := e.(*trace.Event); ok {
			gap.Values = append(gap.Values, e.Values...)
		}
	}
	for i, c := range gap.State {
		if c.Path == "lead" {
			gap.State[i].Value = `{"bal":1025,"next":2000000000}`
		}
	}
	end.Seq, end.Events = end.Seq+1, end.Events+1
	s.Entries = append(s.Entries[:len(s.Entries)-1], gap, end)
	r, err := check.Run(inputs(f.segments), check.Options{})
	expect(t, r, err, check.Inconclusive, check.RuleMissing, "a gap")
	if !slices.ContainsFunc(r.Notes, func(n string) bool { return strings.Contains(n, "NoHole takes too long to evaluate") }) {
		t.Errorf("the notes are %q", r.Notes)
	}
}
