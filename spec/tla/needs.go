package tla

import "fmt"

// needs is compiled code that finds elements without which an action is not
// enabled.
type needs struct {
	u     *unit
	found []condition
}

// Needs returns elements of a variable, a set, without each of which the action
// would not be enabled in st, given that it is: if one of them were not in the
// set, a conjunct of the action that asks for it would not hold. There may be
// more such elements. It looks at conjuncts that say x \in variable, also below
// \A and \E and in definitions, and evaluates each of them once.
func (a *Action) Needs(st State, variable string, args ...Value) (list []Value, err error) {
	if err := a.check(st, args); err != nil {
		return nil, err
	}
	code, err := a.needsOf(variable)
	if err != nil || len(code.found) == 0 {
		return nil, err
	}
	m := a.spec.machine()
	defer a.spec.release(m)
	err = guard(func() {
		defer m.placeFailure()
		m.begin(code.u)
		clear(m.stack[m.fp:m.sp])
		m.setState(st.vals)
		for i, p := range a.params {
			m.stack[p.slot] = args[i]
		}
		for _, f := range code.found {
			f(m)
		}
		list = m.collected(0)
	})
	return list, err
}

// needsOf compiles what Needs evaluates, once for each variable.
func (a *Action) needsOf(variable string) (code *needs, err error) {
	s := a.spec
	s.mu.Lock()
	defer s.mu.Unlock()
	if code := a.needs[variable]; code != nil {
		return code, nil
	}
	i, ok := s.varSlot[variable]
	if !ok {
		return nil, fmt.Errorf("the specification has no variable %s", variable)
	}
	err = guard(func() {
		s.compiler.steps = 0
		u := *a.u // others may be using it
		x := &needsCompiler{s.compiler, i}
		sc := a.inside
		sc.u = &u
		code = &needs{u: &u, found: x.conjunct(a.from.node, sc)}
	})
	if err != nil {
		return nil, err
	}
	if a.needs == nil {
		a.needs = map[string]*needs{}
	}
	a.needs[variable] = code
	return code, nil
}

// A needsCompiler compiles conditions that collect the elements of a variable
// that they would not be true without.
type needsCompiler struct {
	*compiler
	variable int
}

// conjunct compiles those of an action's conjuncts that may ask for elements.
func (x *needsCompiler) conjunct(n *Node, sc scope) []condition {
	x.work(n)
	if parts, inner, slots, ok := x.opened(n, sc); ok {
		var list []condition
		for _, p := range parts {
			list = append(list, x.conjunct(p, inner)...)
		}
		return forgettingFirst(slots, list)
	}
	if x.hasPrimes(n, sc) || !x.mentions(n, sc) {
		return nil
	}
	if f := x.asking(n, sc); f != nil {
		return []condition{f}
	}
	return nil
}

// opened gives the parts of a conjunction or, as the only one, the body of a
// definition that is called or of a LET; slots are to be forgotten before they
// are evaluated.
func (x *needsCompiler) opened(n *Node, sc scope) (parts []*Node, inner scope, slots []int, ok bool) {
	switch n.Kind {
	case nodeLet:
		inner, slots = x.let(n, sc)
		return n.Args, inner, slots, true
	case nodeSubst:
		return n.Args, x.substScope(n, sc), nil, true
	case nodeApp:
	default:
		return nil, sc, nil, false
	}
	if sc.env.find(n.Sym) != nil || sc.sub.find(n.Sym) != nil {
		return nil, sc, nil, false
	}
	if n.Sym.Kind == symBuiltin {
		switch n.Sym.Name {
		case "$ConjList", "\\land", "$Nop":
			return n.Args, sc, nil, true
		}
		return nil, sc, nil, false
	}
	s := x.resolve(n.Sym)
	if _, value := x.consts[n.Sym]; value || s.Kind != symDef || s.Recursive || len(s.Params) != len(n.Args) {
		return nil, sc, nil, false
	}
	inner, slots = x.bindArgs(s, n.Args, sc, x.baseScope(sc))
	return []*Node{s.Body}, inner, slots, true
}

// forgettingFirst has the first of the conditions forget what slots remember.
func forgettingFirst(slots []int, list []condition) []condition {
	if len(slots) == 0 || len(list) == 0 {
		return list
	}
	first := list[0]
	list[0] = func(m *machine) bool {
		m.forget(slots)
		return first(m)
	}
	return list
}

