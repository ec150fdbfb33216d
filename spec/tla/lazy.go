package tla

import "sync/atomic"

// Sets that are infinite or large are not written out until somebody asks for
// their elements; membership never does. They are sets as any other to the
// reader of a Value.

// lazyData is the part of an object that is not written out. Exactly one of set
// and fn is given; forced remembers the written-out form.
type lazyData struct {
	set    lazySet
	fn     lazyFunction
	forced atomic.Pointer[object]
}

type lazySet interface {
	contains(m *machine, x Value) bool
	// force writes the set out; it fails if the set is infinite or too large.
	force(m *machine) Value
	// name describes the set in messages.
	name() string
}

type lazyFunction interface {
	apply(m *machine, x Value) (Value, bool)
	force(m *machine) Value
	domain() Value
	name() string
}

// stranger answers for a value of a kind that no element of a set has: a model
// value is not an element, others cannot be asked about.
func stranger(m *machine, x Value, s lazySet) bool {
	if x.Kind() != KindModel || modelType(x) != 0 {
		m.fail("whether %s is an element of %s cannot be decided: no element is a %s", describe(x), s.name(), x.Kind())
	}
	return false
}

func lazySetOf(s lazySet) Value {
	return Value{o: &object{kind: KindSet, node: node{hash: tagSet}, lazy: &lazyData{set: s}}}
}

func lazyFunctionOf(f lazyFunction) Value {
	return Value{o: &object{kind: KindFunction, node: node{hash: tagMap}, lazy: &lazyData{fn: f}}}
}

// force returns v with its elements written out.
func force(m *machine, v Value) Value {
	if v.o == nil || v.o.lazy == nil {
		return v
	}
	d := v.o.lazy
	if o := d.forced.Load(); o != nil {
		return Value{o: o}
	}
	var w Value
	if d.set != nil {
		w = d.set.force(m)
	} else {
		w = d.fn.force(m)
	}
	d.forced.Store(w.o)
	return w
}

// concrete is what may become part of another value. A set that cannot be
// written out stays as it is and makes the whole one that cannot either.
func concrete(m *machine, v Value) Value {
	if v.o.lazy == nil || isInfinite(v) {
		return v
	}
	return force(m, v)
}

// interval is lo..hi, not empty.
type interval struct{ lo, hi int64 }

func (s interval) contains(m *machine, x Value) bool {
	if x.o != intObject {
		return stranger(m, x, s)
	}
	return s.lo <= x.n && x.n <= s.hi
}

func (s interval) force(m *machine) Value {
	checkSize(m, s.name(), int(s.hi-s.lo+1))
	xs := make([]Value, 0, s.hi-s.lo+1)
	for n := s.lo; n <= s.hi; n++ {
		xs = append(xs, Int(n))
	}
	return setOfSorted(xs)
}

func (s interval) name() string { return Int(s.lo).String() + ".." + Int(s.hi).String() }

// infinite is a set of all values of a kind that satisfy a condition.
type infinite struct {
	label string
	kind  Kind
	in    func(x Value) bool
}

func (s infinite) contains(m *machine, x Value) bool {
	if x.Kind() != s.kind {
		return stranger(m, x, s)
	}
	return s.in(x)
}

func (s infinite) force(m *machine) Value { return infiniteForce(m, s) }
func (s infinite) name() string           { return s.label }

func infiniteForce(m *machine, s lazySet) Value {
	m.fail("%s is infinite and cannot be enumerated", s.name())
	return Value{}
}

var (
	natSet    = lazySetOf(infinite{"Nat", KindInt, func(x Value) bool { return x.n >= 0 }})
	integers  = lazySetOf(infinite{"Int", KindInt, func(Value) bool { return true }})
	stringSet = lazySetOf(infinite{"STRING", KindString, func(Value) bool { return true }})
	anySet    = lazySetOf(everything{})
	booleans  = setOfSorted([]Value{falseValue, trueValue})
)

// everything is TLC's Any.
type everything struct{}

func (everything) contains(*machine, Value) bool { return true }
func (s everything) force(m *machine) Value      { return infiniteForce(m, s) }
func (everything) name() string                  { return "ANY" }

// sequenceSet is Seq(base).
type sequenceSet struct{ base Value }

func (s sequenceSet) contains(m *machine, x Value) bool {
	if x.Kind() == KindString {
		x = characters(x)
	}
	if isFunction(x) {
		x = force(m, x)
	}
	if x.Kind() != KindTuple {
		return stranger(m, x, s)
	}
	return x.o.eachPair(func(_, v Value) bool { return contains(m, s.base, v) })
}

