package dot_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/synod-paxos/synod/spec/tla"
	"github.com/synod-paxos/synod/spec/tla/dot"
)

const conformance = "../testdata/conformance"

// load reads a module of the corpus: its IR, made by SANY, and its
// configuration.
func load(t *testing.T, name string) *tla.Spec {
	t.Helper()
	ir, err := os.ReadFile(filepath.Join(conformance, name+".ir"))
	if err != nil {
		t.Fatal(err)
	}
	m, err := tla.ReadIR(bytes.NewReader(ir))
	if err != nil {
		t.Fatal(err)
	}
	for _, src := range m.Sources() {
		text, err := os.ReadFile(filepath.Join(conformance, src.Module+".tla"))
		if err != nil {
			t.Fatal(err)
		}
		if err := m.AttachSource(src.Module, text); err != nil {
			t.Fatal(err)
		}
	}
	f, err := os.Open(filepath.Join(conformance, name+".cfg"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	cfg, err := tla.ParseConfig(name+".cfg", f)
	if err != nil {
		t.Fatal(err)
	}
	s, err := tla.Load(m, cfg)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// counts are what TLC prints: generated, distinct, depth.
var counts = map[string][3]int{
	"Branch":    {40, 6, 3},
	"Except":    {1051, 315, 11},
	"Infinite":  {260, 121, 9},
	"Instance":  {29, 16, 6},
	"Let":       {99, 40, 8},
	"Models":    {9, 7, 4},
	"Override":  {18, 7, 4},
	"Primes":    {382, 72, 9},
	"Recursive": {53, 33, 5},
	"Seqs":      {97, 39, 9},
	"Sets":      {566, 93, 7},
}

// notByCalls are the modules whose edges cannot be computed by calls of actions
// with bound parameters, and why: the message that says so.
var notByCalls = map[string]string{
	"Branch": "more than one successor",
	"Except": "a parameter's set depends on the state",
	"Primes": "more than one successor",
	"Sets":   "more than one successor",
}

// TestGraphsEqualTLC compares the edges with those of TLC's dumps, which are
// checked in beside the modules.
func TestGraphsEqualTLC(t *testing.T) {
	for name, want := range counts {
		t.Run(name, func(t *testing.T) {
			s := load(t, name)
			for _, calls := range []bool{false, true} {
				g, err := tla.Explore(s, tla.ExploreOptions{Edges: true, CheckInvariants: true, BoundCalls: calls})
				if why := notByCalls[name]; calls && why != "" {
					if err == nil || !strings.Contains(err.Error(), why) {
						t.Errorf("by calls: error %v, want %q", err, why)
					}
					continue
				}
				if err != nil {
					t.Fatal(err)
				}
				if g.Violation != nil {
					t.Error(g.Violation)
				}
				got := [3]int{g.Generated, g.Distinct, g.Depth}
				if !calls && got != want || got[1] != want[1] || got[2] != want[2] {
					t.Errorf("calls %v: generated, distinct, depth %v, TLC has %v", calls, got, want)
				}
				f, err := os.Open(filepath.Join(conformance, name+".dot"))
				if err != nil {
					t.Fatal(err)
				}
				diff, err := dot.Compare(g, f)
				f.Close()
				if err != nil {
					t.Fatal(err)
				}
				if !diff.Equal() {
					t.Errorf("calls %v:\n%s", calls, diff)
				}
			}
		})
	}
}

// TestDifferencesAreSeen drops a line of a dump, and adds one.
func TestDifferencesAreSeen(t *testing.T) {
	g, err := tla.Explore(load(t, "Let"), tla.ExploreOptions{Edges: true})
	if err != nil {
		t.Fatal(err)
	}
	dump, err := os.ReadFile(filepath.Join(conformance, "Let.dot"))
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.SplitAfter(string(dump), "\n")
	edge := -1
	for i, l := range lines {
		if strings.Contains(l, " -> ") && strings.Contains(l, "Double") {
			edge = i
		}
	}
	for _, test := range []struct {
		name           string
		line           string
		missing, extra int
	}{
		{"dropped", "", 0, 1},
		{"relabelled", strings.Replace(lines[edge], "Double", "Triple", 1), 1, 1},
		{"repeated", lines[edge] + lines[edge], 0, 0},
	} {
		changed := append([]string(nil), lines...)
		changed[edge] = test.line
		d, err := dot.Compare(g, strings.NewReader(strings.Join(changed, "")))
		if err != nil {
			t.Errorf("%s: %v", test.name, err)
			continue
		}
		if d.Edges.Missing != test.missing || d.Edges.Extra != test.extra || len(d.Missing) != test.missing || len(d.Extra) != test.extra {
			t.Errorf("%s: %d missing, %d extra:\n%s", test.name, d.Edges.Missing, d.Edges.Extra, d)
		}
	}
}

func TestUnusableInput(t *testing.T) {
	g, err := tla.Explore(load(t, "Let"), tla.ExploreOptions{Edges: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"", "graph {\n}", "strict digraph G {\n", "strict digraph G {\n}\n",
		"strict digraph G {\n1 -> 2 [label=\"A\"];\n}\n", "strict digraph G {\n1 [label=\"x = ]\"]\n}\n",
		"strict digraph G {\n99999999999999999999 [label=\"x = 1\"]\n}\n"} {
		if _, err := dot.Compare(g, strings.NewReader(text)); err == nil {
			t.Errorf("%q was accepted", text)
		}
	}
	if _, err := dot.Compare(&tla.Graph{}, strings.NewReader("")); err == nil {
		t.Error("a graph without edges was accepted")
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte("strict digraph DiskGraph {\n-1 [label=\"/\\\\ x = 1\",style = filled]\n-1 -> 2 [label=\"A\",color=\"black\"];\n{rank = same; 1;}\n}\n}"))
	f.Fuzz(func(t *testing.T, data []byte) {
		_ = dot.Read(bytes.NewReader(data), dot.Handler{
			Node: func(int64, string) error { return nil }, Edge: func(int64, int64, string) error { return nil }})
	})
}
