package tla

// step is a part of an action compiled for the search: it makes what is true of
// it true, by assigning primed variables, and goes on with the rest of the
// action, once for every way. What follows it is compiled into it.
type step func(m *machine)

// label follows TLC's naming of actions: a disjunct of the next-state relation
// is named after the innermost definition that was entered while nothing but
// disjunctions, quantifiers over constant sets, LETs and calls with constant
// arguments was passed; a call with others settles its own name. It is nil once
// the name is settled.
type label struct{ name string }

// act compiles an action; k is what to do when it holds.
func (c *compiler) act(n *Node, sc scope, k step, l *label) step {
	if c.depth++; c.depth > maxNesting {
		fail(n, "actions are nested too deeply")
	}
	defer func() { c.depth-- }()
	sc.u.nest(c.depth)
	c.work(n)
	switch n.Kind {
	case nodeLet:
		sc2, slots := c.let(n, sc)
		return forgetting(slots, c.act(n.Args[0], sc2, k, l))
	case nodeSubst:
		if len(n.Substs) > 0 && l != nil {
			return settled(l, c, c.act(n.Args[0], c.substScope(n, sc), k, nil))
		}
		return c.act(n.Args[0], c.substScope(n, sc), k, l)
	case nodeApp:
	default:
		return settled(l, c, c.testStep(n, sc, k))
	}
	if sc.bound && !c.hasPrimes(n, sc) && !sc.initial {
		return c.testStep(n, sc, k)
	}
	if b := sc.env.find(n.Sym); b != nil {
		return c.actBinding(n, b, sc, k, l)
	}
	switch n.Sym.Kind {
	case symBuiltin:
		return c.actBuiltin(n, sc, k, l)
	case symConstant, symVariable:
		if b := sc.sub.find(n.Sym); b != nil {
			return c.actBinding(n, b, sc, k, l)
		}
	}
	s := c.resolve(n.Sym)
	if s.Kind == symDef {
		if _, value := c.consts[n.Sym]; !value {
			return c.actCall(n, s, sc, c.baseScope(sc), k, l)
		}
	}
	return settled(l, c, c.testStep(n, sc, k))
}

// settled fixes the label of an action that is about to begin.
func settled(l *label, c *compiler, s step) step {
	if l == nil {
		return s
	}
	id := c.spec.labelID(l.name)
	return func(m *machine) {
		m.label = id
		s(m)
	}
}

// testStep goes on if a predicate holds.
func (c *compiler) testStep(n *Node, sc scope, k step) step {
	p, _ := c.test(n, sc)
	return func(m *machine) {
		if p(m) {
			k(m)
		}
	}
}

func forgetting(slots []int, s step) step {
	if len(slots) == 0 {
		return s
	}
	return func(m *machine) {
		m.forget(slots)
		s(m)
	}
}

func (c *compiler) actBinding(n *Node, b *binding, sc scope, k step, l *label) step {
	switch b.kind {
	case bindName, bindMemo:
		if len(n.Args) == 0 {
			return c.act(b.node, b.scopeIn(sc), k, l)
		}
	case bindLet:
		base := b.sc
		base.u = sc.u
		return c.actCall(n, n.Sym, sc, base, k, l)
	case bindOp:
		given := b.scopeIn(sc)
		s := b.node.Sym
		if inner := given.env.find(s); inner != nil {
			m := *n
			m.Sym = s
			return c.actBinding(&m, inner, sc, k, l)
		}
		s = c.resolve(s)
		if s.Kind == symDef {
			return c.actCall(n, s, sc, given.ofOperator(s), k, l)
		}
		m := *n
		m.Sym = s
		return c.act(&m, sc, k, l)
	}
	return settled(l, c, c.testStep(n, sc, k))
}

func (c *compiler) actCall(n *Node, s *Symbol, sc, base scope, k step, l *label) step {
	if len(n.Args) != len(s.Params) {
		fail(n, "%s has %d parameters and is given %d arguments", s.Name, len(s.Params), len(n.Args))
	}
	if s.Recursive {
		return settled(l, c, c.actRecursive(n, s, sc, base, k))
	}
	bodyScope, slots := c.bindArgs(s, n.Args, sc, base)
	if l == nil {
		return forgetting(slots, c.act(s.Body, bodyScope, k, nil))
	}
	named := &label{s.Name}
	for _, a := range n.Args {
		if a.Kind == nodeOp || !c.constantLevel(a, sc) {
			return settled(named, c, forgetting(slots, c.act(s.Body, bodyScope, k, nil)))
		}
	}
	return forgetting(slots, c.act(s.Body, bodyScope, k, named))
}

// constantLevel says whether an expression has TLA+'s level 0.
func (c *compiler) constantLevel(n *Node, sc scope) bool {
	if c.hasPrimes(n, sc) {
		return false
	}
	return !c.usesVariables(n, sc, map[*Symbol]bool{})
}

func (c *compiler) usesVariables(n *Node, sc scope, seen map[*Symbol]bool) bool {
	return c.uses(n, sc, func(*Symbol) bool { return true }, seen)
}

