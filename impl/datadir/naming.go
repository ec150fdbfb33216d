package datadir

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"sync"
	"unicode/utf8"
)

// A Naming is a way to name values in traces.
type Naming string

// The ways. Digest keeps values out of traces, so that those can be shown to
// others; Full is for demonstrations.
const (
	Digest Naming = "digest"
	Full   Naming = "full"
)

// maxFull is the length of the longest value that is written in full.
const maxFull = 256

// Scheme names the way and the key, without giving the key away. Traces that
// were written under different schemes cannot be compared.
func (n Naming) Scheme(secret []byte) string {
	return string(n) + ":" + digester(secret)([]byte("synod trace naming"))[:8]
}

// Namer is the function that names values. In full, a value that is long, no
// text, or like a digest is still named by its digest.
func (n Naming) Namer(secret []byte) (func(value []byte) string, error) {
	switch n {
	case Digest, Full:
	default:
		return nil, fmt.Errorf("values are written as %q or %q, not %q", Digest, Full, n)
	}
	digest := digester(secret)
	return func(value []byte) string {
		if n == Full && len(value) <= maxFull && len(value) > 0 && utf8.Valid(value) && !likeDigest(value) {
			return string(value)
		}
		return digest(value)
	}, nil
}

// likeDigest tells whether a value, as its own name, could be that of another
// one: two values must never have the same name, for a value is known by it.
func likeDigest(value []byte) bool {
	_, err := hex.DecodeString(string(value))
	return err == nil && len(value) == digestSize
}

// digestSize is the length of a digest as a name.
const digestSize = 32

// digester is the function that gives, in hex, the first 128 bits of the SHA-256
// of the key and the text behind it. (Cut in half, the sum cannot be extended to
// that of a longer text, so no second pass is needed as in HMAC.) It may be called
// by many goroutines, and is, for every command: so it copies no text, and cuts
// names from blocks.
func digester(secret []byte) func(text []byte) string {
	key := sha256.Sum256(secret)
	return func(text []byte) string {
		var sum [sha256.Size]byte
		h := sha256.New() // on the stack
		h.Write(key[:])
		h.Write(text)
		h.Sum(sum[:0])
		var name [digestSize]byte
		hex.Encode(name[:], sum[:digestSize/2])
		return cut(name[:])
	}
}

// A name keeps the whole block that it was cut from.
const blockSize = 16 * digestSize

var blocks = sync.Pool{New: func() any { return newBlock() }}

func newBlock() *strings.Builder {
	b := new(strings.Builder)
	b.Grow(blockSize)
	return b
}

// cut is a name as a string, in a block with others. Names are most of the things
// that a node holds: so there are fewer to allocate, and to look at in collecting
// garbage.
func cut(name []byte) string {
	b := blocks.Get().(*strings.Builder)
	from := b.Len()
	b.Write(name)
	text := b.String()[from:]
	if b.Len() < blockSize {
		blocks.Put(b)
	}
	return text
}
