package tla

// Sequences and finite sets. A string is a sequence of characters, but only the
// operators that TLC gives this meaning treat it as one: Len, Head, Tail, SubSeq,
// Append and \o give strings, SelectSeq and SortSeq tuples of characters.

// characters is the sequence of a string's characters, each a string.
func characters(v Value) Value {
	var xs []Value
	for _, r := range v.o.text {
		xs = append(xs, Str(string(r)))
	}
	return tupleOf(xs)
}

func asSeq(m *machine, n *Node, v Value) Value {
	if v.Kind() == KindString {
		return characters(v)
	}
	if isFunction(v) {
		v = force(m, v)
	}
	if v.Kind() != KindTuple {
		fail(n, "%s is used as a sequence", describe(v))
	}
	return v
}

// like gives the result of an operator on s the kind of s: it is a string again
// if s is one.
func like(s, result Value) Value {
	if s.Kind() != KindString {
		return result
	}
	var b []byte
	result.o.eachPair(func(_, v Value) bool { b = append(b, v.o.text...); return true })
	return Str(string(b))
}

func lengthOf(m *machine, n *Node, s Value) Value {
	if s.o.lazy != nil {
		if f, ok := s.o.lazy.fn.(*looseFunction); ok && f.kind == KindTuple {
			return Int(int64(len(f.vals)))
		}
	}
	return Int(int64(asSeq(m, n, s).o.count))
}

func concat(m *machine, n *Node, a, b Value) Value {
	if a.Kind() == KindString {
		if b.Kind() != KindString {
			fail(n, "%s is appended to a string", describe(b))
		}
		return Str(a.o.text + b.o.text)
	}
	a, b = asSeq(m, n, a), asSeq(m, n, b)
	checkSize(m, "a sequence", a.o.count+b.o.count)
	if b.o.count <= 4 && a.o.count > maxLeaf {
		b.o.eachPair(func(_, v Value) bool { a = withKey(a, Int(int64(a.o.count+1)), v); return true })
		return a
	}
	return tupleOf(append(append(make([]Value, 0, a.o.count+b.o.count), flatVals(&a.o.node)...), flatVals(&b.o.node)...))
}

func appendTo(m *machine, n *Node, s, v Value) Value {
	if s.Kind() == KindString {
		return concat(m, n, s, v)
	}
	s = asSeq(m, n, s)
	return withKey(s, Int(int64(s.o.count+1)), concrete(m, v))
}

func headOf(m *machine, n *Node, s Value) Value {
	s = asSeq(m, n, s)
	if s.o.count == 0 {
		fail(n, "Head of the empty sequence")
	}
	v, _ := s.o.get(Int(1))
	return v
}

func tailOf(m *machine, n *Node, s Value) Value {
	xs := asSeq(m, n, s)
	if xs.o.count == 0 {
		fail(n, "Tail of the empty sequence")
	}
	return like(s, tupleOf(append([]Value(nil), flatVals(&xs.o.node)[1:]...)))
}

func (c *compiler) subSeq(n *Node, sc scope) code {
	fs, d, _ := c.all(n.Args, sc)
	return code{f: func(m *machine) Value {
		s := fs[0](m)
		xs := asSeq(m, n, s)
		lo, hi := integer(n, fs[1](m)), integer(n, fs[2](m))
		if lo > hi {
			return like(s, emptyTuple)
		}
		if lo < 1 || hi > int64(xs.o.count) {
			fail(n, "SubSeq(_, %d, %d) of a sequence of length %d", lo, hi, xs.o.count)
		}
		return like(s, tupleOf(append([]Value(nil), flatVals(&xs.o.node)[lo-1:hi]...)))
	}, deps: d}
}

// cardinality counts without writing out what has a known size.
func cardinality(m *machine, n *Node, s Value) Value {
	asSet(n, s)
	if l := s.o.lazy; l != nil {
		switch set := l.set.(type) {
		case interval:
			return inRange(n, set.hi-set.lo+1)
		case powerSet:
			if k := cardinality(m, n, set.base).n; k < 31 {
				return Int(1 << k)
			}
			fail(n, "%s has too many elements to be counted", s)
		}
	}
	return Int(int64(force(m, s).o.count))
}

func isFiniteSet(m *machine, n *Node, s Value) Value {
	asSet(n, s)
	if l := s.o.lazy; l != nil {
		switch set := l.set.(type) {
		case filterSet:
			if isFiniteSet(m, n, set.base).n == 0 {
				fail(n, "whether %s is finite cannot be decided", set.name())
			}
			return trueValue
		case looseSet:
			return trueValue
		}
	}
	return Bool(!isInfinite(s))
}

// isABag says whether v is a function to positive numbers. By its definition in
// Bags it would be an error to ask that of anything but a function.
func isABag(m *machine, _ *Node, v Value) Value {
	if !isFunction(v) {
		return falseValue
	}
	return Bool(force(m, v).o.eachPair(func(_, x Value) bool { return x.o == intObject && x.n > 0 }))
}
