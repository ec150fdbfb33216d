package corrupt

import "github.com/synod-paxos/synod/trace/check"

// A Row says what altering one field, or one thing about lines, must come to.
// In a run whose logs are all whole every alteration of a field is a violation,
// unless the row says otherwise and why.
type Row struct {
	Key    string
	Expect []check.Verdict // any of these
	Reason string          // why, if not violation alone
	Gap    bool            // a row for runs with gaps, which have instances of no other
	Rare   bool            // a run may have none
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
	{Key: "header.prev.open", Expect: []check.Verdict{check.Inconclusive, check.Conforms},
		Reason: "it says no more that nothing was lost, which matters to what cites, or might have been, behind the last event"},
	{Key: "header.state[] (dropped)", Expect: violation},
	{Key: "header.state[].path", Expect: violation},
	{Key: "header.state[].value.*", Expect: violation},

	{Key: "event.node", Expect: violation},
	{Key: "event.inc", Expect: violation},
	{Key: "event.seq", Expect: violation},
	{Key: "event.action", Expect: violation},
	{Key: "event.args (name)", Expect: violation},
	{Key: "event.args.*", Expect: violation},
	{Key: "event.in[] (dropped)", Expect: violation},
	{Key: "event.in[] (added)", Expect: violation},
	{Key: "event.in[] (doubled)", Expect: violation},
	{Key: "event.in[].node", Expect: violation},
	{Key: "event.in[].inc", Expect: violation},
	{Key: "event.in[].seq", Expect: violation},
	{Key: "event.in[].msg.*", Expect: violation},
	{Key: "event.out[] (dropped)", Expect: violation},
	{Key: "event.out[] (added)", Expect: violation},
	{Key: "event.out[] (doubled)", Expect: violation},
	{Key: "event.out[].*", Expect: violation},
	{Key: "event.post[] (dropped)", Expect: violation},
	{Key: "event.post[] (added)", Expect: violation},
	{Key: "event.post[].path", Expect: violation},
	{Key: "event.post[].value.*", Expect: violation},
	{Key: "event.post[].gone", Expect: violation},
	{Key: "event.post[] (range)", Rare: true, Expect: violation},
	{Key: "event.recovered", Expect: violation},
	{Key: "event.ts", Expect: nothing, Reason: "equivalent: for people; nothing reads it"},

	{Key: "values[] (dropped)", Rare: true, Expect: violation},
	{Key: "values[].name", Rare: true, Expect: violation},
	{Key: "values[].value.*", Rare: true, Expect: violation},

	{Key: "end.node", Expect: violation},
	{Key: "end.inc", Expect: violation},
	{Key: "end.seq (lower)", Expect: violation},
	{Key: "end.seq (higher)", Expect: violation},
	{Key: "end.events (lower)", Expect: violation},
	{Key: "end.events (higher)", Expect: violation},

	{Key: "gap.node", Gap: true, Expect: violation},
	{Key: "gap.inc", Gap: true, Expect: violation},
	{Key: "gap.from (lower)", Gap: true, Expect: violation},
	{Key: "gap.from (higher)", Gap: true, Expect: inconclusive, Reason: "it reads as a gap before which a line was lost"},
	{Key: "gap.to (lower)", Gap: true, Expect: inconclusive, Reason: "it reads as a gap behind which a line was lost"},
	{Key: "gap.to (higher)", Gap: true, Expect: violation},
	{Key: "gap.state[] (dropped)", Gap: true, Expect: violation},
	{Key: "gap.state[] (added)", Gap: true, Expect: violation},
	{Key: "gap.state[].path", Gap: true, Expect: violation},
	{Key: "gap.state[].value.*", Gap: true, Expect: []check.Verdict{check.Violation, check.Inconclusive},
		Reason: "what nobody recorded may have led there, unless something before or after the gap tells that it did not"},

	{Key: "line dropped: header", Expect: inconclusive, Reason: "the segment cannot be judged"},
	{Key: idleHeader, Rare: true, Expect: nothing,
		Reason: "equivalent: its node died before a first event, so no event is missing, as the next header confirms"},
	{Key: "line dropped: event", Expect: []check.Verdict{check.Violation, check.Inconclusive}, Reason: "an event is in no file"},
	{Key: "line dropped: end", Expect: nothing, Reason: "equivalent: the log reads as one that is still being written"},
	{Key: "line dropped: gap", Gap: true, Expect: inconclusive, Reason: "events are in no file"},
	{Key: "gap doubled", Gap: true, Expect: inconclusive, Reason: "identical lines are counted and ignored"},
	{Key: "line doubled", Expect: nothing, Reason: "identical lines are counted and ignored"},
	{Key: "lines exchanged", Expect: nothing, Reason: "(node, inc, seq) says where a line belongs"},
	{Key: "events swapped", Expect: []check.Verdict{check.Violation, check.Conforms},
		Reason: "equivalent where both orders evaluate to the same state and nobody cites either event's messages"},
	{Key: "truncated before a line", Expect: []check.Verdict{check.Violation, check.Inconclusive, check.Conforms},
		Reason: "an open tail conforms up to the cut; what is missing before another incarnation is inconclusive"},
	{Key: "truncated within a line", Expect: []check.Verdict{check.Violation, check.Inconclusive, check.Conforms},
		Reason: "the same, with a torn last line"},
}

