package datadir

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
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
	return string(n) + ":" + digest(secret, "synod trace naming")[:8]
}

// Namer is the function that names values. In full, a value that is long or no
// text is still named by its digest.
func (n Naming) Namer(secret []byte) (func(value []byte) string, error) {
	switch n {
	case Digest, Full:
	default:
		return nil, fmt.Errorf("values are written as %q or %q, not %q", Digest, Full, n)
	}
	return func(value []byte) string {
		text := string(value)
		if n == Full && len(text) <= maxFull && text != "" && utf8.ValidString(text) {
			return text
		}
		return digest(secret, text)
	}, nil
}

// digest is the first 128 bits of HMAC-SHA-256, in hex.
func digest(secret []byte, text string) string {
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte(text))
	return hex.EncodeToString(mac.Sum(nil)[:16])
}
