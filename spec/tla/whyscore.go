package tla

// scorer says how far a predicate that is not as wanted gets: 0 at its first
// part, nearly 1 at its last.
type scorer func(m *machine) float64

func hopeless(*machine) float64 { return 0 }

// score compiles the measure by which the nearest element of an \E is found.
func (x *explainer) score(n *Node, sc scope, want bool) scorer {
	if x.visits++; x.visits > maxVisits {
		return hopeless
	}
	if u := x.unfold(n, sc); u != nil {
		inner := x.score(u.body, u.sc, want)
		return func(m *machine) float64 {
			for _, s := range u.slots {
				m.stack[m.fp+s] = Value{}
			}
			return inner(m)
		}
	}
	if n.Kind != nodeApp || n.Sym.Kind != symBuiltin {
		return hopeless
	}
	switch n.Sym.Name {
	case "\\lnot":
		return x.score(n.Args[0], sc, !want)
	case "$ConjList", "\\land", "$DisjList", "\\lor":
		if isBuiltin(n, "$ConjList", "\\land") == want {
			return x.scoreAll(n.Args, sc, want)
		}
		return x.scoreAny(n.Args, sc, want)
	case "=>":
		if want {
			return x.score(n.Args[1], sc, true)
		}
	case "$BoundedExists", "$BoundedForall":
		if (n.Sym.Name == "$BoundedExists") == want {
			return x.scoreNearest(n, sc, want)
		}
		return x.scoreShare(n, sc, want)
	}
	return hopeless
}

// scoreAll is the share of the parts before the first that fails, and how far
// that one gets.
func (x *explainer) scoreAll(ns []*Node, sc scope, want bool) scorer {
	tests, _ := x.c.tests(ns, sc)
	parts := x.scores(ns, sc, want)
	return func(m *machine) float64 {
		for i, t := range tests {
			if t(m) != want {
				return (float64(i) + parts[i](m)) / float64(len(tests))
			}
		}
		return 1
	}
}

func (x *explainer) scores(ns []*Node, sc scope, want bool) []scorer {
	out := make([]scorer, len(ns))
	for i, a := range ns {
		out[i] = x.score(a, sc, want)
	}
	return out
}

// scoreAny is the branch that gets furthest.
func (x *explainer) scoreAny(ns []*Node, sc scope, want bool) scorer {
	parts := x.scores(ns, sc, want)
	return func(m *machine) float64 {
		top := 0.0
		for _, p := range parts {
			top = max(top, p(m))
		}
		return top
	}
}

// scoreNearest is the element that gets furthest.
func (x *explainer) scoreNearest(n *Node, sc scope, want bool) scorer {
	inner, loops, _ := x.c.loops(n, sc)
	body := x.score(n.Args[0], inner, want)
	return func(m *machine) float64 {
		top := 0.0
		nest(loops, func(m *machine) bool {
			top = max(top, body(m))
			return true
		})(m)
		return top
	}
}

// scoreShare is the share of elements for which the body is as wanted.
func (x *explainer) scoreShare(n *Node, sc scope, want bool) scorer {
	inner, loops, _ := x.c.loops(n, sc)
	p, _ := x.c.test(n.Args[0], inner)
	return func(m *machine) float64 {
		good, all := 0, 0
		nest(loops, func(m *machine) bool {
			all++
			if p(m) == want {
				good++
			}
			return true
		})(m)
		return float64(good) / float64(max(all, 1))
	}
}
