package tla

import (
	"errors"
	"slices"
)

// batch is a run of states of the queue, and what a worker has found out about
// them.
type batch struct {
	states     []State
	level      int // of the states
	successors []successor
	expansions []expansion // one for each state
	done       chan struct{}
}

// expansion is the outcome of computing the successors of a state.
type expansion struct {
	end        int // of its successors in the batch
	generated  int // successors, with those that need no mention
	err        error
	incomplete *Step // the step that could not be judged
}

// successor is a step that the merging has to see: to a state that may be new,
// or that violates something, or any step if there is interest in edges.
type successor struct {
	key      uint64
	state    State // invalid if it is surely known
	nth      int32 // among the successors of the state
	action   int32
	excluded bool // by a constraint
	likely   bool // known by its key when it was found; its invariants are not evaluated
	badState *Violation
	badStep  *Violation
}

// worker computes successors and judges them. It belongs to one goroutine.
type worker struct {
	*judge
	x     *explorer
	m     *machine // of the search
	sink  step
	exact bool // the store compares states
	plain bool // only equal states are the same
	edges bool // all steps are of interest
	pairs bool // there is something to evaluate in steps

	batch  *batch
	st     State
	count  int     // successors of st so far
	vals   []Value // the successor that is being judged, if one is
	action int32
	recent recentKeys
}

func newWorker(x *explorer) *worker {
	w := &worker{judge: newJudge(x.s, x.checks), x: x, m: x.s.machine(), exact: x.store.exact(),
		plain: x.checks.identity.plain(), edges: x.store.wantsEdges(),
		pairs: len(x.checks.bounds)+len(x.checks.steps) > 0}
	w.sink = func(m *machine) {
		w.whole(m)
		w.successor(m.nx, m.label)
		m.done = x.stopped.Load()
	}
	return w
}

func (w *worker) release() {
	w.judge.release(w.x.s)
	w.x.s.release(w.m)
}

// expand computes the successors of all states of a batch, up to the first state
// for which that fails: what comes after it is never merged.
func (w *worker) expand(b *batch) {
	w.batch = b
	w.recent.forget()
	w.level(b.level)
	w.m.level = initialLevel + b.level
	for _, st := range b.states {
		w.st, w.count, w.vals = st, 0, nil
		err := guard(w.expandState)
		b.expansions = append(b.expansions, expansion{len(b.successors), w.count, err, w.incomplete(err)})
		if err != nil || w.x.stopped.Load() {
			break
		}
	}
	w.st, w.batch = State{}, nil
}

func (w *worker) expandState() {
	if w.pairs {
		w.from(w.st.vals)
	}
	if !w.x.o.BoundCalls {
		w.m.search(w.x.s, w.st, w.sink)
		return
	}
	err := w.x.eachCall(w.st, func(label int32, next State) bool {
		w.successor(next.vals, label)
		return true
	})
	if err != nil {
		panic(asError(err))
	}
}

func asError(err error) *Error {
	var e *Error
	if errors.As(err, &e) {
		return e
	}
	return errorAt(nil, "%v", err)
}

// incomplete is the step whose judgement has failed.
func (w *worker) incomplete(err error) *Step {
	if err == nil || w.vals == nil {
		return nil
	}
	return &Step{w.x.labels[w.action], newState(w.x.s, slices.Clone(w.vals))}
}

// whole checks that a step gives every variable a value.
func (w *worker) whole(m *machine) {
	for i, v := range m.nx {
		if v.o == nil {
			w.count++
			e := errorAt(w.x.s.nextPlace, "an action (%s) does not give %s a value", w.x.labels[m.label], w.x.s.vars[i])
			e.Incomplete = true
			panic(e)
		}
	}
}

// successor judges a step to a state with these values, in TLC's order:
// constraints, invariants if the state is new or excluded, properties of the
// step.
func (w *worker) successor(vals []Value, action int32) {
	u := successor{nth: int32(w.count), action: action}
	w.count++
	w.vals, w.action = vals, action
	if w.plain {
		u.key = stateHash(vals)
		u.likely = w.known(u.key)
	}
	sure := u.likely && !w.exact
	if w.pairs {
		w.to(vals)
	}
	u.excluded = !sure && !w.inModel(vals) || !w.inActions()
	if !w.plain && !u.excluded {
		u.key = w.id.key(w.state, vals)
		u.likely = w.known(u.key)
		sure = u.likely && !w.exact
	}
	if u.excluded || !u.likely {
		u.badState = w.badState(w.invariants, Invariant, vals)
	}
	u.badStep = w.badStep()
	w.vals = nil
	bad := u.badState != nil || u.badStep != nil
	if !bad && (u.excluded || sure && !w.edges) {
		return
	}
	if bad || !sure {
		u.state = newState(w.x.s, slices.Clone(vals))
	}
	if !u.excluded {
		w.recent.add(u.key)
	}
	w.batch.successors = append(w.batch.successors, u)
}

func (w *worker) known(key uint64) bool { return w.recent.has(key) || w.x.store.likely(key) }

// recentKeys remembers some of the keys of a batch, whose states the store does
// not know yet. A key that another one has driven out costs a second judgement of
// its state and nothing else.
type recentKeys struct {
	slots [1 << 10]struct {
		key   uint64
		batch uint32
	}
	batch uint32
}

func (r *recentKeys) forget() { r.batch++ }

func (r *recentKeys) has(key uint64) bool {
	s := &r.slots[key%uint64(len(r.slots))]
	return s.key == key && s.batch == r.batch
}

func (r *recentKeys) add(key uint64) {
	s := &r.slots[key%uint64(len(r.slots))]
	s.key, s.batch = key, r.batch
}
