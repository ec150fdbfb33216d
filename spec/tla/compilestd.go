package tla

import "fmt"

// native is an operator of a standard module.
type native struct {
	arity int
	build builder
}

var natives map[string]native

func init() {
	natives = map[string]native{
		"Nat": {0, value0(natSet)}, "Int": {0, value0(integers)},
		"+": {2, arithmetic(func(n *Node, a, b int64) int64 { return a + b })},
		"-": {2, arithmetic(func(n *Node, a, b int64) int64 { return a - b })},
		"*": {2, arithmetic(func(n *Node, a, b int64) int64 { return a * b })},
		"^": {2, arithmetic(power)}, "\\div": {2, arithmetic(divide)}, "%": {2, arithmetic(modulo)},
		"-.": {1, negate},
		"<":  {2, ordering(func(a, b int64) bool { return a < b })}, ">": {2, ordering(func(a, b int64) bool { return a > b })},
		"\\leq": {2, ordering(func(a, b int64) bool { return a <= b })}, "\\geq": {2, ordering(func(a, b int64) bool { return a >= b })},
		"..":  {2, numberRange},
		"Seq": {1, unary(func(m *machine, n *Node, s Value) Value { return lazySetOf(sequenceSet{asSet(n, s)}) })},
		"Len": {1, unary(lengthOf)},
		"\\o": {2, pair(concat)}, "Append": {2, pair(appendTo)}, "Head": {1, unary(headOf)}, "Tail": {1, unary(tailOf)},
		"SubSeq": {3, (*compiler).subSeq}, "SelectSeq": {2, (*compiler).selectSeq},
		"Cardinality": {1, unary(cardinality)}, "IsFiniteSet": {1, unary(isFiniteSet)},
		":>": {2, pair(func(m *machine, n *Node, k, v Value) Value {
			return functionOfSorted([]Value{concrete(m, k)}, []Value{concrete(m, v)})
		})},
		"@@":           {2, pair(overlay)},
		"Permutations": {1, unary(permutations)}, "SortSeq": {2, (*compiler).sortSeq},
		"Assert": {2, pair(assert)}, "ToString": {1, unary(toString)}, "TLCGet": {1, (*compiler).tlcGet},
		"Print":   {2, pair(func(m *machine, n *Node, _, v Value) Value { return v })},
		"PrintT":  {1, unary(func(*machine, *Node, Value) Value { return trueValue })},
		"TLCEval": {1, unary(func(m *machine, n *Node, v Value) Value { return force(m, v) })},
		"Any":     {0, value0(anySet)},
		"IsABag":  {1, unary(isABag)},
	}
}

func (c *compiler) std(n *Node, sc scope) code {
	op, ok := natives[n.Sym.Name]
	if !ok {
		fail(n, "%s of the standard module %s is not supported", n.Sym.Name, n.Sym.Module)
	}
	if len(n.Args) != op.arity {
		fail(n, "%s has %d arguments instead of %d (through an instance with parameters it is not supported)",
			n.Sym.Name, len(n.Args), op.arity)
	}
	return op.build(c, n, sc)
}

func integer(n *Node, v Value) int64 {
	if v.o != intObject {
		fail(n, "%s is used as an integer", describe(v))
	}
	return v.n
}

// inRange fails as TLC does when a number leaves the range of Java's int.
func inRange(n *Node, x int64) Value {
	if x > maxInt || x < minInt {
		fail(n, "overflow: %d is not between %d and %d", x, minInt, maxInt)
	}
	return Int(x)
}

func arithmetic(f func(n *Node, a, b int64) int64) builder {
	return func(c *compiler, n *Node, sc scope) code {
		return c.binary(n, sc, func(_ *machine, a, b Value) Value {
			return inRange(n, f(n, integer(n, a), integer(n, b)))
		})
	}
}

func power(n *Node, a, b int64) int64 {
	if b < 0 {
		fail(n, "the exponent %d is negative", b)
	}
	if a == 0 && b == 0 {
		fail(n, "0^0 is undefined")
	}
	if a == 0 || a == 1 {
		return a
	}
	if a == -1 {
		return 1 - 2*(b%2)
	}
	out := int64(1)
	for range b {
		if out *= a; out > maxInt || out < minInt {
			return out
		}
	}
	return out
}

func divide(n *Node, a, b int64) int64 {
	if b == 0 {
		fail(n, "division of %d by zero", a)
	}
	q := a / b
	if a%b != 0 && (a < 0) != (b < 0) {
		q--
	}
	return q
}

func modulo(n *Node, a, b int64) int64 {
	if b <= 0 {
		fail(n, "the second argument of %% is %d, not positive", b)
	}
	return ((a % b) + b) % b
}

func negate(c *compiler, n *Node, sc scope) code {
	k := c.expr(n.Args[0], sc)
	return code{f: func(m *machine) Value { return inRange(n, -integer(n, k.f(m))) }, deps: k.deps}
}

func ordering(f func(a, b int64) bool) builder {
	return func(c *compiler, n *Node, sc scope) code {
		a, b := c.expr(n.Args[0], sc), c.expr(n.Args[1], sc)
		return boolean(func(m *machine) bool { return f(integer(n, a.f(m)), integer(n, b.f(m))) }, a.deps|b.deps)
	}
}

