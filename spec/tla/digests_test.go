package tla

import (
	"strings"
	"testing"
)

func TestChain(t *testing.T) {
	const module = irVersion + `
(root Digests)
(source Digests 00)
(def Digests Chain (p v) (str "never evaluated"))
(def Digests Next (p v) (def:Digests.Chain (.p) (.v)))
`
	zeros := strings.Repeat("0", 32)
	s := loadText(t, module)
	for want, v := range map[string]Value{ // computed with other tools
		"d47de8b7765f9b0af5c06753de374abb": Tuple(),
		"726d2b8944be5343eb9234cc77dfc7a5": Tuple(Tuple(Int(7), Int(1), Str("ab"))),
	} {
		if got, err := s.Eval("Next", State{}, Str(zeros), v); err != nil || !got.Equal(Str(want)) {
			t.Errorf("Chain(%s, %v) is %v, %v; want %s", zeros, v, got, err, want)
		}
	}
	for _, args := range [][2]Value{
		{Str(zeros[1:]), Tuple()}, {Str(strings.Repeat("A", 32)), Tuple()}, {Int(0), Tuple()},
		{Str(zeros), Str("abc")}, {Str(zeros), Int(1)}, {Str(zeros), Tuple(Int(1))},
		{Str(zeros), Tuple(Tuple(Int(-1), Int(1), Str("")))}, {Str(zeros), Tuple(Tuple(Int(1), Int(1), Int(1)))},
	} {
		if v, err := s.Eval("Next", State{}, args[0], args[1]); err == nil {
			t.Errorf("Chain(%v, %v) is %v", args[0], args[1], v)
		}
	}
}

func loadText(t *testing.T, text string) *Spec {
	m, err := ReadIR(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	s, err := Load(m, NewConfig())
	if err != nil {
		t.Fatal(err)
	}
	return s
}
