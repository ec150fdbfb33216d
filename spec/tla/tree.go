package tla

import "slices"

// node is a persistent B+ tree of keys, or of keys and values, ordered by
// Compare. A small collection is a single leaf. A tuple that fits into a leaf
// has vals and no keys; its keys are 1..n. Nodes are never changed once built.
type node struct {
	keys  []Value // leaf: the keys; inner node: the smallest key of each kid
	vals  []Value // leaf of a function
	inner *[]*node
	count int
	hash  uint64 // sum of the hashes of elements or pairs
}

// kids returns the children of an inner node; nil of a leaf.
func (nd *node) kids() []*node {
	if nd.inner == nil {
		return nil
	}
	return *nd.inner
}

// maxLeaf bounds a collection that is one leaf, maxNode the leaves and inner nodes
// of trees: large enough for few levels, small enough that copying one is cheap.
const (
	maxLeaf = 32
	maxNode = 16
)

func leafOf(keys, vals []Value) *node {
	nd := leaf(keys, vals)
	return &nd
}

// leaf is leafOf for a root, which becomes part of its object.
func leaf(keys, vals []Value) node {
	nd := node{keys: keys, vals: vals, count: len(keys)}
	if vals == nil {
		for _, k := range keys {
			nd.hash += elementHash(k)
		}
	} else {
		for i, k := range keys {
			nd.hash += pairHash(k, vals[i])
		}
	}
	return nd
}

func innerOf(kids []*node) *node {
	nd := newInner(kids)
	nd.keys = make([]Value, len(kids))
	for i, k := range kids {
		nd.keys[i] = k.keys[0]
		nd.count += k.count
		nd.hash += k.hash
	}
	return nd
}

// newInner makes an inner node without keys, in one allocation.
func newInner(kids []*node) *node {
	nd := &struct {
		node
		kids []*node
	}{kids: kids}
	nd.inner = &nd.kids
	return &nd.node
}

// build makes a tree of sorted, distinct keys; vals is nil for a set.
func build(keys, vals []Value) *node {
	if len(keys) <= maxLeaf {
		return leafOf(keys, vals)
	}
	var level []*node
	for lo := 0; lo < len(keys); lo += maxNode {
		hi := min(lo+maxNode, len(keys))
		var vs []Value
		if vals != nil {
			vs = vals[lo:hi:hi]
		}
		level = append(level, leafOf(keys[lo:hi:hi], vs))
	}
	for len(level) > 1 {
		var up []*node
		for c := range slices.Chunk(level, maxNode) {
			up = append(up, innerOf(slices.Clone(c)))
		}
		level = up
	}
	return level[0]
}

