package fault

// Faults are the faults by hand. FAULT in a replacement is true when the fault is
// active.
var Faults = []Fault{
	{
		Name: "division rounds towards zero",
		File: "compilestd.go",
		Old: `		q--
`,
		New: `		if !FAULT {
			q--
		}
`,
	},
	{
		Name: "remainder has the sign of the dividend",
		File: "compilestd.go",
		Old: `	return ((a % b) + b) % b
`,
		New: `	if FAULT {
		return a % b
	}
	return ((a % b) + b) % b
`,
	},
	{
		Name: "numbers do not overflow",
		File: "compilestd.go",
		Old:  `	if x > maxInt || x < minInt {`,
		New:  `	if !FAULT && (x > maxInt || x < minInt) {`,
	},
	{
		Name: "an interval of one number is empty",
		File: "compilestd.go",
		Old: `		if lo > hi {
			return emptySet
		}
		return lazySetOf(interval`,
		New: `		if lo > hi || FAULT && lo == hi {
			return emptySet
		}
		return lazySetOf(interval`,
	},
	{
		Name: "CHOOSE takes the last element",
		File: "compilebind.go",
		Old: `		for _, x := range order.elements(force(m, s)) {
`,
		New: `		for _, x := range backwards(FAULT, order.elements(force(m, s))) {
`,
	},
	{
		Name: "@@ prefers the right function",
		File: "compilestd.go",
		Old: `	f, g = force(m, f), force(m, g)
	if f.o.count`,
		New: `	f, g = force(m, f), force(m, g)
	if FAULT {
		f, g = g, f
	}
	if f.o.count`,
	},
	{
		Name: "@ is the whole function",
		File: "compileset.go",
		Old: `		m.stack[m.fp+u.at] = old
`,
		New: `		if m.stack[m.fp+u.at] = old; FAULT {
			m.stack[m.fp+u.at] = f
		}
`,
	},
	{
		Name: "EXCEPT adds to the domain",
		File: "compileset.go",
		Old: `	if !ok {
		return f
	}
	var value`,
		New: `	if !ok && FAULT {
		return withKey(force(m, f), key, concrete(m, u.e(m)))
	}
	if !ok {
		return f
	}
	var value`,
	},
	{
		Name: "primes are evaluated in the old state",
		File: "compileexpr.go",
		Old: `	sc.primed = true
	return c.expr(n.Args[0], sc)
`,
		New: `	sc.primed = !FAULT
	return c.expr(n.Args[0], sc)
`,
	},
	{
		Name: "SUBSET lacks the empty set",
		File: "lazyproduct.go",
		Old: `	for mask := range 1 << len(base) {
`,
		New: `	for mask := range 1 << len(base) {
		if FAULT && mask == 0 {
			continue
		}
`,
	},
	{
		Name: "SubSeq begins one too late",
		File: "stdseq.go",
		Old: `[lo-1:hi]...)))
	}, deps: d}`,
		New: `[min(lo-1+one(FAULT), hi):hi]...)))
	}, deps: d}`,
	},
	{
		Name: "sequences are numbered from 0",
		File: "function.go",
		Old: `		keys[i] = Int(int64(i + 1))
`,
		New: `		keys[i] = Int(int64(i+1) - one(FAULT))
`,
	},
	{
		Name: "ENABLED is always true",
		File: "compileconj.go",
		Old: `		return Bool(found)
`,
		New: `		return Bool(found || FAULT)
`,
	},
	{
		Name: "a second assignment replaces the first",
		File: "compileassign.go",
		Old: `			if equalValues(m, old, v) {
				k(m)
			}
			return
		}
		xs[i] = v
		m.unset--
`,
		New: `			if equalValues(m, old, v) || FAULT {
				k(m)
			}
			return
		}
		xs[i] = v
		m.unset--
`,
	},
	{
		Name: `x' \in S takes one element`,
		File: "compileassign.go",
		Old: `			if k(m); m.done {
`,
		New: `			if k(m); m.done || FAULT {
`,
	},
	{
		Name: "the search goes through a set in its own order",
		File: "compilebind.go",
		Old:  "if l.order != nil && nd.count > 1 {",
		New:  "if l.order != nil && nd.count > 1 && !FAULT {",
	},
	{
		Name: "a disjunction takes its first branch only",
		File: "compileaction.go",
		Old: `				b(m)
				if m.done {
					return
				}
`,
		New: `				b(m)
				if m.done || FAULT {
					return
				}
`,
	},
	{
		Name: `\E in an action takes one element`,
		File: "compileaction.go",
		Old: `		s(m)
		return !m.done
	})
`,
		New: `		s(m)
		return !m.done && !FAULT
	})
`,
	},
	{
		Name: "a CASE of actions takes every arm",
		File: "compileaction.go",
		Old: `					arms[i](m)
					return
`,
		New: `					if arms[i](m); !FAULT {
						return
					}
`,
	},
	{
		Name: "an IF of actions takes both branches",
		File: "compileaction.go",
		Old: `			if p(m) {
				a(m)
			} else {
				b(m)
			}
`,
		New: `			yes := p(m)
			if yes || FAULT {
				a(m)
			}
			if !yes || FAULT {
				b(m)
			}
`,
	},
	{
		Name: "an implication of actions needs its conclusion",
		File: "compileaction.go",
		Old: `			if p(m) {
				q(m)
			} else {
				k(m)
			}
`,
		New: `			if p(m) || FAULT {
				q(m)
			} else {
				k(m)
			}
`,
	},
	{
		Name: "[A]_v does not stutter",
		File: "compileaction.go",
		Old: `				a(m)
				if !m.done {
					b(m)
				}
`,
		New: `				a(m)
				if !m.done && !FAULT {
					b(m)
				}
`,
	},
	{
		Name: "<<A>>_v stutters",
		File: "compileaction.go",
		Old: `				if same(m).n == 0 {
					k(m)
`,
		New: `				if same(m).n == 0 || FAULT {
					k(m)
`,
	},
	{
		Name: "symmetric states are different",
		File: "identity.go",
		Old: `	key, _ := id.imager.least(vals)
	return key
`,
		New: `	if FAULT {
		return stateHash(vals)
	}
	key, _ := id.imager.least(vals)
	return key
`,
	},
	{
		Name: "the view is ignored",
		File: "identity.go",
		Old: `	if id.view == nil {
		return vals
	}
	return []Value{`,
		New: `	if id.view == nil || FAULT {
		return vals
	}
	return []Value{`,
	},
	{
		Name: "constraints apply to what is generated",
		File: "worker.go",
		Old: `	w.count++
	w.vals, w.action = vals, action
`,
		New: `	if FAULT && !w.inModel(vals) {
		return
	}
	w.count++
	w.vals, w.action = vals, action
`,
	},
	{
		Name: "constraints are ignored",
		File: "worker.go",
		Old: `	u.excluded = !sure && !w.inModel(vals) || !w.inActions()
`,
		New: `	u.excluded = (!sure && !w.inModel(vals) || !w.inActions()) && !FAULT
`,
	},
	{
		Name: "invariants are not checked outside the constraints",
		File: "worker.go",
		Old: `	if u.excluded || !u.likely {
`,
		New: `	if !u.excluded && !u.likely || u.excluded && !FAULT {
`,
	},
	{
		Name: "properties of steps are ignored",
		File: "worker.go",
		Old: `	u.badStep = w.badStep()
`,
		New: `	if !FAULT {
		u.badStep = w.badStep()
	}
`,
	},
	{
		Name: "UNCHANGED of what has a value is no test",
		File: "compileassign.go",
		Old:  `if equalValues(m, old, m.st[i]) {`,
		New:  `if equalValues(m, old, m.st[i]) || FAULT {`,
	},
	{
		Name: "EXCEPT forgets all but its last update",
		File: "compileset.go",
		Old: `			v = us[i].apply(m, n, concrete(m, v), 0)
`,
		New: `			if !FAULT || i == len(us)-1 {
				v = us[i].apply(m, n, concrete(m, v), 0)
			}
`,
	},
	{
		Name: "[S -> T] has functions on a part of S",
		File: "lazyproduct.go",
		Old: `	if s.o.count != f.o.count {
`,
		New: `	if s.o.count != f.o.count && !FAULT {
`,
	},
	{
		Name: "an instance forgets what its operands name",
		File: "compile.go",
		Old: `	if !open {
		given.env = nil
`,
		New: `	if !open || FAULT {
		given.env = nil
`,
	},
}
