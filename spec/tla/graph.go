package tla

import "fmt"

// Edge is a step from one state of a graph to another. Action is an index into
// the graph's Actions.
type Edge struct {
	From, To int32
	Action   uint16
}

// A Graph is an explored state graph. States are in the order of discovery, the
// initial ones first.
type Graph struct {
	Spec      *Spec
	States    []State
	Actions   []string
	Edges     []Edge // if they were asked for; from a state, each (action, successor) once
	Initial   int    // the number of initial states
	Distinct  int    // states found, as TLC counts: those outside the constraints are not
	Generated int    // states computed, with repetitions, as TLC counts
	Depth     int    // states on the longest of the shortest paths, as TLC counts
	Deadlocks int    // states without a successor
	Complete  bool   // the graph was explored to its end

	Violation *Violation

	index   map[uint64]int32
	chain   map[int32]int32 // next state with the same hash
	parents []int32
	via     []uint16
}

// Violation is an invariant that does not hold in a state, or a deadlock.
type Violation struct {
	Invariant string // empty for a deadlock
	State     int
	Err       error // the invariant could not be evaluated
}

// Step is a state of a trace and the action that led to it.
type Step struct {
	Action string
	State  State
}

// Find returns the index of a state in the graph.
func (g *Graph) Find(st State) (int, bool) {
	i, ok := g.index[st.hash]
	for ok {
		if g.States[i].Equal(st) {
			return int(i), true
		}
		i, ok = g.chain[i]
	}
	return 0, false
}

// insert adds a state; fresh is false if it was there.
func (g *Graph) insert(st State, parent int32, action uint16) (at int32, fresh bool) {
	i, ok := g.index[st.hash]
	first := i
	for more := ok; more; {
		if g.States[i].Equal(st) {
			return i, false
		}
		i, more = g.chain[i]
	}
	at = int32(len(g.States))
	if ok {
		if next, more := g.chain[first]; more {
			g.chain[at] = next
		}
		g.chain[first] = at
	} else {
		g.index[st.hash] = at
	}
	g.States = append(g.States, st)
	g.parents = append(g.parents, parent)
	g.via = append(g.via, action)
	return at, true
}

// Trace returns a shortest path from an initial state to state i.
func (g *Graph) Trace(i int) []Step {
	if i < 0 || i >= len(g.States) {
		return nil
	}
	var back []int32
	for j := int32(i); j >= 0; j = g.parents[j] {
		back = append(back, j)
	}
	out := make([]Step, 0, len(back))
	for k := len(back) - 1; k >= 0; k-- {
		st := Step{State: g.States[back[k]]}
		if g.parents[back[k]] >= 0 {
			st.Action = g.Actions[g.via[back[k]]]
		}
		out = append(out, st)
	}
	return out
}

func (v *Violation) String() string {
	switch {
	case v.Err != nil:
		return fmt.Sprintf("invariant %s cannot be evaluated: %v", v.Invariant, v.Err)
	case v.Invariant == "":
		return "deadlock: a state has no successor"
	}
	return "invariant " + v.Invariant + " is violated"
}