func numberRange(c *compiler, n *Node, sc scope) code {
	return c.binary(n, sc, func(_ *machine, a, b Value) Value {
		lo, hi := integer(n, a), integer(n, b)
		if lo > hi {
			return emptySet
		}
		return lazySetOf(interval{lo, hi})
	})
}

func unary(f func(m *machine, n *Node, v Value) Value) builder {
	return func(c *compiler, n *Node, sc scope) code {
		k := c.expr(n.Args[0], sc)
		return code{f: func(m *machine) Value {
			v := k.f(m)
			m.node = n
			return f(m, n, v)
		}, deps: k.deps}
	}
}

func pair(f func(m *machine, n *Node, a, b Value) Value) builder {
	return func(c *compiler, n *Node, sc scope) code {
		return c.binary(n, sc, func(m *machine, a, b Value) Value { return f(m, n, a, b) })
	}
}

// operatorArg compiles the application of an operator argument to values in
// fresh slots.
func (c *compiler) operatorArg(a *Node, sc scope, arity int) (eval, []int, deps) {
	if a.Kind != nodeOp {
		fail(a, "an operator is expected")
	}
	call := &Node{Kind: nodeApp, Pos: a.Pos, Sym: a.Sym}
	in := sc
	var slots []int
	for i := range arity {
		p := &Symbol{Kind: symLocal, Name: fmt.Sprintf("_%d", i)}
		var slot int
		in, slot = in.bindSlot(p)
		slots = append(slots, slot)
		call.Args = append(call.Args, &Node{Kind: nodeApp, Sym: p, Pos: a.Pos})
	}
	k := c.applyOperator(call, &binding{kind: bindOp, node: a, sc: sc}, in)
	return k.f, slots, k.deps | depLocal
}

func (c *compiler) selectSeq(n *Node, sc scope) code {
	s := c.expr(n.Args[0], sc)
	test, slots, d := c.operatorArg(n.Args[1], sc, 1)
	return code{f: func(m *machine) Value {
		var out []Value
		for _, v := range flatVals(&asSeq(m, n, s.f(m)).o.node) {
			m.stack[m.fp+slots[0]] = v
			if truth(n, test(m)) {
				out = append(out, v)
			}
		}
		return tupleOf(out)
	}, deps: s.deps | d}
}

// sortSeq is TLC's SortSeq: an insertion sort, so that it is stable and asks
// for few comparisons.
func (c *compiler) sortSeq(n *Node, sc scope) code {
	s := c.expr(n.Args[0], sc)
	less, slots, d := c.operatorArg(n.Args[1], sc, 2)
	return code{f: func(m *machine) Value {
		xs := append([]Value(nil), flatVals(&asSeq(m, n, s.f(m)).o.node)...)
		for i := 1; i < len(xs); i++ {
			for j := i; j > 0; j-- {
				m.stack[m.fp+slots[0]], m.stack[m.fp+slots[1]] = xs[j], xs[j-1]
				if !truth(n, less(m)) {
					break
				}
				xs[j], xs[j-1] = xs[j-1], xs[j]
			}
		}
		return tupleOf(xs)
	}, deps: s.deps | d}
}

func overlay(m *machine, n *Node, f, g Value) Value {
	if !isFunction(f) || !isFunction(g) {
		fail(n, "@@ of %s and %s", describe(f), describe(g))
	}
	f, g = force(m, f), force(m, g)
	if f.o.count > g.o.count {
		out := f
		g.o.eachPair(func(k, v Value) bool {
			if _, has := f.o.get(k); !has {
				out = withKey(out, k, v)
			}
			return true
		})
		return out
	}
	out := g
	f.o.eachPair(func(k, v Value) bool { out = withKey(out, k, v); return true })
	return out
}

func permutations(m *machine, n *Node, s Value) Value {
	xs := force(m, asSet(n, s)).o.flatKeys()
	for i, all := 1, 1; i <= len(xs); i++ {
		all *= i
		checkSize(m, "Permutations", all)
	}
	var out []Value
	perm := append([]Value(nil), xs...)
	var rec func(i int)
	rec = func(i int) {
		if i == len(perm) {
			out = append(out, functionOfSorted(xs, append([]Value(nil), perm...)))
			return
		}
		for j := i; j < len(perm); j++ {
			perm[i], perm[j] = perm[j], perm[i]
			rec(i + 1)
			perm[i], perm[j] = perm[j], perm[i]
		}
	}
	rec(0)
	return setEvaluated(out)
}

// tlcGet gives what TLC knows of its search and is the same in every search that
// goes by breadth: the level of the state whose successors are computed, also in
// what is evaluated of the successors; 0 for what is evaluated of initial states.
func (c *compiler) tlcGet(n *Node, sc scope) code {
	if a := n.Args[0]; a.Kind != nodeStr || a.Text != "level" {
		fail(n, "TLCGet of anything but \"level\" depends on TLC's way to search and is not supported")
	}
	return code{f: func(m *machine) Value {
		if m.level == 0 {
			fail(n, "TLCGet(\"level\") is evaluated outside a search")
		}
		return Int(int64(m.level - initialLevel))
	}, deps: depLocal | depVar}
}

func assert(m *machine, n *Node, ok, msg Value) Value {
	if !truth(n, ok) {
		text, isText := msg.Text()
		if !isText {
			text = msg.String()
		}
		e := errorAt(n, "Assert failed: %s", text)
		e.Assertion = true
		panic(e)
	}
	return trueValue
}
