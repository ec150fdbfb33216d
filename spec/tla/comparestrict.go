package tla

// TLC does not compare values of different kinds: 1 = "a" is an error, and so is
// {1, "a"} as soon as its elements have to be put in order. A model value can be
// compared with everything; one with a type, such as T_a, only with model values
// of its type or without one, though it can be ordered among other values.
//
// Compare nevertheless orders all values. The size of its result says whether
// TLC would have refused: what TLC cannot order is at least unordered apart,
// what it can order and not test for equality at least unequatable.
const (
	unequatable = 1 << 40
	unordered   = 1 << 50
)

func refusesOrder(c int) bool    { return c >= unordered || c <= -unordered }
func refusesEquality(c int) bool { return c >= unequatable || c <= -unequatable }

// distance is how far values of different kinds are apart.
func distance(a, b Value) int {
	switch {
	case a.Kind() == KindModel:
		if modelType(a) != 0 {
			return unequatable
		}
		return 1
	case b.Kind() == KindModel:
		return distance(b, a)
	case !isFunction(a) || !isFunction(b):
		return unordered
	}
	if a.o.lazy != nil || b.o.lazy != nil {
		return 1
	}
	if a.o.count == 0 || b.o.count == 0 {
		return 1
	}
	if a.Kind() == KindRecord || b.Kind() == KindRecord {
		return unordered
	}
	f := a // the one that is not a tuple
	if a.Kind() == KindTuple {
		f = b
	}
	if a.o.count != b.o.count || f.o.first().o == intObject {
		return 1
	}
	return unordered
}

// modelType returns the letter that a model value's name begins with if an
// underscore follows, otherwise 0.
func modelType(v Value) byte {
	if t := v.o.text; len(t) > 2 && t[1] == '_' {
		return t[0]
	}
	return 0
}

// equalValues is the equality of TLA+ as TLC evaluates it. It fails at m's node
// for values that have none.
func equalValues(m *machine, a, b Value) bool {
	if sameValue(a, b) {
		return true
	}
	if a.o == intObject && b.o == intObject {
		return false
	}
	if a.o.lazy != nil || b.o.lazy != nil {
		a, b = forceFinite(m, a), forceFinite(m, b)
	}
	if a.o.kind == KindTuple && b.o.kind == KindString { // TLC sees a sequence on the right of a tuple
		b = characters(b)
	}
	if a.o.kind == b.o.kind {
		switch a.o.kind {
		case KindString, KindBool:
			return Equal(a, b)
		}
		if Equal(a, b) {
			return true
		}
	}
	if refusesDifference(m, a, b) {
		m.fail("%s and %s cannot be compared: %s", describe(a), describe(b), mismatch(a, b))
	}
	return false
}

// refusesDifference says whether TLC, on its way to the first difference of two
// unequal values, meets parts that it cannot compare.
func refusesDifference(m *machine, a, b Value) bool {
	if a.o.lazy != nil || b.o.lazy != nil {
		return refusesEquality(Compare(a, b))
	}
	ka, kb := a.o.kind, b.o.kind
	if ka != kb {
		sizes := isFunction(a) && isFunction(b) && ka != KindRecord && a.o.count != b.o.count // TLC sees these first
		return !sizes && refusesEquality(distance(a, b))
	}
	if ka == KindModel {
		return refusesEquality(Compare(a, b))
	}
	if ka <= KindModel || a.o.count != b.o.count {
		return false
	}
	if ka == KindRecord {
		return refusesField(m, a, b)
	}
	as, bs, av, bv := a.o.flatKeys(), b.o.flatKeys(), []Value(nil), []Value(nil)
	if ka != KindSet {
		av, bv = flatVals(&a.o.node), flatVals(&b.o.node)
	}
	for i := range a.o.count {
		if ka != KindTuple && !Equal(as[i], bs[i]) {
			return refusesDifference(m, as[i], bs[i])
		}
		if av != nil && !Equal(av[i], bv[i]) {
			return refusesDifference(m, av[i], bv[i])
		}
	}
	return false
}

// refusesField is refusesDifference of two records with as many fields. Which
// field TLC looks at first matters only if some cannot be compared.
func refusesField(m *machine, a, b Value) bool {
	refused := !a.o.eachPair(func(k, v Value) bool {
		w, ok := b.o.get(k)
		return !ok || Equal(v, w) || !refusesDifference(m, v, w)
	})
	if !refused || m.order == nil {
		return refused
	}
	as, bs := m.order.elements(domainOf(a)), m.order.elements(domainOf(b))
	for i, k := range as {
		if !Equal(k, bs[i]) {
			return false
		}
		v, _ := a.o.get(k)
		w, _ := b.o.get(k)
		if !Equal(v, w) {
			return refusesDifference(m, v, w)
		}
	}
	return false
}

// forceFinite writes v out unless that is known to be impossible.
func forceFinite(m *machine, v Value) Value {
	if v.o.lazy == nil || isInfinite(v) {
		return v
	}
	return force(m, v)
}

// mismatch finds the parts of a and b that have no common kind.
func mismatch(a, b Value) string {
	if a.o.lazy == nil && b.o.lazy == nil && a.o.count == b.o.count && a.o.count > 0 {
		ak, bk, av, bv := parts(a), parts(b), flatVals(&a.o.node), flatVals(&b.o.node)
		for i := range ak {
			if c := Compare(ak[i], bk[i]); refusesEquality(c) {
				return mismatch(ak[i], bk[i])
			}
			if av != nil && bv != nil && refusesEquality(Compare(av[i], bv[i])) {
				return mismatch(av[i], bv[i])
			}
		}
	}
	if a.Kind() == KindModel || b.Kind() == KindModel {
		return describe(a) + " and " + describe(b) + " have different types"
	}
	return "one contains " + describe(a) + " where the other has " + describe(b)
}

// parts are the elements of a set or the arguments of a function.
func parts(v Value) []Value {
	if v.Kind() == KindTuple {
		return countTo(v.o.count)
	}
	return v.o.flatKeys()
}

// unlike fails for a key that is compared with one of another kind.
func unlike(a, b Value) {
	fail(nil, "%s and %s cannot be compared: %s", describe(a), describe(b), mismatch(a, b))
}
