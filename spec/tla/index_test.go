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

// set draws a set of n elements, or of fewer if there are not so many messages.
func (g messages) set(n int) Value {
	s := SetOf()
	for i := 0; i < 6*n && s.Len() < n; i++ {
		s = union(s, SetOf(g.message()))
	}
	return s
}

// TestIndexedEqualsUnindexed evaluates searches of sets by the fields of records
// with and without indexes, which must make no difference: neither to values nor
// to errors. The sets grow from one search to the next, as msgs does.
func TestIndexedEqualsUnindexed(t *testing.T) {
	indexed, unindexed := loadPersist(t, false), loadPersist(t, true)
	narrowed, failed := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		g := drawMessages(t)
		set := g.set(indexFrom)
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
