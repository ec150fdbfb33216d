package tla

import (
	"sync"
	"sync/atomic"
)

// Strings that a specification writes out (names of fields, types of messages)
// exist once, so that comparing them is comparing pointers. The table only ever
// gets what specifications contain, and not without bound.
var (
	interned      sync.Map // of string to *object
	internedCount atomic.Int32
)

const maxInterned = 1 << 16 // more than specifications write out; those of strangers stay bounded

// internStr returns a string that a specification contains.
func internStr(s string) Value {
	if o, ok := interned.Load(s); ok {
		return Value{o: o.(*object)}
	}
	v := textValue(s)
	if internedCount.Add(1) > maxInterned {
		return v
	}
	o, _ := interned.LoadOrStore(s, v.o)
	return Value{o: o.(*object)}
}

// field returns the field of a record. Field names come from specifications:
// mostly the very pointer is found.
func (nd *node) field(name Value) (Value, bool) {
	if nd.inner == nil {
		for i := range nd.keys {
			if nd.keys[i].o == name.o {
				return nd.vals[i], true
			}
		}
	}
	return nd.get(name)
}
