package tla

import "slices"

// SetOf returns the set of the given elements.
func SetOf(elements ...Value) Value {
	if !allValid(elements) {
		return Value{}
	}
	return setOf(slices.Clone(elements))
}

// setOf makes a set of elements in any order, possibly repeated. It takes over
// the slice.
func setOf(xs []Value) Value {
	if len(xs) == 0 {
		return emptySet
	}
	if sorted, _ := ascending(xs); !sorted {
		slices.SortFunc(xs, Compare)
		xs = slices.CompactFunc(xs, Equal)
	}
	return setOfSorted(xs)
}

// setEvaluated makes the set that an expression gives, which may be a loose one.
// It takes over the slice.
//
// Any sorting compares elements that end up beside each other, and values that
// have no order are only ever kept apart by such a pair; so sorting notices them.
func setEvaluated(xs []Value) Value {
	if len(xs) == 0 {
		return emptySet
	}
	sorted, strange := ascending(xs)
	if sorted && !anyInfinite(xs) {
		return setOfSorted(xs)
	}
	given := xs
	if len(xs) <= maxLeaf { // so that a loose set keeps its order
		xs = slices.Clone(xs)
	}
	if !strange && !anyInfinite(xs) {
		slices.SortFunc(xs, func(a, b Value) int {
			c := Compare(a, b)
			strange = strange || refusesOrder(c)
			return c
		})
		if !strange {
			return setOfSorted(slices.CompactFunc(xs, Equal))
		}
	}
	return lazySetOf(looseSet{given})
}

// ascending says whether xs is sorted and without repetition, and whether two
// neighbours that were looked at have no order.
func ascending(xs []Value) (sorted, strange bool) {
	for i := 1; i < len(xs); i++ {
		if c := Compare(xs[i-1], xs[i]); c >= 0 || refusesOrder(c) {
			return false, refusesOrder(c)
		}
	}
	return true, false
}

// setOfSorted makes a set of sorted, distinct elements.
func setOfSorted(xs []Value) Value {
	if len(xs) == 0 {
		return emptySet
	}
	if len(xs) <= maxLeaf {
		nd := leaf(xs, nil)
		return setOfNode(&nd)
	}
	return setOfNode(build(xs, nil))
}

func setOfNode(nd *node) Value {
	if nd == nil || nd.count == 0 {
		return emptySet
	}
	if nd.count < indexFrom {
		return Value{o: &object{kind: KindSet, node: *nd}}
	}
	o := &struct {
		object
		more rare
	}{object: object{kind: KindSet, node: *nd}}
	o.rare = &o.more
	return Value{o: &o.object}
}

// add returns the set s with x.
func add(s, x Value) Value {
	if s.o.count == 0 {
		return setOfSorted([]Value{x})
	}
	nd := s.o.with(x, Value{})
	if nd == &s.o.node {
		return s
	}
	out := setOfNode(nd)
	out.o.inherit(s.o, x)
	return out
}

// union returns the union of two sets that are written out. A large set with a
// small one costs what the small one has.
func union(a, b Value) Value {
	if a.o.count < b.o.count {
		a, b = b, a
	}
	if b.o.count == 0 || a.o == b.o {
		return a
	}
	if b.o.count*4 <= a.o.count || b.o.count == 1 {
		b.o.eachKey(func(x Value) bool { a = add(a, x); return true })
		return a
	}
	x, y := a.o.flatKeys(), b.o.flatKeys()
	out := make([]Value, 0, len(x)+len(y))
	for len(x) > 0 && len(y) > 0 {
		c := Compare(x[0], y[0])
		if refusesOrder(c) {
			unlike(x[0], y[0])
		}
		if c <= 0 {
			out = append(out, x[0])
			x = x[1:]
			if c == 0 {
				y = y[1:]
			}
		} else {
			out = append(out, y[0])
			y = y[1:]
		}
	}
	out = append(append(out, x...), y...)
	if len(out) == a.o.count {
		return a
	}
	return setOfSorted(out)
}

// minus returns the elements of a that are not in b, which may be infinite.
func minus(m *machine, a, b Value) Value {
	if b.o.lazy == nil && b.o.count*4 <= a.o.count {
		nd := &a.o.node
		b.o.eachKey(func(x Value) bool { nd = nd.remove(x); return nd != nil })
		if nd == &a.o.node {
			return a
		}
		return setOfNode(nd)
	}
	return filter(a, func(x Value) bool { return !contains(m, b, x) })
}

// filter returns the elements of a for which keep holds.
func filter(a Value, keep func(Value) bool) Value {
	var out []Value
	a.o.eachKey(func(x Value) bool {
		if keep(x) {
			out = append(out, x)
		}
		return true
	})
	if len(out) == a.o.count {
		return a
	}
	return setOfSorted(out)
}

// contains says whether x is in the set s, which may be infinite.
func contains(m *machine, s, x Value) bool {
	if s.o.lazy != nil {
		return s.o.lazy.set.contains(m, x)
	}
	return s.o.count > 0 && s.o.has(force(m, x))
}

// subsetOf says whether all elements of a are in b.
func subsetOf(m *machine, a, b Value) bool {
	if a.o == b.o {
		return true
	}
	return a.o.eachKey(func(x Value) bool { return contains(m, b, x) })
}
