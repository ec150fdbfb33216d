package tla

import (
	"bytes"
	"fmt"
	"os"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// loadPersist loads the module of testdata/persist, with or without indexes.
func loadPersist(t *testing.T, unindexed bool) *Spec {
	t.Helper()
	ir, err := os.ReadFile("testdata/persist/Persist.ir")
	if err != nil {
		t.Fatal(err)
	}
	m, err := ReadIR(bytes.NewReader(ir))
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile("testdata/persist/Persist.tla")
	if err != nil {
		t.Fatal(err)
	}
	if err := m.AttachSource("Persist", text); err != nil {
		t.Fatal(err)
	}
	cfg, err := os.ReadFile("testdata/persist/Persist.cfg")
	if err != nil {
		t.Fatal(err)
	}
	c, err := ParseConfig("Persist.cfg", bytes.NewReader(cfg))
	if err != nil {
		t.Fatal(err)
	}
	s, err := load(m, c, unindexed)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// families are values of a message's field that TLC compares with each other.
var families = [][]Value{
	{Int(0), Int(1), Int(2), Int(3), Model("None")},
	{Int(0), Int(1), Int(2), Int(3)},
	{Str("a"), Str("b"), Str("c")},
	{Model("T_a"), Model("T_b"), Model("None")},
	{Tuple(Int(1)), Tuple(Int(2)), Tuple(Int(1), Int(2))},
	{SetOf(), SetOf(Int(1)), SetOf(Int(2))},
}

// messages draws sets of messages: the families of their fields, and whether
// some elements are no records with all the fields that are asked for.
type messages struct {
	t         *rapid.T
	family    map[string][]Value
	irregular bool
}

func drawMessages(t *rapid.T) messages {
	g := messages{t, map[string][]Value{}, rapid.IntRange(0, 3).Draw(t, "irregular") == 0}
	for _, field := range []string{"from", "bal", "val"} {
		i := 0
		if rapid.IntRange(0, 2).Draw(t, "other family") == 0 {
			i = rapid.IntRange(0, len(families)-1).Draw(t, "family")
		}
		g.family[field] = families[i]
	}
	return g
}

func (g messages) scalar(field string) Value {
	return rapid.SampledFrom(g.family[field]).Draw(g.t, field)
}

// key draws a value to look for; now and then of another family.
func (g messages) key(field string) Value {
	if rapid.IntRange(0, 8).Draw(g.t, "odd key") == 0 {
		return rapid.SampledFrom(slices.Concat(families...)).Draw(g.t, "key")
	}
	return g.scalar(field)
}

// message draws an element. Of type "c" it lacks a field.
func (g messages) message() Value {
	if g.irregular && rapid.IntRange(0, 60).Draw(g.t, "odd") == 0 {
		return rapid.SampledFrom([]Value{Record(Field{"bal", g.scalar("bal")}), Model("None"), Record(Field{"type", Str("a")})}).Draw(g.t, "oddity")
	}
	kind := rapid.SampledFrom([]string{"a", "a", "a", "b", "b", "c"}).Draw(g.t, "type")
	fields := []Field{{"type", Str(kind)}, {"from", g.scalar("from")}, {"bal", g.scalar("bal")}}
	if kind != "c" {
		fields = append(fields, Field{"val", g.scalar("val")})
	}
	return Record(fields...)
}

// set draws a set of at least n elements; ok is false if there are too few.
func (g messages) set(n int) (s Value, ok bool) {
	s = SetOf()
	for range 6 * n {
		if s.Len() >= n {
			return s, true
		}
		s = union(s, SetOf(g.message()))
	}
	return s, false
}

// TestIndexedEqualsUnindexed evaluates searches of sets by the fields of records
// with and without indexes, which must make no difference: neither to values nor
// to errors. The sets grow from one search to the next, as msgs does.
func TestIndexedEqualsUnindexed(t *testing.T) {
	indexed, unindexed := loadPersist(t, false), loadPersist(t, true)
	narrowed, failed := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		g := drawMessages(t)
		set, ok := g.set(indexFrom)
		if !ok {
			t.Skip("too few messages")
		}
		for range rapid.IntRange(1, 12).Draw(t, "searches") {
			set = union(set, SetOf(g.message()))
			again := SetOf(slices.Collect(set.Elements())...) // the same set, without a past
			def, args := g.search()
			a, errA := search1(indexed, set, def, args)
			b, errB := search1(unindexed, again, def, args)
			if fmt.Sprint(errA) != fmt.Sprint(errB) || !a.Equal(b) {
				t.Fatalf("%s%s in %v:\nindexed   %v, %v\nunindexed %v, %v", def, formatArgs(args), set, a, errA, b, errB)
			}
			if set.o.rare != nil && set.o.rare.index.list.Load() != nil {
				narrowed++
			}
			if errA != nil {
				failed++
			}
			checkIndexes(t, set)
		}
	})
	if narrowed == 0 || failed == 0 {
		t.Errorf("%d searches by index, %d that fail: nothing was compared", narrowed, failed)
	}
}

