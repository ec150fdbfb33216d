package tla

import "slices"

// loop binds variables to the elements of a set.
type loop struct {
	set   eval
	n     *Node // the set, for messages
	slots []int
	tuple bool
	keep  int    // slot of the set while it is enumerated
	probe *probe // what the elements that matter have in common; nil if nothing is known
	order *order // in which the elements are visited; nil if that does not matter
}

// body is what a loop does for each element; false ends the loop.
type body func(m *machine) bool

// loops compiles the bounds of a quantifier. Sets are evaluated outside the
// scope of the variables.
func (c *compiler) loops(n *Node, sc scope) (scope, []loop, deps) {
	var out []loop
	var d deps
	inner := sc
	for _, b := range n.Bounds {
		if b.Set == nil {
			fail(n, "a variable without a set")
		}
		set := c.expr(b.Set, sc)
		d |= set.deps
		l := loop{set: set.f, n: b.Set, tuple: b.Tuple}
		for _, v := range b.Vars {
			var slot int
			inner, slot = inner.bindSlot(v)
			l.slots = append(l.slots, slot)
			if !b.Tuple {
				l.keep = sc.u.slot()
				out = append(out, l)
				l.slots = nil
			}
		}
		if b.Tuple {
			l.keep = sc.u.slot()
			out = append(out, l)
		}
	}
	if len(out) == 0 {
		fail(n, "a quantifier without variables")
	}
	return inner, out, d
}

// narrowLast has the innermost loop of a quantifier go through those elements
// only that the condition does not exclude at first sight.
func (c *compiler) narrowLast(loops []loop, n *Node, implied bool, inner scope) {
	vars := n.Bounds[len(n.Bounds)-1].Vars
	c.narrow(&loops[len(loops)-1], vars[len(vars)-1], n, implied, inner)
}

func (c *compiler) narrow(l *loop, v *Symbol, n *Node, implied bool, inner scope) {
	if !l.tuple {
		l.probe = c.probeOf(n.Args[0], v, implied, inner)
	}
}

// searched puts loops around an action into the order in which TLC finds states:
// the first variable changes fastest, and each goes through its set in TLC's
// order. It decides what has been found when a violation ends the search.
func (c *compiler) searched(loops []loop, n *Node, inner scope) {
	slices.Reverse(loops)
	for i := range loops {
		loops[i].order = c.spec.order
	}
	c.narrow(&loops[len(loops)-1], n.Bounds[0].Vars[0], n, false, inner)
}

// nest compiles loops around b.
func nest(loops []loop, b body) body {
	run := b
	for i := len(loops) - 1; i >= 0; i-- {
		l, next := loops[i], run
		run = func(m *machine) bool {
			nd := l.probe.elements(m, m.stack[m.fp+l.keep])
			if l.order != nil && nd.count > 1 {
				return l.visit(m, l.order.sorted(l.probe.candidates(m, nd.flatKeys())), next)
			}
			return l.iterate(m, nd, next)
		}
	}
	return func(m *machine) bool {
		for _, l := range loops {
			s := l.set(m)
			m.node = l.n
			s = force(m, asSet(l.n, s))
			if s.o.count == 0 {
				return true
			}
			m.stack[m.fp+l.keep] = s
		}
		return run(m)
	}
}

func (l *loop) iterate(m *machine, nd *node, next body) bool {
	for _, kid := range nd.kids() {
		if !l.iterate(m, kid, next) {
			return false
		}
	}
	if nd.inner != nil {
		return true
	}
	return l.visit(m, nd.keys, next)
}

func (l *loop) visit(m *machine, elements []Value, next body) bool {
	for _, x := range elements {
		m.spend(l.n)
		if l.tuple {
			l.spread(m, x)
		} else {
			m.stack[m.fp+l.slots[0]] = x
		}
		if !next(m) {
			return false
		}
	}
	return true
}

// spread binds <<x, y>> to the parts of a tuple.
func (l *loop) spread(m *machine, x Value) {
	if x.Kind() != KindTuple || x.o.count != len(l.slots) {
		fail(l.n, "%s does not match a tuple of %d variables", describe(x), len(l.slots))
	}
	for i, slot := range l.slots {
		v, _ := x.o.get(Int(int64(i + 1)))
		m.stack[m.fp+slot] = v
	}
}

func (c *compiler) quantifier(n *Node, sc scope) code {
	exists := n.Sym.Name == "$BoundedExists"
	inner, loops, d := c.loops(n, sc)
	c.narrowLast(loops, n, !exists, inner)
	p, pd := c.test(n.Args[0], inner)
	run := nest(loops, func(m *machine) bool { return p(m) != exists })
	return boolean(func(m *machine) bool { return run(m) != exists }, d|pd)
}

