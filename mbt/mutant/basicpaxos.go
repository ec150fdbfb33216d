package mutant

const basic = "impl/basicpaxos/"

// The graphs. That of two ballots cannot show every bug.
const (
	twoBallots   = "BasicPaxos_n3_b2_v2_graph.cfg"
	threeBallots = "BasicPaxos_n3_b3_v2_graph.cfg"
)

// log is where both cores' logs are, and unsynced is what the lack of a sync there
// looks like.
const log = "impl/wal/"

var unsynced = Mutant{
	Old: "if err := w.write(frame, w.end); err != nil {",
	New: "if _, err := w.file.WriteAt(frame, w.end); err != nil {",
}

// basicPaxos are the bugs that are planted in the core of Basic Paxos.
var basicPaxos = []Mutant{
	{
		Name: "quorum one short", Quick: true,
		File:  basic + "ballot.go",
		Old:   "return 2*len(q) > len(c.cfg.Nodes)",
		New:   "return 2*(len(q)+1) > len(c.cfg.Nodes)",
		Model: twoBallots,
		Killed: map[Layer]string{
			Graph:     "the specification forbids the step and the core takes it",
			Simulator: "Q = {",
			Processes: "Q = {",
		},
	},
	{
		Name: "promise not persisted", Quick: true,
		File:  basic + "state.go",
		Old:   "promised := before.Promised != after.Promised",
		New:   "promised := false",
		Model: twoBallots,
		Killed: map[Layer]string{
			Graph:     "after a crash right after the step, the core's promised is",
			Simulator: "promised is",
			Processes: "the restart found promised",
		},
	},
	{
		Name: "own value over a reported one", Quick: true,
		File:  basic + "proposer.go",
		Old:   "return highest.Val",
		New:   "return own",
		Model: twoBallots,
		Killed: map[Layer]string{
			Graph:     "Allowed",
			Simulator: "Allowed",
			Processes: "Allowed",
		},
	},
	{
		Name: "deciding on a minority", Quick: true,
		File:  basic + "learner.go",
		Old:   "if !c.isQuorum(q) {",
		New:   "if len(q) == 0 {",
		Model: twoBallots,
		Killed: map[Layer]string{
			Graph:     "the specification forbids the step and the core takes it",
			Simulator: "Q = {",
			Processes: "Q = {",
		},
	},
	{
		Name:  "vote not persisted",
		File:  basic + "state.go",
		Old:   "voted := before.Vote != after.Vote",
		New:   "voted := false",
		Model: twoBallots,
		Killed: map[Layer]string{
			Graph: "after a crash right after the step, the core's vote is",
		},
	},
	{
		Name:  "accept below promise",
		File:  basic + "acceptor.go",
		Old:   "case b < c.state.Promised:",
		New:   "case b < 0:",
		Model: twoBallots,
		Killed: map[Layer]string{
			Graph:     "HighEnough",
			Simulator: "HighEnough",
		},
	},
	{
		Name:  "accept without raising the promise",
		File:  basic + "acceptor.go",
		Old:   "c.state.Promised = b\n\tc.state.Vote",
		New:   "c.state.Vote",
		Model: twoBallots,
		Killed: map[Layer]string{
			Graph: "the core's promised is",
		},
	},
	{
		Name:  "lowest instead of highest",
		File:  basic + "proposer.go",
		Old:   "if p.Msg.Vote.Bal > highest.Bal {",
		New:   "if p.Msg.Vote.Bal > 0 && (highest.Bal == 0 || p.Msg.Vote.Bal < highest.Bal) {",
		Model: threeBallots,
		Killed: map[Layer]string{
			Graph: "Allowed",
		},
	},
	{
		Name:  "ballot reused after restart",
		File:  basic + "proposer.go",
		Old:   "case b <= c.state.Promised:",
		New:   "case b < c.state.Promised:",
		Model: twoBallots,
		Killed: map[Layer]string{
			Graph: "Fresh",
		},
	},
	{
		Name:  "two values in one ballot",
		File:  basic + "proposer.go",
		Old:   "if (c.state.Proposer != Proposer{Bal: b}) || b == 0 {",
		New:   "if c.state.Proposer.Bal != b || b == 0 {",
		Model: twoBallots,
		Killed: map[Layer]string{
			Graph: "Preparing",
		},
	},
	{
		Name:  "no step down",
		File:  basic + "acceptor.go",
		Old:   "if c.state.Proposer.Bal < b {",
		New:   "if c.state.Proposer.Bal < 0 {",
		Model: twoBallots,
		Killed: map[Layer]string{
			Graph:     "the core's proposer is",
			Simulator: "proposer",
		},
	},
	{
		Name:  "duplicate replies counted as distinct",
		File:  basic + "ballot.go",
		Old:   "case slices.Contains(q, m.Msg.From):",
		New:   "case false:",
		Model: twoBallots,
		Killed: map[Layer]string{
			Graph: "each message counted twice",
		},
	},
	// The two bugs about fsync are one here: votes and promises, those that the
	// node counts itself included, leave a step only through the types of
	// effects.go, so what is left to forget is the sync. kill -9 cannot see
	// that; a disk that loses what was not synced can.
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
