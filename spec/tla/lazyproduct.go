package tla

import "strings"

// Sets built of other sets: SUBSET S, [S -> T], [f : S, g : T], S \X T.

// powerSet is SUBSET base.
type powerSet struct{ base Value }

func (s powerSet) name() string { return "SUBSET " + s.base.String() }

func (s powerSet) contains(m *machine, x Value) bool {
	if x.Kind() != KindSet {
		m.fail("whether %s is an element of %s cannot be decided: it is not a set", describe(x), s.name())
	}
	return subsetOf(m, force(m, x), s.base)
}

func (s powerSet) force(m *machine) Value {
	base := force(m, s.base).o.flatKeys()
	checkSize(m, "SUBSET", 1<<min(len(base), 62))
	out := make([]Value, 0, 1<<len(base))
	for mask := range 1 << len(base) {
		var xs []Value
		for i, x := range base {
			if mask>>i&1 == 1 {
				xs = append(xs, x)
			}
		}
		out = append(out, setOfSorted(xs))
	}
	return setOf(out)
}

// functionSet is [from -> to].
type functionSet struct{ from, to Value }

func (s functionSet) name() string { return "[" + s.from.String() + " -> " + s.to.String() + "]" }

func (s functionSet) contains(m *machine, f Value) bool {
	if !isFunction(f) {
		return stranger(m, f, s)
	}
	f = force(m, f)
	if !sameDomain(m, f, s.from) {
		return false
	}
	return f.o.eachPair(func(_, v Value) bool { return contains(m, s.to, v) })
}

// sameDomain says whether f's domain is the set s.
func sameDomain(m *machine, f, s Value) bool {
	if isInfinite(s) {
		return equalValues(m, domainOf(f), s)
	}
	s = force(m, s)
	if s.o.count != f.o.count {
		return false
	}
	return f.o.count == 0 || f.o.eachArgument(func(k Value) bool { return s.o.has(k) })
}

func (s functionSet) force(m *machine) Value {
	keys := force(m, s.from).o.flatKeys()
	parts := make([]Value, len(keys))
	for i := range parts {
		parts[i] = s.to
	}
	return combinations(m, parts, func(vals []Value) Value { return functionOfSorted(keys, vals) })
}

// productSet is S \X T (keys is nil) or a set of records (keys are their sorted
// names).
type productSet struct {
	keys  []Value
	parts []Value
}

func (s productSet) name() string {
	var b strings.Builder
	for i, p := range s.parts {
		switch {
		case s.keys != nil && i > 0:
			b.WriteString(", ")
		case i > 0:
			b.WriteString(` \X `)
		}
		if s.keys != nil {
			b.WriteString(s.keys[i].o.text + ": ")
		}
		b.WriteString(p.String())
	}
	if s.keys != nil {
		return "[" + b.String() + "]"
	}
	return "(" + b.String() + ")"
}

func (s productSet) contains(m *machine, x Value) bool {
	if isFunction(x) {
		x = force(m, x)
	}
	empty := isFunction(x) && x.o.count == 0
	switch {
	case empty:
	case s.keys == nil && x.Kind() == KindFunction && x.o.first().o == intObject && x.o.last().o == intObject:
		return false
	case s.keys == nil && x.Kind() != KindTuple, s.keys != nil && x.Kind() != KindRecord:
		return stranger(m, x, s)
	}
	if x.o.count != len(s.parts) {
		return false
	}
	for i, part := range s.parts {
		key := Int(int64(i + 1))
		if s.keys != nil {
			key = s.keys[i]
		}
		if v, ok := x.o.get(key); !ok || !contains(m, part, v) {
			return false
		}
	}
	return true
}

func (s productSet) force(m *machine) Value {
	return combinations(m, s.parts, func(vals []Value) Value {
		if s.keys == nil {
			return tupleOf(vals)
		}
		return functionOfSorted(s.keys, vals)
	})
}

// mostElements is a bound of the number of a set's elements that is found without
// counting; maxInt if none is.
func mostElements(v Value) int {
	if v.o.lazy == nil {
		return v.o.count
	}
	power := func(base, exponent int) int {
		n := 1
		for ; exponent > 0 && n < maxInt; exponent-- {
			if n *= base; n < 2 {
				return n
			}
		}
		return min(n, maxInt)
	}
	switch s := v.o.lazy.set.(type) {
	case interval:
		return int(min(s.hi-s.lo+1, maxInt))
	case powerSet:
		return power(2, mostElements(s.base))
	case functionSet:
		return power(mostElements(s.to), mostElements(s.from))
	case filterSet:
		return mostElements(s.base)
	case productSet:
		n := 1
		for _, p := range s.parts {
			n = min(n*mostElements(p), maxInt)
		}
		return n
	}
	return maxInt
}

// combinations makes a value of every way to pick one element of each part.
func combinations(m *machine, parts []Value, make1 func([]Value) Value) Value {
	elems := make([][]Value, len(parts))
	n := 1
	for i, p := range parts {
		elems[i] = force(m, p).o.flatKeys()
		n *= len(elems[i])
		checkSize(m, "a set of functions or tuples", n)
	}
	out := make([]Value, 0, n)
	cur := make([]Value, len(parts))
	var rec func(i int)
	rec = func(i int) {
		if i == len(parts) {
			out = append(out, make1(append([]Value(nil), cur...)))
			return
		}
		for _, x := range elems[i] {
			cur[i] = x
			rec(i + 1)
		}
	}
	rec(0)
	return setOf(out)
}
