package tla

// domainSet is DOMAIN f of a function with many arguments. Membership is asked
// of the function; only who wants the elements has them written out.
type domainSet struct{ f Value }

func (s domainSet) contains(m *machine, x Value) bool {
	_, ok := s.f.o.get(concrete(m, x))
	return ok
}

func (s domainSet) force(*machine) Value { return domainOf(s.f) }

func (s domainSet) name() string { return "a domain" }

// domainView returns DOMAIN f for a function that is written out.
func domainView(f Value) Value {
	if f.o.count <= maxLeaf {
		return domainOf(f)
	}
	return lazySetOf(domainSet{f})
}

// isDomain says whether s is a domain that is not written out.
func isDomain(s Value) bool {
	if s.o.lazy == nil {
		return false
	}
	_, ok := s.o.lazy.set.(domainSet)
	return ok
}

// isPlain says whether s is written out or an interval. As in TLC a difference
// asks for membership in it when somebody asks for membership in the difference.
func isPlain(s Value) bool {
	if s.o.lazy == nil {
		return true
	}
	_, ok := s.o.lazy.set.(interval)
	return ok
}

// firstArgument returns the smallest argument of a function; no value if it has
// none.
func firstArgument(f Value) Value {
	switch {
	case f.o.count == 0:
		return Value{}
	case f.o.keys == nil:
		return Int(1)
	}
	return f.o.first()
}

// domainOperand returns f if n is DOMAIN f.
func domainOperand(n *Node) (*Node, bool) {
	if isBuiltin(n, "DOMAIN") && len(n.Args) == 1 {
		return n.Args[0], true
	}
	return nil, false
}

// inDomain compiles x \in DOMAIN f without making the domain.
func (c *compiler) inDomain(n, x, f *Node, want bool, sc scope) code {
	xc, fc := c.expr(x, sc), c.expr(f, sc)
	return boolean(func(m *machine) bool {
		x := xc.f(m)
		g := fc.f(m)
		m.node = n
		if !isFunction(g) {
			fail(n.Args[1], "DOMAIN of %s", describe(g))
		}
		if g.o.lazy != nil {
			return contains(m, g.o.lazy.fn.domain(), x) == want
		}
		if g.o.count == 0 {
			return !want
		}
		_, ok := g.o.get(concrete(m, x))
		return ok == want
	}, xc.deps|fc.deps)
}

// restricting recognizes the body g[x] of [x \in S |-> g[x]], where g does not
// depend on x.
func restricting(n *Node) (g *Node, ok bool) {
	if len(n.Bounds) != 1 || n.Bounds[0].Tuple || len(n.Bounds[0].Vars) != 1 {
		return nil, false
	}
	body, x := n.Args[0], n.Bounds[0].Vars[0]
	if !isBuiltin(body, "$FcnApply") || len(body.Args) != 2 {
		return nil, false
	}
	arg := body.Args[1]
	return body.Args[0], arg.Kind == nodeApp && arg.Sym == x && !mentions(body.Args[0], x)
}

// mentions says whether a variable occurs in an expression.
func mentions(n *Node, s *Symbol) bool {
	return n.Sym == s || n.anyChild(func(k *Node) bool { return mentions(k, s) })
}

// restricted returns [x \in s |-> f[x]] without looking at what stays, where s is
// a large function's domain without a few of its arguments and g gives that
// function. A truncation costs what it takes away.
func restricted(m *machine, s Value, g eval) (Value, bool) {
	if s.o.lazy == nil {
		return Value{}, false
	}
	set, without := s.o.lazy.set, emptySet
	if d, ok := set.(minusSet); ok {
		if d.a.o.lazy == nil {
			return Value{}, false
		}
		set, without = d.a.o.lazy.set, d.b
	}
	d, ok := set.(domainSet)
	if !ok {
		return Value{}, false
	}
	gone, ok := leaving(d.f, without)
	if !ok || !sameValue(d.f, g(m)) {
		return Value{}, false
	}
	f := d.f
	for _, k := range gone {
		f = withoutKey(f, k)
	}
	return f, true
}

// leaving lists the arguments of f that are in a set, if that can be told at the
// cost of a few and most of them stay.
func leaving(f, s Value) ([]Value, bool) {
	if s.o.lazy == nil {
		return s.o.flatKeys(), s.o.count*2 <= f.o.count
	}
	i, ok := s.o.lazy.set.(interval)
	if !ok || f.o.keys == nil {
		return nil, false
	}
	var gone []Value
	f.o.eachFrom(Int(i.lo), func(k Value) bool {
		n, isInt := k.Int64()
		if !isInt || n > i.hi {
			return false
		}
		gone = append(gone, k)
		return true
	})
	return gone, len(gone)*2 <= f.o.count
}
