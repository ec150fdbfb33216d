package post

import (
	"errors"
	"fmt"
	"slices"
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

func TestBetween(t *testing.T) {
	for _, test := range []struct{ before, after, want string }{
		{"1", "1", "[]"},
		{"1", "2", "[a=2]"},
		{`{"x":1}`, `{"x":2}`, `[a={"x":2}]`},
		{`{"#fn":[[3,1],[5,2]]}`, `{"#fn":[[3,1],[5,4],[7,2]]}`, "[a[5]=4 a[7]=2]"},
		{`{"#fn":[[3,1],[5,2]]}`, `{"#fn":[[5,2]]}`, "[a[3]]"},
		{`[]`, `{"#fn":[[5,2]]}`, "[a[5]=2]"},
		{`{"#fn":[[5,2]]}`, `[]`, "[a[5]]"},
		{`{"#fn":[[5,2]]}`, `[1,2]`, "[a=[1,2]]"},
		{`{"#fn":[[5,2]]}`, `7`, "[a=7]"},
	} {
		before, err1 := tla.ParseJSON([]byte(test.before))
		after, err2 := tla.ParseJSON([]byte(test.after))
		if err := errors.Join(err1, err2); err != nil {
			t.Fatal(err)
		}
		if got := tell(Between(nil, "a", before, after)); got != test.want {
			t.Errorf("from %s to %s: %s, want %s", test.before, test.after, got, test.want)
		}
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
	for _, path := range []string{"a", "a[5]", `a["x"]`, `a[[1,"y"]]`} {
		if got := parse(t, [2]string{path, "1"})[0].Path(); got != path {
			t.Errorf("%s is written as %s", path, got)
		}
	}
	for _, path := range []string{"a[", "a[]", "a[5", "a[05]", "a[x]"} {
		if c, err := Parse(trace.Change{Path: path, Value: "1"}, func(v trace.Value) (tla.Value, error) {
			return tla.ParseJSON([]byte(v))
		}); err == nil {
			t.Errorf("%s is read as %v", path, c)
		}
	}
}
