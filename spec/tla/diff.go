package tla

// Differences calls yield with what tells two functions, or two sets, apart, in
// the order of the arguments or elements, until yield returns false.
//
// For functions these are the arguments that before and after map to different
// values; a value is invalid where the argument is outside the domain. For sets
// they are the elements that only one of them has, as key and as the value of
// that one. The cost is that of what differs: parts that two versions of a value
// share are not looked at. It returns false, and yields nothing, if before and
// after are not both functions or both sets, or cannot be written out.
func Differences(before, after Value, yield func(key, before, after Value) bool) bool {
	a, ok1 := written(before)
	b, ok2 := written(after)
	if !ok1 || !ok2 || isFunction(a) != isFunction(b) || !isFunction(a) && (a.Kind() != KindSet || b.Kind() != KindSet) {
		return false
	}
	if a.o != b.o {
		d := differ{set: a.Kind() == KindSet, yield: yield}
		var x, y walk
		x.start(&a.o.node)
		y.start(&b.o.node)
		d.trees(&x, &y)
	}
	return true
}

// A walk is a position in a tree: in a leaf, or before a subtree.
type walk struct {
	up   []place // the inner nodes above, and where in them
	sub  *node   // the subtree that comes next; nil in a leaf and at the end
	leaf *node   // the leaf that is being read
	at   int     // in leaf

	first [8]place // room for up
}

type place struct {
	nd *node
	i  int
}

func (w *walk) start(nd *node) {
	w.up = w.first[:0]
	if nd.count > 0 {
		w.sub = nd
	}
}

func (w *walk) done() bool { return w.leaf == nil && w.sub == nil }

// skip goes past what comes next, or past the leaf that has been read.
func (w *walk) skip() {
	w.sub = nil
	for n := len(w.up); n > 0; n-- {
		p := &w.up[n-1]
		if p.i++; p.i < len(p.nd.kids()) {
			w.sub = p.nd.kids()[p.i]
			return
		}
		w.up = w.up[:n-1]
	}
}

// open goes into the subtree that comes next.
func (w *walk) open() {
	nd := w.sub
	if nd.inner == nil {
		w.leaf, w.at, w.sub = nd, 0, nil
		return
	}
	w.up = append(w.up, place{nd, 0})
	w.sub = nd.kids()[0]
}

// key is the argument or element at the position, which is in a leaf.
func (w *walk) key() Value {
	if w.leaf.keys == nil {
		return Int(int64(w.at + 1))
	}
	return w.leaf.keys[w.at]
}

// take returns the result at the position, or the element, and moves on.
func (w *walk) take() Value {
	v := Value{}
	if w.leaf.vals == nil {
		v = w.leaf.keys[w.at]
	} else {
		v = w.leaf.vals[w.at]
	}
	if w.at++; w.at == w.leaf.count {
		w.leaf = nil
		w.skip()
	}
	return v
}

// differ compares two trees.
type differ struct {
	set   bool
	yield func(key, before, after Value) bool
}

func (d *differ) trees(a, b *walk) {
	for !a.done() || !b.done() {
		x, y := a.sub, b.sub
		switch {
		case x != nil && x == y:
			a.skip()
			b.skip()
		case x != nil && (y == nil || x.count >= y.count):
			a.open()
		case y != nil:
			b.open()
		default:
			if !d.pair(a, b) {
				return
			}
		}
	}
}

// pair compares the positions in two leaves, or what is left of one when the
// other tree has ended.
func (d *differ) pair(a, b *walk) bool {
	c := 0
	switch {
	case a.leaf == nil:
		c = 1
	case b.leaf == nil:
		c = -1
	default:
		c = Compare(a.key(), b.key())
	}
	switch {
	case c < 0:
		key := a.key()
		return d.yield(key, a.take(), Value{})
	case c > 0:
		key := b.key()
		return d.yield(key, Value{}, b.take())
	}
	key := a.key()
	x, y := a.take(), b.take()
	return d.set || Equal(x, y) || d.yield(key, x, y)
}
