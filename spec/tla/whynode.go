package tla

import "slices"

// explain evaluates n as a conjunct of an action, assigning primed variables on
// the way. It returns nil if n holds.
func (x *explainer) explain(n *Node, sc scope) *Why {
	switch n.Kind {
	case nodeLet:
		inner, slots := x.c.let(n, sc)
		x.forget(slots)
		return x.explain(n.Args[0], inner)
	case nodeSubst:
		return x.explain(n.Args[0], x.c.substScope(n, sc))
	case nodeApp:
	default:
		return x.test(n, sc)
	}
	if b := sc.env.find(n.Sym); b != nil {
		return x.binding(n, b, sc)
	}
	if n.Sym.Kind == symBuiltin {
		return x.builtin(n, sc)
	}
	if b := sc.sub.find(n.Sym); b != nil {
		return x.binding(n, b, sc)
	}
	s := x.c.resolve(n.Sym)
	if _, value := x.c.consts[n.Sym]; s.Kind == symDef && !s.Recursive && !value && len(s.Params) == len(n.Args) {
		return x.call(n, s, sc, x.base(sc))
	}
	return x.test(n, sc)
}

func (x *explainer) binding(n *Node, b *binding, sc scope) *Why {
	switch {
	case b.kind == bindName && len(n.Args) == 0:
		return x.explain(b.node, b.scopeIn(sc))
	case b.kind == bindLet && !n.Sym.Recursive && len(n.Sym.Params) == len(n.Args):
		base := b.sc
		base.u = sc.u
		return x.call(n, n.Sym, sc, base)
	}
	return x.test(n, sc)
}

// call explains the body of a definition in place of its call.
func (x *explainer) call(n *Node, s *Symbol, sc, base scope) *Why {
	inner, slots := x.c.bindArgs(s, n.Args, sc, base)
	x.forget(slots)
	x.through = append(x.through, Call{n.Pos, x.source(n)})
	w := x.explain(s.Body, inner)
	x.through = x.through[:len(x.through)-1]
	return w
}

func (x *explainer) builtin(n *Node, sc scope) *Why {
	switch n.Sym.Name {
	case "$Nop":
		return x.explain(n.Args[0], sc)
	case "$ConjList", "\\land":
		for _, a := range n.Args {
			if w := x.explain(a, sc); w != nil {
				return w
			}
		}
		return nil
	case "$DisjList", "\\lor":
		return x.disjunction(n, sc)
	case "$IfThenElse":
		if truth(n.Args[0], x.eval(n.Args[0], sc)) {
			return x.explain(n.Args[1], sc)
		}
		return x.explain(n.Args[2], sc)
	case "$Case":
		for _, p := range n.Args {
			if p.Args[0] == nil || truth(p.Args[0], x.eval(p.Args[0], sc)) {
				return x.explain(p.Args[1], sc)
			}
		}
	case "=>":
		if !x.c.hasPrimes(n, sc) {
			if !truth(n.Args[0], x.eval(n.Args[0], sc)) {
				return nil
			}
			if x.c.usesLocals(n.Args[0], sc) || x.c.usesLocals(n.Args[1], sc) {
				return x.explain(n.Args[1], sc)
			}
		}
	case "=", "\\in":
		if i, ok := x.c.target(n.Args[0], sc); ok {
			return x.assigned(n, i, sc)
		}
	case "UNCHANGED":
		for _, p := range x.c.kept(n.Args[0], sc) {
			if p.e != nil {
				if now, next := x.eval(p.e, p.sc), x.eval(primedNode(p.e), p.sc); !Equal(now, next) {
					return x.failure(n, []NamedValue{{x.source(p.e), now}, {x.source(p.e) + "'", next}})
				}
			} else if w := x.settle(n, p.variable, x.m.st[p.variable]); w != nil {
				return w
			}
		}
		return nil
	case "$BoundedForall":
		if !x.c.hasPrimes(n, sc) {
			return x.forall(n, sc)
		}
	case "$BoundedExists":
		if x.c.hasPrimes(n, sc) {
			return x.exists(n, sc)
		}
	}
	return x.test(n, sc)
}

// assigned gives a primed variable a value, or compares the one that it has.
func (x *explainer) assigned(n *Node, i int, sc scope) *Why {
	v := x.eval(n.Args[1], sc)
	x.m.node = n
	if n.Sym.Name == "=" {
		return x.settle(n, i, concrete(x.m, v))
	}
	set := asSet(n, v)
	if old := x.m.nx[i]; old.o != nil {
		if contains(x.m, set, old) {
			return nil
		}
		return x.failure(n, x.values(n, sc))
	}
	for e := range force(x.m, set).Elements() {
		x.m.nx[i] = e
		return nil
	}
	return x.failure(n, []NamedValue{{x.source(n.Args[1]), set}})
}

func (x *explainer) settle(n *Node, i int, v Value) *Why {
	old := x.m.nx[i]
	if old.o == nil {
		x.m.nx[i] = v
		return nil
	}
	if Equal(old, v) {
		return nil
	}
	name := x.c.spec.vars[i] + "'"
	return x.failure(n, []NamedValue{{name, old}, {"another value for " + name, v}})
}