// search returns the position of the first key that is not below k.
func search(keys []Value, k Value) (int, bool) {
	if k.o == intObject { // most keys are integers
		lo, hi := 0, len(keys)
		for lo < hi {
			mid := int(uint(lo+hi) >> 1)
			switch at := keys[mid]; {
			case at.o == intObject && at.n < k.n:
				lo = mid + 1
			case at.o == intObject:
				hi = mid
			default:
				if refusesEquality(Compare(at, k)) {
					unlike(at, k)
				}
				hi = mid // booleans, which come before, are refused
			}
		}
		return lo, lo < len(keys) && keys[lo].o == intObject && keys[lo].n == k.n
	}
	lo, hi := 0, len(keys)
	for lo < hi {
		mid := int(uint(lo+hi) >> 1)
		c := Compare(keys[mid], k)
		if c == 0 {
			return mid, true
		}
		if refusesEquality(c) {
			unlike(keys[mid], k)
		}
		if c < 0 {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo, false
}

// kid returns the index of the kid that k belongs to.
func (nd *node) kid(k Value) int {
	i, found := search(nd.keys, k)
	if !found && i > 0 {
		i--
	}
	return i
}

// get returns the value of k in a function.
func (nd *node) get(k Value) (Value, bool) {
	if nd.keys == nil { // a tuple
		if k.o == intObject && k.n >= 1 && k.n <= int64(len(nd.vals)) {
			return nd.vals[k.n-1], true
		}
		return Value{}, false
	}
	for nd.inner != nil {
		nd = nd.kids()[nd.kid(k)]
	}
	if i, ok := search(nd.keys, k); ok {
		return nd.vals[i], true
	}
	return Value{}, false
}

// has says whether k is a key.
func (nd *node) has(k Value) bool {
	for nd.inner != nil {
		nd = nd.kids()[nd.kid(k)]
	}
	_, ok := search(nd.keys, k)
	return ok
}

// with returns the tree with k, mapped to v unless v is invalid (a set).
func (nd *node) with(k, v Value) *node {
	left, right := nd.put(k, v, maxLeaf)
	if right == nil {
		return left
	}
	return innerOf([]*node{left, right})
}

// put returns the tree with k, mapped to v unless v is invalid (a set). The
// second node is the right half if the root had to be split, a leaf with more than
// limit keys.
func (nd *node) put(k, v Value, limit int) (*node, *node) {
	if nd.inner != nil {
		return nd.putInner(k, v)
	}
	i, found := search(nd.keys, k)
	if found {
		if !v.IsValid() || Equal(nd.vals[i], v) {
			return nd, nil
		}
		vals := slices.Clone(nd.vals)
		vals[i] = v
		return &node{keys: nd.keys, vals: vals, count: nd.count,
			hash: nd.hash - pairHash(k, nd.vals[i]) + pairHash(k, v)}, nil
	}
	keys := inserted(nd.keys, i, k)
	h := elementHash
	var vals []Value
	sum := nd.hash
	if v.IsValid() {
		vals = inserted(nd.vals, i, v)
		sum += pairHash(k, v)
	} else {
		sum += h(k)
	}
	if len(keys) <= limit {
		return &node{keys: keys, vals: vals, count: len(keys), hash: sum}, nil
	}
	cut := len(keys) / 2
	if i == len(keys)-1 { // growing at the end: leave full leaves behind
		cut = len(keys) - 1
	}
	if vals == nil {
		return leafOf(keys[:cut:cut], nil), leafOf(keys[cut:], nil)
	}
	return leafOf(keys[:cut:cut], vals[:cut:cut]), leafOf(keys[cut:], vals[cut:])
}

func (nd *node) putInner(k, v Value) (*node, *node) {
	i := nd.kid(k)
	left, right := nd.kids()[i].put(k, v, maxNode)
	if left == nd.kids()[i] {
		return nd, nil
	}
	if right == nil {
		kids := slices.Clone(nd.kids())
		kids[i] = left
		out := newInner(kids)
		out.keys, out.count, out.hash = nd.keys, nd.count-nd.kids()[i].count+left.count, nd.hash-nd.kids()[i].hash+left.hash
		if !sameValue(out.keys[i], left.keys[0]) {
			out.keys = slices.Clone(nd.keys)
			out.keys[i] = left.keys[0]
		}
		return out, nil
	}
	kids := slices.Concat(nd.kids()[:i], []*node{left, right}, nd.kids()[i+1:])
	if len(kids) <= maxNode {
		return innerOf(kids), nil
	}
	cut := len(kids) / 2
	if i == len(nd.kids())-1 {
		cut = len(kids) - 1
	}
	return innerOf(kids[:cut:cut]), innerOf(kids[cut:])
}

// remove returns the tree without k; nil if nothing is left.
func (nd *node) remove(k Value) *node {
	if nd.inner == nil {
		i, found := search(nd.keys, k)
		if !found {
			return nd
		}
		if len(nd.keys) == 1 {
			return nil
		}
		keys := slices.Concat(nd.keys[:i], nd.keys[i+1:])
		if nd.vals == nil {
			return &node{keys: keys, count: len(keys), hash: nd.hash - elementHash(k)}
		}
		return &node{keys: keys, vals: slices.Concat(nd.vals[:i], nd.vals[i+1:]), count: len(keys),
			hash: nd.hash - pairHash(k, nd.vals[i])}
	}
	i := nd.kid(k)
	kid := nd.kids()[i].remove(k)
	if kid == nd.kids()[i] {
		return nd
	}
	if kid == nil {
		if len(nd.kids()) == 1 {
			return nil
		}
		kids := slices.Concat(nd.kids()[:i], nd.kids()[i+1:])
		if len(kids) == 1 {
			return kids[0]
		}
		return innerOf(kids)
	}
	kids := slices.Clone(nd.kids())
	kids[i] = kid
	return innerOf(kids)
}

func inserted(xs []Value, i int, x Value) []Value {
	out := make([]Value, len(xs)+1)
	copy(out, xs[:i])
	out[i] = x
	copy(out[i+1:], xs[i:])
	return out
}
