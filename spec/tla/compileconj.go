package tla

// Conjunctions in the search. TLC goes through a conjunction from left to right
// and turns every way to make a conjunct true into a branch. As soon as all
// variables have values it only tests what is left, once.

// branching are the operators that can make the search branch or assign.
var branching = map[string]bool{"$Nop": true, "$ConjList": true, "\\land": true, "$DisjList": true, "\\lor": true,
	"$BoundedExists": true, "$BoundedForall": true, "=>": true, "$IfThenElse": true, "$Case": true, "$SquareAct": true}

// later compiles a conjunct that others precede.
func (c *compiler) later(n *Node, sc scope, k step) step {
	search := c.act(n, sc, k, nil)
	if sc.bound || n.Kind == nodeApp && n.Sym.Kind == symBuiltin && !branching[n.Sym.Name] {
		return search
	}
	test := c.testStep(n, sc, k)
	return func(m *machine) {
		if m.unset == 0 {
			test(m)
		} else {
			search(m)
		}
	}
}

// actForall is a conjunction over what a quantifier ranges over: the part of one
// element goes on with the part of another. TLC takes the first, then the others
// from the last one down.
func (c *compiler) actForall(n *Node, sc scope, k step) step {
	lo := sc.u.slots
	inner, loops, _ := c.loops(n, sc)
	all, index := sc.u.slot(), sc.u.slot()
	var slots []int
	for _, l := range loops {
		slots = append(slots, l.slots...)
	}
	gather := nest(loops, func(m *machine) bool {
		for _, s := range slots {
			m.collect(n, m.stack[m.fp+s])
		}
		return true
	})
	hi := 0
	var first, rest step
	begin := func(m *machine, i int, part step) {
		m.enter(n, sc.u)
		vals := m.stack[m.fp+all].o.vals
		for j, s := range slots {
			m.stack[m.fp+s] = vals[i*len(slots)+j]
		}
		m.stack[m.fp+index] = Int(int64(i))
		part(m)
		m.leave(sc.u)
	}
	proceed := func(m *machine) {
		base := m.push(hi - lo)
		copy(m.stack[base:base+hi-lo], m.stack[m.fp+lo:m.fp+hi])
		i := int(m.stack[m.fp+index].n) - 1
		if i < 0 {
			i = len(m.stack[m.fp+all].o.vals)/len(slots) - 1
		}
		if i == 0 {
			k(m)
		} else {
			begin(m, i, rest)
		}
		copy(m.stack[m.fp+lo:m.fp+hi], m.stack[base:base+hi-lo])
		m.sp = base
	}
	first = c.act(n.Args[0], inner, proceed, nil)
	rest = c.later(n.Args[0], inner, proceed)
	hi = sc.u.slots
	return func(m *machine) {
		mark := len(m.acc)
		gather(m)
		vals := m.collected(mark)
		if len(vals) == 0 {
			k(m)
			return
		}
		m.stack[m.fp+all] = Value{o: &object{kind: kindOperator, node: node{vals: vals}}}
		begin(m, 0, first)
	}
}

// actProc is a recursive action, compiled once. What is to be done when it holds
// differs from call to call and is on the machine's stack of continuations.
type actProc struct {
	u     *unit
	body  step
	slots []int
}

// continuation is what follows a recursive action, in the frame of its caller.
type continuation struct {
	fp int
	k  step
}

func (c *compiler) actRecursive(n *Node, s *Symbol, sc, base scope, k step) step {
	if base.env != nil || base.sub.isOpen() || c.anyPrimes(n.Args, sc) || c.higherOrder(s) {
		if c.definitionPrimes(s) || c.anyPrimes(n.Args, sc) {
			fail(n, "the recursive action %s, which has operators or primed expressions as arguments or is local, is not supported", s.Name)
		}
		return c.testStep(n, sc, k)
	}
	var args []eval
	for _, a := range n.Args {
		args = append(args, deferred(c.expr(a, sc).f))
	}
	key := procKey{sym: s, sub: base.sub, mode: sc.mode()}
	p := c.actProcs[key]
	if p == nil {
		p = &actProc{u: &unit{}}
		c.actProcs[key] = p
		in := scope{u: p.u, sub: base.sub, at: -1, primed: sc.primed, initial: sc.initial, bound: sc.bound}
		for _, par := range s.Params {
			slot := p.u.slot()
			p.slots = append(p.slots, slot)
			in = in.with(par, &binding{kind: bindArg, slot: slot})
		}
		p.body = c.act(s.Body, in, returning, nil)
	}
	return func(m *machine) {
		m.enter(n, p.u)
		base := m.push(p.u.slots)
		for i, a := range args {
			v := a(m)
			m.stack[base+p.slots[i]] = v
		}
		fp := m.fp
		m.then = append(m.then, continuation{fp, k})
		m.fp = base
		p.body(m)
		m.fp, m.sp = fp, base
		m.then = m.then[:len(m.then)-1]
		m.leave(p.u)
	}
}

// returning goes on with what follows the recursive action that the machine is
// in.
func returning(m *machine) {
	top := m.then[len(m.then)-1]
	m.then = m.then[:len(m.then)-1]
	fp := m.fp
	m.fp = top.fp
	top.k(m)
	m.fp = fp
	m.then = append(m.then, top)
}

func (c *compiler) higherOrder(s *Symbol) bool {
	for _, p := range s.Params {
		if p.Arity > 0 {
			return true
		}
	}
	return false
}

// enabled compiles ENABLED A: whether the search finds a way to make A true.
func (c *compiler) enabled(n *Node, sc scope) code {
	if sc.primed || sc.initial {
		return never(n, "ENABLED is applied to the next state")
	}
	sc.bound = false
	a := c.act(n.Args[0], sc, func(m *machine) { m.done = true }, nil)
	return code{f: func(m *machine) Value {
		nx, next, unset, label, done := m.nx, m.next, m.unset, m.label, m.done
		m.nx, m.next, m.unset, m.done = make([]Value, len(c.spec.vars)), 0, len(c.spec.vars), false
		a(m)
		found := m.done
		m.nx, m.next, m.unset, m.label, m.done = nx, next, unset, label, done
		return Bool(found)
	}, deps: depVar | depLocal}
}
