package tla

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync/atomic"
)

// explorer is a breadth-first search. Batches of states are expanded by workers,
// several at a time; their results are merged one after the other in the order of
// discovery, by the goroutine that runs the explorer. So everything that it says
// is the same for any number of workers.
type explorer struct {
	s       *Spec
	o       ExploreOptions
	checks  *checks
	store   store
	labels  []string
	calls   []boundCalls
	stopped atomic.Bool

	own       *worker // of the merging goroutine
	pool      *pool
	limits    *limits
	found     Counts
	level     int           // of the state that is being merged
	levelEnd  int           // the first state of the next level
	merged    int           // the state that is merged next
	edges     map[Edge]bool // from the state that is being merged
	violation *Violation
	complete  bool
}

// boundCalls are an action and the arguments it is called with.
type boundCalls struct {
	action *Action
	label  int32
	args   [][]Value
}

// eachCall yields the successors of a state that calls give, in the order of the
// actions and of their arguments, until yield returns false.
func (x *explorer) eachCall(st State, yield func(label int32, next State) bool) error {
	for _, k := range x.calls {
		for _, args := range k.args {
			next, enabled, err := k.action.Call(st, args...)
			if err != nil {
				return err
			}
			if enabled && !yield(k.label, next) {
				return nil
			}
		}
	}
	return nil
}

// store holds the states of an exploration. It belongs to the goroutine that
// merges, but for likely, which any goroutine may call.
type store interface {
	// likely says whether a state with that key seems to be known already. Unless
	// the store is exact, it is known, and add need not be given the state.
	likely(key uint64) bool
	exact() bool
	// add adds a state unless it is known, and returns its number.
	add(key uint64, st State, from origin) (number int32, fresh bool, err error)
	// edge receives the steps between states, if there is interest in them.
	edge(from, to, action int32) error
	wantsEdges() bool
	// trace returns a shortest path to a state.
	trace(number int32) ([]Step, error)
}

// origin says where a state was found first: as successor number nth of state
// from, or as initial state number nth, from -1.
type origin struct {
	from   int32
	nth    int32
	action int32
}

func newExplorer(s *Spec, o ExploreOptions) (*explorer, error) {
	if s.next == nil || s.init == nil {
		return nil, fmt.Errorf("module %s: the configuration names no behaviour to explore", s.module.name)
	}
	if err := s.assume(); err != nil {
		return nil, err
	}
	x := &explorer{s: s, o: o, labels: append([]string(nil), s.labels...), edges: map[Edge]bool{}}
	var err error
	if x.checks, err = newChecks(s, o); err != nil {
		return nil, err
	}
	if x.o.Workers <= 0 {
		x.o.Workers = runtime.GOMAXPROCS(0)
	}
	if !o.BoundCalls {
		return x, nil
	}
	for _, a := range s.actions {
		all, err := s.AllArgs(a)
		if err != nil {
			return nil, err
		}
		x.calls = append(x.calls, boundCalls{a, x.label(a.from.label), all})
	}
	return x, nil
}

// assume checks the assumptions.
func (s *Spec) assume() error {
	if err := s.CheckAssumptions(); err != nil {
		return &AssumptionError{err}
	}
	return nil
}

func (x *explorer) label(name string) int32 {
	for i, l := range x.labels {
		if l == name {
			return int32(i)
		}
	}
	x.labels = append(x.labels, name)
	return int32(len(x.labels) - 1)
}

func (x *explorer) counts() Counts {
	c := x.found
	c.Depth = x.level
	if c.Distinct > x.levelEnd {
		c.Depth++
	}
	return c
}

// run explores. It returns why it ended before the end, unless that is a
// violation.
func (x *explorer) run(ctx context.Context, st store) error {
	x.store = st
	x.own = newWorker(x)
	defer x.own.release()
	stop := context.AfterFunc(ctx, func() { x.stopped.Store(true) })
	defer stop()
	x.pool = newPool(x)
	defer x.pool.close()
	x.limits = newLimits(x.o)
	err := x.begin()
	for err == nil && x.violation == nil {
		b := x.pool.next()
		if b == nil {
			x.complete = true
			return nil
		}
		err = x.merge(b)
		x.pool.recycle(b)
	}
	if err != nil && ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return err
}

// errStopped ends an exploration whose context has ended.
var errStopped = errors.New("the exploration was stopped")

// begin finds the initial states.
func (x *explorer) begin() error {
	var failed error
	nth := int32(0)
	err := x.s.initial(func(st State) bool {
		x.found.Generated++
		failed = x.initial(st, nth)
		nth++
		return failed == nil && x.violation == nil
	})
	if err != nil {
		return &EvaluationError{Err: err}
	}
	x.found.Initial = x.found.Distinct
	x.level, x.levelEnd = 1, x.found.Distinct
	return failed
}

// initial takes an initial state in.
func (x *explorer) initial(st State, nth int32) error {
	if x.stopped.Load() {
		return errStopped
	}
	path := []Step{{State: st}}
	var key uint64
	inModel := false
	err := guard(func() {
		if inModel = x.own.inModel(st.vals); inModel {
			key = x.own.id.key(x.own.state, st.vals)
		}
	})
	if err != nil {
		return &EvaluationError{err, path}
	}
	number, fresh := int32(-1), true
	if inModel {
		if number, fresh, err = x.store.add(key, st, origin{-1, nth, -1}); err != nil {
			return err
		}
	}
	if !fresh {
		return nil
	}
	if inModel { // TLC puts initial states on its queue before it looks at them
		x.found.Distinct++
		x.push(st)
	}
	bad := x.own.badState(x.checks.invariants, Invariant, st.vals)
	if bad == nil {
		bad = x.own.badState(x.checks.initials, InitialProperty, st.vals)
	}
	if bad != nil {
		x.violate(bad, number, path)
	}
	return nil
}

func (x *explorer) push(st State) {
	x.found.Queue++
	x.pool.push(st, x.level+1)
}

func (x *explorer) violate(v *Violation, number int32, path []Step) {
	v.State, v.Trace = int(number), path
	x.violation = v
}
