package tla

// describe says why the predicate n, which has no primes and is not want, is
// not: it looks for the smallest part that decides.
func (x *explainer) describe(n *Node, sc scope, want bool) *Why {
	var w *Why
	outer := x.through
	err := x.attemptTo(func() { w = x.culprit(n, sc, want) })
	x.through = outer
	if err != nil || w == nil {
		return x.leaf(n, sc, want)
	}
	return w
}

// culprit returns nil if n is to be described as a whole.
func (x *explainer) culprit(n *Node, sc scope, want bool) (w *Why) {
	if u := x.unfold(n, sc); u != nil {
		x.forget(u.slots)
		if u.call == nil && !x.composite(u.body) && n.Kind == nodeApp && !isBuiltin(n, "$Nop") {
			return nil // a name for a value: it is said what the value is
		}
		x.inside(u.call, func() { w = x.describe(u.body, u.sc, want) })
		return w
	}
	if n.Kind != nodeApp || n.Sym.Kind != symBuiltin {
		return nil
	}
	switch n.Sym.Name {
	case "\\lnot":
		return x.describe(n.Args[0], sc, !want)
	case "$ConjList", "\\land", "$DisjList", "\\lor":
		all := isBuiltin(n, "$ConjList", "\\land")
		if all == want {
			return x.firstOtherwise(n.Args, sc, want)
		}
		if want {
			return x.neither(n, sc)
		}
	case "=>":
		if want {
			call := &Call{Pos: n.Args[0].Pos, Text: x.source(n.Args[0]) + " =>"}
			x.inside(call, func() { w = x.describe(n.Args[1], sc, true) })
			return w
		}
	case "$IfThenElse", "$Case":
		branch, call := x.branch(n, sc)
		x.inside(call, func() { w = x.describe(branch, sc, want) })
		return w
	case "$BoundedForall", "$BoundedExists":
		if (n.Sym.Name == "$BoundedForall") == want {
			return x.counterexample(n, sc, want)
		}
		return x.nearest(n, sc, want)
	}
	return nil
}

// composite says whether an expression is a formula with parts.
func (x *explainer) composite(n *Node) bool {
	return n.Kind != nodeApp || n.Sym.Kind != symBuiltin || isBuiltin(n, "\\lnot", "$ConjList", "\\land", "$DisjList", "\\lor", "=>",
		"$IfThenElse", "$Case", "$BoundedForall", "$BoundedExists", "=", "/=", "\\in", "\\notin", "\\subseteq")
}

// firstOtherwise describes the first part that is not as wanted.
func (x *explainer) firstOtherwise(ns []*Node, sc scope, want bool) *Why {
	for _, a := range ns {
		if x.truth(a, sc) != want {
			return x.describe(a, sc, want)
		}
	}
	return nil
}

// neither describes a disjunction by its branches.
func (x *explainer) neither(n *Node, sc scope) *Why {
	if len(n.Args) == 1 {
		return x.describe(n.Args[0], sc, true)
	}
	w := x.failure(n, nil)
	outer := x.through
	x.through = nil
	for _, a := range n.Args {
		w.Branches = append(w.Branches, x.describe(a, sc, true))
	}
	x.through = outer
	return w
}

// branch is what an IF or CASE comes to, and how.
func (x *explainer) branch(n *Node, sc scope) (*Node, *Call) {
	if n.Sym.Name == "$IfThenElse" {
		text, branch := "ELSE of IF ", n.Args[2]
		if x.truth(n.Args[0], sc) {
			text, branch = "THEN of IF ", n.Args[1]
		}
		return branch, &Call{Pos: branch.Pos, Text: text + x.source(n.Args[0])}
	}
	for _, p := range n.Args {
		if p.Args[0] == nil {
			return p.Args[1], &Call{Pos: p.Args[1].Pos, Text: "OTHER of CASE"}
		}
		if x.truth(p.Args[0], sc) {
			return p.Args[1], &Call{Pos: p.Args[1].Pos, Text: "CASE " + x.source(p.Args[0])}
		}
	}
	fail(n, "no arm of the CASE holds")
	return nil, nil
}

