package tla

import (
	"fmt"
	"slices"
)

// Why says why an action is not enabled: the innermost conjunct that fails, the
// values of its parts, and through which operators it was reached. If several
// conjuncts fail it is about the first.
type Why struct {
	Module                     string
	Line, Col, EndLine, EndCol int
	Conjunct                   string // in source form
	Values                     []NamedValue
	Through                    []Call       // what leads to the conjunct, outermost first
	Nearest                    *Nearest     // if the conjunct is an \E: the element that gets furthest
	Branches                   []*Why       // if it is a disjunction: why each branch fails
	Differs                    []Difference // if a variable has another value than the conjunct gives
	Failing, Of                int          // how many of how many conjuncts of the action fail
	Also                       []string     // the other conjuncts that fail, in source form

	outside string // instead of a conjunct: a parameter is not in its set
	passed  int    // conjuncts that hold before it
}

// NamedValue is an expression of a specification and its value.
type NamedValue struct {
	Expr  string
	Value Value
}

// Call is a place through which a conjunct is reached: the use of an operator
// whose body then fails, a quantifier with the element that is meant, the
// branch of an IF or CASE.
type Call struct {
	Pos    Pos
	Text   string
	Values []NamedValue // of bound variables
}

// Nearest is the element that gets furthest of those that an \E ranges over,
// although the body fails for each.
type Nearest struct {
	Elements int          // how many were tried
	Element  []NamedValue // the nearest; empty if all fail at the same conjunct, the first
	Why      *Why         // why the body fails for it; Through begins inside the \E
}

// Difference is a part of a primed variable that has another value than a
// conjunct gives it. Either side is missing if there is no such part.
type Difference struct {
	Path       string // such as promised'[2]
	Element    bool   // it is about an element of that set
	Gives, Has Value
}

// Why returns nil if the action is enabled in st with these arguments. An error
// says that the question could not be evaluated.
func (a *Action) Why(st State, args ...Value) (*Why, error) { return a.WhyStep(st, nil, args...) }

// WhyStep says why a step that leaves the variables in next with those values,
// and the others with any, is not this action taken in st with these arguments.
// It returns nil if it is.
func (a *Action) WhyStep(st State, next map[string]Value, args ...Value) (why *Why, err error) {
	if err := a.check(st, args); err != nil {
		return nil, err
	}
	s := a.spec
	after := make([]Value, len(s.vars))
	for name, v := range next {
		i, ok := s.varSlot[name]
		w, finite := written(v)
		if !ok || !finite {
			return nil, fmt.Errorf("%s is no variable of module %s, or its value cannot be written out", name, s.module.name)
		}
		after[i] = w
	}
	if len(next) == 0 && a.enabled(st, args) { // sure, where following every way may be too much
		return nil, nil
	}
	err = s.explain(st, after, func(x *explainer) {
		x.disjunct(a.from, args)
		why = x.outcome(a)
	})
	return why, err
}

// enabled says whether the action is known to be enabled.
func (a *Action) enabled(st State, args []Value) (yes bool) {
	m := a.spec.machine()
	defer a.spec.release(m)
	err := guard(func() {
		m.call(a, st, args, func(m *machine) { yes, m.done = true, true })
	})
	return yes && err == nil
}

// explain has an explainer look at a state, and perhaps at values of primed
// variables.
func (s *Spec) explain(st State, next []Value, look func(*explainer)) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	// Explaining compiles expressions as it goes, into a compiler of its own: what
	// others run must not change under them, and nothing of it is kept.
	defer s.memos.Store(s.memos.Load())
	c := *s.compiler
	c.steps = 0
	c.procs, c.substs, c.locals = map[procKey]*proc{}, map[substKey]*substFrame{}, map[localKey]*localProc{}
	x := &explainer{c: &c, m: newMachine(s), u: &unit{}}
	x.m.setState(st.vals)
	copy(x.m.nx, next)
	return guard(func() { look(x) })
}

