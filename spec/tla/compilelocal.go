package tla

import "fmt"

// opValue is an operator passed at run time: code of the frame that it was
// written in. It is only ever used below that frame.
type opValue struct {
	u      *unit
	fp     int
	params []int
	lo, hi int // the slots that its code uses
	body   eval
}

// localProc is a recursive LET operator. Its code lives in the frame around it;
// a call saves the slots that the code uses.
type localProc struct {
	params []int
	lo, hi int
	body   eval
	deps   deps
	ready  bool
}

type localKey struct {
	sym  *Symbol
	u    *unit
	env  *env
	sub  *substFrame
	mode uint8
	ops  string // identity of operator arguments
}

// resolveOp finds the operator that an argument names if it needs nothing from
// the frame; nil if it must be passed at run time.
func (c *compiler) resolveOp(a *Node, sc scope) *binding {
	if b := sc.env.find(a.Sym); b != nil {
		if b.kind == bindOp && b.sc.env == nil {
			return b
		}
		return nil
	}
	if a.Sym.Name == "LAMBDA" && c.usesLocals(a.Sym.Body, sc) {
		return nil
	}
	if sc.sub.isOpen() {
		return nil
	}
	out := sc
	out.env = nil
	return &binding{kind: bindOp, node: a, sc: out}
}

func opIdentity(i int, b *binding) string { return fmt.Sprintf("%d:%p:%p;", i, b.node.Sym, b.sc.sub) }

// operatorValue compiles an operator argument of a recursive definition.
func (c *compiler) operatorValue(a *Node, b *binding, sc scope) code {
	if b != nil {
		return literal(falseValue) // known statically; the slot is not read
	}
	if e := sc.env.find(a.Sym); e != nil && e.kind == bindOpSlot {
		slot := e.slot
		return code{f: func(m *machine) Value { return m.stack[m.fp+slot] }, deps: depLocal, sure: true}
	}
	arity := a.Sym.Arity
	if a.Sym.Kind == symDef {
		arity = len(a.Sym.Params)
	}
	lo := sc.u.slots
	in := sc
	call := &Node{Kind: nodeApp, Pos: a.Pos, Sym: a.Sym}
	var params []int
	for i := range arity {
		p := &Symbol{Kind: symLocal, Name: fmt.Sprintf("_%d", i)}
		var slot int
		in, slot = in.bindSlot(p)
		params = append(params, slot)
		call.Args = append(call.Args, &Node{Kind: nodeApp, Sym: p, Pos: a.Pos})
	}
	target := &binding{kind: bindOp, node: a, sc: sc}
	body := c.applyOperator(call, target, in)
	hi := sc.u.slots
	return code{f: func(m *machine) Value {
		return Value{o: &object{kind: kindOperator, rare: &rare{op: &opValue{sc.u, m.fp, params, lo, hi, body.f}}}}
	}, deps: body.deps | depLocal}
}

// callSlot applies an operator that a slot holds.
func (c *compiler) callSlot(n *Node, slot int, sc scope) code {
	var args []eval
	for _, a := range n.Args {
		args = append(args, c.expr(a, sc).f)
	}
	return code{f: func(m *machine) Value {
		op := m.stack[m.fp+slot].o.op
		if len(args) != len(op.params) {
			fail(n, "an operator with %d parameters is given %d arguments", len(op.params), len(args))
		}
		return m.inFrame(n, op.u, op.fp, op.lo, op.hi, op.params, args, op.body)
	}, deps: depLocal}
}

// inFrame evaluates body in the frame at fp with params set, and leaves the
// slots lo to hi of that frame as they were.
func (m *machine) inFrame(n *Node, u *unit, fp, lo, hi int, params []int, args []eval, body eval) Value {
	m.enter(n, u)
	base := m.push(len(args) + hi - lo)
	for i, a := range args {
		v := a(m)
		m.stack[base+i] = v
	}
	saved := base + len(args)
	copy(m.stack[saved:saved+hi-lo], m.stack[fp+lo:fp+hi])
	for i, p := range params {
		m.stack[fp+p] = m.stack[base+i]
	}
	old := m.fp
	m.fp = fp
	v := body(m)
	m.fp = old
	copy(m.stack[fp+lo:fp+hi], m.stack[saved:saved+hi-lo])
	m.sp = base
	m.leave(u)
	return v
}

// callLocal calls a recursive operator that sees names of the frame around it.
func (c *compiler) callLocal(n *Node, s *Symbol, args []*Node, sc, base scope) code {
	key := localKey{sym: s, u: sc.u, env: base.env, sub: base.sub, mode: sc.mode()}
	var evals []eval
	var d deps
	ops := map[int]*binding{}
	for i, a := range args {
		k := c.localArgument(a, sc)
		if a.Kind == nodeOp {
			if b := c.resolveOp(a, sc); b != nil {
				ops[i] = b
				key.ops += opIdentity(i, b)
			}
		} else if !k.sure {
			k.f = deferred(k.f)
		}
		evals, d = append(evals, k.f), d|k.deps
	}
	p := c.locals[key]
	if p == nil {
		p = c.newLocal(key, s, sc, base, ops)
	}
	d |= p.deps | depLocal
	if !p.ready {
		d |= c.reach(s, base)
	}
	return code{f: func(m *machine) Value {
		return m.inFrame(n, sc.u, m.fp, p.lo, p.hi, p.params, evals, p.body)
	}, deps: d}
}