// uses says whether an expression uses a variable that which is true of.
func (c *compiler) uses(n *Node, sc scope, which func(*Symbol) bool, seen map[*Symbol]bool) bool {
	c.work(n)
	if n.Sym != nil {
		switch b := sc.env.find(n.Sym); {
		case b != nil:
			if b.node != nil && b.kind != bindLet && c.uses(b.node, b.sc, which, seen) {
				return true
			}
		case n.Sym.Kind == symVariable || n.Sym.Kind == symConstant:
			if b := sc.sub.find(n.Sym); b != nil {
				if c.uses(b.node, b.sc, which, seen) {
					return true
				}
			} else if n.Sym.Kind == symVariable && which(n.Sym) {
				return true
			}
		}
		s := c.resolve(n.Sym)
		if s.Kind == symDef && !seen[s] {
			seen[s] = true
			if c.uses(s.Body, c.baseScope(sc), which, seen) {
				return true
			}
		}
	}
	if n.Kind == nodeSubst {
		return c.uses(n.Args[0], c.substScope(n, sc), which, seen)
	}
	return n.anyChild(func(k *Node) bool { return c.uses(k, sc, which, seen) })
}

func (c *compiler) actBuiltin(n *Node, sc scope, k step, l *label) step {
	if want, ok := builtinArity[n.Sym.Name]; ok && len(n.Args) != want {
		fail(n, "%s has %d arguments instead of %d", n.Sym.Name, len(n.Args), want)
	}
	switch n.Sym.Name {
	case "$Nop":
		return c.act(n.Args[0], sc, k, l)
	case "$DisjList", "\\lor":
		var branches []step
		for _, a := range n.Args {
			branches = append(branches, c.act(a, sc, k, l))
		}
		return func(m *machine) {
			for _, b := range branches {
				b(m)
				if m.done {
					return
				}
			}
		}
	case "$BoundedExists":
		if l != nil && !c.constantBounds(n, sc) {
			return settled(l, c, c.actExists(n, sc, k, nil))
		}
		return c.actExists(n, sc, k, l)
	}
	return settled(l, c, c.actInside(n, sc, k))
}

func (c *compiler) constantBounds(n *Node, sc scope) bool {
	for _, b := range n.Bounds {
		if b.Set == nil || !c.constantLevel(b.Set, sc) {
			return false
		}
	}
	return true
}

func (c *compiler) actExists(n *Node, sc scope, k step, l *label) step {
	inner, loops, _ := c.loops(n, sc)
	if sc.bound {
		c.narrowLast(loops, n, false, inner)
	} else {
		c.searched(loops, n, inner)
	}
	s := c.act(n.Args[0], inner, k, l)
	run := nest(loops, func(m *machine) bool {
		s(m)
		return !m.done
	})
	return func(m *machine) { run(m) }
}

// actInside compiles what has no effect on the label.
func (c *compiler) actInside(n *Node, sc scope, k step) step {
	switch n.Sym.Name {
	case "$ConjList", "\\land":
		if len(n.Args) == 0 {
			return k
		}
		for i := len(n.Args) - 1; i > 0; i-- {
			k = c.later(n.Args[i], sc, k)
		}
		return c.act(n.Args[0], sc, k, nil)
	case "=>":
		p, _ := c.test(n.Args[0], sc)
		q := c.act(n.Args[1], sc, k, nil)
		return func(m *machine) {
			if p(m) {
				q(m)
			} else {
				k(m)
			}
		}
	case "$IfThenElse":
		p, _ := c.test(n.Args[0], sc)
		a, b := c.act(n.Args[1], sc, k, nil), c.act(n.Args[2], sc, k, nil)
		return func(m *machine) {
			if p(m) {
				a(m)
			} else {
				b(m)
			}
		}
	case "$Case":
		tests, _ := c.arms(n, sc)
		var arms []step
		for _, p := range n.Args {
			arms = append(arms, c.act(p.Args[1], sc, k, nil))
		}
		return func(m *machine) {
			for i, t := range tests {
				if t == nil || t(m) {
					arms[i](m)
					return
				}
			}
			fail(n, "no arm of the CASE holds")
		}
	case "$FcnApply":
		if s, ok := c.actApply(n, sc, k); ok {
			return s
		}
	case "=":
		if i, ok := c.target(n.Args[0], sc); ok {
			return c.assign(n, i, n.Args[1], sc, k)
		}
	case "\\in":
		if i, ok := c.target(n.Args[0], sc); ok {
			return c.assignAny(n, i, n.Args[1], sc, k)
		}
	case "UNCHANGED":
		if !sc.initial && !sc.primed {
			return c.keep(n, n.Args[0], sc, k)
		}
	case "$SquareAct":
		if !sc.initial && !sc.primed {
			a, b := c.act(n.Args[0], sc, k, nil), c.keep(n, n.Args[1], sc, k)
			return func(m *machine) {
				a(m)
				if !m.done {
					b(m)
				}
			}
		}
	case "$AngleAct":
		if !sc.initial && !sc.primed {
			same := c.unchanged(n.Args[1], sc).f
			return c.act(n.Args[0], sc, func(m *machine) {
				if same(m).n == 0 {
					k(m)
				}
			}, nil)
		}
	case "$BoundedForall":
		return c.actForall(n, sc, k)
	}
	return c.testStep(n, sc, k)
}
