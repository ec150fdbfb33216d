package gotest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/synod-paxos/synod/ci/gate"
)

// The module that the tests below run go test on.
var sources = map[string]string{
	"go.mod":         "module example\n\ngo 1.26\n",
	"a/a_test.go":    "package a\n\nimport (\"fmt\"; \"os\"; \"testing\")\n\nfunc TestA(t *testing.T) { fmt.Println(\"gate: edges=40 states=2\") }\n\nfunc TestB(t *testing.T) { t.Run(\"sub\", func(t *testing.T) { t.Log(\"gate: edges=2\"); t.Log(os.Getenv(\"SYNOD_BOUNDS\")) }) }\n",
	"b/b.go":         "package b\n",
	"fail/f_test.go": "package f\n\nimport \"testing\"\n\nfunc TestF(t *testing.T) { t.Fatal(\"two and two\") }\n",
	"skip/s_test.go": "package s\n\nimport \"testing\"\n\nfunc TestS(t *testing.T) { t.Skip(\"not today\") }\n",
	"bad/b_test.go":  "package bad\n\nfunc f() { x }\n",
	"none/n_test.go": "package none\n",
}

func module(t *testing.T) *gate.Env {
	t.Helper()
	root := t.TempDir()
	for name, text := range sources {
		path := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return &gate.Env{Root: root, Bounds: "standard", Progress: func(string, ...any) {}}
}

func TestRun(t *testing.T) {
	env := module(t)
	for _, c := range []struct {
		packages string
		want     string // in the error; "" for none
	}{
		{"./a ./b", ""},
		{"./a ./fail", "example/fail TestF failed"},
		{"./fail", "two and two"},
		{"./a ./skip", "example/skip TestS was skipped"},
		{"./skip", "not today"},
		{"./bad", "undefined: x"},
		{"./b ./none", "no test was run"},
		{"./nowhere", "nowhere"},
	} {
		outcome, err := Call{Packages: strings.Fields(c.packages)}.Run(t.Context(), env)
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want %q", c.packages, err, c.want)
		}
		if c.want == "" && (outcome.Tests != 3 || outcome.Packages != 1 || outcome.Figures["edges"] != 42 || outcome.Figures["states"] != 2) {
			t.Errorf("%s: %+v", c.packages, outcome)
		}
	}
}

func TestGate(t *testing.T) {
	env := module(t)
	call := Call{Packages: []string{"./a"}}
	r := Gate("x", "5", "", call, []string{"states"}, []string{"edges"}).Execute(t.Context(), env)
	if !r.Passed() || gate.Describe(r.Result.Checked) != "3 tests, 2 states" || gate.Describe(r.Result.Killed) != "42 edges" {
		t.Errorf("%+v", r)
	}
	r = Gate("x", "5", "", call, []string{"unheard_of"}, nil).Execute(t.Context(), env)
	if r.Failure != "the gate checked no unheard of" {
		t.Errorf("failure %q", r.Failure)
	}
}

func TestParseFigures(t *testing.T) {
	lines := []string{
		`{"Action":"output","Package":"p","Test":"T","Output":"    x_test.go:3: gate: a=1 b-c=2\n"}`,
		`{"Action":"output","Package":"p","Test":"T","Output":"gate: a=1"}`,
		`{"Action":"output","Package":"p","Test":"T","Output":"0\n"}`,
		`{"Action":"output","Package":"p","Test":"T","Output":"gate: a=1 and more\nnavigate: a=5\n"}`,
		`{"Action":"pass","Package":"p","Test":"T"}`,
		`{"Action":"pass","Package":"p"}`,
		`not json`, `{broken`,
	}
	o := Parse(strings.NewReader(strings.Join(lines, "\n")), func(string) {})
	if o.Figures["a"] != 11 || o.Figures["b-c"] != 2 || o.Tests != 1 || len(o.stray) != 2 {
		t.Errorf("%+v", o)
	}
}
