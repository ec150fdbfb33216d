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
		v = concrete(m, v)
		xs := vars(m)
		if old := xs[i]; old.o != nil {
			if Equal(old, v) {
				k(m)
			}
			return
		}
		xs[i] = v
		k(m)
		xs[i] = Value{}
	}
}

// assignAny makes variable i each element of a set in turn.
func (c *compiler) assignAny(n *Node, i int, e *Node, sc scope, k step) step {
	f := c.expr(e, sc).f
	vars := vector(sc)
	return func(m *machine) {
		s := asSet(n, f(m))
		m.node = n
		xs := vars(m)
		if old := xs[i]; old.o != nil {
			if c.member(m, n, old, s) {
				k(m)
			}
			return
		}
		s = force(m, s)
		s.o.eachKey(func(v Value) bool {
			xs[i] = v
			k(m)
			return !m.done
		})
		xs[i] = Value{}
	}
}

// keptVariables returns the variables of an UNCHANGED.
func (c *compiler) keptVariables(n *Node, sc scope) []int {
	if c.depth++; c.depth > maxNesting {
		fail(n, "UNCHANGED is nested too deeply")
	}
	defer func() { c.depth-- }()
	if i, ok := c.variableOf(n, sc); ok {
		return []int{i}
	}
	if n.Kind == nodeSubst {
		return c.keptVariables(n.Args[0], c.substScope(n, sc))
	}
	if n.Kind == nodeApp {
		if b := sc.env.find(n.Sym); b != nil {
			if (b.kind == bindName || b.kind == bindMemo) && len(n.Args) == 0 {
				return c.keptVariables(b.node, b.scopeIn(sc))
			}
		} else if b := sc.sub.find(n.Sym); b != nil {
			return c.keptVariables(b.node, b.scopeIn(sc))
		} else if n.Sym.Kind == symBuiltin && (n.Sym.Name == "$Tuple" || n.Sym.Name == "$Nop") {
			out := []int{}
			for _, a := range n.Args {
				out = append(out, c.keptVariables(a, sc)...)
			}
			return out
		} else if s := c.resolve(n.Sym); s.Kind == symDef && len(n.Args) == 0 && !s.Recursive {
			in := sc
			in.env = nil
			if sc.sub.isOpen() {
				in.env = sc.env
			}
			return c.keptVariables(s.Body, in)
		}
	}
	fail(n, "UNCHANGED of something that is not a variable or a tuple of variables is not supported")
	return nil
}

func (c *compiler) resolve(s *Symbol) *Symbol {
	if t := c.redirect[s]; t != nil {
		return t
	}
	return s
}

// keep leaves variables as they are.
func (c *compiler) keep(n *Node, vars []int, k step) step {
	for j := len(vars) - 1; j >= 0; j-- {
		i, next := vars[j], k
		k = func(m *machine) {
			if i >= len(m.st) {
				fail(n, "UNCHANGED without a state")
			}
			if old := m.nx[i]; old.o != nil {
				if Equal(old, m.st[i]) {
					next(m)
				}
				return
			}
			m.nx[i] = m.st[i]
			next(m)
			m.nx[i] = Value{}
		}
	}
	return k
}

// actForall is a conjunction over the elements of a set: each element's part
// goes on with the next element's.
func (c *compiler) actForall(n *Node, sc scope, k step) step {
	if len(n.Bounds) != 1 || len(n.Bounds[0].Vars) != 1 {
		fail(n, "\\A with several variables in an action is not supported")
	}
	lo := sc.u.slots
	inner, loops, _ := c.loops(n, sc)
	l := loops[0]
	index := sc.u.slot()
	var part step
	hi := 0
	begin := func(m *machine, i int) {
		s := m.stack[m.fp+l.keep]
		if i == s.o.count {
			k(m)
			return
		}
		m.stack[m.fp+l.slots[0]] = s.o.flatKeys()[i]
		m.stack[m.fp+index] = Int(int64(i))
		part(m)
	}
	part = c.act(n.Args[0], inner, func(m *machine) {
		base := m.push(hi - lo)
		copy(m.stack[base:base+hi-lo], m.stack[m.fp+lo:m.fp+hi])
		begin(m, int(m.stack[m.fp+index].n)+1)
		copy(m.stack[m.fp+lo:m.fp+hi], m.stack[base:base+hi-lo])
		m.sp = base
	}, nil)
	hi = sc.u.slots
	return func(m *machine) {
		s := asSet(l.n, l.set(m))
		m.node = l.n
		m.stack[m.fp+l.keep] = force(m, s)
		begin(m, 0)
	}
}
