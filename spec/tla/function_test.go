package tla

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// drawFunction draws a function from integers, and sometimes others, large
// enough to be a tree.
func drawFunction(t *rapid.T) Value {
	lo := rapid.Int64Range(-2, 3).Draw(t, "lo")
	var pairs []Pair
	for i := range rapid.Int64Range(0, 150).Draw(t, "size") {
		pairs = append(pairs, Pair{Int(lo + i), Int(rapid.Int64Range(0, 3).Draw(t, "value"))})
	}
	if rapid.IntRange(0, 4).Draw(t, "mixed") == 0 {
		pairs = append(pairs, Pair{Model("None"), Int(0)}, Pair{Model("Any"), Int(1)})
	}
	return Function(pairs...)
}

func drawKey(t *rapid.T) Value {
	if rapid.IntRange(0, 10).Draw(t, "odd key") == 0 {
		return rapid.SampledFrom([]Value{Model("None"), Model("Any")}).Draw(t, "key")
	}
	return Int(rapid.Int64Range(-3, 160).Draw(t, "key"))
}

// naive is what a definition of Persist.tla says of functions, by going through
// all pairs. The second result is the error that is expected.
func naive(def string, f, g, set, k, v Value) Value {
	outside := func(from, f Value) Value {
		var pairs []Pair
		for key := range from.Pairs() {
			if w, ok := f.Apply(key); ok && !set.Contains(key) {
				pairs = append(pairs, Pair{key, w})
			}
		}
		return Function(pairs...)
	}
	merged := func(f, g Value) Value {
		var pairs []Pair
		for key, w := range g.Pairs() {
			pairs = append(pairs, Pair{key, w})
		}
		for key, w := range f.Pairs() {
			pairs = append(pairs, Pair{key, w})
		}
		return Function(pairs...)
	}
	switch def {
	case "Above", "Without":
		return outside(f, f)
	case "Others":
		return outside(f, g)
	case "Same":
		return f
	case "Put":
		return merged(Function(Pair{k, v}), f)
	case "Fill":
		return merged(f, Function(Pair{k, v}))
	case "Both":
		return merged(f, g)
	case "Beside":
		return outside(f, f).Domain()
	case "Domain":
		return Int(int64(f.Len()))
	}
	panic(def)
}

// TestShortcutsOfFunctions compares what is evaluated without going through a
// whole function with a naive evaluation.
func TestShortcutsOfFunctions(t *testing.T) {
	s := loadPersist(t, false)
	rapid.Check(t, func(t *rapid.T) {
		f := drawFunction(t)
		g := f
		for range rapid.IntRange(0, 3).Draw(t, "changes") {
			g = g.With(drawKey(t), Int(7))
		}
		k, v := drawKey(t), Int(rapid.Int64Range(0, 3).Draw(t, "v"))
		n := rapid.Int64Range(0, 160).Draw(t, "n")
		var some []Value
		for range rapid.IntRange(0, 5).Draw(t, "set") {
			some = append(some, drawKey(t))
		}
		set := SetOf(some...)
		upTo := lazySetOf(interval{1, max(n, 1)})
		for def, args := range map[string][]Value{"Above": {f, Int(max(n, 1))}, "Without": {f, set}, "Same": {f},
			"Others": {f, g, set}, "Put": {f, k, v}, "Fill": {f, k, v}, "Both": {f, g}, "Beside": {f, set}, "Domain": {f}} {
			got, err := s.Eval(def, State{}, args...)
			gone := set
			if def == "Above" {
				gone = upTo
			}
			want := naive(def, f, g, gone, k, v)
			if err != nil || !got.Equal(want) || got.Hash() != want.Hash() || got.Kind() != want.Kind() {
				t.Fatalf("%s%s = %v, %v; want %v", def, formatArgs(args), got, err, want)
			}
		}
		for def, in := range map[string]Value{"Has": f.Domain(), "HasNot": f.Domain(), "HasBeside": naive("Without", f, g, set, k, v).Domain()} {
			args := []Value{f, k}
			if def == "HasBeside" {
				args = []Value{f, set, k}
			}
			got, err := s.Eval(def, State{}, args...)
			refused := guard(func() { contains(newMachine(nil), in, k) })
			if (refused == nil) != (err == nil) || err == nil && !got.Equal(Bool(in.Contains(k) != (def == "HasNot"))) {
				t.Fatalf("%s%s = %v, %v", def, formatArgs(args), got, err)
			}
		}
	})
}

