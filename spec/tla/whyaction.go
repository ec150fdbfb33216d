package tla

func (x *explainer) conjunction(ns []*Node, sc scope, k func()) {
	if len(ns) == 0 {
		k()
		return
	}
	x.act(ns[0], sc, func() { x.conjunction(ns[1:], sc, k) })
}

// act evaluates n as a part of an action, assigns primed variables in each way
// that n allows, and goes on with k.
func (x *explainer) act(n *Node, sc scope, k func()) {
	if x.visits++; x.visits > maxVisits {
		return
	}
	if !x.c.hasPrimes(n, sc) {
		if isBuiltin(n, "$ConjList", "\\land") {
			x.conjunction(n.Args, sc, k)
		} else {
			x.test(n, sc, k)
		}
		return
	}
	if u := x.unfoldAction(n, sc); u != nil {
		x.forget(u.slots)
		x.within(u.call, u.body, u.sc, k)
		return
	}
	if n.Kind != nodeApp || n.Sym.Kind != symBuiltin || !x.actBuiltin(n, sc, k) {
		x.test(n, sc, k)
	}
}

// actBuiltin is act for the operators that may assign variables; it returns
// false for all others.
func (x *explainer) actBuiltin(n *Node, sc scope, k func()) bool {
	switch n.Sym.Name {
	case "$ConjList", "\\land":
		x.conjunction(n.Args, sc, k)
	case "$DisjList", "\\lor":
		for _, a := range n.Args {
			x.act(a, sc, k)
		}
	case "$IfThenElse", "$Case":
		branch, call := x.branch(n, sc)
		x.within(call, branch, sc, k)
	case "=>":
		if x.c.hasPrimes(n.Args[0], sc) {
			return false
		}
		if !x.truth(n.Args[0], sc) {
			x.pass(k)
		} else {
			x.act(n.Args[1], sc, k)
		}
	case "=", "\\in":
		i, ok := x.c.target(n.Args[0], sc)
		if !ok {
			return false
		}
		x.assign(n, i, sc, k)
	case "UNCHANGED":
		x.keep(n, x.c.kept(n.Args[0], sc), k)
	case "$SquareAct":
		x.act(n.Args[0], sc, k)
		x.keep(n, x.c.kept(n.Args[1], sc), k)
	case "$BoundedExists":
		inner, loops, _ := x.c.loops(n, sc)
		x.fit()
		none := true
		nest(loops, func(*machine) bool {
			none = false
			x.act(n.Args[0], inner, k)
			return x.visits <= maxVisits
		})(x.m)
		if none {
			x.miss(x.source(n), func() *Why { return x.leaf(n, sc, true) }, k)
		}
	case "$BoundedForall":
		x.each(n, sc, k)
	default:
		return false
	}
	return true
}

// within is act for a branch.
func (x *explainer) within(call *Call, n *Node, sc scope, k func()) {
	outer := x.through
	x.inside(call, func() {
		in := x.through
		x.act(n, sc, func() {
			x.through = outer
			k()
			x.through = in
		})
	})
}

// each is the conjunction of the bodies of an \A.
func (x *explainer) each(n *Node, sc scope, k func()) {
	inner, loops, _ := x.c.loops(n, sc)
	x.fit()
	var slots []int
	for _, l := range loops {
		slots = append(slots, l.slots...)
	}
	var elements [][]Value
	nest(loops, func(m *machine) bool {
		vals := make([]Value, len(slots))
		for i, s := range slots {
			vals[i] = m.stack[s]
		}
		elements = append(elements, vals)
		return len(elements) <= maxVisits
	})(x.m)
	set := func(i int) {
		for j, s := range slots {
			x.m.stack[s] = elements[i][j]
		}
	}
	var from func(i int)
	from = func(i int) {
		if i == len(elements) {
			k()
			return
		}
		set(i)
		x.act(n.Args[0], inner, func() { from(i + 1); set(i) })
	}
	from(0)
}

// assign gives a primed variable a value, or compares the one that it has.
func (x *explainer) assign(n *Node, i int, sc scope, k func()) {
	var v Value
	err := x.attemptTo(func() {
		v = x.eval(n.Args[1], sc)
		x.m.node = n
		if n.Sym.Name == "=" {
			v = concrete(x.m, v)
		}
	})
	if err != nil {
		x.broken(n, err, k)
		return
	}
	if n.Sym.Name == "=" {
		x.settle(n, i, v, k)
		return
	}
	set := asSet(n, v)
	if old := x.m.nx[i]; old.o != nil {
		if contains(x.m, set, old) {
			x.pass(k)
		} else {
			x.miss(x.source(n), func() *Why { return x.leaf(n, sc, true) }, k)
		}
		return
	}
	elements := force(x.m, set)
	if elements.o.count == 0 {
		x.miss(x.source(n), func() *Why { return x.failure(n, []NamedValue{{x.source(n.Args[1]), set}}) }, k)
		return
	}
	elements.o.eachKey(func(e Value) bool {
		x.m.nx[i] = e
		k()
		x.m.nx[i] = Value{}
		return x.visits <= maxVisits
	})
}

// keep leaves variables as they are, and tests that other expressions keep their
// values.
func (x *explainer) keep(n *Node, parts []keptPart, k func()) {
	if len(parts) == 0 {
		k()
		return
	}
	p, rest := parts[0], func() { x.keep(n, parts[1:], k) }
	if p.e == nil {
		x.settle(n, p.variable, x.m.st[p.variable], rest)
		return
	}
	var now, next Value
	err := x.attemptTo(func() { now, next = x.eval(p.e, p.sc), x.eval(primedNode(p.e), p.sc) })
	switch {
	case err != nil:
		x.broken(n, err, rest)
	case Equal(now, next):
		x.pass(rest)
	default:
		x.miss(x.source(n), func() *Why {
			w := x.failure(n, nil)
			w.Differs = differences("("+x.source(p.e)+")'", now, next)
			return w
		}, rest)
	}
}

func (x *explainer) settle(n *Node, i int, v Value, k func()) {
	switch old := x.m.nx[i]; {
	case old.o == nil:
		x.m.nx[i] = v
		k()
		x.m.nx[i] = Value{}
	case Equal(old, v):
		x.pass(k)
	default:
		x.miss(x.source(n), func() *Why {
			w := x.failure(n, nil)
			w.Differs = differences(x.c.spec.vars[i]+"'", v, old)
			return w
		}, k)
	}
}

// test goes on according to a predicate. Behind a conjunct that fails others may
// have no value; they count as failing too.
func (x *explainer) test(n *Node, sc scope, k func()) {
	holds := false
	if err := x.attemptTo(func() { holds = x.truth(n, sc) }); err != nil {
		x.broken(n, err, k)
		return
	}
	if holds {
		x.pass(k)
	} else {
		x.miss(x.source(n), func() *Why { return x.describe(n, sc, true) }, k)
	}
}

func (x *explainer) broken(n *Node, err error, k func()) {
	if x.now.first == nil {
		panic(err)
	}
	x.miss("", nil, k)
}
