package post

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/synod-paxos/synod/spec/tla"
	"github.com/synod-paxos/synod/trace"
)

func parse(t *testing.T, texts ...[2]string) []Change {
	t.Helper()
	var out []Change
	for _, c := range texts {
		p, err := Parse(trace.Change{Path: c[0], Value: trace.Value(c[1])}, func(v trace.Value) (tla.Value, error) {
			return tla.ParseJSON([]byte(v))
		})
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, p)
	}
	return out
}

// shape has a variable that is told of as a whole, a, and one key by key, f.
var shape = &Shape{Variables: []string{"a", "f"}, keyed: map[string]bool{"f": true}}

func value(t *testing.T, text string) tla.Value {
	t.Helper()
	v, err := tla.ParseJSON([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestBetween(t *testing.T) {
	for _, test := range []struct{ variable, before, after, want string }{
		{"a", "1", "1", "[]"},
		{"a", "1", "2", "[a=2]"},
		{"a", `{"x":1}`, `{"x":2}`, `[a={"x":2}]`},
		{"a", `[1]`, `[1,2]`, `[a=[1,2]]`},
		{"a", `{"#fn":[[3,1],[5,2]]}`, `{"#fn":[[3,1]]}`, `[a={"#fn":[[3,1]]}]`},
		{"f", `{"#fn":[[3,1],[5,2]]}`, `{"#fn":[[3,1],[5,4],[7,2]]}`, "[f[5]=4 f[7]=2]"},
		{"f", `{"#fn":[[3,1],[5,2]]}`, `{"#fn":[[5,2]]}`, "[f[3]]"},
		{"f", `[]`, `{"#fn":[[5,2]]}`, "[f[5]=2]"},
		{"f", `{"#fn":[[5,2]]}`, `[]`, "[f[5]]"},
		{"f", `[]`, `[7]`, "[f[1]=7]"},
		{"f", `[7,8]`, `[7,8,9]`, "[f[3]=9]"},
		{"f", `[7,8,9]`, `[]`, "[f[1..4)]"},
		{"f", `[7,8,9,1]`, `{"#fn":[[4,1]]}`, "[f[1..4)]"},
		{"f", `{"#fn":[[3,1],[4,1],[6,1],[8,1],[9,1]]}`, `{"#fn":[[8,2]]}`, "[f[3..5) f[6] f[8]=2 f[9]]"},
		{"f", `{"#fn":[[3,1],[4,1],[5,1],[6,1]]}`, `{"#fn":[[4,1]]}`, "[f[3] f[5..7)]"},
		{"f", `{"x":1,"y":2}`, `[]`, `[f["x"] f["y"]]`},
	} {
		before, after := value(t, test.before), value(t, test.after)
		list := shape.Between(nil, test.variable, before, after)
		if got := tell(list); got != test.want {
			t.Errorf("from %s to %s: %s, want %s", test.before, test.after, got, test.want)
		}
		got, err := before, error(nil)
		for _, c := range list {
			if got, err = shape.Applied(got, c); err != nil {
				t.Fatal(err)
			}
		}
		if !got.Equal(after) {
			t.Errorf("%s applied to %s gives %v", test.want, test.before, got)
		}
	}
}

// TestCost: what a long function costs is what of it changes.
func TestCost(t *testing.T) {
	var long []tla.Value
	for i := range int64(100_000) {
		long = append(long, tla.Int(i))
	}
	before := tla.Tuple(long...)
	after := before.With(tla.Int(100_001), tla.Int(7)).With(tla.Int(5), tla.Int(8))
	if n := testing.AllocsPerRun(10, func() { shape.Between(nil, "f", before, after) }); n > 20 {
		t.Errorf("%v allocations", n)
	}
}

func TestWhole(t *testing.T) {
	for _, test := range []struct{ variable, v, want string }{
		{"a", `[1,2]`, "[a=[1,2]]"}, {"f", `[1,2]`, "[f[1]=1 f[2]=2]"}, {"f", `[]`, "[]"}, {"f", `{"#fn":[[5,2]]}`, "[f[5]=2]"},
	} {
		if got := tell(shape.Whole(nil, test.variable, value(t, test.v))); got != test.want {
			t.Errorf("%s as a whole: %s, want %s", test.v, got, test.want)
		}
	}
}

// TestApplied has changes that cannot be.
func TestApplied(t *testing.T) {
	for want, c := range map[string]Change{
		"told of as a whole": {Variable: "a", Key: tla.Int(1), Value: tla.Int(1)},
		"told of key by key": {Variable: "f", Value: tla.Tuple()},
		"beside the others":  {Variable: "f", Key: tla.Str("x"), Value: tla.Int(1)},
		"whole":              {Variable: "a", Key: tla.Int(1), End: tla.Int(9)},
	} {
		if v, err := shape.Applied(tla.Tuple(tla.Int(7)), c); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s gives %v, %v", c.Path(), v, err)
		}
	}
	far := Change{Variable: "f", Key: tla.Int(2), End: tla.Int(1 << 40)}
	if v, err := shape.Applied(value(t, `[7,8,9]`), far); err != nil || !v.Equal(value(t, `[7]`)) {
		t.Errorf("%s gives %v, %v", far.Path(), v, err)
	}
}

func tell(list []Change) string {
	out := []string{}
	for _, c := range list {
		if c.Gone() {
			out = append(out, c.Path())
		} else {
			out = append(out, c.Path()+"="+string(tla.AppendJSON(nil, c.Value)))
		}
	}
	return fmt.Sprint(out)
}

func TestCompare(t *testing.T) {
	want := parse(t, [2]string{"a", "1"}, [2]string{"b[5]", "2"}, [2]string{"b[6]", ""})
	for _, test := range []struct {
		name    string
		told    []Change
		matched int
		kinds   []Kind
	}{
		{"equal", want, 3, nil},
		{"other order", parse(t, [2]string{"b[6]", ""}, [2]string{"b[5]", "2"}, [2]string{"a", "1"}), 3, nil},
		{"missing", want[:2], 2, []Kind{Missing}},
		{"missing first", want[1:], 2, []Kind{Missing}},
		{"wrong", parse(t, [2]string{"a", "1"}, [2]string{"b[5]", "3"}, [2]string{"b[6]", ""}), 2, []Kind{Wrong}},
		{"not gone", parse(t, [2]string{"a", "1"}, [2]string{"b[5]", "2"}, [2]string{"b[6]", "1"}), 2, []Kind{Wrong}},
		{"extra", append(slices.Clone(want), parse(t, [2]string{"b", "1"})...), 3, []Kind{Extra}},
		{"again", append(slices.Clone(want), want[0]), 3, []Kind{Again}},
		{"a shorter range", parse(t, [2]string{"a", "1"}, [2]string{"b[5]", "2"}, [2]string{"b[6]", ""}, [2]string{"c[1..3)", ""}), 3, []Kind{Extra}},
		{"other variable", parse(t, [2]string{"c", "1"}, [2]string{"b[5]", "2"}, [2]string{"b[6]", ""}), 2, []Kind{Missing, Extra}},
	} {
		matched := 0
		var kinds []Kind
		for _, d := range Compare(test.told, want, func(Change) { matched++ }) {
			kinds = append(kinds, d.Kind)
		}
		if matched != test.matched || !slices.Equal(kinds, test.kinds) {
			t.Errorf("%s: %d matched, %v; want %d, %v", test.name, matched, kinds, test.matched, test.kinds)
		}
	}
}

func TestPaths(t *testing.T) {
	for _, path := range []string{"a", "a[5]", `a["x"]`, `a[[1,"y"]]`, `a["x..y)"]`, "a[-1]"} {
		if got := parse(t, [2]string{path, "1"})[0].Path(); got != path {
			t.Errorf("%s is written as %s", path, got)
		}
	}
	for _, path := range []string{"a[3..5)", "a[-4..17)"} {
		if got := parse(t, [2]string{path, ""})[0].Path(); got != path {
			t.Errorf("%s is written as %s", path, got)
		}
	}
	for _, path := range []string{"a[1..3)", "a[1..3", "a[1..2)", "a[3..1)", "a[..3)", "a[1..)", "a[01..5)", "a[1..x)", "a[1.5)", "a[", "a[]", "a[5", "a[05]", "a[x]"} {
		if c, err := Parse(trace.Change{Path: path, Value: "1"}, func(v trace.Value) (tla.Value, error) {
			return tla.ParseJSON([]byte(v))
		}); err == nil {
			t.Errorf("%s is read as %v", path, c)
		}
	}
}
