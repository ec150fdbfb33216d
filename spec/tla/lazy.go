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

// concrete is what may become part of another value: states, elements, fields.
func concrete(m *machine, v Value) Value { return force(m, v) }

// tooLarge fails for a set with more elements than may be enumerated.
func checkSize(m *machine, what string, n int) {
	if n < 0 || n > maxEnumerate {
		m.fail("%s has more than %d elements, too many to enumerate", what, maxEnumerate)
	}
}

// interval is lo..hi, not empty.
type interval struct{ lo, hi int64 }

func (s interval) contains(m *machine, x Value) bool {
	n, ok := x.Int64()
	return ok && s.lo <= n && n <= s.hi
}

func (s interval) force(m *machine) Value {
	if s.hi-s.lo >= maxEnumerate {
		m.fail("%d..%d has more than %d elements, too many to enumerate", s.lo, s.hi, maxEnumerate)
	}
	xs := make([]Value, 0, s.hi-s.lo+1)
	for n := s.lo; n <= s.hi; n++ {
		xs = append(xs, Int(n))
	}
	return setOfSorted(xs)
}

func (s interval) name() string { return Int(s.lo).String() + ".." + Int(s.hi).String() }

// infinite is a set that only membership can be asked of.
type infinite struct {
	label string
	in    func(m *machine, x Value) bool
}

func (s infinite) contains(m *machine, x Value) bool { return s.in(m, x) }

func (s infinite) force(m *machine) Value {
	m.fail("%s is infinite and cannot be enumerated", s.label)
	return Value{}
}

func (s infinite) name() string { return s.label }

var (
	natSet    = lazySetOf(infinite{"Nat", func(_ *machine, x Value) bool { n, ok := x.Int64(); return ok && n >= 0 }})
	integers  = lazySetOf(infinite{"Int", func(_ *machine, x Value) bool { return x.Kind() == KindInt }})
	stringSet = lazySetOf(infinite{"STRING", func(_ *machine, x Value) bool { return x.Kind() == KindString }})
	anySet    = lazySetOf(infinite{"Any", func(*machine, Value) bool { return true }})
	booleans  = setOfSorted([]Value{falseValue, trueValue})
)

// sequences is Seq(S).
func sequences(s Value) Value {
	return lazySetOf(infinite{"Seq(_)", func(m *machine, x Value) bool {
		x = force(m, x)
		return x.Kind() == KindTuple &&
			x.o.eachPair(func(_, v Value) bool { return contains(m, s, v) })
	}})
}

// isInfinite says whether enumerating v is known to be impossible.
func isInfinite(v Value) bool {
	if v.o == nil || v.o.lazy == nil {
		return false
	}
	switch s := v.o.lazy.set.(type) {
	case infinite, filterSet:
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
	if f, ok := v.o.lazy.fn.(*lambda); ok {
		return isInfinite(f.dom)
	}
	return false
}

// unionSet, meetSet and minusSet combine sets of which one is not written out.
type unionSet struct{ a, b Value }

func (s unionSet) contains(m *machine, x Value) bool {
	return contains(m, s.a, x) || contains(m, s.b, x)
}
func (s unionSet) force(m *machine) Value { return union(force(m, s.a), force(m, s.b)) }
func (s unionSet) name() string           { return "a union" }

type meetSet struct{ a, b Value }

func (s meetSet) contains(m *machine, x Value) bool {
	return contains(m, s.a, x) && contains(m, s.b, x)
}
func (s meetSet) name() string { return "an intersection" }
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
func (s minusSet) name() string           { return "a difference" }

// filterSet is {x \in S : P} for an infinite S.
type filterSet struct {
	base Value
	test func(m *machine, x Value) bool
}

func (s filterSet) contains(m *machine, x Value) bool { return contains(m, s.base, x) && s.test(m, x) }
func (s filterSet) name() string                      { return "a subset of an infinite set" }
func (s filterSet) force(m *machine) Value {
	m.fail("a subset of the infinite set %s cannot be enumerated", s.base.o.lazy.set.name())
	return Value{}
}

// lambda is a function given by an expression: a recursive one, or one with an
// infinite domain.
type lambda struct {
	dom  Value
	call func(m *machine, x Value) Value
}

func (f *lambda) domain() Value { return f.dom }

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