func (s sequenceSet) force(m *machine) Value { return infiniteForce(m, s) }
func (s sequenceSet) name() string           { return "Seq(" + s.base.String() + ")" }

// isInfinite says whether enumerating v is known to be impossible.
func isInfinite(v Value) bool {
	if v.o == nil || v.o.lazy == nil {
		return false
	}
	switch s := v.o.lazy.set.(type) {
	case infinite, everything, sequenceSet, looseSet:
		return true
	case filterSet:
		return isInfinite(s.base)
	case bigUnion:
		return true
	case unionSet:
		return isInfinite(s.a) || isInfinite(s.b)
	case meetSet:
		return isInfinite(s.a) && isInfinite(s.b)
	case minusSet:
		return isInfinite(s.a)
	case powerSet:
		return isInfinite(s.base)
	case functionSet:
		return isInfinite(s.from) || isInfinite(s.to)
	case productSet:
		for _, c := range s.parts {
			if isInfinite(c) {
				return true
			}
		}
	}
	switch f := v.o.lazy.fn.(type) {
	case *lambda:
		return isInfinite(f.dom)
	case *looseFunction:
		return true
	}
	return false
}

// isReducible says whether TLC writes out at once what it makes of s: of a set
// with elements that were given, an interval or a domain. What it makes of other
// sets answers membership until somebody wants the elements.
func isReducible(s Value) bool {
	if d, ok := differenceOf(s); ok {
		return isDomain(d.a)
	}
	return isPlain(s) || isDomain(s)
}

func differenceOf(s Value) (minusSet, bool) {
	if s.o.lazy == nil {
		return minusSet{}, false
	}
	d, ok := s.o.lazy.set.(minusSet)
	return d, ok
}

// unionSet, meetSet and minusSet combine sets of which one is not written out.
type unionSet struct{ a, b Value }

func (s unionSet) contains(m *machine, x Value) bool {
	return contains(m, s.a, x) || contains(m, s.b, x)
}
func (s unionSet) force(m *machine) Value { return union(force(m, s.a), force(m, s.b)) }
func (s unionSet) name() string           { return s.a.String() + ` \cup ` + s.b.String() }

type meetSet struct{ a, b Value }

func (s meetSet) contains(m *machine, x Value) bool {
	return contains(m, s.a, x) && contains(m, s.b, x)
}
func (s meetSet) name() string { return s.a.String() + ` \cap ` + s.b.String() }
func (s meetSet) force(m *machine) Value {
	a, b := s.a, s.b
	if isInfinite(a) {
		a, b = b, a
	}
	return filter(force(m, a), func(x Value) bool { return contains(m, b, x) })
}

type minusSet struct{ a, b Value }

func (s minusSet) contains(m *machine, x Value) bool {
	return contains(m, s.a, x) && !contains(m, s.b, x)
}
func (s minusSet) force(m *machine) Value { return minus(m, force(m, s.a), s.b) }
func (s minusSet) name() string           { return s.a.String() + ` \ ` + s.b.String() }

// filterSet is {x \in S : P} for an S that is not written out. Membership tests
// P for one element; only who wants the elements has it tested for all.
type filterSet struct {
	base Value
	test func(m *machine, x Value) bool
}

func (s filterSet) contains(m *machine, x Value) bool { return contains(m, s.base, x) && s.test(m, x) }
func (s filterSet) name() string                      { return "{x \\in " + s.base.String() + " : …}" }
func (s filterSet) force(m *machine) Value {
	if isInfinite(s.base) {
		m.fail("a subset of the infinite set %s cannot be enumerated", s.base.o.lazy.set.name())
	}
	return filter(force(m, s.base), func(x Value) bool { return s.test(m, x) })
}

// lambda is a function given by an expression: a recursive one, or one with an
// infinite domain.
type lambda struct {
	dom  Value
	call func(m *machine, x Value) Value
}

func (f *lambda) domain() Value { return f.dom }
func (f *lambda) name() string  { return "[x \\in " + f.dom.String() + " |-> …]" }

func (f *lambda) apply(m *machine, x Value) (Value, bool) {
	if !contains(m, f.dom, x) {
		return Value{}, false
	}
	return f.call(m, x), true
}

func (f *lambda) force(m *machine) Value {
	if isInfinite(f.dom) {
		m.fail("a function with the infinite domain %s cannot be written out", f.dom.o.lazy.set.name())
	}
	keys := force(m, f.dom).o.flatKeys()
	vals := make([]Value, len(keys))
	for i, k := range keys {
		vals[i] = concrete(m, f.call(m, k))
	}
	return functionOfSorted(keys, vals)
}