// disjunction holds if a branch does. Only one branch can be explained, so the
// failure is that of the whole unless there is a single one.
func (x *explainer) disjunction(n *Node, sc scope) *Why {
	var first *Why
	for _, a := range n.Args {
		nx := slices.Clone(x.m.nx)
		w := x.explain(a, sc)
		if w == nil {
			return nil
		}
		copy(x.m.nx, nx)
		if first == nil {
			first = w
		}
	}
	if len(n.Args) == 1 {
		return first
	}
	return x.failure(n, x.values(n, sc))
}

// forall finds an element for which the body fails and explains that.
func (x *explainer) forall(n *Node, sc scope) *Why {
	inner, loops, _ := x.c.loops(n, sc)
	p, _ := x.c.test(n.Args[0], inner)
	x.fit()
	holds := nest(loops, func(m *machine) bool { return p(m) })(x.m)
	if holds {
		return nil
	}
	// The slots still hold the element that failed.
	var which []NamedValue
	for _, b := range n.Bounds {
		for _, v := range b.Vars {
			which = append(which, NamedValue{v.Name, x.m.stack[inner.env.find(v).slot]})
		}
	}
	x.through = append(x.through, Call{n.Pos, `\A ` + x.boundsSource(n)})
	w := x.explain(n.Args[0], inner)
	x.through = x.through[:len(x.through)-1]
	if w == nil {
		return x.test(n, sc)
	}
	w.Values = merge(w.Values, which)
	return w
}

func (x *explainer) boundsSource(n *Node) string {
	return formatBounds(n.Bounds)
}

// exists tries the elements of an \E with primes in it; the failure is that of
// the last one, or of the whole if there is none.
func (x *explainer) exists(n *Node, sc scope) *Why {
	inner, loops, _ := x.c.loops(n, sc)
	x.fit()
	found := false
	nest(loops, func(*machine) bool {
		nx := slices.Clone(x.m.nx)
		found = x.explain(n.Args[0], inner) == nil
		if !found {
			copy(x.m.nx, nx)
		}
		return !found
	})(x.m)
	if found {
		return nil
	}
	return x.failure(n, x.values(n, sc))
}

// test evaluates n as a predicate.
func (x *explainer) test(n *Node, sc scope) *Why {
	if truth(n, x.eval(n, sc)) {
		return nil
	}
	return x.failure(n, x.values(n, sc))
}

func merge(a, b []NamedValue) []NamedValue {
	for _, v := range b {
		if !slices.ContainsFunc(a, func(w NamedValue) bool { return w.Expr == v.Expr }) {
			a = append(a, v)
		}
	}
	return a
}

// values returns the values of what a failed predicate is made of: the two
// sides of a comparison, or else the parameters and bound variables in it.
func (x *explainer) values(n *Node, sc scope) []NamedValue {
	var out []NamedValue
	switch {
	case n.Kind == nodeApp && len(n.Args) == 2 && comparisons[n.Sym.Name] && n.Sym.Kind != symDef:
		for _, side := range n.Args {
			if side.Kind != nodeNum && side.Kind != nodeStr && !isBuiltin(side, "TRUE", "FALSE", "$SetEnumerate") {
				out = merge(out, x.value(side, sc))
			}
		}
	case isBuiltin(n, "\\lnot", "$Nop"):
		return x.values(n.Args[0], sc)
	case isBuiltin(n, "\\land", "$ConjList", "\\lor", "$DisjList", "=>", "\\equiv"):
		for _, a := range n.Args {
			out = merge(out, x.values(a, sc))
		}
		return out
	default:
		return x.locals(n, sc)
	}
	return out
}

var comparisons = map[string]bool{"=": true, "/=": true, "<": true, ">": true, "\\leq": true, "\\geq": true,
	"\\in": true, "\\notin": true, "\\subseteq": true}

// value evaluates one expression for display; what cannot be evaluated or
// written out is left away.
func (x *explainer) value(n *Node, sc scope) []NamedValue {
	var v Value
	fp, sp := x.m.fp, x.m.sp
	if err := guard(func() { v = x.eval(n, sc) }); err != nil {
		x.m.fp, x.m.sp, x.m.depth = fp, sp, 0
		return nil
	}
	if _, ok := written(v); !ok {
		return nil
	}
	return []NamedValue{{x.source(n), v}}
}

// locals returns the values of the parameters and bound variables in n.
func (x *explainer) locals(n *Node, sc scope) []NamedValue {
	var out []NamedValue
	var walk func(k *Node)
	walk = func(k *Node) {
		if k.Kind == nodeApp && len(k.Args) == 0 && k.Sym.Kind == symLocal {
			if b := sc.env.find(k.Sym); b != nil && b.kind != bindOp && b.kind != bindOpSlot && b.kind != bindLet {
				for _, v := range x.value(k, sc) {
					out = merge(out, []NamedValue{{k.Sym.Name, v.Value}})
				}
			}
		}
		k.eachChild(walk)
	}
	walk(n)
	return out
}
