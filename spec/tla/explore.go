package tla

import (
	"fmt"
	"math"
)

// ExploreOptions says how to explore.
type ExploreOptions struct {
	Edges           bool // keep the edges
	BoundCalls      bool // compute successors by AllArgs and Call instead of by search
	CheckInvariants bool // stop at the first state that violates an invariant
	CheckDeadlock   bool // stop at the first state without a successor
	IgnoreSymmetry  bool // explore the full graph although the configuration names SYMMETRY or VIEW
	MaxStates       int  // give up beyond so many states, with a LimitError; 0 is no limit
	Progress        func(Progress)
}

// Progress is reported now and then during an exploration.
type Progress struct{ Distinct, Generated, Queue, Depth int }

// explorer is the state of a breadth-first search.
type explorer struct {
	s           *Spec
	o           ExploreOptions
	g           *Graph
	m, n        *machine // of successors, and of predicates
	invariants  []*compiled
	constraints []*compiled
	bounds      []*compiled
	labels      map[string]uint16
	seen        map[Edge]bool // edges of the current state
	out         int           // successors of the current state
	args        [][][]Value
	depth       []int32
	dropped     map[uint64][]State // states outside the constraints
	halt        bool
}

// Explore computes the reachable states breadth first. The counts are those that
// TLC prints. Beyond MaxStates it returns what it has with a LimitError. PROPERTY
// is not checked; SYMMETRY and VIEW are refused unless the options say to ignore
// them.
func Explore(s *Spec, o ExploreOptions) (*Graph, error) {
	if !o.IgnoreSymmetry {
		if len(s.cfg.Symmetry) > 0 {
			return nil, fmt.Errorf("%sSYMMETRY %v is not supported by exploration", s.cfg.where(""), s.cfg.Symmetry)
		}
		if s.cfg.View != "" {
			return nil, fmt.Errorf("%sVIEW %s is not supported by exploration", s.cfg.where(""), s.cfg.View)
		}
	}
	if s.next == nil || s.init == nil {
		return nil, fmt.Errorf("module %s: the configuration names no behaviour to explore", s.module.name)
	}
	if err := s.CheckAssumptions(); err != nil {
		return nil, err
	}
	x := &explorer{s: s, o: o, labels: map[string]uint16{}, dropped: map[uint64][]State{},
		g: &Graph{Spec: s, index: map[uint64]int32{}, chain: map[int32]int32{}}}
	var err error
	if o.CheckInvariants {
		if x.invariants, err = s.predicates(s.cfg.Invariants); err != nil {
			return nil, err
		}
	}
	if x.constraints, err = s.predicates(s.cfg.Constraints); err != nil {
		return nil, err
	}
	if x.bounds, err = s.predicates(s.cfg.ActionBounds); err != nil {
		return nil, err
	}
	if o.BoundCalls {
		for _, a := range s.actions {
			all, err := s.AllArgs(a)
			if err != nil {
				return nil, err
			}
			x.args = append(x.args, all)
		}
	}
	x.m, x.n = s.machine(), s.machine()
	defer s.release(x.m)
	defer s.release(x.n)
	err = x.run()
	if _, limited := err.(LimitError); err != nil && !limited {
		return nil, err
	}
	x.g.Distinct = len(x.g.States)
	return x.g, err
}

// A LimitError says that a graph has more states than MaxStates allows. The part
// that was explored comes with it; its last states have no edges yet.
type LimitError int

func (e LimitError) Error() string { return fmt.Sprintf("more than %d states", int(e)) }

func (s *Spec) predicates(names []string) ([]*compiled, error) {
	var out []*compiled
	for _, name := range names {
		d, err := s.lookup(name)
		if err != nil {
			return nil, err
		}
		if len(d.params) > 0 {
			return nil, fmt.Errorf("%s%s has parameters", s.cfg.where(name), name)
		}
		out = append(out, d)
	}
	return out, nil
}

func (x *explorer) label(name string) uint16 {
	i, ok := x.labels[name]
	if !ok {
		i = uint16(len(x.g.Actions))
		x.labels[name] = i
		x.g.Actions = append(x.g.Actions, name)
	}
	return i
}

