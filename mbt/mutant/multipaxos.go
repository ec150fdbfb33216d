package mutant

const multi = "impl/multipaxos/"

// multiPaxos are the bugs that are planted in the core of Multi-Paxos.
//
// Left out, since the core has no place for them: taking the lead up again after
// a restart (no record tells of it), and applying in the order in which slots
// are chosen, which is applying past a gap.
var multiPaxos = []Mutant{
	{
		Name: "quorum one short", Quick: true,
		File: multi + "check.go",
		Old:  "return 2*count > len(c.cfg.Nodes)",
		New:  "return 2*(count+1) > len(c.cfg.Nodes)",
	},
	{
		Name: "duplicate replies counted as distinct",
		File: multi + "check.go",
		Old:  "if slices.Contains(q, m.Msg.From) {",
		New:  "if false {",
	},
	{
		Name: "ballot reused after restart",
		File: multi + "phase1.go",
		Old:  "case b <= s.promised:",
		New:  "case b < s.promised:",
	},
	{
		Name: "accept below promise", Quick: true,
		File: multi + "phase2.go",
		Old:  "case b < s.promised:",
		New:  "case b < 0:",
	},
	{
		Name: "accept without raising the promise",
		File: multi + "phase2.go",
		Old:  "s.setPromised(b)\n\ts.setVote",
		New:  "s.setVote",
	},
	{
		Name: "vote twice in a ballot",
		File: multi + "phase2.go",
		Old:  "last.Bal == b {",
		New:  "last.Bal > b {",
	},
	{
		Name: "vote where votes were truncated",
		File: multi + "phase2.go",
		Old:  "case slot < s.trunc:",
		New:  "case slot < 0:",
	},
	{
		Name: "no step down",
		File: multi + "memory.go",
		Old:  "if s.lead.Bal < b {",
		New:  "if s.lead.Bal < 0 {",
	},
	{
		Name: "promise not persisted", Quick: true,
		File: multi + "memory.go",
		Old:  "const durable = 1<<varPromised | 1<<varVote",
		New:  "const durable = 1<<varVote",
	},
	{
		Name: "vote not persisted",
		File: multi + "memory.go",
		Old:  "const durable = 1<<varPromised | 1<<varVote",
		New:  "const durable = 1<<varPromised",
	},
	{
		Name: "released before it is persisted",
		File: multi + "effects.go",
		Old:  "if !u.durable {\n\t\treturn Persisted{u}",
		New:  "if true {\n\t\treturn Persisted{u}",
	},
	{
		Name: "lowest instead of highest",
		File: multi + "phase1.go",
		Old:  "r[0].Bal > highest.Bal {",
		New:  "(highest.Bal == 0 || r[0].Bal < highest.Bal) {",
	},
	{
		Name: "no-op over a possibly chosen value", Quick: true,
		File: multi + "phase1.go",
		Old:  "v := highest(reports, slot).Val",
		New:  "var v *Value\n\t\thighest(reports, slot)",
	},
	{
		Name: "promise reports only the last slot",
		File: multi + "phase1.go",
		Old:  "Votes: c.state.votesFrom(i), Trunc",
		New:  "Votes: c.state.votesFrom(i)[max(0, len(c.state.votesFrom(i))-1):], Trunc",
	},
	{
		Name: "hole left unfilled",
		File: multi + "phase1.go",
		Old:  "\treturn sends\n}",
		New:  "\tfilled := sends[:0]\n\tfor _, s := range sends {\n\t\tif s.Msg.Body != nil {\n\t\t\tfilled = append(filled, s)\n\t\t}\n\t}\n\treturn filled\n}",
	},
	{
		Name: "truncation point in promises ignored",
		File: multi + "phase1.go",
		Old:  "base = max(base, m.Msg.Trunc)",
		New:  "base = max(base, m.Msg.Trunc/m.Msg.Trunc)",
	},
	{
		Name: "two values in one ballot",
		File: multi + "phase2.go",
		Old:  "case b == 0 || s == 0 || state.lead != Lead{Bal: b, Next: s}:",
		New:  "case b == 0 || s == 0 || state.lead.Bal != b || state.lead.Next == 0 || s > state.lead.Next:",
	},
	{
		Name: "proposals far ahead",
		File: multi + "phase2.go",
		Old:  "case s >= state.upto+Slot(c.cfg.Limits.Window):",
		New:  "case s < 0:",
	},
	{
		Name: "commit notice without ballot trusted",
		File: multi + "learning.go",
		Old:  "switch {\n\tcase !voted || vote.Bal != b:",
		New:  "switch {\n\tcase true:\n\tcase !voted || vote.Bal != b:",
	},
	{
		Name: "apply past a gap",
		File: multi + "applying.go",
		Old:  "if s != state.upto {",
		New:  "if s < state.upto {",
	},
	{
		Name: "duplicate client request executed",
		File: multi + "sessions.go",
		Old:  "case c.Number == open.last.Number+1:",
		New:  "case c.Number >= 1 && c.Number <= open.last.Number+1:",
	},
	{
		Name: "reply to a client before its command took effect",
		File: multi + "applying.go",
		Old:  "if open == nil || !open.last.Is(cmd) {",
		New:  "if open == nil {",
	},
	{
		Name: "session not opened yet told to be expired",
		File: multi + "sessions.go",
		Old:  "case open == nil && c.Session >= 1 && uint64(c.Session) <= s.opened:",
		New:  "case open == nil && c.Session >= 1:",
	},
	{
		Name: "snapshot without the sessions",
		File: multi + "snapshots.go",
		Old:  "Opened: s.opened, Done: s.done.all(),",
		New:  "Opened: s.opened,",
	},
	{
		Name: "truncate what is only in memory",
		File: multi + "snapshots.go",
		Old:  "case t > s.snap.Upto:",
		New:  "case t > s.upto:",
	},
	{
		Name: "vote reported after its slot was truncated",
		File: multi + "snapshots.go",
		Old:  "s.forgetVotes(t)\n\tc.sent",
		New:  "c.sent",
	},
	{
		Name: "installed snapshot lowers the promise",
		File: multi + "snapshots.go",
		Old:  "s.setSnap(x)\n\ts.setTrunc(max",
		New:  "s.setSnap(x)\n\ts.setPromised(0)\n\ts.setTrunc(max",
	},
}
