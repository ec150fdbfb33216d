package tla

import "slices"

// proc is a definition that is compiled once and called, with its own frame.
type proc struct {
	u     *unit
	body  eval
	deps  deps
	ready bool
	memo  int // index of the remembered value, -1 if there is none
}

type procKey struct {
	sym  *Symbol
	sub  *substFrame
	mode uint8
	ops  string // identity of operator arguments

	given *binding // of what an instantiation puts for a declaration
}

// inlineSize bounds the code of a definition that is copied into its callers.
const inlineSize = 40

// application compiles an operator applied to arguments.
func (c *compiler) application(n *Node, sc scope) code {
	s := n.Sym
	if b := sc.env.find(s); b != nil {
		return c.applyBinding(n, b, sc)
	}
	switch s.Kind {
	case symLocal:
		fail(n, "%s has no value here", s.Name)
	case symBuiltin:
		return c.builtin(n, sc)
	case symStd:
		if s = c.stds[s.Name]; s == nil {
			return c.std(n, sc)
		}
	case symVariable, symConstant:
		if b := sc.sub.find(s); b != nil {
			return c.applyBinding(n, b, sc)
		}
		if s.Kind == symVariable {
			return c.variable(n, s, sc)
		}
	}
	if v, ok := c.consts[s]; ok {
		if len(n.Args) > 0 {
			fail(n, "%s is a value, not an operator", s.Name)
		}
		return literal(v)
	}
	if t := c.redirect[s]; t != nil {
		s = t
	}
	switch s.Kind {
	case symDef:
		if op, ok := moduleNatives[[2]string{s.Module, s.Name}]; ok && len(n.Args) == op.arity {
			return op.build(c, n, sc)
		}
		return c.call(n, s, n.Args, sc, c.baseScope(sc))
	case symConstant:
		if v, ok := c.consts[s]; ok {
			return literal(v)
		}
		fail(n, "constant %s has no value", s.Name)
	}
	m := *n
	m.Sym = s
	return c.std(&m, sc)
}

// applyBinding compiles a parameter, a LET name or a replaced declaration.
func (c *compiler) applyBinding(n *Node, b *binding, sc scope) code {
	switch b.kind {
	case bindLet:
		base := b.sc
		base.u, base.primed = sc.u, base.primed || sc.primed
		return c.call(n, n.Sym, n.Args, sc, base)
	case bindOp:
		return c.applyOperator(n, b, sc)
	case bindOpSlot:
		return c.callSlot(n, b.slot, sc)
	}
	if len(n.Args) > 0 {
		fail(n, "%s is not an operator", n.Sym.Name)
	}
	return c.reference(n, b, sc)
}

// applyOperator applies an operator that was given as an argument: its
// definition is looked up where it was given, its arguments here.
func (c *compiler) applyOperator(n *Node, b *binding, sc scope) code {
	s := b.node.Sym
	given := b.scopeIn(sc)
	if inner := given.env.find(s); inner != nil {
		m := *n
		m.Sym = s
		return c.applyBinding(&m, inner, sc)
	}
	if inner := given.sub.find(s); inner != nil {
		return c.applyBinding(n, inner, sc)
	}
	s = c.resolve(s)
	if s.Kind == symDef {
		return c.call(n, s, n.Args, sc, given.ofOperator(s))
	}
	m := *n
	m.Sym = s
	return c.application(&m, sc)
}

// call compiles the call of a definition whose body sees base.
func (c *compiler) call(n *Node, s *Symbol, args []*Node, sc, base scope) code {
	if len(args) != len(s.Params) {
		fail(n, "%s has %d parameters and is given %d arguments", s.Name, len(s.Params), len(args))
	}
	closed := base.env == nil && !base.sub.isOpen()
	higher := false
	for _, p := range s.Params {
		higher = higher || p.Arity > 0
	}
	switch {
	case s.Recursive && closed:
		return c.callProc(n, s, args, sc, base)
	case s.Recursive:
		return c.callLocal(n, s, args, sc, base)
	case closed && !higher && !c.definitionPrimes(s) && !c.anyPrimes(args, sc) &&
		(len(args) == 0 || c.size(s) > inlineSize):
		return c.callProc(n, s, args, sc, base)
	}
	inner, slots := c.bindArgs(s, args, sc, base)
	return afresh(slots, c.expr(s.Body, inner))
}

