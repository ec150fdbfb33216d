package tla

import "slices"

// Field is a field of a record.
type Field struct {
	Name  string
	Value Value
}

// Pair is an argument of a function and the result for it.
type Pair struct{ Key, Value Value }

// Tuple returns the tuple, or sequence, of the given elements. Of something that
// is no value, neither Tuple nor Record, Function and SetOf make one.
func Tuple(elements ...Value) Value {
	if !allValid(elements) {
		return Value{}
	}
	return tupleOf(slices.Clone(elements))
}

func allValid(xs []Value) bool {
	for _, x := range xs {
		if !x.IsValid() {
			return false
		}
	}
	return true
}

// Record returns a record. Of fields with the same name the last one counts.
// Without fields it is the empty tuple, as all empty functions are equal.
func Record(fields ...Field) Value {
	pairs := make([]Pair, len(fields))
	for i, f := range fields {
		pairs[i] = Pair{Str(f.Name), f.Value}
	}
	return Function(pairs...)
}

// Function returns the function with these arguments and results. Of pairs with
// the same key the last one counts.
func Function(pairs ...Pair) Value {
	for _, p := range pairs {
		if !p.Key.IsValid() || !p.Value.IsValid() {
			return Value{}
		}
	}
	return functionOf(slices.Clone(pairs))
}

// tupleOf makes a tuple and takes over the slice.
func tupleOf(xs []Value) Value {
	if len(xs) == 0 {
		return emptyTuple
	}
	if anyInfinite(xs) {
		return newLoose(KindTuple, countTo(len(xs)), xs)
	}
	if len(xs) > maxLeaf {
		return functionOfNode(build(countTo(len(xs)), xs))
	}
	nd := node{vals: xs, count: len(xs)}
	for i, x := range xs {
		nd.hash += pairHash(Int(int64(i+1)), x)
	}
	return Value{o: &object{kind: KindTuple, node: nd}}
}

func countTo(n int) []Value {
	keys := make([]Value, n)
	for i := range keys {
		keys[i] = Int(int64(i + 1))
	}
	return keys
}

// functionOf makes a function of pairs in any order and takes over the slice.
func functionOf(pairs []Pair) Value {
	if len(pairs) == 0 {
		return emptyTuple
	}
	slices.SortStableFunc(pairs, func(a, b Pair) int { return Compare(a.Key, b.Key) })
	keys, vals := make([]Value, 0, len(pairs)), make([]Value, 0, len(pairs))
	for i, p := range pairs {
		if i+1 < len(pairs) && Equal(p.Key, pairs[i+1].Key) {
			continue
		}
		keys, vals = append(keys, p.Key), append(vals, p.Value)
	}
	return functionOfSorted(keys, vals)
}

// functionOfSorted makes a function of sorted, distinct keys. It shares keys,
// which must not change.
func functionOfSorted(keys, vals []Value) Value {
	if len(keys) == 0 {
		return emptyTuple
	}
	first, last := keys[0], keys[len(keys)-1]
	if len(keys) <= maxLeaf && isCount(first, last, len(keys)) {
		return tupleOf(vals)
	}
	if anyInfinite(vals) || anyInfinite(keys) {
		return newLoose(kindOfDomain(first, last, len(keys)), keys, vals)
	}
	if len(keys) <= maxLeaf {
		nd := leaf(keys, vals)
		return functionOfNode(&nd)
	}
	return functionOfNode(build(keys, vals))
}

// isCount says whether n sorted, distinct keys from first to last are 1..n.
func isCount(first, last Value, n int) bool {
	return first.o == intObject && first.n == 1 && last.o == intObject && last.n == int64(n)
}

// functionOfNode gives a node the most specific kind and its canonical form.
func functionOfNode(nd *node) Value {
	if nd == nil || nd.count == 0 {
		return emptyTuple
	}
	o := &object{kind: KindFunction, node: *nd}
	first, last := nd.first(), nd.last()
	o.kind = kindOfDomain(first, last, nd.count)
	if o.kind == KindTuple {
		if nd.inner == nil {
			o.keys = nil
		} else if nd.count <= maxLeaf {
			return tupleOf(flatVals(nd))
		}
	}
	return Value{o: o}
}

