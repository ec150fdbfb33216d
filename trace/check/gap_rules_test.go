package check_test

import (
	"slices"

	"github.com/synod-paxos/synod/trace"
	"github.com/synod-paxos/synod/trace/check"
)

// gapAt puts a gap in front of a line.
func (f *fixture) gapAt(node int, inc uint64, line int, from, to uint64, state []trace.Change) {
	s := f.segment(node, inc)
	g := &trace.Gap{Node: node, Inc: inc, From: from, To: to, State: state}
	s.Entries = slices.Insert(s.Entries, line-1, trace.Entry(g))
}

// whole is a whole state.
func whole(promised, vote, proposer, decided trace.Value) []trace.Change {
	return []trace.Change{{Path: "promised", Value: promised}, {Path: "vote", Value: vote},
		{Path: "proposer", Value: proposer}, {Path: "decided", Value: decided}}
}

// noAccept puts a gap in the place of node 1's vote.
func noAccept(state []trace.Change) func(f *fixture) {
	return func(f *fixture) {
		f.drop(1, 1, 4)
		f.gapAt(1, 1, 4, 3, 3, state)
	}
}

// noLearn puts a gap in the place of node 1's last event.
func noLearn(state []trace.Change) func(f *fixture) {
	return func(f *fixture) {
		f.drop(1, 1, 5)
		f.gapAt(1, 1, 5, 4, 4, state)
	}
}

var (
	voted   = whole("1025", oneVote, oneVote, none)
	learned = whole("1025", oneVote, oneVote, `"v1"`)
)

var gapRules = []rule{
	{name: "a gap", verdict: check.Inconclusive, rule: check.RuleMissing, place: "node-1.inc-1.jsonl:4",
		text: "not recorded (a gap)", damage: noAccept(voted)},
	{name: "a gap at the end of a log", verdict: check.Inconclusive, rule: check.RuleMissing, place: "node-1.inc-1.jsonl:5",
		text: "event 4 is not recorded (a gap)", damage: noLearn(learned)},
	{name: "a gap at an open end", verdict: check.Inconclusive, rule: check.RuleMissing, place: "node-1.inc-1.jsonl:5",
		text: "event 4 is not recorded (a gap)", damage: func(f *fixture) { f.drop(1, 1, 6); noLearn(learned)(f) }},
	{name: "a gap twice", verdict: check.Inconclusive, rule: check.RuleMissing, place: "node-1.inc-1.jsonl:4",
		text: "not recorded (a gap)", damage: func(f *fixture) { noAccept(voted)(f); f.gapAt(1, 1, 4, 3, 3, voted) }},
	{name: "a gap twice, differing", verdict: check.Violation, rule: check.RuleTwice, place: "node-1.inc-1.jsonl:5",
		text: "two gaps tell of the same events", damage: func(f *fixture) { noAccept(voted)(f); f.gapAt(1, 1, 5, 3, 3, learned) }},
	{name: "a gap over an event that is there", verdict: check.Violation, rule: check.RuleTwice, place: "node-1.inc-1.jsonl:5",
		text: "event 3 of node 1, incarnation 1, is recorded, but a gap", damage: func(f *fixture) { f.gapAt(1, 1, 4, 3, 3, voted) }},
	{name: "a gap past the end", verdict: check.Violation, rule: check.RuleEnd, place: "node-1.inc-1.jsonl:6",
		text: "past the last one", damage: func(f *fixture) { f.gapAt(1, 1, 6, 5, 6, learned) }},
	{name: "a gap of another node", verdict: check.Violation, rule: check.RuleHeader, place: "node-1.inc-1.jsonl:6",
		text: "a gap of node 2", damage: func(f *fixture) { f.gapAt(1, 1, 6, 5, 6, learned); f.segment(1, 1).Entries[5].(*trace.Gap).Node = 2 }},
	{name: "a gap with a later state", verdict: check.Violation, rule: check.RuleAction, place: "node-1.inc-1.jsonl:5",
		text: "Learn", damage: noAccept(learned)},
	{name: "a gap with durable state behind the log", verdict: check.Violation, rule: check.RuleState, place: "node-1.inc-1.jsonl:5",
		text: "the state given here has promised = 0, older than 1025", damage: noLearn(whole("0", oneVote, oneVote, none))},
	{name: "a gap with a path that is none", verdict: check.Violation, rule: check.RuleState, place: "node-1.inc-1.jsonl:5",
		text: "not a whole state", damage: noLearn(append(slices.Clone(learned), trace.Change{Path: "ballot", Value: "1"}))},
	{name: "a gap without a path", verdict: check.Violation, rule: check.RuleState, place: "node-1.inc-1.jsonl:5",
		text: "not a whole state", damage: noLearn(learned[:2])},
	{name: "a gap with a value of another type", verdict: check.Violation, rule: check.RuleState, place: "node-1.inc-1.jsonl:5",
		text: "no state of node 1", damage: noLearn(whole("1025", oneVote, oneVote, "7"))},
	{name: "a gap with another decision", verdict: check.Violation, rule: check.RuleInvariant, place: "node-2.inc-2.jsonl:3",
		text: "two values are decided", damage: noLearn(whole("1025", oneVote, oneVote, `"v2"`))},
}
