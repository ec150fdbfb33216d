package strictcbor_test

import (
	"encoding/hex"
	"testing"

	"github.com/synod-paxos/synod/internal/strictcbor"
)

// TestRefusals gives what is not canonical, each beside its harmless twin.
func TestRefusals(t *testing.T) {
	type target struct {
		A any `cbor:"1,keyasint"`
	}
	cases := []struct{ name, good, bad string }{
		{"a key twice", "a10101", "a201010101"},
		{"an indefinite length", "a101820102", "a1019f0102ff"},
		{"a tag", "a10101", "a101c101"},
		{"an unknown field", "a10101", "a201010201"},
		{"text that is not UTF-8", "a1016161", "a10161ff"},
		{"deep nesting", "a1018181818101", "a101818181818101"},
		{"trailing bytes", "a10101", "a1010100"},
	}
	mode := strictcbor.Decoder(strictcbor.Limits{Nesting: 5, Elements: 16, Pairs: 16})
	for _, c := range cases {
		for input, want := range map[string]bool{c.good: true, c.bad: false} {
			raw, err := hex.DecodeString(input)
			if err != nil {
				t.Fatal(err)
			}
			var got target
			if err := mode.Unmarshal(raw, &got); (err == nil) != want {
				t.Errorf("%s: %s is decoded: %v, want %v (%v)", c.name, input, err == nil, want, err)
			}
		}
	}
	lenient := strictcbor.Decoder(strictcbor.Limits{UnknownFields: true})
	var got target
	if err := lenient.Unmarshal([]byte{0xa2, 1, 1, 2, 1}, &got); err != nil {
		t.Errorf("an unknown field is refused although it may pass: %v", err)
	}
}