// bindArgs binds parameters to argument expressions: simple ones by name,
// others to a slot that is filled when first needed.
func (c *compiler) bindArgs(s *Symbol, args []*Node, sc, base scope) (scope, []int) {
	var slots []int
	inner := base
	inner.u = sc.u
	inner.primed = base.primed || sc.primed
	inner.initial, inner.bound = sc.initial, sc.bound
	inner.at = -1
	if base.env != nil {
		inner.at = base.at
	}
	for i, p := range s.Params {
		a := args[i]
		b := &binding{kind: bindName, node: a, sc: sc}
		switch {
		case a.Kind == nodeOp:
			b.kind = bindOp
		case !simple(a) && !c.hasPrimes(a, sc):
			b.kind, b.slot = bindMemo, sc.u.slot()
			slots = append(slots, b.slot)
		}
		inner = inner.with(p, b)
	}
	return inner, slots
}

// simple says whether evaluating n again costs no more than remembering it.
func simple(n *Node) bool {
	return n.Kind == nodeNum || n.Kind == nodeStr || n.Kind == nodeAt ||
		n.Kind == nodeApp && len(n.Args) == 0 && n.Sym.Kind != symBuiltin
}

// callProc calls a definition that has its own frame.
func (c *compiler) callProc(n *Node, s *Symbol, args []*Node, sc, base scope) code {
	var evals []eval
	var d deps
	key := procKey{sym: s, sub: base.sub, mode: sc.mode() &^ 4}
	ops := map[int]*binding{}
	for i, a := range args {
		if a.Kind == nodeOp {
			b := c.resolveOp(a, sc)
			if b != nil {
				ops[i] = b
				key.ops += opIdentity(i, b)
			}
			k := c.operatorValue(a, b, sc)
			evals, d = append(evals, k.f), d|k.deps
			continue
		}
		k := c.expr(a, sc)
		d |= k.deps
		if !k.sure {
			k.f = deferred(k.f)
		}
		evals = append(evals, k.f)
	}
	p := c.procs[key]
	if p == nil {
		p = c.newProc(key, s, sc, base, ops)
	}
	if !p.ready {
		d |= c.reach(s, base) | depLocal // itself, being compiled
	} else {
		d |= p.deps
	}
	if len(args) == 0 && p.ready {
		return c.remembering(n, p, sc)
	}
	if p.ready && p.deps&depPrime == 0 && len(args) > 0 && len(ops) == 0 && !sc.initial && c.recurses(s, map[*Symbol]bool{}) {
		return code{f: c.lastCall(n, p, evals), deps: d}
	}
	return code{f: procCall(n, p, evals), deps: d}
}

// recurses tells whether a definition uses a recursive operator or function, so
// that what it costs may not be in proportion to its text.
func (c *compiler) recurses(s *Symbol, seen map[*Symbol]bool) bool {
	if seen[s] || s.Body == nil {
		return false
	}
	seen[s] = true
	var in func(n *Node) bool
	in = func(n *Node) bool {
		c.work(n)
		if isBuiltin(n, "$RecursiveFcnSpec") {
			return true
		}
		if t := c.resolve(n.Sym); t != nil && t.Kind == symDef && (t.Recursive || c.recurses(t, seen)) {
			return true
		}
		return n.anyChild(in)
	}
	return in(s.Body)
}

// lastCall calls a definition that may cost much, unless it was called with these
// very arguments last, in the same state: an action tends to say of several
// variables that each becomes a part of one result.
func (c *compiler) lastCall(n *Node, p *proc, args []eval) eval {
	if p.memo < 0 {
		p.memo = int(c.spec.memos.Add(1)) - 1
	}
	i := p.memo
	return func(m *machine) Value {
		base := m.push(p.u.slots)
		for i, a := range args {
			v := a(m)
			m.stack[base+i] = v
		}
		e := m.remembered(i)
		if e.epoch == m.epoch && slices.Equal(e.args, m.stack[base:base+len(args)]) {
			m.sp = base
			return e.value
		}
		fp, epoch := m.fp, m.epoch
		m.enter(n, p.u)
		m.fp = base
		v := p.body(m)
		e = m.remembered(i) // again: others may have grown the table
		e.epoch, e.args, e.value = epoch, append(e.args[:0], m.stack[base:base+len(args)]...), v
		m.fp, m.sp = fp, base
		m.leave(p.u)
		return v
	}
}

