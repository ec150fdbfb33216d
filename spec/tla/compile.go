package tla

import "sync/atomic"

// eval is a compiled expression.
type eval func(m *machine) Value

// code is a compiled expression and what its value depends on.
type code struct {
	f    eval
	p    condition // given if the value is always TRUE or FALSE
	deps deps
	sure bool // cannot fail and is cheap: need not be evaluated lazily
}

// condition is a compiled expression that is TRUE or FALSE. Operators of logic
// combine conditions, so that truth values need not be made and read again.
type condition func(m *machine) bool

// boolean is the code of a condition.
func boolean(p condition, d deps) code {
	return code{f: func(m *machine) Value { return Bool(p(m)) }, p: p, deps: d}
}

// deps says what the value of an expression can change with.
type deps uint8

const (
	depLocal deps = 1 << iota // slots of the frame
	depVar                    // the state
	depPrime                  // the next state
)

// compiler turns nodes into closures. It belongs to a Spec and is used under its
// lock; what it makes may run concurrently.
type compiler struct {
	spec     *Spec
	varIndex map[*Symbol]int
	consts   map[*Symbol]Value   // values of constants and of overridden definitions
	redirect map[*Symbol]*Symbol // overrides by other definitions
	stds     map[string]*Symbol  // operators of standard modules that are overridden
	procs    map[procKey]*proc
	substs   map[substKey]*substFrame
	primes   map[*Symbol]bool
	sizes    map[*Symbol]int
	locals   map[localKey]*localProc
	actProcs map[procKey]*actProc
	inLocal  int // recursive local operators that are being compiled
	depth    int
	steps    int

	unindexed bool // tests only: sets are searched without indexes
}

// maxWork bounds the expressions that compiling may look at. Definitions with
// primes are copied into their callers, and doubling at each of many levels
// would never end.
const maxWork = 20_000_000

func (c *compiler) work(n *Node) {
	if c.steps++; c.steps > maxWork {
		fail(n, "the specification is too large when its definitions are expanded")
	}
}

// expr compiles an expression.
func (c *compiler) expr(n *Node, sc scope) code {
	if c.depth++; c.depth > maxNesting {
		fail(n, "expressions are nested too deeply")
	}
	defer func() { c.depth-- }()
	sc.u.nest(c.depth)
	c.work(n)
	k := c.form(n, sc)
	if k.deps == 0 && !k.sure {
		return constant(k.f)
	}
	return k
}

// constant evaluates f once; a failure is not remembered.
func constant(f eval) code {
	var value atomic.Pointer[Value]
	return code{f: func(m *machine) Value {
		if v := value.Load(); v != nil {
			return *v
		}
		v := f(m)
		if v.o.lazy != nil && !isInfinite(v) {
			v = force1(m, v)
		}
		value.Store(&v)
		return v
	}}
}

// force1 writes out what is small enough for it to pay, so that a constant set
// is not written out again and again. A subset of which some element cannot be
// tested stays as it is: it may still answer for others.
func force1(m *machine, v Value) Value {
	if mostElements(v) > 1<<12 {
		return v
	}
	switch v.o.lazy.set.(type) {
	case interval:
		return force(m, v)
	case filterSet:
		own := newMachine(nil)
		own.left, own.order, own.depth = m.left, m.order, m.depth
		if w := v; guard(func() { w = force(own, v) }) == nil {
			m.left = own.left
			return w
		}
	}
	return v
}

func literal(v Value) code { return code{f: func(*machine) Value { return v }, sure: true} }

func (c *compiler) form(n *Node, sc scope) code {
	switch n.Kind {
	case nodeNum:
		return literal(Int(n.Num))
	case nodeStr:
		return literal(internStr(n.Text))
	case nodeAt:
		if sc.at < 0 {
			fail(n, "@ outside EXCEPT")
		}
		slot := sc.at
		return code{f: func(m *machine) Value { return m.stack[m.fp+slot] }, deps: depLocal, sure: true}
	case nodeLet:
		sc2, slots := c.let(n, sc)
		return afresh(slots, c.expr(n.Args[0], sc2))
	case nodeSubst:
		return c.expr(n.Args[0], c.substScope(n, sc))
	case nodeOp:
		fail(n, "an operator is used as a value")
	}
	return c.application(n, sc)
}

// resetting forgets remembered values before f.
func resetting(slots []int, f eval) eval {
	if len(slots) == 0 {
		return f
	}
	return func(m *machine) Value {
		m.forget(slots)
		return f(m)
	}
}