// search1 evaluates a definition where S is a set; Next is the set of its successors' x.
func search1(s *Spec, set Value, def string, args []Value) (Value, error) {
	st, err := s.NewState(map[string]Value{"S": set, "x": Int(1)})
	if err != nil {
		return Value{}, err
	}
	if def != "Next" {
		return s.Eval(def, st, args...)
	}
	var found []Value
	err = s.Successors(st, func(_ string, next State) bool {
		x, _ := next.Get("x")
		found = append(found, x)
		return true
	})
	return Tuple(found...), err
}

// search draws a definition of Persist.tla and its arguments.
func (g messages) search() (def string, args []Value) {
	t := g.t
	kind := func() Value { return Str(rapid.SampledFrom([]string{"a", "b", "c", "d"}).Draw(t, "a")) }
	f := Function(Pair{Int(0), g.key("bal")}, Pair{Int(1), kind()})
	switch def = rapid.SampledFrom([]string{"Some1", "Some2", "Some3", "Late", "Those", "ThoseWith", "Among", "Nested", "Count",
		"Every", "First", "Pairs", "Quorums", "Chained", "Failing", "Failing1", "Next"}).Draw(t, "definition"); def {
	case "Pairs", "Next":
	case "Some1", "Chained":
		args = []Value{kind()}
	case "Some3", "Every":
		args = []Value{kind(), g.key("bal"), g.key("val")}
	case "ThoseWith":
		args = []Value{g.key("bal"), g.key("val")}
	case "Among":
		args = []Value{kind(), SetOf(g.family["bal"][:2]...)}
	case "Quorums":
		args = []Value{SetOf(g.family["from"][:2]...), kind(), g.key("bal")}
	case "Failing":
		args = []Value{kind(), f, Int(rapid.Int64Range(0, 2).Draw(t, "k"))}
	case "Failing1":
		args = []Value{f, Int(rapid.Int64Range(0, 2).Draw(t, "k"))}
	default:
		args = []Value{kind(), g.key("bal")}
	}
	return def, args
}

// checkIndexes compares the indexes of a set, which it may have from the sets it
// was made of, with ones that are made of its elements.
func checkIndexes(t *rapid.T, set Value) {
	if set.o.rare == nil {
		return
	}
	list := set.o.rare.index.list.Load()
	if list == nil {
		return
	}
	for _, got := range *list {
		want := indexOf(set.o, got.fields)
		if (got.groups == nil) != (want.groups == nil) {
			t.Fatalf("index %v of %v: regular %t, must be %t", got.fields, set, got.groups != nil, want.groups != nil)
		}
		if want.groups != nil && (got.kinds != want.kinds || !equalNodes(got.groups, want.groups)) {
			t.Fatalf("index %v of %v is %v, must be %v", got.fields, set, got, want)
		}
	}
}

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