// remembering compiles the use of a definition without parameters, which is
// evaluated at most once in a state, or in a step.
func (c *compiler) remembering(n *Node, p *proc, sc scope) code {
	f := procBody(n, p)
	if p.deps == 0 {
		return constant(f)
	}
	if sc.initial {
		return code{f: f, deps: p.deps}
	}
	if p.memo < 0 {
		p.memo = int(c.spec.memos.Add(1)) - 1
	}
	i := p.memo
	if p.deps&depPrime == 0 {
		return code{f: func(m *machine) Value { return m.memoized(i, 0, f) }, deps: p.deps}
	}
	return code{f: func(m *machine) Value {
		if m.next == 0 {
			return f(m)
		}
		return m.memoized(i, m.next, f)
	}, deps: p.deps}
}

// replaced compiles what an instantiation puts for a declaration, as if it were
// a definition: what it replaces is used as often as any variable.
func (c *compiler) replaced(n *Node, b *binding, sc scope) code {
	in := b.scopeIn(sc)
	key := procKey{given: b, mode: in.mode() &^ 4}
	p := c.procs[key]
	if p == nil {
		p = &proc{u: &unit{}, memo: -1}
		in.u, in.at, in.bound = p.u, -1, false
		k := c.expr(b.node, in)
		p.body, p.deps, p.ready = k.f, k.deps&^depLocal, true
		c.procs[key] = p
	}
	return c.remembering(n, p, in)
}

func (c *compiler) newProc(key procKey, s *Symbol, sc, base scope, ops map[int]*binding) *proc {
	p := &proc{u: &unit{}, memo: -1}
	c.procs[key] = p
	defer func() {
		if !p.ready { // refused: the next use must be refused for the same reason
			delete(c.procs, key)
		}
	}()
	in := scope{u: p.u, sub: base.sub, at: -1, primed: sc.primed, initial: sc.initial}
	in, _ = in.bindParams(s.Params, ops) // the frame's first slots
	k := c.expr(s.Body, in)
	p.body, p.deps, p.ready = k.f, k.deps&^depLocal, true
	return p
}

func procBody(n *Node, p *proc) eval { return procCall(n, p, nil) }

func procCall(n *Node, p *proc, args []eval) eval {
	return func(m *machine) Value {
		base := m.push(p.u.slots)
		for i, a := range args {
			v := a(m)
			m.stack[base+i] = v
		}
		m.enter(n, p.u)
		fp := m.fp
		m.fp = base
		v := p.body(m)
		m.fp, m.sp = fp, base
		m.leave(p.u)
		return v
	}
}

// deferred evaluates an argument now but reports its failure only where the
// argument is used, if ever: TLA+ has no order of evaluation.
func deferred(f eval) eval {
	return func(m *machine) (v Value) {
		fp, sp, depth, st, nx, epoch, next, acc := m.fp, m.sp, m.depth, m.st, m.nx, m.epoch, m.next, len(m.acc)
		unset, done, label, then := m.unset, m.done, m.label, m.then
		defer func() {
			if r := recover(); r != nil {
				e, ok := r.(*Error)
				if !ok {
					panic(r)
				}
				m.fp, m.sp, m.depth, m.st, m.nx, m.next, m.acc = fp, sp, depth, st, nx, next, m.acc[:acc]
				m.unset, m.done, m.label, m.then = unset, done, label, then
				if m.epoch != epoch {
					m.epoch++
				}
				m.place(e)
				v = Value{o: &object{kind: kindFailed, rare: &rare{err: e}}}
			}
		}()
		return f(m)
	}
}

// variable compiles the value of a variable in the current or the next state.
func (c *compiler) variable(n *Node, s *Symbol, sc scope) code {
	i, ok := c.varIndex[s]
	if !ok {
		fail(n, "variable %s belongs to a module that is not instantiated here", s.Name)
	}
	if sc.primed {
		return code{f: func(m *machine) Value {
			v := m.nx[i]
			if v.o == nil {
				fail(n, "%s' has no value yet", s.Name)
			}
			return v
		}, deps: depPrime}
	}
	return code{f: func(m *machine) Value {
		if i >= len(m.st) || m.st[i].o == nil {
			fail(n, "%s has no value here", s.Name)
		}
		return m.st[i]
	}, deps: depVar, sure: !sc.initial}
}
