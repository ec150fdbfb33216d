package tla

import (
	"cmp"
	"slices"
	"sync/atomic"
)

// A large set of records can be asked for the elements with given values of some
// fields. What answers is an index: a persistent tree of groups, each of them a
// set of the elements that have the same values of these fields, up to a
// collision of hashes. Indexes are made when they are first needed and belong
// to the set from then on; a set made by adding elements takes over those of the
// set it was made of, at the cost of what was added.
//
// Indexes never change what an expression means. An index is regular if every
// element is a record that has all its fields. In TLA+ to ask for the field of
// something else is an error, so that only a regular index may be used, and only
// with values that all of a field's values may be compared with: then every
// element outside the group would have been found unequal, without an error.

// indexFrom is the number of elements from which on indexing a set pays.
const indexFrom = 64

// maxProbe bounds the fields of an index.
const maxProbe = 6

// fieldIndex is one index of a set.
type fieldIndex struct {
	fields []Value            // names, of specifications and thus identical if equal
	groups *node              // from the hash of the fields' values to sets; nil if not regular
	kinds  [maxProbe]kindMask // of each field's values
}

// indexes are those that a set has so far.
type indexes struct {
	list atomic.Pointer[[]*fieldIndex]
}

// kindMask is a set of kinds.
type kindMask uint16

const (
	maskModel kindMask = 1 << KindModel
	maskTyped kindMask = 1 << 15 // model values that TLC compares with their like only
)

func maskOf(v Value) kindMask {
	if v.o.kind == KindModel && modelType(v) != 0 {
		return maskTyped
	}
	return 1 << v.o.kind
}

// comparable says that a scalar may be compared with values of all these kinds.
func (k kindMask) comparable(v Value) bool {
	own := maskOf(v)
	return (k|own)&maskTyped == 0 && (own == maskModel || k&^(own|maskModel) == 0)
}

// find returns the set's index of some fields, making it if there is none.
func (o *object) find(fields []Value) *fieldIndex {
	ix := &o.rare.index
	known := ix.list.Load()
	if known != nil {
		for _, f := range *known {
			if sameFields(f.fields, fields) {
				return f
			}
		}
	}
	made := indexOf(o, fields)
	for {
		var list []*fieldIndex
		if known != nil {
			list = slices.Clone(*known)
		}
		list = append(list, made)
		if ix.list.CompareAndSwap(known, &list) {
			return made
		}
		known = ix.list.Load()
	}
}

func sameFields(a, b []Value) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i].o != b[i].o {
			return false
		}
	}
	return true
}

// indexOf indexes all elements of a set.
func indexOf(o *object, fields []Value) *fieldIndex {
	f := &fieldIndex{fields: fields}
	type entry struct {
		hash int64
		x    Value
	}
	entries := make([]entry, 0, o.count)
	regular := o.eachKey(func(x Value) bool {
		h, ok := f.place(x)
		entries = append(entries, entry{h, x})
		return ok
	})
	if !regular {
		return f
	}
	slices.SortStableFunc(entries, func(a, b entry) int { return cmp.Compare(a.hash, b.hash) })
	var keys, groups []Value
	for len(entries) > 0 {
		n := 1
		for n < len(entries) && entries[n].hash == entries[0].hash {
			n++
		}
		xs := make([]Value, n)
		for i := range xs {
			xs[i] = entries[i].x
		}
		keys, groups = append(keys, Int(entries[0].hash)), append(groups, setOfSorted(xs))
		entries = entries[n:]
	}
	f.groups = build(keys, groups)
	return f
}

// place returns the hash of x's fields and takes note of their kinds; ok is false
// if x is no record with all of them.
func (f *fieldIndex) place(x Value) (hash int64, ok bool) {
	if x.o.kind != KindRecord {
		return 0, false
	}
	var vals [maxProbe]Value
	for i, name := range f.fields {
		v, has := x.o.field(name)
		if !has {
			return 0, false
		}
		vals[i] = v
		f.kinds[i] |= maskOf(v)
	}
	return groupHash(vals[:len(f.fields)]), true
}

func groupHash(vals []Value) int64 {
	h := uint64(len(vals))
	for _, v := range vals {
		h = mix(h*31 + v.Hash())
	}
	return int64(h)
}

// with returns the index of the set with one more element.
func (f *fieldIndex) with(x Value) *fieldIndex {
	if f.groups == nil {
		return f
	}
	out := &fieldIndex{fields: f.fields, kinds: f.kinds}
	h, ok := out.place(x)
	if !ok {
		return out
	}
	group, has := f.groups.get(Int(h))
	if !has {
		group = setOfSorted([]Value{x})
	} else if guard(func() { group = add(group, x) }) != nil {
		return out // the elements of the group have no order, though in the set nothing showed that
	}
	out.groups = f.groups.with(Int(h), group)
	return out
}

// inherit gives the set o, which is from with one more element, from's indexes.
func (o *object) inherit(from *object, x Value) {
	if o.rare == nil || from.rare == nil {
		return
	}
	known := from.rare.index.list.Load()
	if known == nil {
		return
	}
	list := make([]*fieldIndex, len(*known))
	for i, f := range *known {
		list[i] = f.with(x)
	}
	o.rare.index.list.Store(&list)
}

var noElements node

// narrow returns the part of a set outside of which every element's fields
// differ from vals. More precisely, testing them one after the other, to the
// first that differs, ends in a difference, not in an error.
func narrow(s Value, fields, vals []Value) *node {
	for len(fields) > 0 && s.o.count >= indexFrom {
		n := len(fields)
		f := s.o.find(fields)
		if f.groups == nil && n > 1 { // the first field may tell for which elements the others make sense
			n = 1
			f = s.o.find(fields[:1])
		}
		if f.groups == nil {
			break
		}
		for i, v := range vals[:n] {
			if !f.kinds[i].comparable(v) {
				return &s.o.node
			}
		}
		group, ok := f.groups.get(Int(groupHash(vals[:n])))
		if !ok {
			return &noElements
		}
		s, fields, vals = group, fields[n:], vals[n:]
	}
	return &s.o.node
}
