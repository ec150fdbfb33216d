package tla

import (
	"context"
	"fmt"
	"math"
)

// ExploreOptions says how to explore. The outcome does not depend on Workers.
type ExploreOptions struct {
	Edges           bool // keep the edges (of a Graph)
	BoundCalls      bool // compute successors by AllArgs and Call instead of by search
	CheckInvariants bool // stop at the first state that violates an invariant
	CheckProperties bool // stop at the first state or step that violates a PROPERTY
	SafetyOnly      bool // leave out what is temporal in a PROPERTY instead of refusing it
	CheckDeadlock   bool // stop at the first state without a successor
	IgnoreSymmetry  bool // explore the full graph although the configuration names SYMMETRY or VIEW
	MaxStates       int  // give up beyond so many states, with a LimitError; 0 is no limit
	Memory          int  // give up when so many bytes are in use, with a LimitError; 0 is no limit
	Workers         int  // goroutines that compute successors; 0 is one for each processor
	Progress        func(Progress)
}

// Progress is reported now and then during an exploration.
type Progress struct{ Distinct, Generated, Queue, Depth int }

// Counts are the figures of an exploration, as TLC prints them.
type Counts struct {
	Initial   int // distinct initial states
	Distinct  int // states found; those outside the constraints are not counted
	Generated int // states computed, with repetitions
	Queue     int // states found whose successors were not computed
	Depth     int // states on the longest of the shortest paths
	Deadlocks int // states without a successor
}

// CollisionProbability estimates the probability that a state was taken for
// another one because 64 bits of their hashes are equal, and so was missed. It is
// TLC's estimate. A [Graph] compares states whole: it misses none.
func (c Counts) CollisionProbability() float64 {
	return float64(c.Distinct) * (float64(c.Generated) - float64(c.Distinct)) / math.Pow(2, 64)
}

// A LimitError says that an exploration reached MaxStates or Memory. What was
// found until then comes with it; the last states have no edges yet.
type LimitError struct {
	States int // MaxStates, or 0
	Memory int // bytes, or 0
}

func (e LimitError) Error() string {
	if e.Memory > 0 {
		return fmt.Sprintf("the states need more than %d MiB of memory", (e.Memory+1<<20-1)>>20)
	}
	return fmt.Sprintf("more than %d states", e.States)
}

// An AssumptionError says that an ASSUME does not hold or cannot be evaluated.
type AssumptionError struct{ Err error }

func (e *AssumptionError) Error() string { return e.Err.Error() }

func (e *AssumptionError) Unwrap() error { return e.Err }

// An EvaluationError says that the initial states or the successors of a state
// cannot be computed, as when a function is applied outside its domain.
type EvaluationError struct {
	Err   error
	Trace []Step // a shortest path to the state, without a step that could not be finished
}

func (e *EvaluationError) Error() string {
	if len(e.Trace) == 0 {
		return e.Err.Error()
	}
	return fmt.Sprintf("%v\nin the state\n%s", e.Err, e.Trace[len(e.Trace)-1].State)
}

func (e *EvaluationError) Unwrap() error { return e.Err }

// Explore computes the reachable states breadth first and keeps them all. The
// counts are those that TLC prints. With a LimitError or an EvaluationError it
// returns what it has found.
func Explore(s *Spec, o ExploreOptions) (*Graph, error) {
	return ExploreContext(context.Background(), s, o)
}

// ExploreContext is Explore that ends when ctx does, with what it has found and
// the cause.
func ExploreContext(ctx context.Context, s *Spec, o ExploreOptions) (*Graph, error) {
	x, err := newExplorer(s, o)
	if err != nil {
		return nil, err
	}
	g := &Graph{Spec: s, Actions: x.labels}
	g.store = &graphStore{g: g, id: x.checks.identity.identifier(), edges: o.Edges}
	err = x.run(ctx, g.store)
	g.Counts, g.Complete, g.Violation, g.Unchecked = x.counts(), x.complete, x.violation, x.checks.unchecked
	return g, err
}

// A Report is the outcome of [Check].
type Report struct {
	Counts
	Complete  bool        // every reachable state was found and its successors were computed
	Violation *Violation  // what does not hold, or nil
	Unchecked []Unchecked // what SafetyOnly left out of the properties
}

// Visitor receives the states and edges of a graph while it is explored: a state
// before the edges to it, each edge (from, action, to) once. Numbers count from
// 0 in the order of discovery. An error ends the exploration.
type Visitor interface {
	State(number int, st State, initial bool) error
	Edge(from int, action string, to int) error
}

// Check explores like [ExploreContext], and keeps of a state no more than 64
// bits of its hash, where it came from and, until its successors are computed,
// the state itself. Traces are computed again when they are needed. The visitor
// may be nil. Of a configuration that names no behaviour it checks the
// assumptions, as TLC does.
func Check(ctx context.Context, s *Spec, o ExploreOptions, v Visitor) (*Report, error) {
	if s.next == nil && s.init == nil {
		if err := s.assume(); err != nil {
			return nil, err
		}
		return &Report{Complete: true}, nil
	}
	x, err := newExplorer(s, o)
	if err != nil {
		return nil, err
	}
	store := &leanStore{x: x, visitor: v}
	err = x.run(ctx, store)
	return &Report{x.counts(), x.complete, x.violation, x.checks.unchecked}, err
}