// localArgument compiles an argument of a recursive local operator. An operator
// that is written inside one would see that one's parameters change under it.
func (c *compiler) localArgument(a *Node, sc scope) code {
	if a.Kind != nodeOp {
		return c.expr(a, sc)
	}
	b := c.resolveOp(a, sc)
	if e := sc.env.find(a.Sym); b == nil && c.inLocal > 0 && (e == nil || e.kind != bindOpSlot) {
		fail(a, "an operator that depends on the parameters of a recursive local operator is not supported as its argument")
	}
	return c.operatorValue(a, b, sc)
}

func (c *compiler) newLocal(key localKey, s *Symbol, sc, base scope, ops map[int]*binding) *localProc {
	p := &localProc{lo: sc.u.slots}
	c.locals[key] = p
	c.inLocal++
	defer func() {
		c.inLocal--
		if !p.ready {
			delete(c.locals, key)
		}
	}()
	in := base
	in.u, in.primed, in.initial, in.bound = sc.u, sc.primed || base.primed, sc.initial, sc.bound
	in, p.params = in.bindParams(s.Params, ops)
	k := c.expr(s.Body, in)
	p.body, p.deps, p.hi, p.ready = k.f, k.deps, sc.u.slots, true
	return p
}

// reach is what the value of a definition can depend on, as far as can be said
// without compiling it.
func (c *compiler) reach(s *Symbol, base scope) deps {
	var d deps
	if c.usesVariables(s.Body, base, map[*Symbol]bool{s: true}) {
		d |= depVar
	}
	if c.definitionPrimes(s) || base.primed {
		d |= depPrime
	}
	return d
}

// hasPrimes says whether an expression can mention the next state.
func (c *compiler) hasPrimes(n *Node, sc scope) bool {
	c.work(n)
	switch n.Kind {
	case nodeApp:
		if b := sc.env.find(n.Sym); b != nil {
			if b.kind == bindName || b.kind == bindMemo || b.kind == bindOp {
				if c.hasPrimes(b.node, b.sc) {
					return true
				}
			}
			if b.kind == bindLet && c.definitionPrimes(n.Sym) {
				return true
			}
		} else if n.Sym.Kind == symDef {
			s := c.resolve(n.Sym)
			if c.definitionPrimes(s) {
				return true
			}
		} else if isBuiltin(n, "ENABLED") { // a predicate of the state, whatever it is about
			return false
		} else if n.Sym.Kind == symBuiltin && primedOps[n.Sym.Name] {
			return true
		} else if b := sc.sub.find(n.Sym); b != nil && c.hasPrimes(b.node, b.sc) {
			return true
		}
	case nodeOp:
		if n.Sym.Kind == symDef && c.definitionPrimes(n.Sym) {
			return true
		}
	}
	return n.anyChild(func(k *Node) bool { return c.hasPrimes(k, sc) })
}

// primedOps are the operators that make an expression an action or more.
var primedOps = map[string]bool{"'": true, "UNCHANGED": true, "$SquareAct": true, "$AngleAct": true,
	"[]": true, "<>": true, "$WF": true, "$SF": true, "~>": true, "\\cdot": true, "-+->": true}

func (c *compiler) anyPrimes(args []*Node, sc scope) bool {
	for _, a := range args {
		if c.hasPrimes(a, sc) {
			return true
		}
	}
	return false
}

// definitionPrimes is hasPrimes of a definition's body.
func (c *compiler) definitionPrimes(s *Symbol) bool {
	if v, ok := c.primes[s]; ok || s.Body == nil {
		return v
	}
	c.primes[s] = false // while it is being looked at
	v := c.hasPrimes(s.Body, scope{})
	c.primes[s] = v
	return v
}

// size counts the nodes of a definition with all that it calls, up to a bound.
func (c *compiler) size(s *Symbol) int {
	if n, ok := c.sizes[s]; ok {
		return n
	}
	c.sizes[s] = inlineSize + 1 // recursion is never inlined
	total := 0
	var walk func(n *Node)
	walk = func(n *Node) {
		if total++; total > inlineSize {
			return
		}
		if n.Sym != nil && n.Sym.Kind == symDef && n.Sym.Body != nil {
			total += c.size(n.Sym)
		}
		n.eachChild(walk)
	}
	if s.Body != nil {
		walk(s.Body)
	}
	c.sizes[s] = min(total, inlineSize+1)
	return c.sizes[s]
}
