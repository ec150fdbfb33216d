package tla

import "strings"

// Collections that cannot be written out because of what they contain: a set of
// values of different kinds, which have no order, or anything with an infinite
// part. They are kept as they were given and answer what can be answered.

// looseSet is {e1, ..., en}.
type looseSet struct{ elems []Value }

// contains looks at the elements in the order in which they were given, as TLC
// does with a set that it has not put in order.
func (s looseSet) contains(m *machine, x Value) bool {
	for _, e := range s.elems {
		if equalValues(m, e, x) {
			return true
		}
	}
	return false
}

func (s looseSet) force(m *machine) Value {
	for i, a := range s.elems {
		if isInfinite(a) {
			m.fail("a set that contains %s cannot be written out", a)
		}
		for _, b := range s.elems[:i] {
			if refusesOrder(Compare(a, b)) {
				m.fail("%s is not a set that can be evaluated: %s and %s cannot be compared", s.name(), describe(b), describe(a))
			}
		}
	}
	m.fail("%s cannot be put in order", s.name())
	return Value{}
}

func (s looseSet) name() string { return "{" + listed(s.elems) + "}" }

func listed(vs []Value) string {
	texts := make([]string, len(vs))
	for i, v := range vs {
		texts[i] = v.String()
	}
	return strings.Join(texts, ", ")
}

// looseFunction maps keys to values; its kind is that of its object.
type looseFunction struct {
	kind       Kind
	keys, vals []Value
}

func newLoose(kind Kind, keys, vals []Value) Value {
	v := lazyFunctionOf(&looseFunction{kind, keys, vals})
	v.o.kind = kind
	return v
}

func (f *looseFunction) apply(m *machine, x Value) (Value, bool) {
	for i, k := range f.keys {
		if equalValues(m, k, x) {
			return f.vals[i], true
		}
	}
	return Value{}, false
}

func (f *looseFunction) force(m *machine) Value {
	m.fail("%s has an infinite part and cannot be written out", f.name())
	return Value{}
}

func (f *looseFunction) domain() Value { return setEvaluated(append([]Value(nil), f.keys...)) }

func (f *looseFunction) name() string {
	if f.kind == KindTuple {
		return "<<" + listed(f.vals) + ">>"
	}
	texts := make([]string, len(f.keys))
	for i, k := range f.keys {
		if f.kind == KindRecord {
			texts[i] = k.o.text + " |-> " + f.vals[i].String()
		} else {
			texts[i] = k.String() + " :> " + f.vals[i].String()
		}
	}
	if f.kind == KindRecord {
		return "[" + strings.Join(texts, ", ") + "]"
	}
	return "(" + strings.Join(texts, " @@ ") + ")"
}

// with returns f with the value of key, which is in the domain, replaced.
func (f *looseFunction) with(m *machine, key, value Value) Value {
	vals := append([]Value(nil), f.vals...)
	for i, k := range f.keys {
		if equalValues(m, k, key) {
			vals[i] = value
		}
	}
	return functionOfSorted(f.keys, vals)
}

// anyInfinite says whether a collection of xs cannot be written out.
func anyInfinite(xs []Value) bool {
	for _, x := range xs {
		if x.o.lazy != nil && isInfinite(x) {
			return true
		}
	}
	return false
}

// bigUnion is UNION of a set of which some element is infinite.
type bigUnion struct{ sets []Value }

func (s bigUnion) contains(m *machine, x Value) bool {
	for _, t := range s.sets {
		if contains(m, t, x) {
			return true
		}
	}
	return false
}

func (s bigUnion) force(m *machine) Value { return infiniteForce(m, s) }
func (s bigUnion) name() string           { return "UNION {" + listed(s.sets) + "}" }

// compareUnwritten orders collections of which neither can be written out. What
// depends on an expression can be compared with nothing.
func compareUnwritten(a, b Value) int {
	if a.o.lazy == b.o.lazy {
		return 0
	}
	if opaque(a) || opaque(b) {
		return unordered
	}
	return strings.Compare(unwrittenName(a), unwrittenName(b))
}

func opaque(v Value) bool {
	switch v.o.lazy.set.(type) {
	case filterSet, looseSet, unionSet, meetSet, minusSet, bigUnion:
		return true
	}
	_, ok := v.o.lazy.fn.(*lambda)
	return ok
}

func unwrittenName(v Value) string {
	if v.o.lazy.set != nil {
		return v.o.lazy.set.name()
	}
	return v.o.lazy.fn.name()
}
