package tla

import (
	"slices"
	"strings"
)

func asSet(n *Node, v Value) Value {
	if v.o.kind != KindSet {
		fail(n, "%s is used as a set", describe(v))
	}
	return v
}

func (c *compiler) subseteq(n *Node, sc scope) code {
	return c.relation(n, sc, func(m *machine, a, b Value) bool {
		asSet(n, a)
		asSet(n, b)
		return subsetOf(m, force(m, a), b) // which sees when both are the same, but TLC enumerates a first
	})
}

func (c *compiler) union(n *Node, sc scope) code {
	return c.binary(n, sc, func(m *machine, a, b Value) Value {
		asSet(n, a)
		asSet(n, b)
		switch written := isReducible(a); { // TLC asks a set that it can write out first
		case written && isReducible(b):
			return union(force(m, a), force(m, b))
		case !written && isReducible(b):
			return lazySetOf(unionSet{b, a})
		}
		return lazySetOf(unionSet{a, b})
	})
}

func (c *compiler) intersect(n *Node, sc scope) code {
	return c.binary(n, sc, func(m *machine, a, b Value) Value {
		asSet(n, a)
		asSet(n, b)
		if !isReducible(a) {
			a, b = b, a
		}
		if !isReducible(a) {
			return lazySetOf(meetSet{b, a})
		}
		return filter(force(m, a), func(x Value) bool { return contains(m, b, x) })
	})
}

func (c *compiler) difference(n *Node, sc scope) code {
	return c.binary(n, sc, func(m *machine, a, b Value) Value {
		asSet(n, a)
		asSet(n, b)
		if !isReducible(a) || isDomain(a) && isPlain(b) {
			return lazySetOf(minusSet{a, b})
		}
		return minus(m, force(m, a), b)
	})
}

func (c *compiler) subset(n *Node, sc scope) code {
	k := c.expr(n.Args[0], sc)
	return code{f: func(m *machine) Value { return lazySetOf(powerSet{asSet(n, k.f(m))}) }, deps: k.deps}
}

func (c *compiler) unionAll(n *Node, sc scope) code {
	k := c.expr(n.Args[0], sc)
	return code{f: func(m *machine) Value {
		s := asSet(n, k.f(m))
		m.node = n
		if l := s.o.lazy; l != nil {
			if loose, ok := l.set.(looseSet); ok {
				for _, t := range loose.elems {
					asSet(n, t)
				}
				return lazySetOf(bigUnion{loose.elems})
			}
		}
		var xs []Value
		force(m, s).o.eachKey(func(t Value) bool {
			t = force(m, asSet(n, t))
			xs = append(xs, t.o.flatKeys()...)
			return true
		})
		return setEvaluated(xs)
	}, deps: k.deps}
}

func (c *compiler) domain(n *Node, sc scope) code {
	k := c.expr(n.Args[0], sc)
	return code{f: func(m *machine) Value {
		f := k.f(m)
		if !isFunction(f) {
			fail(n, "DOMAIN of %s", describe(f))
		}
		if f.o.lazy != nil {
			return f.o.lazy.fn.domain()
		}
		return domainView(f)
	}, deps: k.deps}
}

func (c *compiler) enumerated(n *Node, sc scope) code {
	fs, d, sure := c.all(n.Args, sc)
	if len(fs) == 0 {
		return literal(emptySet)
	}
	return code{f: func(m *machine) Value {
		xs := make([]Value, len(fs))
		for i, f := range fs {
			xs[i] = concrete(m, f(m))
		}
		m.node = n
		return setEvaluated(xs)
	}, deps: d, sure: sure && d != 0}
}

func (c *compiler) tuple(n *Node, sc scope) code {
	fs, d, sure := c.all(n.Args, sc)
	if len(fs) == 0 {
		return literal(emptyTuple)
	}
	return code{f: func(m *machine) Value {
		xs := make([]Value, len(fs))
		for i, f := range fs {
			xs[i] = concrete(m, f(m))
		}
		return tupleOf(xs)
	}, deps: d, sure: sure && d != 0}
}

func (c *compiler) product(n *Node, sc scope) code {
	fs, d, _ := c.all(n.Args, sc)
	return code{f: func(m *machine) Value {
		parts := make([]Value, len(fs))
		for i, f := range fs {
			parts[i] = asSet(n, f(m))
		}
		return lazySetOf(productSet{parts: parts})
	}, deps: d}
}

func (c *compiler) functions(n *Node, sc scope) code {
	return c.binary(n, sc, func(_ *machine, a, b Value) Value {
		return lazySetOf(functionSet{asSet(n, a), asSet(n, b)})
	})
}

