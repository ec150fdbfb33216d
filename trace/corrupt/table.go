package corrupt

import "github.com/synod-paxos/synod/trace/check"

// A Row says what altering one field, or one thing about lines, must come to.
// In a run whose logs are all whole every alteration of a field is a violation,
// unless the row says otherwise and why.
type Row struct {
	Key    string
	Expect []check.Verdict // any of these
	Reason string          // why, if not violation alone
	Never  bool            // a whole run has no instance; Reason says why
	Rare   bool            // a whole run may have none
}

var (
	violation    = []check.Verdict{check.Violation}
	inconclusive = []check.Verdict{check.Inconclusive}
	nothing      = []check.Verdict{check.Conforms}
)

// Table is the whole suite. A star stands for any field of a value.
var Table = []Row{
	{Key: "header.format (major)", Expect: inconclusive, Reason: "a later major version may mean anything"},
	{Key: "header.format (minor)", Expect: nothing, Reason: "equivalent: minor versions only add optional fields"},
	{Key: "header.run", Expect: violation},
	{Key: "header.cluster", Expect: violation},
	{Key: "header.node", Expect: violation},
	{Key: "header.inc", Expect: violation},
	{Key: "header.first", Expect: violation},
	{Key: "header.spec", Expect: violation},
	{Key: "header.hash", Expect: inconclusive, Reason: "an unknown version of the specification"},
	{Key: "header.nodes", Expect: violation},
	{Key: "header.prev.inc", Expect: violation},
	{Key: "header.prev (dropped)", Expect: violation},
	{Key: "header.prev.last (lower)", Expect: violation},
	{Key: "header.prev.last (higher)", Expect: violation},
	{Key: "header.prev.events (lower)", Expect: violation},
	{Key: "header.prev.events (higher)", Expect: violation},
	{Key: "header.state[] (dropped)", Expect: violation},
	{Key: "header.state[].path", Expect: violation},
	{Key: "header.state[].value.*", Expect: violation},

	{Key: "event.node", Expect: violation},
	{Key: "event.inc", Expect: violation},
	{Key: "event.seq", Expect: violation},
	{Key: "event.action", Expect: violation},
	{Key: "event.args (name)", Expect: violation},
	{Key: "event.args.b", Expect: violation},
	{Key: "event.args.v", Expect: violation},
	{Key: "event.args.Q", Expect: []check.Verdict{check.Violation, check.Conforms},
		Reason: "equivalent where the messages of the other quorum are cited too: both calls are the same step, to the same state"},
	{Key: "event.in[] (dropped)", Expect: []check.Verdict{check.Violation, check.Conforms},
		Reason: "equivalent where the step does not need the message: the action's other messages make the same step"},
	{Key: "event.in[].node", Expect: violation},
	{Key: "event.in[].inc", Expect: violation},
	{Key: "event.in[].seq", Expect: violation},
	{Key: "event.in[].msg.*", Expect: violation},
	{Key: "event.out[] (dropped)", Expect: violation},
	{Key: "event.out[] (added)", Expect: violation},
	{Key: "event.out[].*", Expect: violation},
	{Key: "event.post[] (dropped)", Expect: violation},
	{Key: "event.post[] (added)", Expect: violation},
	{Key: "event.post[].path", Expect: violation},
	{Key: "event.post[].value.*", Expect: violation},
	{Key: "event.post[].gone", Expect: violation},
	{Key: "event.recovered", Expect: violation},
	{Key: "event.ts", Expect: nothing, Reason: "equivalent: for people; nothing reads it"},

	{Key: "end.node", Expect: violation},
	{Key: "end.inc", Expect: violation},
	{Key: "end.seq (lower)", Expect: violation},
	{Key: "end.seq (higher)", Expect: violation},
	{Key: "end.events (lower)", Expect: violation},
	{Key: "end.events (higher)", Expect: violation},

	{Key: "gap.node", Never: true, Reason: noGap},
	{Key: "gap.inc", Never: true, Reason: noGap},
	{Key: "gap.from", Never: true, Reason: noGap},
	{Key: "gap.to", Never: true, Reason: noGap},
	{Key: "gap.state[].path", Never: true, Reason: noGap},
	{Key: "gap.state[].value.*", Never: true, Reason: noGap},

	{Key: "line dropped: header", Expect: inconclusive, Reason: "the segment cannot be judged"},
	{Key: idleHeader, Rare: true, Expect: nothing,
		Reason: "equivalent: its node died before a first event, so no event is missing, as the next header confirms"},
	{Key: "line dropped: event", Expect: []check.Verdict{check.Violation, check.Inconclusive}, Reason: "an event is in no file"},
	{Key: "line dropped: end", Expect: nothing, Reason: "equivalent: the log reads as one that is still being written"},
	{Key: "line doubled", Expect: nothing, Reason: "identical lines are counted and ignored"},
	{Key: "lines exchanged", Expect: nothing, Reason: "(node, inc, seq) says where a line belongs"},
	{Key: "events swapped", Expect: []check.Verdict{check.Violation, check.Conforms},
		Reason: "equivalent where both orders evaluate to the same state and nobody cites either event's messages"},
	{Key: "truncated before a line", Expect: []check.Verdict{check.Violation, check.Inconclusive, check.Conforms},
		Reason: "an open tail conforms up to the cut; what is missing before another incarnation is inconclusive"},
	{Key: "truncated within a line", Expect: []check.Verdict{check.Violation, check.Inconclusive, check.Conforms},
		Reason: "the same, with a torn last line"},
}

