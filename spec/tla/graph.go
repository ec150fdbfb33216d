package tla

// Edge is a step from one state of a graph to another. Action is an index into
// the graph's Actions.
type Edge struct {
	From, To int32
	Action   uint16
}

// A Graph is an explored state graph. States are in the order of discovery, the
// initial ones first.
type Graph struct {
	Counts
	Spec      *Spec
	States    []State
	Actions   []string
	Edges     []Edge // if they were asked for; from a state, each (action, successor) once
	Complete  bool   // the graph was explored to its end
	Violation *Violation
	Unchecked []Unchecked // what SafetyOnly left out of the properties

	store *graphStore
}

// Step is a state of a trace and the action that led to it.
type Step struct {
	Action string
	State  State
}

// Find returns the index of a state in the graph. Where the configuration's
// SYMMETRY or VIEW was respected, it is that of the state that stands for it.
func (g *Graph) Find(st State) (int, bool) {
	if g.store == nil || g.Spec.owns(st, true) != nil {
		return 0, false
	}
	return g.store.find(st)
}

// Trace returns a shortest path from an initial state to state i.
func (g *Graph) Trace(i int) []Step {
	if i < 0 || i >= len(g.States) {
		return nil
	}
	var back []int32
	for j := int32(i); j >= 0; j = g.store.from[j].from {
		back = append(back, j)
	}
	out := make([]Step, 0, len(back))
	for k := len(back) - 1; k >= 0; k-- {
		st := Step{State: g.States[back[k]]}
		if from := g.store.from[back[k]]; from.from >= 0 {
			st.Action = g.Actions[from.action]
		}
		out = append(out, st)
	}
	return out
}