// TestShortcutsRefuse holds the shortcuts to the errors of what they stand for.
func TestShortcutsRefuse(t *testing.T) {
	s := loadPersist(t, false)
	var pairs []Pair
	for i := range int64(2 * maxLeaf) {
		pairs = append(pairs, Pair{Int(i), Int(i)})
	}
	f, strange := Function(pairs...), SetOf(Str("a"))
	for def, args := range map[string][]Value{"Has": {f, Str("a")}, "HasNot": {f, Str("a")}, "HasBeside": {f, SetOf(Int(1)), Str("a")},
		"Without": {f, strange}, "Others": {f, f, strange}, "Put": {f, Str("a"), Int(1)}, "Fill": {f, Str("a"), Int(1)},
		"Above": {f, Str("a")}, "Same": {Int(1)}, "Domain": {SetOf()}} {
		if got, err := s.Eval(def, State{}, args...); err == nil {
			t.Errorf("%s%s = %v, want an error", def, formatArgs(args), got)
		}
	}
	if f.With(Str("a"), Int(1)).IsValid() || !f.Without(Str("a")).Equal(f) {
		t.Error("a function takes an argument of another kind")
	}
	if _, ok := f.Apply(Str("a")); ok {
		t.Error("a function has a result for an argument of another kind")
	}
}

// TestDifferences compares two versions of a function, or of a set, that share
// most of their structure, or none, with a naive comparison.
func TestDifferences(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := drawFunction(t)
		g := f
		for range rapid.IntRange(0, 40).Draw(t, "changes") {
			if k := drawKey(t); rapid.Bool().Draw(t, "remove") {
				g = g.Without(k)
			} else {
				g = g.With(k, Int(rapid.Int64Range(0, 3).Draw(t, "value")))
			}
		}
		if rapid.IntRange(0, 5).Draw(t, "fresh") == 0 {
			g = drawFunction(t)
		}
		compareDifferences(t, f, g)
		compareDifferences(t, f.Domain(), g.Domain())
	})
	if Differences(SetOf(), Tuple(), nil) || Differences(Int(1), Int(2), nil) || Differences(natSet, SetOf(), nil) {
		t.Error("values without differences are compared")
	}
}

func compareDifferences(t *rapid.T, a, b Value) {
	type change struct{ key, before, after string }
	tell := func(v Value) string { return string(AppendJSON(nil, v)) }
	var got, want []change
	if !Differences(a, b, func(k, x, y Value) bool {
		got = append(got, change{tell(k), tell(x), tell(y)})
		return true
	}) {
		t.Fatalf("%v and %v have no differences", a, b)
	}
	look := func(v, k Value) Value {
		if v.Kind() == KindSet {
			if v.Contains(k) {
				return k
			}
			return Value{}
		}
		x, _ := v.Apply(k)
		return x
	}
	keys := func(v Value) Value {
		if v.Kind() == KindSet {
			return v
		}
		return v.Domain()
	}
	for k := range union(keys(a), keys(b)).Elements() {
		x, y := look(a, k), look(b, k)
		if x.IsValid() != y.IsValid() || x.IsValid() && !x.Equal(y) {
			want = append(want, change{tell(k), tell(x), tell(y)})
		}
	}
	if !slices.Equal(got, want) {
		t.Fatalf("from %v to %v: %v, want %v", a, b, got, want)
	}
}