// idleHeader is the row of a header that is alone in its file.
const idleHeader = "line dropped: lone header"

const noGap = "whole logs have no gap; the rules for gaps are tested in package check"

// A column of a struct of the schema, and the rows that alter it.
var schemaRows = map[string][]string{
	"Header.Format":   {"header.format (major)", "header.format (minor)"},
	"Header.Run":      {"header.run"},
	"Header.Cluster":  {"header.cluster"},
	"Header.Node":     {"header.node"},
	"Header.Inc":      {"header.inc"},
	"Header.First":    {"header.first"},
	"Header.Spec":     {"header.spec"},
	"Header.Hash":     {"header.hash"},
	"Header.Nodes":    {"header.nodes"},
	"Header.Prev":     {"header.prev (dropped)"},
	"Header.State":    {"header.state[] (dropped)", "header.state[].path", "header.state[].value.*"},
	"Event.Ref":       {"event.node", "event.inc", "event.seq"},
	"Event.Action":    {"event.action"},
	"Event.Args":      {"event.args (name)", "event.args.b", "event.args.v", "event.args.Q"},
	"Event.In":        {"event.in[] (dropped)", "event.in[].node", "event.in[].inc", "event.in[].seq", "event.in[].msg.*"},
	"Event.Out":       {"event.out[] (dropped)", "event.out[] (added)", "event.out[].*"},
	"Event.Post":      {"event.post[] (dropped)", "event.post[] (added)", "event.post[].path", "event.post[].value.*", "event.post[].gone"},
	"Event.Recovered": {"event.recovered"},
	"Event.Time":      {"event.ts"},
	"Ref.Node":        {"event.node", "event.in[].node"},
	"Ref.Inc":         {"event.inc", "event.in[].inc"},
	"Ref.Seq":         {"event.seq", "event.in[].seq"},
	"Prev.Inc":        {"header.prev.inc"},
	"Prev.Last":       {"header.prev.last (lower)", "header.prev.last (higher)"},
	"Prev.Events":     {"header.prev.events (lower)", "header.prev.events (higher)"},
	"Arg.Name":        {"event.args (name)"},
	"Arg.Value":       {"event.args.b", "event.args.v", "event.args.Q"},
	"Cited.Ref":       {"event.in[].node", "event.in[].inc", "event.in[].seq"},
	"Cited.Msg":       {"event.in[].msg.*"},
	"Change.Path":     {"event.post[].path", "header.state[].path"},
	"Change.Value":    {"event.post[].value.*", "header.state[].value.*", "event.post[].gone"},
	"Gap.Node":        {"gap.node"},
	"Gap.Inc":         {"gap.inc"},
	"Gap.From":        {"gap.from"},
	"Gap.To":          {"gap.to"},
	"Gap.State":       {"gap.state[].path", "gap.state[].value.*"},
	"End.Node":        {"end.node"},
	"End.Inc":         {"end.inc"},
	"End.Seq":         {"end.seq (lower)", "end.seq (higher)"},
	"End.Events":      {"end.events (lower)", "end.events (higher)"},
}