// fields splits the pairs of a record constructor, sorted by name.
func (c *compiler) fields(n *Node, sc scope) (keys []Value, fs []eval, d deps, sure bool) {
	pairs := slices.Clone(n.Args)
	for _, p := range pairs {
		if p == nil || len(p.Args) != 2 || p.Args[0] == nil || p.Args[0].Kind != nodeStr {
			fail(n, "malformed record")
		}
	}
	slices.SortStableFunc(pairs, func(a, b *Node) int { return strings.Compare(a.Args[0].Text, b.Args[0].Text) })
	sure = true
	for i, p := range pairs {
		if i > 0 && p.Args[0].Text == pairs[i-1].Args[0].Text {
			fail(p, "field %s twice in a record", p.Args[0].Text)
		}
		k := c.expr(p.Args[1], sc)
		keys, fs, d, sure = append(keys, internStr(p.Args[0].Text)), append(fs, k.f), d|k.deps, sure && k.sure
	}
	return keys, fs, d, sure
}

func (c *compiler) record(n *Node, sc scope) code {
	keys, fs, d, sure := c.fields(n, sc)
	return code{f: func(m *machine) Value {
		vals := make([]Value, len(fs))
		for i, f := range fs {
			vals[i] = concrete(m, f(m))
		}
		return functionOfSorted(keys, vals)
	}, deps: d, sure: sure && d != 0}
}

func (c *compiler) records(n *Node, sc scope) code {
	keys, fs, d, _ := c.fields(n, sc)
	return code{f: func(m *machine) Value {
		parts := make([]Value, len(fs))
		for i, f := range fs {
			parts[i] = asSet(n, f(m))
		}
		return lazySetOf(productSet{keys: keys, parts: parts})
	}, deps: d}
}

func (c *compiler) apply(n *Node, sc scope) code {
	f := c.expr(n.Args[0], sc)
	if n.Args[1].Kind == nodeStr {
		key := internStr(n.Args[1].Text)
		return code{f: func(m *machine) Value {
			g := f.f(m)
			if g.o.kind == KindRecord {
				if v, ok := g.o.field(key); ok {
					return v
				}
			}
			if v, ok := apply(m, g, key); ok {
				return v
			}
			return badApply(n, g, key)
		}, deps: f.deps}
	}
	return applied(n, f, c.expr(n.Args[1], sc))
}

// applied compiles f[x].
func applied(n *Node, f, x code) code {
	return code{f: func(m *machine) Value {
		g := f.f(m)
		a := x.f(m)
		m.node = n
		if v, ok := apply(m, g, a); ok {
			return v
		}
		return badApply(n, g, a)
	}, deps: f.deps | x.deps}
}

func badApply(n *Node, f, x Value) Value {
	if !isFunction(f) {
		fail(n, "%s is applied to %s, but is not a function", describe(f), describe(x))
	}
	if t, ok := x.Text(); ok && f.Kind() == KindRecord {
		fail(n, "%s has no field %s", describe(f), t)
	}
	fail(n, "%s is not in the domain of %s", describe(x), describe(f))
	return Value{}
}

// update is one ![a][b] = e of an EXCEPT.
type update struct {
	path []eval
	at   int
	e    eval
}

func (c *compiler) except(n *Node, sc scope) code {
	if len(n.Args) == 0 {
		fail(n, "malformed EXCEPT")
	}
	f := c.expr(n.Args[0], sc)
	d := f.deps
	var us []update
	for _, p := range n.Args[1:] {
		if p == nil || len(p.Args) != 2 || p.Args[0] == nil || len(p.Args[0].Args) == 0 {
			fail(n, "malformed EXCEPT")
		}
		path, pd, _ := c.all(p.Args[0].Args, sc)
		in := sc
		in.at = sc.u.slot()
		e := c.expr(p.Args[1], in)
		d |= pd | e.deps
		us = append(us, update{path, in.at, e.f})
	}
	return code{f: func(m *machine) Value {
		v := f.f(m)
		for i := range us {
			m.node = n
			v = us[i].apply(m, n, concrete(m, v), 0)
		}
		return v
	}, deps: d}
}

// apply changes f. As in TLC, nothing changes if the argument is outside the
// domain.
func (u *update) apply(m *machine, n *Node, f Value, i int) Value {
	if !isFunction(f) {
		fail(n, "EXCEPT changes %s, which is not a function", describe(f))
	}
	key := concrete(m, u.path[i](m))
	m.node = n
	if k := f.Kind(); k == KindTuple && key.o != intObject && f.o.lazy == nil && f.o.count > 0 ||
		k == KindRecord && key.Kind() != KindString {
		fail(n, "EXCEPT applies the %s %s to %s", k, f, describe(key))
	}
	old, ok := apply(m, f, key)
	if !ok {
		return f
	}
	var value Value
	if i+1 < len(u.path) {
		value = u.apply(m, n, concrete(m, old), i+1)
	} else {
		m.stack[m.fp+u.at] = old
		value = concrete(m, u.e(m))
	}
	if f.o.lazy == nil {
		return withKey(f, key, value)
	}
	if g, ok := f.o.lazy.fn.(*looseFunction); ok {
		return g.with(m, key, value)
	}
	return lazyFunctionOf(&lambda{f.o.lazy.fn.domain(), func(m *machine, x Value) Value {
		if equalValues(m, key, x) {
			return value
		}
		v, _ := f.o.lazy.fn.apply(m, x)
		return v
	}})
}
