package tla

// target returns the variable that an expression assigns: x' in an action, x in
// the initial predicate, through parameters and instances.
func (c *compiler) target(n *Node, sc scope) (int, bool) {
	if n.Kind != nodeApp || sc.primed {
		return 0, false
	}
	if sc.initial {
		return c.variableOf(n, sc)
	}
	if n.Sym.Kind == symBuiltin && n.Sym.Name == "'" {
		return c.variableOf(n.Args[0], sc)
	}
	if b := sc.env.find(n.Sym); b != nil && b.kind == bindName && len(n.Args) == 0 {
		return c.target(b.node, b.scopeIn(sc))
	}
	return 0, false
}

func (c *compiler) variableOf(n *Node, sc scope) (int, bool) {
	if n.Kind != nodeApp || len(n.Args) > 0 {
		return 0, false
	}
	if b := sc.env.find(n.Sym); b != nil {
		if b.kind == bindName {
			return c.variableOf(b.node, b.scopeIn(sc))
		}
		return 0, false
	}
	if b := sc.sub.find(n.Sym); b != nil {
		return c.variableOf(b.node, b.scopeIn(sc))
	}
	i, ok := c.varIndex[n.Sym]
	return i, ok && n.Sym.Kind == symVariable
}

// vector returns the state that a step assigns: the next one, or the one that
// the initial predicate makes.
func vector(sc scope) func(m *machine) []Value {
	if sc.initial {
		return func(m *machine) []Value { return m.st }
	}
	return func(m *machine) []Value { return m.nx }
}

// assign makes variable i equal to e, or tests that it is if it has a value.
func (c *compiler) assign(n *Node, i int, e *Node, sc scope, k step) step {
	f := c.expr(e, sc).f
	vars := vector(sc)
	return func(m *machine) {
		v := f(m)
		m.node = n
		v = force(m, v)
		xs := vars(m)
		if old := xs[i]; old.o != nil {
			if equalValues(m, old, v) {
				k(m)
			}
			return
		}
		xs[i] = v
		m.unset--
		k(m)
		m.unset++
		xs[i] = Value{}
	}
}

// assignAny makes variable i each element of a set in turn.
func (c *compiler) assignAny(n *Node, i int, e *Node, sc scope, k step) step {
	f := c.expr(e, sc).f
	vars, order := vector(sc), c.spec.order
	return func(m *machine) {
		s := asSet(n, f(m))
		m.node = n
		xs := vars(m)
		if old := xs[i]; old.o != nil {
			if contains(m, s, old) {
				k(m)
			}
			return
		}
		s = force(m, s)
		m.unset--
		for _, v := range order.elements(s) {
			xs[i] = v
			if k(m); m.done {
				break
			}
		}
		m.unset++
		xs[i] = Value{}
	}
}

// keptPart is a part of what UNCHANGED keeps: a variable, or an expression that
// must have the same value in the next state.
type keptPart struct {
	variable int
	e        *Node // nil for a variable
	sc       scope
}

// kept splits e of UNCHANGED e: tuples and names are looked into.
func (c *compiler) kept(e *Node, sc scope) []keptPart {
	if c.depth++; c.depth > maxNesting {
		fail(e, "UNCHANGED is nested too deeply")
	}
	defer func() { c.depth-- }()
	c.work(e)
	if i, ok := c.variableOf(e, sc); ok {
		return []keptPart{{variable: i}}
	}
	whole := []keptPart{{e: e, sc: sc}}
	if e.Kind == nodeSubst {
		return c.kept(e.Args[0], c.substScope(e, sc))
	}
	if e.Kind != nodeApp {
		return whole
	}
	b := sc.env.find(e.Sym)
	if b == nil {
		b = sc.sub.find(e.Sym)
	}
	switch {
	case b != nil:
		if (b.kind == bindName || b.kind == bindMemo) && len(e.Args) == 0 {
			return c.kept(b.node, b.scopeIn(sc))
		}
	case isBuiltin(e, "$Tuple", "$Nop"):
		var out []keptPart
		for _, a := range e.Args {
			out = append(out, c.kept(a, sc)...)
		}
		return out
	default:
		if s := c.resolve(e.Sym); s.Kind == symDef && len(e.Args) == 0 && !s.Recursive {
			return c.kept(s.Body, c.baseScope(sc))
		}
	}
	return whole
}

// keep compiles UNCHANGED e.
func (c *compiler) keep(n, e *Node, sc scope, k step) step {
	parts := c.kept(e, sc)
	for i := len(parts) - 1; i >= 0; i-- {
		if p := parts[i]; p.e == nil {
			k = keepVariable(n, p.variable, k)
		} else {
			k = keepValue(c.unchanged(p.e, p.sc).f, k)
		}
	}
	return k
}

func keepValue(same eval, k step) step {
	return func(m *machine) {
		if same(m).n == 1 {
			k(m)
		}
	}
}

// baseScope is the scope of a definition's body before its parameters.
func (c *compiler) baseScope(sc scope) scope {
	if !sc.sub.isOpen() {
		sc.env = nil
	}
	return sc
}

// resolve returns the definition that the configuration puts in the place of s.
func (c *compiler) resolve(s *Symbol) *Symbol {
	if s == nil {
		return nil
	}
	if s.Kind == symStd {
		if t := c.stds[s.Name]; t != nil {
			s = t
		}
	}
	if t := c.redirect[s]; t != nil {
		return t
	}
	return s
}

// standard returns the symbol that stands for an overridden operator of a
// standard module, wherever a module refers to it.
func (c *compiler) standard(name string, arity int) *Symbol {
	s := c.stds[name]
	if s == nil {
		s = &Symbol{Kind: symStd, Name: name, Arity: arity}
		c.stds[name] = s
	}
	return s
}

func keepVariable(n *Node, i int, next step) step {
	return func(m *machine) {
		if i >= len(m.st) {
			fail(n, "UNCHANGED without a state")
		}
		if old := m.nx[i]; old.o != nil {
			m.node = n
			if equalValues(m, old, m.st[i]) {
				next(m)
			}
			return
		}
		m.nx[i] = m.st[i]
		m.unset--
		next(m)
		m.unset++
		m.nx[i] = Value{}
	}
}
