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
		File:  multi + "check.go",
		Old:   "return 2*count > len(c.cfg.Nodes)",
		New:   "return 2*(count+1) > len(c.cfg.Nodes)",
		Model: "MultiPaxos_n2_b2_s2_v1_graph.cfg",
		Killed: map[Layer]string{
			Graph:     "is not in Quorum",
			Trace:     "Q \\in Quorum",
			Simulator: "is not in Quorum",
			Processes: "Q \\in Quorum",
		},
	},
	{
		Name:  "duplicate replies counted as distinct",
		File:  multi + "check.go",
		Old:   "if slices.Contains(q, m.Msg.From) {",
		New:   "if false {",
		Model: "MultiPaxos_n2_b2_s2_v1_graph.cfg",
		Killed: map[Layer]string{
			Graph: "each message counted twice",
		},
	},
	{
		Name:  "ballot reused after restart",
		File:  multi + "phase1.go",
		Old:   "case b <= s.promised:",
		New:   "case b < s.promised:",
		Model: "MultiPaxos_n2_b2_s2_v1_graph.cfg",
		Killed: map[Layer]string{
			Graph: "Fresh",
		},
	},
	{
		Name: "accept below promise", Quick: true,
		File:  multi + "phase2.go",
		Old:   "case b < s.promised:",
		New:   "case b < 0:",
		Model: "MultiPaxos_n2_b2_s2_v1_graph.cfg",
		Killed: map[Layer]string{
			Graph:     "HighEnough",
			Trace:     "HighEnough",
			Simulator: "HighEnough",
		},
	},
	{
		Name:  "accept without raising the promise",
		File:  multi + "phase2.go",
		Old:   "s.setPromised(b)\n\ts.setVote",
		New:   "s.setVote",
		Model: "MultiPaxos_n3_b1_s1_v1_graph.cfg",
		Killed: map[Layer]string{
			Graph:     "the core's promised is",
			Trace:     "post is not what Accept changes: promised becomes",
			Simulator: "Accept, promised is missing",
			Processes: "post is not what Accept changes: promised becomes",
		},
	},
	{
		Name:  "vote twice in a ballot",
		File:  multi + "phase2.go",
		Old:   "last.Bal == b {",
		New:   "last.Bal > b {",
		Model: "MultiPaxos_n2_b2_s2_v1_graph.cfg",
		Killed: map[Layer]string{
			Graph:     "Unvoted",
			Trace:     "Unvoted",
			Simulator: "Unvoted",
			Processes: "Unvoted",
		},
	},
	{
		Name:  "vote where votes were truncated",
		File:  multi + "phase2.go",
		Old:   "case slot < s.trunc:",
		New:   "case slot < 0:",
		Model: "MultiPaxos_n2_b1_s2_v1_graph.cfg",
		Killed: map[Layer]string{
			Graph:     "Kept",
			Trace:     "Kept",
			Simulator: "Kept",
		},
	},
	{
		Name:  "no step down",
		File:  multi + "memory.go",
		Old:   "if s.lead.Bal < b {",
		New:   "if s.lead.Bal < 0 {",
		Model: "MultiPaxos_n2_b2_s2_v1_graph.cfg",
		Killed: map[Layer]string{
			Graph:     "the core's lead is",
			Trace:     "lead becomes [bal |-> 0, next |-> 0]",
			Simulator: "lead is missing",
			Processes: "lead becomes [bal |-> 0, next |-> 0]",
		},
	},
	{
		Name: "promise not persisted", Quick: true,
		File:  multi + "memory.go",
		Old:   "const durable = 1<<varPromised | 1<<varVote",
		New:   "const durable = 1<<varVote",
		Model: "MultiPaxos_n2_b2_s2_v1_graph.cfg",
		Killed: map[Layer]string{
			Graph:     "after a crash right after the step, the core's promised is",
			Simulator: "Restart, promised is",
		},
	},
	{
		Name:  "vote not persisted",
		File:  multi + "memory.go",
		Old:   "const durable = 1<<varPromised | 1<<varVote",
		New:   "const durable = 1<<varPromised",
		Model: "MultiPaxos_n2_b2_s2_v1_graph.cfg",
		Killed: map[Layer]string{
			Graph:     "after a crash right after the step, the core's vote[",
			Trace:     "the restart found vote[",
			Simulator: "Restart, vote[",
			Processes: "the restart found vote[",
		},
	},
	// No graph can show this one. Its edges are single steps, each taken by a core
	// that was made for it: what a step persists and what it sends can be seen, but
	// not in which order a shell is let to do so, since nothing lies between.
	{
		Name: "released before it is persisted",
		File: multi + "effects.go",
		Old:  "if !u.durable {\n\t\treturn Persisted{u}",
		New:  "if true {\n\t\treturn Persisted{u}",
		Killed: map[Layer]string{
			Simulator: "starting node",
		},
	},
	{
		Name:  "lowest instead of highest",
		File:  multi + "phase1.go",
		Old:   "r[0].Bal > highest.Bal {",
		New:   "(highest.Bal == 0 || r[0].Bal < highest.Bal) {",
		Model: "MultiPaxos_n3_b3_s1_v2_graph.cfg",
		Killed: map[Layer]string{
			Graph:     "the core sends",
			Trace:     "the messages in out are not those that the step adds",
			Simulator: "which no",
		},
	},
	{
		Name: "no-op over a possibly chosen value", Quick: true,
		File:  multi + "phase1.go",
		Old:   "v := highest(reports, slot).Val",
		New:   "var v *Value\n\t\thighest(reports, slot)",
		Model: "MultiPaxos_n2_b2_s2_v1_graph.cfg",
		Killed: map[Layer]string{
			Graph:     "the core sends",
			Trace:     "the messages in out are not those that the step adds",
			Simulator: "val |-> <<>>], which no",
			Processes: "the messages in out are not those that the step adds",
		},
	},
	{
		Name:  "promise reports only the last slot",
		File:  multi + "phase1.go",
		Old:   "Votes: c.state.votesFrom(i), Trunc",
		New:   "Votes: c.state.votesFrom(i)[max(0, len(c.state.votesFrom(i))-1):], Trunc",
		Model: "MultiPaxos_n2_b2_s2_v1_graph.cfg",
		Killed: map[Layer]string{
			Graph:     "the core sends",
			Trace:     "the messages in out are not those that the step adds",
			Simulator: "which no",
			Processes: "the messages in out are not those that the step adds",
		},
	},
	{
		Name:  "hole left unfilled",
		File:  multi + "phase1.go",
		Old:   "\treturn sends\n}",
		New:   "\tfilled := sends[:0]\n\tfor _, s := range sends {\n\t\tif s.Msg.Body != nil {\n\t\t\tfilled = append(filled, s)\n\t\t}\n\t}\n\treturn filled\n}",
		Model: "MultiPaxos_n2_b2_s2_v1_graph.cfg",
		Killed: map[Layer]string{
			Graph: "the specification sends",
			Trace: "the messages in out are not those that the step adds",
		},
	},
	{
		Name:  "truncation point in promises ignored",
		File:  multi + "phase1.go",
		Old:   "base = max(base, m.Msg.Trunc)",
		New:   "base = max(base, m.Msg.Trunc/m.Msg.Trunc)",
		Model: "MultiPaxos_n2_b2_s1_v1_storegraph.cfg",
		Killed: map[Layer]string{
			Graph:     "the core sends",
			Trace:     "the messages in out are not those that the step adds",
			Simulator: "which no",
		},
	},
	{
		Name:  "two values in one ballot",
		File:  multi + "phase2.go",
		Old:   "case b == 0 || s == 0 || state.lead != Lead{Bal: b, Next: s}:",
		New:   "case b == 0 || s == 0 || state.lead.Bal != b || state.lead.Next == 0 || s > state.lead.Next:",
		Model: "MultiPaxos_n2_b2_s2_v1_graph.cfg",
		Killed: map[Layer]string{
			Graph: "NextSlot",
		},
	},
	{
		Name:  "proposals far ahead",
		File:  multi + "phase2.go",
		Old:   "case s >= state.upto+Slot(c.cfg.Limits.Window):",
		New:   "case s < 0:",
		Model: "MultiPaxos_n2_b1_s2_v1_graph.cfg",
		Killed: map[Layer]string{
			Graph: "InWindow",
		},
	},
	{
		Name:  "commit notice without ballot trusted",
		File:  multi + "learning.go",
		Old:   "switch {\n\tcase !voted || vote.Bal != b:",
		New:   "switch {\n\tcase true:\n\tcase !voted || vote.Bal != b:",
		Model: "MultiPaxos_n3_b1_s1_v1_graph.cfg",
		Killed: map[Layer]string{
			Graph:     "Trusted",
			Trace:     "Notice(",
			Simulator: "Trusted",
			Processes: "Notice(",
		},
	},
	{
		Name:  "apply past a gap",
		File:  multi + "applying.go",
		Old:   "if s != state.upto {",
		New:   "if s < state.upto {",
		Model: "MultiPaxos_n2_b1_s2_v1_graph.cfg",
		Killed: map[Layer]string{
			Graph: "AtEnd",
		},
	},
	{
		Name: "duplicate client request executed",
		File: multi + "sessions.go",
		Old:  "case c.Number == open.last.Number+1:",
		New:  "case c.Number >= 1 && c.Number <= open.last.Number+1:",
		Killed: map[Layer]string{
			Trace:     "post is not what Apply changes: done[",
			Simulator: "Apply, done[",
			Processes: "post is not what Apply changes: done[",
		},
	},
	{
		Name:  "reply to a client before its command took effect",
		File:  multi + "applying.go",
		Old:   "if open == nil || !open.last.Is(cmd) {",
		New:   "if open == nil {",
		Model: "MultiPaxos_n2_b1_s1_v2_graph.cfg",
		Killed: map[Layer]string{
			Graph: "DoneBy",
		},
	},
	{
		Name:  "session not opened yet told to be expired",
		File:  multi + "sessions.go",
		Old:   "case open == nil && c.Session >= 1 && uint64(c.Session) <= s.opened:",
		New:   "case open == nil && c.Session >= 1:",
		Model: "MultiPaxos_n2_b1_s1_v2_graph.cfg",
		Killed: map[Layer]string{
			Graph:     "Over(",
			Trace:     "Over(",
			Simulator: "Over(",
		},
	},
	{
		Name: "snapshot without the sessions",
		File: multi + "snapshots.go",
		Old:  "Opened: s.opened, Done: s.done.all(),",
		New:  "Opened: s.opened,",
		Killed: map[Layer]string{
			Trace:     "the messages in out are not those that the step adds",
			Simulator: "Snapshot, snap is",
			Processes: "the messages in out are not those that the step adds",
		},
	},
	{
		Name:  "truncate what is only in memory",
		File:  multi + "snapshots.go",
		Old:   "case t > s.snap.Upto:",
		New:   "case t > s.upto:",
		Model: "MultiPaxos_n2_b1_s2_v1_graph.cfg",
		Killed: map[Layer]string{
			Graph: "Covered",
		},
	},
	{
		Name:  "vote reported after its slot was truncated",
		File:  multi + "snapshots.go",
		Old:   "s.forgetVotes(t)\n\tc.sent",
		New:   "c.sent",
		Model: "MultiPaxos_n2_b1_s2_v1_graph.cfg",
		Killed: map[Layer]string{
			Graph:     "the core's vote[",
			Trace:     "post is not what Truncate changes: vote[",
			Simulator: "Truncate, vote[",
			Processes: "post is not what Truncate changes: vote[",
		},
	},
	{
		Name:  "installed snapshot lowers the promise",
		File:  multi + "snapshots.go",
		Old:   "s.setSnap(x)\n\ts.setTrunc(max",
		New:   "s.setSnap(x)\n\ts.setPromised(0)\n\ts.setTrunc(max",
		Model: "MultiPaxos_n2_b1_s2_v1_graph.cfg",
		Killed: map[Layer]string{
			Graph:     "the core's promised is",
			Trace:     "post is not what InstallSnapshot changes: promised",
			Simulator: "InstallSnapshot, promised is",
			Processes: "post is not what InstallSnapshot changes: promised",
		},
	},
	{
		Name: "written but not fsynced",
		File: log + "writer.go",
		Old:  unsynced.Old,
		New:  unsynced.New,
		Killed: map[Layer]string{
			Simulator: "starting node",
		},
	},
}