// afresh is resetting for code of either kind.
func afresh(slots []int, k code) code {
	p := k.p
	switch {
	case len(slots) == 0:
		return code{f: k.f, p: p, deps: k.deps}
	case p == nil:
		return code{f: resetting(slots, k.f), deps: k.deps}
	}
	return boolean(func(m *machine) bool {
		m.forget(slots)
		return p(m)
	}, k.deps)
}

func (m *machine) forget(slots []int) {
	for _, s := range slots {
		m.stack[m.fp+s] = Value{}
	}
}

// let binds the definitions of a LET.
func (c *compiler) let(n *Node, sc scope) (scope, []int) {
	var slots []int
	inner := sc
	for _, d := range n.Defs { // recursive ones see themselves and each other
		if d.Recursive {
			inner = inner.with(d, &binding{kind: bindLet})
		}
	}
	for _, d := range n.Defs {
		switch {
		case d.Recursive:
		case len(d.Params) == 0 && !c.hasPrimes(d.Body, inner):
			slot := sc.u.slot()
			slots = append(slots, slot)
			inner = inner.with(d, &binding{kind: bindMemo, slot: slot, node: d.Body, sc: inner})
		default:
			inner = inner.with(d, &binding{kind: bindLet, sc: inner})
		}
	}
	for _, d := range n.Defs {
		if d.Recursive {
			inner.env.find(d).sc = inner
		}
	}
	return inner, slots
}

// substScope enters an instantiated module.
func (c *compiler) substScope(n *Node, sc scope) scope {
	open := false
	for _, s := range n.Substs {
		open = open || c.usesLocals(s.Expr, sc)
	}
	given := sc // where the replacements are evaluated
	if !open {
		given.env = nil
	}
	key := substKey{n, sc.sub, sc.mode()}
	f := c.substs[key]
	if f == nil || open {
		f = &substFrame{up: sc.sub, decls: map[*Symbol]*binding{}, open: open}
		for _, s := range n.Substs {
			kind := bindName
			if s.Expr.Kind == nodeOp {
				kind = bindOp
			}
			f.decls[s.Decl] = &binding{kind: kind, node: s.Expr, sc: given, closed: !open && kind == bindName && !simple(s.Expr)}
		}
		if !open {
			c.substs[key] = f
		}
	}
	sc.sub = f
	return sc
}

// usesLocals says whether an expression can refer to a binding of sc.
func (c *compiler) usesLocals(n *Node, sc scope) bool {
	c.work(n)
	if n.Kind == nodeAt {
		return true
	}
	if n.Sym != nil && sc.env.find(n.Sym) != nil {
		return true
	}
	if n.Kind == nodeOp && n.Sym.Name == "LAMBDA" {
		return c.usesLocals(n.Sym.Body, sc)
	}
	return n.anyChild(func(k *Node) bool { return c.usesLocals(k, sc) })
}

// reference compiles the use of a binding without arguments.
func (c *compiler) reference(n *Node, b *binding, sc scope) code {
	switch b.kind {
	case bindSlot:
		slot := b.slot
		return code{f: func(m *machine) Value { return m.stack[m.fp+slot] }, deps: depLocal, sure: true}
	case bindArg:
		slot := b.slot
		return code{f: func(m *machine) Value {
			v := m.stack[m.fp+slot]
			if v.o.kind == kindFailed {
				panic(v.o.err)
			}
			return v
		}, deps: depLocal, sure: true}
	case bindMemo:
		if sc.primed && !b.sc.primed {
			return c.expr(b.node, b.scopeIn(sc))
		}
		return c.memo(b, sc)
	case bindName:
		if b.closed {
			return c.replaced(n, b, sc)
		}
		return c.expr(b.node, b.scopeIn(sc))
	}
	fail(n, "an operator is used as a value")
	return code{}
}

// memo evaluates an expression into its slot when it is first needed.
func (c *compiler) memo(b *binding, sc scope) code {
	k := c.expr(b.node, b.scopeIn(sc))
	if k.deps == 0 || k.sure {
		return k
	}
	f, slot := k.f, b.slot
	return code{f: func(m *machine) Value {
		if v := m.stack[m.fp+slot]; v.o != nil {
			return v
		}
		v := f(m)
		m.stack[m.fp+slot] = v
		return v
	}, deps: k.deps | depLocal}
}

// scopeIn is the scope of a bound expression when it is used in sc: its own
// names, but primed if the use is.
func (b *binding) scopeIn(sc scope) scope {
	out := b.sc
	out.u = sc.u
	out.primed = out.primed || sc.primed
	return out
}
