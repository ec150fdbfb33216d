package tla

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

var samples = []struct {
	value Value
	text  string
	json  string
}{
	{Bool(true), "TRUE", "true"},
	{Int(-12), "-12", "-12"},
	{Str("a\"b\\c\n"), `"a\"b\\c\n"`, `"a\"b\\c\u000a"`},
	{Model("None"), "None", `{"#mv":"None"}`},
	{Tuple(), "<<>>", "[]"},
	{Tuple(Int(1), Str("x")), `<<1, "x">>`, `[1,"x"]`},
	{Record(Field{"val", Model("None")}, Field{"bal", Int(0)}), "[bal |-> 0, val |-> None]", `{"bal":0,"val":{"#mv":"None"}}`},
	{Function(Pair{Int(3), Str("b")}, Pair{Int(1), Str("a")}), `(1 :> "a" @@ 3 :> "b")`, `{"#fn":[[1,"a"],[3,"b"]]}`},
	{Function(Pair{Int(2), Str("b")}, Pair{Int(1), Str("a")}), `<<"a", "b">>`, `["a","b"]`},
	{SetOf(), "{}", `{"#set":[]}`},
	{SetOf(Model("b"), Model("a"), Model("b")), "{a, b}", `{"#set":[{"#mv":"a"},{"#mv":"b"}]}`},
	{SetOf(Tuple(Int(1), Int(2)), Tuple(Int(3)), SetOf(), Int(10), Int(9), Bool(false), Str("z")),
		`{FALSE, 9, 10, "z", <<3>>, <<1, 2>>, {}}`, `{"#set":[false,9,10,"z",[3],[1,2],{"#set":[]}]}`},
	{Record(Field{"#mv", Int(1)}), `("#mv" :> 1)`, `{"#fn":[["#mv",1]]}`},
}

func TestEncodings(t *testing.T) {
	for _, s := range samples {
		if got := s.value.String(); got != s.text {
			t.Errorf("String: %s, want %s", got, s.text)
		}
		if got := string(AppendJSON(nil, s.value)); got != s.json {
			t.Errorf("JSON: %s, want %s", got, s.json)
		}
		if back, err := ParseValue(s.text); err != nil || !back.Equal(s.value) {
			t.Errorf("ParseValue(%s) = %v, %v", s.text, back, err)
		}
		back, err := ParseJSON([]byte(s.json))
		if err != nil || !back.Equal(s.value) || back.Hash() != s.value.Hash() || back.Kind() != s.value.Kind() {
			t.Errorf("ParseJSON(%s) = %v, %v", s.json, back, err)
		}
	}
	multi, err := ParseValue("{ [bal |-> 1,\n    from |-> 2 ],\n  << 1,\n 2 >> }")
	if err != nil || multi.String() != "{<<1, 2>>, [bal |-> 1, from |-> 2]}" {
		t.Errorf("value of several lines: %v, %v", multi, err)
	}
}

func TestUnreadableValues(t *testing.T) {
	for _, text := range []string{"", "{", "{1", "[a |-> ]", "<<1,>>", "(1 :> )", "1 2", `"x`, "99999999999", "--1", "[a |-> 1, a |-> 2]"} {
		if v, err := ParseValue(text); err == nil {
			t.Errorf("ParseValue(%q) = %v", text, v)
		}
	}
	for _, text := range []string{"", "null", "1.5", "01", "1e3", "{}", "[1,]", `{"#mv":1}`, `{"#x":1}`, `{"#set":[1,1]}`,
		`{"#fn":[[1]]}`, `{"a":1,"a":2}`, `{"a":1,"#mv":"x"}`, "9999999999", "\"\xff\"", `"\x"`, "-0", "[1]]"} {
		if v, err := ParseJSON([]byte(text)); err == nil {
			t.Errorf("ParseJSON(%q) = %v", text, v)
		}
	}
}

// TestOrder checks that Compare is a total order that agrees with Equal.
func TestOrder(t *testing.T) {
	var all []Value
	for _, s := range samples {
		all = append(all, s.value)
	}
	slices.SortFunc(all, Compare)
	for i, a := range all {
		for j, b := range all {
			if c := Compare(a, b); (c < 0) != (i < j) || (c == 0) != Equal(a, b) {
				t.Errorf("Compare(%v, %v) = %d at %d and %d", a, b, c, i, j)
			}
		}
	}
}

// TestTree compares large persistent functions and sets with Go's maps under
// random updates; old versions must not change.
func TestTree(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	f, s := Function(), SetOf()
	model := map[int64]int64{}
	old, oldText := f, ""
	for i := range 6000 {
		k, v := rng.Int64N(900)-100, rng.Int64N(50)
		if rng.IntN(3) == 0 {
			delete(model, k)
			f = f.Without(Int(k))
			s = minus(newMachine(nil), s, SetOf(Int(k)))
		} else {
			model[k] = v
			f = f.With(Int(k), Int(v))
			s = union(s, SetOf(Int(k)))
		}
		if i == 3000 {
			old, oldText = f, f.String()
		}
	}
	if old.String() != oldText {
		t.Error("an old version has changed")
	}
	var pairs []Pair
	var keys []Value
	for k, v := range model {
		pairs, keys = append(pairs, Pair{Int(k), Int(v)}), append(keys, Int(k))
	}
	if want := Function(pairs...); !f.Equal(want) || f.Hash() != want.Hash() || Compare(f, want) != 0 || f.Len() != len(model) {
		t.Errorf("function of %d pairs differs from %d", f.Len(), len(model))
	}
	if want := SetOf(keys...); !s.Equal(want) || s.Hash() != want.Hash() || !f.Domain().Equal(want) {
		t.Error("set differs")
	}
	for k, v := range model {
		if got, ok := f.Apply(Int(k)); !ok || !got.Equal(Int(v)) || !s.Contains(Int(k)) {
			t.Fatalf("f[%d] = %v", k, got)
		}
	}
	if _, ok := f.Apply(Int(5000)); ok || s.Contains(Str("x")) {
		t.Error("something that is not there was found")
	}
}

func TestSequencesAreFunctions(t *testing.T) {
	q := Tuple()
	for i := range 100 {
		q = q.With(Int(int64(i+1)), Int(int64(i)))
	}
	if q.Kind() != KindTuple || q.Len() != 100 {
		t.Fatalf("%v of length %d", q.Kind(), q.Len())
	}
	if r := q.With(Int(0), Int(7)); r.Kind() != KindFunction || !r.Without(Int(0)).Equal(q) {
		t.Error("an argument outside 1..n does not make a function")
	}
	for n := 100; n > 0; n-- {
		q = q.Without(Int(int64(n)))
		if q.Kind() != KindTuple || q.Len() != n-1 {
			t.Fatalf("after %d: %v of length %d", n, q.Kind(), q.Len())
		}
	}
	if !q.Equal(Record()) || !q.Equal(Function()) {
		t.Error("empty functions differ")
	}
}

func TestZeroValue(t *testing.T) {
	var v Value
	_, applied := v.Apply(Int(1))
	if v.IsValid() || v.Len() != 0 || applied || v.Contains(v) || v.Hash() != 0 || !v.Equal(Value{}) || v.String() == "" {
		t.Error("the zero Value is not inert")
	}
	for range v.Elements() {
		t.Error("it has elements")
	}
}

func BenchmarkUpdate1000(b *testing.B) {
	f := Function()
	for i := range int64(1000) {
		f = f.With(Int(i+5), Int(0))
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		f = f.With(Int(int64(i%1000+5)), Int(int64(i)))
	}
	_ = fmt.Sprint(f.Len())
}