// kindOfDomain is the kind of a function with n sorted, distinct keys.
func kindOfDomain(first, last Value, n int) Kind {
	switch {
	case isCount(first, last, n):
		return KindTuple
	case first.Kind() == KindString && last.Kind() == KindString:
		return KindRecord
	}
	return KindFunction
}

// flatVals returns all results in the order of their arguments; the slice must
// not be changed.
func flatVals(nd *node) []Value {
	if nd.inner == nil {
		return nd.vals
	}
	out := make([]Value, 0, nd.count)
	nd.eachPair(func(_, v Value) bool { out = append(out, v); return true })
	return out
}

// withKey returns f with key mapped to value.
func withKey(f, key, value Value) Value {
	if value.o.lazy != nil && isInfinite(value) {
		return withInfinite(f, key, value)
	}
	nd := &f.o.node
	switch {
	case nd.count == 0:
		return functionOfSorted([]Value{key}, []Value{value})
	case nd.keys == nil && key.o == intObject && key.n >= 1 && key.n <= int64(nd.count):
		return withResult(f, int(key.n-1), value)
	case nd.keys == nil:
		nd = &node{keys: countTo(nd.count), vals: nd.vals, count: nd.count, hash: nd.hash}
	}
	if nd.inner == nil {
		if i, found := search(nd.keys, key); found {
			return withResult(f, i, value)
		}
	}
	if nd = nd.with(key, value); nd == &f.o.node {
		return f
	}
	return functionOfNode(nd)
}

// withResult returns a function that is one leaf, with another result for the
// argument at position i. Its kind stays what it is.
func withResult(f Value, i int, value Value) Value {
	nd := &f.o.node
	old := nd.vals[i]
	if Equal(old, value) {
		return f
	}
	vals := slices.Clone(nd.vals)
	vals[i] = value
	key := Int(int64(i + 1))
	if nd.keys != nil {
		key = nd.keys[i]
	}
	sum := nd.hash - pairHash(key, old) + pairHash(key, value)
	return Value{o: &object{kind: f.o.kind, node: node{keys: nd.keys, vals: vals, count: nd.count, hash: sum}}}
}

func withInfinite(f, key, value Value) Value {
	var pairs []Pair
	f.o.eachPair(func(k, v Value) bool { pairs = append(pairs, Pair{k, v}); return true })
	return functionOf(append(pairs, Pair{key, value}))
}

// withoutKey returns f without key in its domain.
func withoutKey(f, key Value) Value {
	nd := &f.o.node
	if nd.count == 0 {
		return f
	}
	if nd.keys == nil {
		nd = &node{keys: countTo(nd.count), vals: nd.vals, count: nd.count, hash: nd.hash}
	}
	return functionOfNode(nd.remove(key))
}

// Without returns the function v without the argument key; v itself if key is
// not in its domain, the zero Value if v is not a function.
func (v Value) Without(key Value) Value {
	v, ok := written(v)
	if !ok || !isFunction(v) {
		return Value{}
	}
	w := v
	if guard(func() {
		if _, has := v.o.get(key); has {
			w = withoutKey(v, key)
		}
	}) != nil {
		return v
	}
	return w
}

// Domain returns the set of arguments of a function, or the zero Value.
func (v Value) Domain() Value {
	v, ok := written(v)
	if !ok || !isFunction(v) {
		return Value{}
	}
	return domainOf(v)
}

// domainOf returns DOMAIN f for a function that is written out.
func domainOf(f Value) Value {
	if f.o.kind == KindTuple {
		return setOfSorted(countTo(f.o.count))
	}
	return setOfSorted(f.o.flatKeys())
}

// apply returns f[x]; ok is false if f is no function or x not in its domain.
func apply(m *machine, f, x Value) (Value, bool) {
	if f.o == nil {
		return Value{}, false
	}
	if f.o.lazy != nil {
		if f.o.lazy.fn == nil {
			return Value{}, false
		}
		return f.o.lazy.fn.apply(m, x)
	}
	if !isFunction(f) || f.o.count == 0 {
		return Value{}, false
	}
	return f.o.get(concrete(m, x))
}