// logTable has what is otherwise where there are write-ahead logs alone: they hold
// what changes something durable, and need not hold anything else.
var logTable = func() map[string]Row {
	table := map[string]Row{}
	for _, row := range []Row{
		{Key: "header.first", Reason: "it reads as a log that was truncated"},
		{Key: "event.seq", Reason: "a log leaves events out, so that another number in the same order tells of others that it left out"},
		{Key: "event.in[].node", Reason: unlogged},
		{Key: "event.in[].inc", Reason: unlogged},
		{Key: "event.in[].seq", Reason: unlogged},
		{Key: "event.post[] (dropped)", Reason: volatile},
		{Key: "event.post[] (added)", Reason: volatile},
		{Key: "event.post[].path", Reason: volatile},
		{Key: "event.post[].value.*", Reason: volatile},
		{Key: "event.post[].gone", Reason: volatile},
		{Key: "end.inc", Reason: "equivalent where the incarnation before ended with the same number: that is said once more, and the log reads as one that is still being written"},
		{Key: "event.recovered", Reason: "equivalent: it says where a trace has an event from; nothing in a log is from elsewhere"},
	} {
		row.Expect = []check.Verdict{check.Violation, check.Conforms}
		table[row.Key] = row
	}
	table["events swapped"] = Row{Expect: table["event.seq"].Expect, Rare: true,
		Reason: "a log leaves events out, so that few follow directly on each other"}
	table["line dropped: header"] = Row{Expect: []check.Verdict{check.Violation, check.Inconclusive},
		Reason: "what follows stands in no segment, or in another one"}
	table["line dropped: event"] = Row{Expect: []check.Verdict{check.Violation, check.Inconclusive, check.Conforms},
		Reason: "a log leaves events out; one that matters is missed where its effect is"}
	return table
}()

const (
	unlogged = "equivalent where the event that is cited need not be in a log"
	volatile = "equivalent where the variable is not durable: a log does not tell of all that changes it"
)

// idleHeader is the row of a header that is alone in its file.
const idleHeader = "line dropped: lone header"

// A column of a struct of the schema, and the rows that alter it.
var schemaRows = map[string][]string{
	"Header.Format":    {"header.format (major)", "header.format (minor)"},
	"Header.Run":       {"header.run"},
	"Header.Cluster":   {"header.cluster"},
	"Header.Node":      {"header.node"},
	"Header.Inc":       {"header.inc"},
	"Header.First":     {"header.first"},
	"Header.Spec":      {"header.spec"},
	"Header.Hash":      {"header.hash"},
	"Header.Nodes":     {"header.nodes"},
	"Header.Prev":      {"header.prev (dropped)"},
	"Header.State":     {"header.state[] (dropped)", "header.state[].path", "header.state[].value.*"},
	"Event.Ref":        {"event.node", "event.inc", "event.seq"},
	"Event.Action":     {"event.action"},
	"Event.Args":       {"event.args (name)", "event.args.*"},
	"Event.In":         {"event.in[] (dropped)", "event.in[] (added)", "event.in[] (doubled)", "event.in[].node", "event.in[].inc", "event.in[].seq", "event.in[].msg.*"},
	"Event.Out":        {"event.out[] (dropped)", "event.out[] (added)", "event.out[] (doubled)", "event.out[].*"},
	"Event.Post":       {"event.post[] (dropped)", "event.post[] (added)", "event.post[].path", "event.post[].value.*", "event.post[].gone", "event.post[] (range)"},
	"Header.Values":    {"values[] (dropped)"},
	"Event.Values":     {"values[] (dropped)"},
	"Gap.Values":       {"values[] (dropped)"},
	"NamedValue.Name":  {"values[].name"},
	"NamedValue.Value": {"values[].value.*"},
	"Event.Recovered":  {"event.recovered"},
	"Event.Time":       {"event.ts"},
	"Ref.Node":         {"event.node", "event.in[].node"},
	"Ref.Inc":          {"event.inc", "event.in[].inc"},
	"Ref.Seq":          {"event.seq", "event.in[].seq"},
	"Prev.Inc":         {"header.prev.inc"},
	"Prev.Open":        {"header.prev.open"},
	"Prev.Last":        {"header.prev.last (lower)", "header.prev.last (higher)"},
	"Prev.Events":      {"header.prev.events (lower)", "header.prev.events (higher)"},
	"Arg.Name":         {"event.args (name)"},
	"Arg.Value":        {"event.args.*"},
	"Cited.Ref":        {"event.in[].node", "event.in[].inc", "event.in[].seq"},
	"Cited.Msg":        {"event.in[].msg.*"},
	"Change.Path":      {"event.post[].path", "header.state[].path"},
	"Change.Value":     {"event.post[].value.*", "header.state[].value.*", "event.post[].gone"},
	"Gap.Node":         {"gap.node"},
	"Gap.Inc":          {"gap.inc"},
	"Gap.From":         {"gap.from (lower)", "gap.from (higher)"},
	"Gap.To":           {"gap.to (lower)", "gap.to (higher)"},
	"Gap.State":        {"gap.state[] (dropped)", "gap.state[] (added)", "gap.state[].path", "gap.state[].value.*"},
	"End.Node":         {"end.node"},
	"End.Inc":          {"end.inc"},
	"End.Seq":          {"end.seq (lower)", "end.seq (higher)"},
	"End.Events":       {"end.events (lower)", "end.events (higher)"},
}
