package tla

// eachKey yields the keys in order; it returns false if yield did.
func (nd *node) eachKey(yield func(Value) bool) bool {
	for _, kid := range nd.kids() {
		if !kid.eachKey(yield) {
			return false
		}
	}
	if nd.inner == nil {
		for _, k := range nd.keys {
			if !yield(k) {
				return false
			}
		}
	}
	return true
}

// eachArgument yields the keys of a function in order.
func (nd *node) eachArgument(yield func(Value) bool) bool {
	return nd.eachPair(func(k, _ Value) bool { return yield(k) })
}

// eachFrom yields the keys from k on, in order; it returns false if yield did.
func (nd *node) eachFrom(k Value, yield func(Value) bool) bool {
	if nd.inner == nil {
		i, _ := search(nd.keys, k)
		for _, x := range nd.keys[i:] {
			if !yield(x) {
				return false
			}
		}
		return true
	}
	i := nd.kid(k)
	if !nd.kids()[i].eachFrom(k, yield) {
		return false
	}
	for _, kid := range nd.kids()[i+1:] {
		if !kid.eachKey(yield) {
			return false
		}
	}
	return true
}

// eachPair yields keys and values in order; it returns false if yield did.
func (nd *node) eachPair(yield func(k, v Value) bool) bool {
	for _, kid := range nd.kids() {
		if !kid.eachPair(yield) {
			return false
		}
	}
	if nd.inner == nil {
		for i, v := range nd.vals {
			k := Int(int64(i + 1))
			if nd.keys != nil {
				k = nd.keys[i]
			}
			if !yield(k, v) {
				return false
			}
		}
	}
	return true
}

// leaves appends the leaves in order.
func (nd *node) leaves(out []*node) []*node {
	if nd.inner == nil {
		return append(out, nd)
	}
	for _, kid := range nd.kids() {
		out = kid.leaves(out)
	}
	return out
}

// flatKeys returns all keys in order; the slice must not be changed.
func (nd *node) flatKeys() []Value {
	if nd.inner == nil {
		return nd.keys
	}
	out := make([]Value, 0, nd.count)
	nd.eachKey(func(k Value) bool { out = append(out, k); return true })
	return out
}

// first and last return the smallest and the largest key.
func (nd *node) first() Value { return nd.keys[0] }

func (nd *node) last() Value {
	for nd.inner != nil {
		nd = nd.kids()[len(nd.kids())-1]
	}
	return nd.keys[len(nd.keys)-1]
}
