package tla

// probe is what can be told in advance of the elements of a loop that matter:
// those for which some fields have some values. It is taken from the conditions
// that are tested first, in m.f = e /\ m.g = d /\ ... .
type probe struct {
	fields []Value
	vals   []eval
}

// probeOf finds the fields that a condition compares first with what does not
// depend on x. An implication is a condition on its left side.
func (c *compiler) probeOf(condition *Node, x *Symbol, implied bool, sc scope) *probe {
	if c.unindexed {
		return nil
	}
	n := condition
	for isBuiltin(n, "$Nop") && len(n.Args) == 1 {
		n = n.Args[0]
	}
	if implied {
		if !isBuiltin(n, "=>") || len(n.Args) != 2 {
			return nil
		}
		n = n.Args[0]
	}
	p := &probe{}
	c.addProbes(p, n, x, sc)
	if len(p.fields) == 0 {
		return nil
	}
	return p
}

// addProbes goes through conditions in the order in which they are tested; it
// returns false at the first that is not of the form.
func (c *compiler) addProbes(p *probe, n *Node, x *Symbol, sc scope) bool {
	if n.Kind != nodeApp || n.Sym.Kind != symBuiltin {
		return false
	}
	switch n.Sym.Name {
	case "$ConjList", "\\land":
		for _, a := range n.Args {
			if !c.addProbes(p, a, x, sc) {
				return false
			}
		}
		return true
	case "=":
		if len(n.Args) != 2 {
			return false
		}
		for i, side := range n.Args {
			name, ok := fieldOf(side, x)
			if other := n.Args[1-i]; ok && len(p.fields) < maxProbe && !mentions(other, x) && !introduces(other) {
				k := c.expr(other, sc)
				if !k.sure {
					k.f = deferred(k.f)
				}
				p.fields, p.vals = append(p.fields, internStr(name)), append(p.vals, k.f)
				return true
			}
		}
	}
	return false
}

// introduces says whether an expression binds variables: it is compiled twice if it
// becomes part of a probe, and doubling in each of many levels would not end.
func introduces(n *Node) bool {
	return len(n.Bounds) > 0 || n.Kind == nodeLet || n.anyChild(introduces)
}

// fieldOf returns f if n is x.f.
func fieldOf(n *Node, x *Symbol) (string, bool) {
	if !isBuiltin(n, "$RcdSelect") || len(n.Args) != 2 {
		return "", false
	}
	of, name := n.Args[0], n.Args[1]
	return name.Text, name.Kind == nodeStr && of.Kind == nodeApp && of.Sym == x && len(of.Args) == 0
}

// elements returns the part of a set that a loop must go through. A value that
// is no scalar, or that cannot be computed, ends what is told in advance: whether
// and how that is an error, the test itself decides.
func (p *probe) elements(m *machine, s Value) *node {
	if p == nil || s.o.count < indexFrom {
		return &s.o.node
	}
	vals, n := p.values(m)
	return narrow(s, p.fields[:n], vals[:n])
}

func (p *probe) values(m *machine) (vals [maxProbe]Value, n int) {
	for _, f := range p.vals {
		v := f(m)
		if v.o.kind > KindModel || v.o.kind == KindInvalid {
			break
		}
		vals[n] = v
		n++
	}
	return vals, n
}

// candidates returns those of a set's elements that narrow would not exclude,
// without an index: putting them in order costs more than looking at them.
func (p *probe) candidates(m *machine, elements []Value) []Value {
	if p == nil {
		return elements
	}
	vals, n := p.values(m)
	var out []Value
	for _, x := range elements {
		if !differs(x, p.fields[:n], vals[:n]) {
			out = append(out, x)
		}
	}
	return out
}

// differs says whether comparing the fields of x with vals, one after the other,
// ends in a difference.
func differs(x Value, fields, vals []Value) bool {
	if x.o.kind != KindRecord {
		return false
	}
	for i, name := range fields {
		v, has := x.o.field(name)
		switch {
		case !has:
			return false
		case Equal(v, vals[i]):
			continue
		}
		return maskOf(v).comparable(vals[i])
	}
	return false
}
