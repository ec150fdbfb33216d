package tla

import "sync"

// Strings that a specification writes out (names of fields, types of messages)
// exist once, so that comparing them is comparing pointers. The table only ever
// gets what specifications contain, and not without bound.
var interned = struct {
	sync.RWMutex
	objects map[string]*object
}{objects: map[string]*object{}}

const maxInterned = 1 << 16 // more than specifications write out; those of strangers stay bounded

// internedText returns a string if a specification contains it.
func internedText[T string | []byte](s T) (Value, bool) {
	interned.RLock()
	o, ok := interned.objects[string(s)]
	interned.RUnlock()
	return Value{o: o}, ok
}

// internStr returns a string that a specification contains.
func internStr(s string) Value {
	if v, ok := internedText(s); ok {
		return v
	}
	interned.Lock()
	defer interned.Unlock()
	o, ok := interned.objects[s]
	if !ok {
		o = textValue(s).o
		if len(interned.objects) < maxInterned {
			interned.objects[s] = o
		}
	}
	return Value{o: o}
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
