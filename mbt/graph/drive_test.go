package graph

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/synod-paxos/synod/mbt/bridge/all"
	"github.com/synod-paxos/synod/spec"
	"github.com/synod-paxos/synod/spec/tla"
)

// explore explores a graph model of a specification.
func explore(t *testing.T, module, model string) *tla.Graph {
	t.Helper()
	root, err := spec.Open("MC" + module)
	if err != nil {
		t.Fatal(err)
	}
	config, err := spec.Config(model)
	if err != nil {
		t.Fatal(err)
	}
	loaded, err := tla.Load(root, config)
	if err != nil {
		t.Fatal(err)
	}
	g, err := tla.Explore(loaded, tla.ExploreOptions{Edges: true})
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// TestEveryEdge drives small graphs, under the race detector; the larger ones
// are driven by the gate. SYNOD_GRAPH names another model to drive here, which
// is how planted bugs are shown the graph that they need.
func TestEveryEdge(t *testing.T) {
	models := []string{"BasicPaxos_n3_b2_v1_graph.cfg", "MultiPaxos_n2_b2_s2_v1_graph.cfg"}
	if named := os.Getenv("SYNOD_GRAPH"); named != "" {
		models = []string{named}
	}
	for _, model := range models {
		module, _, _ := strings.Cut(model, "_")
		g := explore(t, module, model)
		impl, err := all.Implementations[module](g.Spec)
		if err != nil {
			t.Fatal(err)
		}
		r, err := Drive(t.Context(), g, impl, nil)
		if err != nil {
			t.Fatalf("%s: %v", model, err)
		}
		for _, a := range g.Spec.Actions() {
			if r.Actions[a.Name] == 0 {
				t.Errorf("%s: %s was never taken", model, a.Name)
			}
		}
		fmt.Printf("gate: states=%d edges=%d steps=%d refusals=%d\n", r.States, r.Edges, r.Steps, r.Refusals)
	}
}