func (c *compiler) choose(n *Node, sc scope) code {
	inner, loops, d := c.loops(n, sc)
	if len(loops) != 1 {
		fail(n, "CHOOSE with several sets")
	}
	c.narrowLast(loops, n, false, inner)
	l := loops[0]
	p, pd := c.test(n.Args[0], inner)
	order := c.spec.order
	return code{f: func(m *machine) Value {
		s := asSet(l.n, l.set(m))
		m.node = l.n
		for _, x := range order.elements(force(m, s)) {
			if l.tuple {
				l.spread(m, x)
			} else {
				m.stack[m.fp+l.slots[0]] = x
			}
			if p(m) {
				return x
			}
		}
		fail(n, "CHOOSE: no element of the set satisfies the predicate")
		return Value{}
	}, deps: d | pd}
}

func (c *compiler) filter(n *Node, sc scope) code {
	inner, loops, d := c.loops(n, sc)
	if len(loops) != 1 {
		fail(n, "a set filter with several sets")
	}
	c.narrowLast(loops, n, false, inner)
	l := loops[0]
	p, pd := c.test(n.Args[0], inner)
	u := sc.u
	keep := func(m *machine) bool {
		if p(m) {
			if l.tuple {
				m.collect(n, tupleOf(l.values(m)))
			} else {
				m.collect(n, m.stack[m.fp+l.slots[0]])
			}
		}
		return true
	}
	return code{f: func(m *machine) Value {
		s := asSet(l.n, l.set(m))
		if !isReducible(s) {
			snap := m.snapshot(u)
			return lazySetOf(filterSet{s, func(m *machine, x Value) bool {
				m.node = l.n
				return m.within(snap, u, n, func(frame []Value) { l.bind(frame, x) }, func(m *machine) Value { return Bool(p(m)) }).n == 1
			}})
		}
		m.node = l.n
		s = force(m, s)
		mark := len(m.acc)
		l.iterate(m, l.probe.elements(m, s), keep)
		if len(m.acc)-mark == s.o.count {
			m.acc = m.acc[:mark]
			return s
		}
		return setOfSorted(m.collected(mark))
	}, deps: d | pd}
}

func (l *loop) values(m *machine) []Value {
	xs := make([]Value, len(l.slots))
	for i, s := range l.slots {
		xs[i] = m.stack[m.fp+s]
	}
	return xs
}

// bind puts one value into the slots of a copied frame.
func (l *loop) bind(frame []Value, x Value) {
	if !l.tuple {
		frame[l.slots[0]] = x
		return
	}
	for i, s := range l.slots {
		frame[s], _ = x.o.get(Int(int64(i + 1)))
	}
}

func (c *compiler) mapped(n *Node, sc scope) code {
	inner, loops, d := c.loops(n, sc)
	e := c.expr(n.Args[0], inner)
	run := nest(loops, func(m *machine) bool {
		m.collect(n, concrete(m, e.f(m)))
		return true
	})
	return code{f: func(m *machine) Value {
		mark := len(m.acc)
		run(m)
		return setEvaluated(m.collected(mark))
	}, deps: d | e.deps}
}

// argument returns the value that the variables of loops stand for together.
func argument(m *machine, loops []loop) Value {
	if len(loops) == 1 && !loops[0].tuple {
		return m.stack[m.fp+loops[0].slots[0]]
	}
	xs := make([]Value, 0, len(loops))
	for i := range loops {
		if loops[i].tuple {
			xs = append(xs, tupleOf(loops[i].values(m)))
		} else {
			xs = append(xs, m.stack[m.fp+loops[i].slots[0]])
		}
	}
	if len(xs) == 1 {
		return xs[0]
	}
	return tupleOf(xs)
}

func (c *compiler) function(n *Node, sc scope) code {
	inner, loops, d := c.loops(n, sc)
	var e, whole code
	if g, ok := restricting(n); ok {
		whole = c.expr(g, inner)
		e = applied(n.Args[0], whole, c.expr(n.Args[0].Args[1], inner))
	} else {
		e = c.expr(n.Args[0], inner)
	}
	u := sc.u
	each := func(m *machine) bool {
		m.collect(n, concrete(m, e.f(m)))
		return true
	}
	pairs := nest(loops, func(m *machine) bool {
		m.collect(n, argument(m, loops))
		return each(m)
	})
	return code{f: func(m *machine) Value {
		mark := len(m.acc)
		if len(loops) == 1 {
			l := &loops[0]
			s := asSet(l.n, l.set(m))
			if isInfinite(s) {
				snap := m.snapshot(u)
				return lazyFunctionOf(&lambda{s, func(m *machine, x Value) Value {
					return m.within(snap, u, n, func(frame []Value) { l.bind(frame, x) }, e.f)
				}})
			}
			m.node = l.n
			if whole.f != nil {
				if f, ok := restricted(m, s, whole.f); ok {
					return f
				}
			}
			s = force(m, s)
			l.iterate(m, &s.o.node, each)
			return functionOfSorted(s.o.flatKeys(), m.collected(mark))
		}
		pairs(m)
		flat := m.collected(mark)
		out := make([]Pair, len(flat)/2)
		for i := range out {
			out[i] = Pair{flat[2*i], flat[2*i+1]}
		}
		return functionOf(out)
	}, deps: d | e.deps}
}
