package tla

import "strings"

// sameValue says that a and b are identical without looking inside.
func sameValue(a, b Value) bool { return a.o == b.o && a.n == b.n }

// Equal says whether a and b are the same value. Values of different kinds are
// different, except that an interval, say, equals the set with its elements.
func Equal(a, b Value) bool {
	if sameValue(a, b) {
		return true
	}
	if a.o == nil || b.o == nil || a.o.kind != b.o.kind {
		return false
	}
	switch a.o.kind {
	case KindInt, KindBool:
		return false
	case KindString, KindModel:
		return a.o.hash == b.o.hash && a.o.text == b.o.text
	}
	if a.o.lazy != nil || b.o.lazy != nil {
		wa, ok1 := written(a)
		wb, ok2 := written(b)
		if !ok1 || !ok2 {
			return !ok1 && !ok2 && compareUnwritten(a, b) == 0
		}
		a, b = wa, wb
	}
	if a.o.hash != b.o.hash || a.o.count != b.o.count {
		return false
	}
	return equalNodes(&a.o.node, &b.o.node)
}

// Equal says whether v and w are the same value.
func (v Value) Equal(w Value) bool { return Equal(v, w) }

func equalNodes(a, b *node) bool {
	if a.inner == nil && b.inner == nil {
		return equalSlices(a.keys, b.keys) && equalSlices(a.vals, b.vals)
	}
	if len(a.kids()) == len(b.kids()) { // often the same shape, and then mostly shared
		same := true
		for i := range a.kids() {
			if a.kids()[i] != b.kids()[i] && (a.kids()[i].count != b.kids()[i].count || !equalNodes(a.kids()[i], b.kids()[i])) {
				same = false
				break
			}
		}
		if same {
			return true
		}
	}
	return comparePairs(a, b) == 0
}

func equalSlices(a, b []Value) bool {
	if len(a) != len(b) {
		return false
	}
	if len(a) == 0 || &a[0] == &b[0] {
		return true
	}
	for i := range a {
		if !Equal(a[i], b[i]) {
			return false
		}
	}
	return true
}

// Compare is a total order of values, the order of canonical output:
//
//   - by kind: booleans, integers, strings, model values, tuples, records and
//     other functions, sets; the empty function is a tuple;
//   - FALSE before TRUE, integers by number, strings and model values bytewise;
//   - tuples, records, functions and sets by length first, then element by
//     element: for tuples the elements, for sets the elements in this order, for
//     records and functions argument, result, next argument, and so on.
//
// Infinite sets are greater than every other value; among each other they are
// ordered by their names.
func Compare(a, b Value) int {
	if sameValue(a, b) {
		return 0
	}
	ka, kb := a.Kind(), b.Kind()
	if ka != kb {
		return (int(ka) - int(kb)) * distance(a, b)
	}
	switch ka {
	case KindInvalid:
		return 0
	case KindInt, KindBool:
		if a.n < b.n {
			return -1
		}
		if a.n > b.n {
			return 1
		}
		return 0
	case KindString:
		return strings.Compare(a.o.text, b.o.text)
	case KindModel:
		if a.o.text != b.o.text && modelType(a) != modelType(b) && modelType(a) != 0 && modelType(b) != 0 {
			return strings.Compare(a.o.text, b.o.text) * unequatable
		}
		return strings.Compare(a.o.text, b.o.text)
	}
	if a.o.lazy != nil || b.o.lazy != nil {
		wa, ok1 := written(a)
		wb, ok2 := written(b)
		switch {
		case !ok1 && !ok2:
			return compareUnwritten(a, b)
		case !ok1:
			return unordered
		case !ok2:
			return -unordered
		}
		a, b = wa, wb
	}
	if a.o.count != b.o.count {
		return a.o.count - b.o.count
	}
	return comparePairs(&a.o.node, &b.o.node)
}

// comparePairs compares collections of equal length element by element.
func comparePairs(a, b *node) int {
	if a.inner == nil && b.inner == nil {
		return compareRun(a.keys, a.vals, b.keys, b.vals)
	}
	as, bs := a.leaves(nil), b.leaves(nil)
	i, j := 0, 0
	for len(as) > 0 && len(bs) > 0 {
		x, y := as[0], bs[0]
		n := min(x.count-i, y.count-j)
		if x != y || i != j {
			if c := compareRun(cut(x.keys, i, n), cut(x.vals, i, n), cut(y.keys, j, n), cut(y.vals, j, n)); c != 0 {
				return c
			}
		}
		if i += n; i == x.count {
			as, i = as[1:], 0
		}
		if j += n; j == y.count {
			bs, j = bs[1:], 0
		}
	}
	return 0
}

func cut(xs []Value, i, n int) []Value {
	if xs == nil {
		return nil
	}
	return xs[i : i+n]
}

func compareRun(ak, av, bk, bv []Value) int {
	sameKeys := len(ak) == 0 || &ak[0] == &bk[0]
	n := max(len(ak), len(av))
	for i := range n {
		if !sameKeys {
			if c := Compare(ak[i], bk[i]); c != 0 {
				return c
			}
		}
		if av != nil {
			if c := Compare(av[i], bv[i]); c != 0 {
				return c
			}
		}
	}
	return 0
}