func (x *explorer) run() error {
	init, err := x.s.Init()
	if err != nil {
		return err
	}
	for _, st := range init {
		x.g.Generated++
		if err := guard(func() { x.visit(st, -1, 0) }); err != nil {
			return err
		}
	}
	x.g.Initial = len(x.g.States)
	for i := 0; i < len(x.g.States) && !x.halt; i++ {
		if len(x.g.States) > math.MaxInt32-1 || x.o.MaxStates > 0 && len(x.g.States) > x.o.MaxStates {
			return LimitError(min(len(x.g.States)-1, math.MaxInt32-1))
		}
		if x.o.Progress != nil && i%10000 == 0 {
			x.o.Progress(Progress{len(x.g.States), x.g.Generated, len(x.g.States) - i, int(x.depth[i])})
		}
		x.out = 0
		x.seen = map[Edge]bool{}
		if err := guard(func() { x.expand(int32(i)) }); err != nil {
			return fmt.Errorf("%w\nin the state\n%s", err, x.g.States[i])
		}
		if x.out == 0 && !x.halt {
			x.g.Deadlocks++
			if x.o.CheckDeadlock {
				x.g.Violation, x.halt = &Violation{State: i}, true
			}
		}
	}
	x.g.Complete = !x.halt
	for _, d := range x.depth {
		x.g.Depth = max(x.g.Depth, int(d))
	}
	return nil
}

// expand visits the successors of state i.
func (x *explorer) expand(i int32) {
	st := x.g.States[i]
	if !x.o.BoundCalls {
		x.m.search(x.s, st, func(m *machine) {
			vals := m.taken(x.s, x.s.nextPlace, m.nx, "an action ("+x.s.labels[m.label]+")")
			x.successor(i, x.s.labels[m.label], newState(x.s, vals))
			m.done = x.halt
		})
		return
	}
	for k, a := range x.s.actions {
		for _, args := range x.args[k] {
			next, enabled, err := a.Call(st, args...)
			if err != nil {
				panic(errorAt(nil, "%v", err))
			}
			if enabled {
				x.successor(i, a.from.label, next)
			}
			if x.halt {
				return
			}
		}
	}
}

func (x *explorer) successor(from int32, action string, next State) {
	x.g.Generated++
	x.out++
	for _, b := range x.bounds {
		if !x.actionHolds(b, x.g.States[from], next) {
			return
		}
	}
	label := x.label(action)
	to := x.visit(next, from, label)
	if to < 0 || !x.o.Edges {
		return
	}
	e := Edge{from, to, label}
	if !x.seen[e] {
		x.seen[e] = true
		x.g.Edges = append(x.g.Edges, e)
	}
}

func (x *explorer) actionHolds(d *compiled, from, to State) bool {
	m := x.n
	copy(m.nx, to.vals)
	return m.holds(d, from.vals)
}

// visit adds a state unless it is known or a constraint excludes it; -1 says
// that it is excluded. As in TLC, invariants are checked in excluded states too.
func (x *explorer) visit(st State, parent int32, action uint16) int32 {
	if i, ok := x.g.Find(st); ok {
		return int32(i)
	}
	for _, known := range x.dropped[st.hash] {
		if known.Equal(st) {
			return -1
		}
	}
	bad := x.violated(st)
	for _, c := range x.constraints {
		if bad == nil && !x.n.holds(c, st.vals) {
			x.dropped[st.hash] = append(x.dropped[st.hash], st)
			return -1
		}
	}
	i, _ := x.g.insert(st, parent, action)
	d := int32(1)
	if parent >= 0 {
		d = x.depth[parent] + 1
	}
	x.depth = append(x.depth, d)
	if bad != nil {
		bad.State = int(i)
		x.g.Violation, x.halt = bad, true
	}
	return i
}

func (x *explorer) violated(st State) *Violation {
	for k, d := range x.invariants {
		ok := false
		err := guard(func() { ok = x.n.holds(d, st.vals) })
		if err != nil || !ok {
			return &Violation{Invariant: x.s.cfg.Invariants[k], Err: err}
		}
	}
	return nil
}
