package ci

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/synod-paxos/synod/ci/gate"
	"github.com/synod-paxos/synod/ci/model"
)

// The three commands run the same gates: they differ in --bounds and leave
// none out. A gate absent from make test is an error.
func TestCommandsLeaveNoGateOut(t *testing.T) {
	read := func(name string) string {
		b, err := os.ReadFile(filepath.Join("..", name))
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	makefile := read("Makefile")
	for target, bounds := range map[string]string{"test": "quick", "verify": "standard", "verify-deep": "deep"} {
		recipe := regexp.MustCompile(`(?m)^` + target + `:.*\n((?:\t.*\n)+)`).FindStringSubmatch(makefile)
		if recipe == nil || strings.TrimSpace(recipe[1]) != "@bin/verify --bounds "+bounds {
			t.Errorf("make %s does %q", target, recipe)
		}
	}
	if run := read(".ci/run"); !strings.Contains(run, "\nmake test\n") {
		t.Errorf(".ci/run does not call make test:\n%s", run)
	}
	if workflow := read(".github/workflows/verify.yml"); !strings.Contains(workflow, "- run: make verify\n") {
		t.Errorf("the workflow does not call make verify:\n%s", workflow)
	}
}

func TestGatesAreDescribed(t *testing.T) {
	seen := map[string]bool{}
	for _, g := range Gates() {
		if g.ID == "" || g.Section == "" || !strings.HasSuffix(g.Doc, ".") || g.Run == nil || seen[g.ID] {
			t.Errorf("gate %+v", g)
		}
		seen[g.ID] = true
	}
}

// No gate vanishes: this is the whole list, and it is the same at all bounds.
func TestNoGateVanishes(t *testing.T) {
	want := []string{"static", "generated", "cross", "unit", "peers", "tlc", "coverage", "distributed", "edges", "language",
		"commute", "conjuncts", "drive", "simulate", "processes", "chaos", "corruption", "planted", "readme"}
	var got []string
	for _, g := range Gates() {
		got = append(got, g.ID)
	}
	if !slices.Equal(got, want) {
		t.Errorf("the gates are %v, not %v; a gate that make test lacks is an error", got, want)
	}
}

// What depends on the bounds is there for each of them, and no less where they
// are wider.
func TestBoundsGrow(t *testing.T) {
	all := []gate.Bounds{model.Quick, model.Standard, model.Deep}
	amounts := map[string]func(gate.Bounds) int{
		"register runs": func(b gate.Bounds) int { return simulations[0].runs[b] },
		"log runs":      func(b gate.Bounds) int { return simulations[1].runs[b] },
		"rounds":        func(b gate.Bounds) int { return rounds[b] },
		"planted bugs":  func(b gate.Bounds) int { return len(toPlant(b)) },
	}
	for _, k := range corruptedKinds {
		amounts[k.what] = func(b gate.Bounds) int { return k.runs[b] }
	}
	for name, amount := range amounts {
		before := 1
		for _, b := range all {
			n := amount(b)
			if n < before {
				t.Errorf("%s at %s bounds: %d, not at least %d", name, b, n, before)
			}
			before = n
		}
	}
}

func TestCheckFormat(t *testing.T) {
	root := t.TempDir()
	for name, text := range map[string]string{
		"a.go":           "package a\n",
		"sub/b.go":       "package  b\n",
		"sub/c.go":       "package c {\n",
		"out/d.go":       "package  d\n",
		".hidden/e.go":   "package  e\n",
		"sub/out/f.go":   "package  f\n",
		"sub/readme.txt": "package  g\n",
	} {
		path := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	n, err := checkFormat(root)
	if n != 4 || err == nil {
		t.Fatalf("%d files, %v", n, err)
	}
	for _, want := range []string{"b.go is not formatted", "c.go", "f.go is not formatted"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("no %q in %v", want, err)
		}
	}
}
