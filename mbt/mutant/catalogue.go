// Package mutant plants bugs in the Go core, one at a time and without touching
// the tree, and says which layers must notice. A layer that lets a planted bug
// pass would let a real one pass.
package mutant

// A Layer is something that can notice a bug.
type Layer string

// The layers.
const (
	Graph     Layer = "graph"     // every edge of TLC's graph through the core
	Simulator Layer = "simulator" // rapid, with the specification as the model
	Trace     Layer = "trace"     // trace-check over real processes
)

// A Mutant is a planted bug: in File, Old is replaced by New.
type Mutant struct {
	Name   string
	Quick  bool // planted by make test too
	File   string
	Old    string
	New    string
	Killed map[Layer]string // the layers that must notice, and what they then say

	// ThreeBallots is set where the graph of two ballots cannot show the bug.
	ThreeBallots bool
}

// Graph is the model whose graph can show the bug.
func (m Mutant) Graph() string {
	if m.ThreeBallots {
		return "BasicPaxos_n3_b3_v2_graph.cfg"
	}
	return "BasicPaxos_n3_b2_v2_graph.cfg"
}

// Layers are the layers that must notice, in the order of their cost.
func (m Mutant) Layers() []Layer {
	var layers []Layer
	for _, l := range []Layer{Graph, Simulator, Trace} {
		if _, named := m.Killed[l]; named {
			layers = append(layers, l)
		}
	}
	return layers
}

const core = "impl/basicpaxos/"

// Catalogue is the list of planted bugs, named as in the specification's own
// mutants.
var Catalogue = []Mutant{
	{
		Name: "quorum one short", Quick: true,
		File: core + "ballot.go",
		Old:  "return 2*len(q) > len(c.cfg.Nodes)",
		New:  "return 2*(len(q)+1) > len(c.cfg.Nodes)",
		Killed: map[Layer]string{
			Graph:     "the specification forbids the step and the core takes it",
			Simulator: "Q = {",
			Trace:     "Q = {",
		},
	},
	{
		Name: "promise not persisted", Quick: true,
		File: core + "state.go",
		Old:  "promised := before.Promised != after.Promised",
		New:  "promised := false",
		Killed: map[Layer]string{
			Graph:     "after a crash right after the step, the core's promised is",
			Simulator: "real promised is",
			Trace:     "the restart found promised",
		},
	},
	{
		Name: "own value over a reported one", Quick: true,
		File: core + "proposer.go",
		Old:  "return highest.Val",
		New:  "return own",
		Killed: map[Layer]string{
			Graph:     "Allowed",
			Simulator: "Allowed",
			Trace:     "Allowed",
		},
	},
	{
		Name: "deciding on a minority", Quick: true,
		File: core + "learner.go",
		Old:  "if !c.isQuorum(q) {",
		New:  "if len(q) == 0 {",
		Killed: map[Layer]string{
			Graph:     "the specification forbids the step and the core takes it",
			Simulator: "Q = {",
			Trace:     "Q = {",
		},
	},
	{
		Name: "vote not persisted",
		File: core + "state.go",
		Old:  "voted := before.Vote != after.Vote",
		New:  "voted := false",
		Killed: map[Layer]string{
			Graph: "after a crash right after the step, the core's vote is",
		},
	},
	{
		Name: "accept below promise",
		File: core + "acceptor.go",
		Old:  "case b < c.state.Promised:",
		New:  "case b < 0:",
		Killed: map[Layer]string{
			Graph:     "HighEnough",
			Simulator: "HighEnough",
		},
	},
	{
		Name: "accept without raising the promise",
		File: core + "acceptor.go",
		Old:  "c.state.Promised = b\n\tc.state.Vote",
		New:  "c.state.Vote",
		Killed: map[Layer]string{
			Graph: "the core's promised is",
		},
	},
	{
		Name: "lowest instead of highest", ThreeBallots: true,
		File: core + "proposer.go",
		Old:  "if p.Msg.Vote.Bal > highest.Bal {",
		New:  "if p.Msg.Vote.Bal > 0 && (highest.Bal == 0 || p.Msg.Vote.Bal < highest.Bal) {",
		Killed: map[Layer]string{
			Graph: "Allowed",
		},
	},
	{
		Name: "ballot reused after restart",
		File: core + "proposer.go",
		Old:  "case b <= c.state.Promised:",
		New:  "case b < c.state.Promised:",
		Killed: map[Layer]string{
			Graph: "Fresh",
		},
	},
	{
		Name: "two values in one ballot",
		File: core + "proposer.go",
		Old:  "if (c.state.Proposer != Proposer{Bal: b}) || b == 0 {",
		New:  "if c.state.Proposer.Bal != b || b == 0 {",
		Killed: map[Layer]string{
			Graph: "Preparing",
		},
	},
	{
		Name: "no step down",
		File: core + "acceptor.go",
		Old:  "if c.state.Proposer.Bal < b {",
		New:  "if c.state.Proposer.Bal < 0 {",
		Killed: map[Layer]string{
			Graph:     "the core's proposer is",
			Simulator: "proposer",
		},
	},
	{
		Name: "duplicate replies counted as distinct",
		File: core + "ballot.go",
		Old:  "case slices.Contains(q, m.Msg.From):",
		New:  "case false:",
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
		File: "impl/wal/log.go",
		Old:  "return l.write(frame, l.end)",
		New:  "_, err := l.file.WriteAt(frame, l.end)\n\treturn err",
		Killed: map[Layer]string{
			Simulator: "starting node",
		},
	},
}
