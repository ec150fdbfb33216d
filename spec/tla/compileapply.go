package tla

// The search applies a function that is given by an expression, f[x \in S] == A
// or [x \in S |-> A], by searching through A, as TLC does as long as the function
// has not been written out: the ways to make A true are branches.

// actFunction is a function whose body is searched. Its code lives in the frame
// around it; a call saves the slots that the code uses, because the function may
// be recursive.
type actFunction struct {
	u      *unit
	self   int // slot of the function as a value, -1 if it is not recursive
	value  eval
	loops  []loop
	lo, hi int
	body   step
}

// actApply compiles f[x] in the search; ok is false if f's value is to be applied.
func (c *compiler) actApply(n *Node, sc scope, k step) (s step, ok bool) {
	if sc.bound || sc.primed {
		return nil, false
	}
	if f := n.Args[0]; f.Kind == nodeApp && len(f.Args) == 0 {
		if b := sc.env.find(f.Sym); b != nil && b.act != nil && b.act.u == sc.u {
			return c.callFunction(n, b.act, sc, k), true
		}
	}
	def, in := c.functionOf(n.Args[0], sc)
	if def == nil {
		return nil, false
	}
	return c.callFunction(n, c.newFunction(def, in), sc, k), true
}

// functionOf finds the expression of a function that TLC does not write out
// before it applies it; nil if there is none.
func (c *compiler) functionOf(n *Node, sc scope) (*Node, scope) {
	c.work(n)
	if isBuiltin(n, "$FcnConstructor", "$NonRecursiveFcnSpec", "$RecursiveFcnSpec") {
		return n, sc
	}
	if n.Kind == nodeSubst {
		return c.functionOf(n.Args[0], c.substScope(n, sc))
	}
	if n.Kind != nodeApp || len(n.Args) > 0 {
		return nil, sc
	}
	b := sc.env.find(n.Sym)
	if b == nil {
		b = sc.sub.find(n.Sym)
	}
	if b != nil {
		if b.kind == bindMemo || b.kind == bindName {
			return c.functionOf(b.node, b.scopeIn(sc))
		}
		return nil, sc
	}
	s := c.resolve(n.Sym)
	if _, given := c.consts[s]; given || s.Kind != symDef || s.Recursive || c.constantLevel(n, sc) {
		return nil, sc // TLC evaluates constant definitions beforehand
	}
	return c.functionOf(s.Body, c.baseScope(sc))
}

func (c *compiler) newFunction(def *Node, sc scope) *actFunction {
	p := &actFunction{u: sc.u, self: -1, lo: sc.u.slots}
	in, bounds := sc, def
	if isBuiltin(def, "$RecursiveFcnSpec") {
		self := def.Bounds[0].Vars[0]
		p.value, p.self = c.expr(def, sc).f, sc.u.slot()
		in = in.with(self, &binding{kind: bindSlot, slot: p.self, act: p})
		rest := *def
		rest.Bounds = def.Bounds[1:]
		bounds = &rest
	}
	in, p.loops, _ = c.loops(bounds, in)
	p.body = c.act(def.Args[0], in, returning, nil)
	p.hi = sc.u.slots
	return p
}

func (c *compiler) callFunction(n *Node, p *actFunction, sc scope, k step) step {
	arg := c.expr(n.Args[1], sc).f
	return func(m *machine) {
		x := concrete(m, arg(m))
		m.enter(n, p.u)
		base := m.push(p.hi - p.lo)
		copy(m.stack[base:base+p.hi-p.lo], m.stack[m.fp+p.lo:m.fp+p.hi])
		if p.self >= 0 {
			f := p.value(m)
			m.stack[m.fp+p.self] = f
		}
		p.bind(m, n, x)
		m.then = append(m.then, continuation{fp: m.fp, k: k, saved: base, lo: p.lo, hi: p.hi})
		p.body(m)
		m.then = m.then[:len(m.then)-1]
		copy(m.stack[m.fp+p.lo:m.fp+p.hi], m.stack[base:base+p.hi-p.lo])
		m.sp = base
		m.leave(p.u)
	}
}

// bind gives the variables of the function their parts of the argument, which
// must be in the domain.
func (p *actFunction) bind(m *machine, n *Node, x Value) {
	parts := []Value{x}
	if len(p.loops) > 1 {
		if x.Kind() != KindTuple || x.o.count != len(p.loops) {
			fail(n, "%s is not in the domain of the function", describe(x))
		}
		parts = flatVals(&x.o.node)
	}
	for i := range p.loops {
		l := &p.loops[i]
		set := asSet(l.n, l.set(m))
		m.node = n
		if !contains(m, set, parts[i]) {
			fail(n, "%s is not in the domain of the function", describe(x))
		}
	}
	for i := range p.loops {
		p.loops[i].bind(m.stack[m.fp:], parts[i])
	}
}