// explainer takes an action apart while it evaluates it. It follows every way in
// which the action may assign the primed variables, past conjuncts that fail,
// and keeps the way with the fewest failures.
type explainer struct {
	c       *compiler
	m       *machine
	u       *unit
	through []Call
	visits  int

	now  attempt
	best *attempt

	recursive bool // definitions that use themselves are unfolded too
}

// attempt is one way through an action.
type attempt struct {
	passed int
	first  *Why     // the first failure
	also   []string // the other ones
}

func (a *attempt) failing() int {
	if a.first == nil {
		return 0
	}
	return 1 + len(a.also)
}

// better prefers fewer failures, then a later first one.
func (a *attempt) better(b *attempt) bool {
	if b == nil || a.failing() != b.failing() {
		return b == nil || a.failing() < b.failing()
	}
	return a.first != nil && a.first.passed > b.first.passed
}

// maxVisits bounds the parts of an action that an explanation looks at.
const maxVisits = 20_000

// outcome is what the best way says.
func (x *explainer) outcome(a *Action) *Why {
	if x.best == nil { // the visits did not suffice for one way
		return x.leaf(a.from.node, scope{u: x.u, at: -1}, true)
	}
	w := x.best.first
	if w != nil {
		w.Failing, w.Of = x.best.failing(), x.best.failing()+x.best.passed
		if w.outside == "" { // arguments that make no sense fail everywhere
			w.Also = slices.DeleteFunc(x.best.also, func(s string) bool { return s == "" })
		}
	}
	return w
}

// finish takes the way that ends here if it is better than those before.
func (x *explainer) finish() {
	if x.now.better(x.best) {
		best := x.now
		best.also = slices.Clone(x.now.also)
		x.best = &best
	}
}

// pass goes on after a conjunct that holds.
func (x *explainer) pass(k func()) {
	x.now.passed++
	k()
	x.now.passed--
}

// miss goes on after a conjunct that fails, unless nothing better than what is
// known can come of it.
func (x *explainer) miss(source string, describe func() *Why, k func()) {
	outer := x.now
	if b := x.best; b != nil {
		if fails := outer.failing() + 1; fails > b.failing() ||
			fails == b.failing() && (outer.first != nil || outer.passed <= b.first.passed) && b.first != nil {
			return
		}
	}
	if outer.first == nil {
		x.now.first = describe()
		x.now.first.passed = outer.passed
	} else {
		x.now.also = append(slices.Clip(outer.also), source)
	}
	k()
	x.now = outer
}

// fit makes room for slots that compiling has added.
func (x *explainer) fit() {
	if n := x.u.slots; x.m.sp < n {
		x.m.sp = 0
		x.m.push(n)
	}
}

func (x *explainer) eval(n *Node, sc scope) Value {
	k := x.c.expr(n, sc)
	x.fit()
	x.m.node = n
	return k.f(x.m)
}

func (x *explainer) truth(n *Node, sc scope) bool { return truth(n, x.eval(n, sc)) }

// attemptTo runs f, which evaluates something, and puts the machine in order
// again if that fails.
func (x *explainer) attemptTo(f func()) error {
	fp, sp, acc := x.m.fp, x.m.sp, len(x.m.acc)
	err := guard(f)
	if err != nil {
		x.m.fp, x.m.sp, x.m.depth, x.m.acc = fp, sp, 0, x.m.acc[:acc]
	}
	return err
}

func (x *explainer) forget(slots []int) {
	x.fit()
	for _, s := range slots {
		x.m.stack[s] = Value{}
	}
}

func (x *explainer) source(n *Node) string { return x.c.spec.module.sourceOf(n) }

func (x *explainer) failure(n *Node, values []NamedValue) *Why {
	p := n.Pos
	return &Why{Module: p.Module, Line: p.Line, Col: p.Col, EndLine: p.EndLine, EndCol: p.EndCol,
		Conjunct: x.source(n), Values: values, Through: slices.Clone(x.through)}
}
