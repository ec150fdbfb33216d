package dot_test

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"github.com/synod-paxos/synod/spec/tla"
	"github.com/synod-paxos/synod/spec/tla/conformance"
	"github.com/synod-paxos/synod/spec/tla/dot"
)

// letCase is a case with its recorded graph.
var letCase = conformance.Case{Name: "Let", Dir: "../testdata/conformance/Let"}

func explored(t *testing.T) *tla.Graph {
	t.Helper()
	s, err := letCase.Load()
	if err != nil {
		t.Fatal(err)
	}
	g, err := tla.Explore(s, tla.ExploreOptions{Edges: true})
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// TestDifferencesAreSeen drops a line of a dump, and adds one.
func TestDifferencesAreSeen(t *testing.T) {
	g := explored(t)
	dump, err := os.ReadFile(letCase.Graph())
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
	g := explored(t)
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
