package tla

import "math/bits"

// Hashes of collections are sums over their elements, so that changing one
// element changes the hash in constant time, in a flat node and in a tree alike.

const (
	tagInt    = 0x9E3779B97F4A7C15
	tagBool   = 0xD6E8FEB86659FD93
	tagString = 0xA0761D6478BD642F
	tagModel  = 0xE7037ED1A0B428DB
	tagSet    = 0x8EBC6AF09C88C6E3
	tagMap    = 0x589965CC75374CC3
)

// mix is the finaliser of splitmix64: every input bit changes every output bit.
func mix(x uint64) uint64 {
	x ^= x >> 30
	x *= 0xBF58476D1CE4E5B9
	x ^= x >> 27
	x *= 0x94D049BB133111EB
	return x ^ x>>31
}

func textHash(s string, tag uint64) uint64 {
	h := uint64(14695981039346656037)
	for i := 0; i < len(s); i++ {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	return mix(h ^ tag)
}

// Hash returns a hash of v: equal values have equal hashes, in every process.
func (v Value) Hash() uint64 {
	switch {
	case v.o == nil:
		return 0
	case v.o == intObject:
		return mix(uint64(v.n) + tagInt)
	case v.o == boolObject:
		return mix(uint64(v.n) + tagBool)
	}
	if v.o.lazy != nil {
		if w, ok := written(v); ok {
			v = w
		}
	}
	switch v.o.kind {
	case KindTuple, KindRecord, KindFunction:
		return functionHash(v.o.hash, v.o.count)
	case KindSet:
		return setHash(v.o.hash, v.o.count)
	}
	return v.o.hash
}

func pairHash(k, v Value) uint64 {
	return mix(k.Hash()*3 + bits.RotateLeft64(v.Hash(), 23))
}

func elementHash(x Value) uint64 { return mix(x.Hash() + tagSet) }

func functionHash(sum uint64, n int) uint64 { return mix(sum ^ tagMap + uint64(n)) }

func setHash(sum uint64, n int) uint64 { return mix(sum ^ tagSet + uint64(n)) }
