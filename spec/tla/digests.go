package tla

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
)

// moduleNatives are definitions of modules of this product that stand for
// something that TLA+ cannot express, by module and name. Their text in TLA+ has
// the right parameters and no value.
var moduleNatives map[[2]string]native

func init() {
	moduleNatives = map[[2]string]native{{"Digests", "Chain"}: {2, pair(chain)}}
}

// chain is Digests!Chain(p, v): the digest of a prefix with the digest p and the
// value v after it. A digest is 32 hexadecimal digits, the first 128 bits of a
// SHA-256; that of an empty prefix is 32 zeros.
func chain(m *machine, n *Node, p, v Value) Value {
	text, _ := p.Text()
	prefix, err := hex.DecodeString(text)
	if p.Kind() != KindString || err != nil || len(prefix) != 16 || hex.EncodeToString(prefix) != text {
		fail(n, "Chain: %s is not a digest of 32 lower-case hexadecimal digits", describe(p))
	}
	digest := valueDigest(m, n, v)
	sum := sha256.Sum256(append(prefix, digest[:16]...))
	return Str(hex.EncodeToString(sum[:16]))
}

// ValueDigest returns the digest of v as Digests.tla defines it: the name of a
// sequence of commands. It is an error if v is none.
func ValueDigest(v Value) (digest string, err error) {
	err = guard(func() {
		sum := valueDigest(newMachine(nil), nil, v)
		digest = hex.EncodeToString(sum[:16])
	})
	return digest, err
}

// valueDigest is the digest of a sequence of commands <<client, number, digest>>:
// the numbers with 8 bytes, the length of the digest with 4, all big-endian.
func valueDigest(m *machine, n *Node, v Value) [sha256.Size]byte {
	if !isFunction(v) {
		fail(n, "%s is not a sequence of commands", describe(v))
	}
	h := sha256.New()
	var b []byte
	asSeq(m, n, v).o.eachPair(func(_, c Value) bool {
		if c.Kind() != KindTuple || c.Len() != 3 {
			fail(n, "%s is not a command <<client, number, digest>>", describe(c))
		}
		b = b[:0]
		for i := range int64(2) {
			number, _ := c.Apply(Int(i + 1))
			if integer(n, number) < 0 {
				fail(n, "%s is negative", describe(number))
			}
			b = binary.BigEndian.AppendUint64(b, uint64(number.n))
		}
		digest, _ := c.Apply(Int(3))
		text, _ := digest.Text()
		if digest.Kind() != KindString {
			fail(n, "%s is not the digest of a command", describe(digest))
		}
		b = binary.BigEndian.AppendUint32(b, uint32(len(text)))
		b = append(b, text...)
		h.Write(b)
		return true
	})
	return [sha256.Size]byte(h.Sum(nil))
}