// asking compiles a predicate so that, where it is true, it collects elements
// that it is not true without, in any set that is part of the present one. It is
// nil if the predicate uses the variable in a way that is not understood. What is
// understood does not become true by taking elements away.
func (x *needsCompiler) asking(n *Node, sc scope) condition {
	x.work(n)
	if !x.mentions(n, sc) {
		p, _ := x.test(n, sc)
		return p
	}
	if parts, inner, slots, ok := x.opened(n, sc); ok {
		var all []condition
		for _, part := range parts {
			f := x.asking(part, inner)
			if f == nil {
				return nil
			}
			all = append(all, f)
		}
		return allOf(forgettingFirst(slots, all))
	}
	if n.Kind != nodeApp || n.Sym.Kind != symBuiltin {
		return nil
	}
	switch n.Sym.Name {
	case "\\in":
		return x.member(n, sc)
	case "$BoundedForall", "$BoundedExists":
		return x.quantified(n, sc)
	}
	return nil
}

// allOf is a conjunction; it collects nothing where it is not true.
func allOf(list []condition) condition {
	return func(m *machine) bool {
		mark := len(m.acc)
		for _, f := range list {
			if !f(m) {
				m.acc = m.acc[:mark]
				return false
			}
		}
		return true
	}
}

// member compiles e \in variable.
func (x *needsCompiler) member(n *Node, sc scope) condition {
	if !x.isVariable(n.Args[1], sc) || x.mentions(n.Args[0], sc) {
		return nil
	}
	element, set := x.expr(n.Args[0], sc).f, x.expr(n.Args[1], sc).f
	return func(m *machine) bool {
		v := element(m)
		if !contains(m, asSet(n.Args[1], set(m)), v) {
			return false
		}
		m.collect(n, force(m, v))
		return true
	}
}

// quantified compiles \A and \E.
func (x *needsCompiler) quantified(n *Node, sc scope) condition {
	exists := n.Sym.Name == "$BoundedExists"
	through := exists && x.through(n, sc)
	for _, b := range n.Bounds {
		if b.Set == nil || x.mentions(b.Set, sc) && !through {
			return nil
		}
	}
	inner, loops, _ := x.loops(n, sc)
	if through && x.mentions(n.Args[0], inner) {
		return nil
	}
	each := x.asking(n.Args[0], inner)
	switch {
	case each == nil:
		return nil
	case exists:
		return oneWitness(n, loops, each, through, sc.u.slot())
	}
	return allOf([]condition{condition(nest(loops, body(each)))})
}

// through tells whether a quantifier goes through the variable itself.
func (x *needsCompiler) through(n *Node, sc scope) bool {
	return len(n.Bounds) == 1 && len(n.Bounds[0].Vars) == 1 && !n.Bounds[0].Tuple && n.Bounds[0].Set != nil && x.isVariable(n.Bounds[0].Set, sc)
}

// oneWitness is \E: it collects what its witness needs, and the witness itself if
// it is an element of the variable. If there is another one, neither is needed, as
// far as this can tell. The slot count counts them.
func oneWitness(n *Node, loops []loop, holds condition, through bool, count int) condition {
	run := nest(loops, func(m *machine) bool {
		if !holds(m) {
			return true
		}
		if through {
			m.collect(n, m.stack[m.fp+loops[0].slots[0]])
		}
		witnesses := m.stack[m.fp+count].n + 1
		m.stack[m.fp+count] = Int(witnesses)
		return witnesses < 2
	})
	return func(m *machine) bool {
		mark := len(m.acc)
		m.stack[m.fp+count] = Int(0)
		run(m)
		witnesses := m.stack[m.fp+count].n
		if witnesses != 1 {
			m.acc = m.acc[:mark]
		}
		return witnesses > 0
	}
}

// isVariable tells whether an expression is the variable, in the current state.
func (x *needsCompiler) isVariable(n *Node, sc scope) bool {
	i, ok := x.variableOf(n, sc)
	return ok && i == x.variable && !sc.primed && !sc.initial
}

// mentions tells whether an expression may depend on the variable.
func (x *needsCompiler) mentions(n *Node, sc scope) bool {
	return x.uses(n, sc, func(s *Symbol) bool { return x.varIndex[s] == x.variable }, map[*Symbol]bool{})
}