// element is what the variables of a quantifier stand for at this moment.
func (x *explainer) element(n *Node, inner scope) []NamedValue {
	var out []NamedValue
	for _, b := range n.Bounds {
		for _, v := range b.Vars {
			out = append(out, NamedValue{v.Name, x.m.stack[inner.env.find(v).slot]})
		}
	}
	return out
}

func (x *explainer) boundsSource(bs []Bound) string { return x.c.spec.module.printer().bounds(bs) }

// counterexample finds the first element for which the body is not as wanted, and
// describes that.
func (x *explainer) counterexample(n *Node, sc scope, want bool) (w *Why) {
	inner, loops, _ := x.c.loops(n, sc)
	p, _ := x.c.test(n.Args[0], inner)
	x.fit()
	if nest(loops, func(m *machine) bool { return p(m) == want })(x.m) {
		return nil
	}
	// The slots still hold the element.
	quantifier := `\A`
	if !want {
		quantifier = `\E`
	}
	call := &Call{Pos: n.Pos, Text: quantifier + " " + x.boundsSource(n.Bounds), Values: x.element(n, inner)}
	x.inside(call, func() { w = x.describe(n.Args[0], inner, want) })
	return w
}

// nearest describes why no element will do, by the one that gets furthest.
func (x *explainer) nearest(n *Node, sc scope, want bool) *Why {
	inner, loops, _ := x.c.loops(n, sc)
	score := x.score(n.Args[0], inner, want)
	x.fit()
	var slots []int
	for _, l := range loops {
		slots = append(slots, l.slots...)
	}
	near := &Nearest{}
	top := -1.0
	best := make([]Value, len(slots))
	nest(loops, func(m *machine) bool {
		near.Elements++
		if s := score(m); s > top {
			top = s
			for i, slot := range slots {
				best[i] = m.stack[slot]
			}
		}
		return true
	})(x.m)
	if near.Elements == 0 {
		if !want {
			return nil
		}
		return x.emptyBound(n, sc)
	}
	w := x.failure(n, nil)
	if !want {
		w.Conjunct = negated(w.Conjunct)
	}
	for i, slot := range slots {
		x.m.stack[slot] = best[i]
	}
	outer := x.through
	x.through = nil
	if near.Elements == 1 || top > 0 {
		near.Element = x.element(n, inner)
		near.Why = x.describe(n.Args[0], inner, want)
	} else {
		first, own := x.firstConjunct(n.Args[0], inner, want)
		near.Why = x.failure(first, nil)
		if !want {
			near.Why.Conjunct = negated(near.Why.Conjunct)
		}
		if own { // not those of one element
			near.Why.Values = x.terms(first, sc, nil)
		} else {
			near.Why.Values = x.locals(n, sc)
		}
	}
	x.through = outer
	w.Nearest = near
	return w
}

// firstConjunct is the first part of a predicate, and whether it stands in the
// predicate itself, not in a definition that it uses.
func (x *explainer) firstConjunct(n *Node, sc scope, want bool) (first *Node, own bool) {
	own = true
	for {
		if u := x.unfold(n, sc); u != nil && x.composite(u.body) {
			own = own && isBuiltin(n, "$Nop")
			x.forget(u.slots)
			n, sc = u.body, u.sc
			continue
		}
		if !isBuiltin(n, "$ConjList", "\\land") || !want {
			return n, own
		}
		n = n.Args[0]
	}
}

// emptyBound is why an \E fails that ranges over nothing.
func (x *explainer) emptyBound(n *Node, sc scope) *Why {
	w := x.failure(n, nil)
	for _, b := range n.Bounds {
		if v := x.eval(b.Set, sc); force(x.m, asSet(b.Set, v)).o.count == 0 {
			w.Values = append(w.Values, NamedValue{x.source(b.Set), emptySet})
			break
		}
	}
	w.Values = merge(w.Values, x.locals(n, sc))
	return w
}
