// Package mutant plants bugs in the Go cores, one at a time and without touching
// the tree, and says which layers must notice. A layer that lets a planted bug
// pass would let a real one pass.
package mutant

import "slices"

// A Layer is something that can notice a bug.
type Layer string

// The layers, in the order of their cost.
const (
	Graph     Layer = "graph"     // every edge of a state graph through the core
	Trace     Layer = "trace"     // trace-check over simulated clusters
	Simulator Layer = "simulator" // simulated clusters, judged by the specification
	Processes Layer = "processes" // trace-check over real processes
)

var layers = []Layer{Graph, Trace, Simulator, Processes}

// A Protocol is what the core with a bug implements: the specification's name.
type Protocol string

// The protocols.
const (
	BasicPaxos Protocol = "BasicPaxos"
	MultiPaxos Protocol = "MultiPaxos"
)

// A Mutant is a planted bug: in File, Old is replaced by New.
type Mutant struct {
	Protocol
	Name   string
	Quick  bool // planted by make test too
	File   string
	Old    string
	New    string
	Model  string           // whose graph can show the bug, if a graph can
	Killed map[Layer]string // the layers that must notice, and what they then say
}

// Layers are the layers that must notice, in the order of their cost.
func (m Mutant) Layers() []Layer {
	return slices.DeleteFunc(slices.Clone(layers), func(l Layer) bool {
		_, named := m.Killed[l]
		return !named
	})
}

// Simulator is the package that simulates clusters of the mutant's protocol.
func (p Protocol) Simulator() string {
	if p == MultiPaxos {
		return "./mbt/sim/log"
	}
	return "./mbt/sim/register"
}

// Catalogue is the list of planted bugs, named as in the specifications' own
// mutants.
var Catalogue = slices.Concat(of(BasicPaxos, basicPaxos), of(MultiPaxos, multiPaxos))

func of(p Protocol, rows []Mutant) []Mutant {
	for i := range rows {
		rows[i].Protocol = p
	}
	return rows
}
