package graph

import (
	"fmt"
	"os"
	"testing"

	"github.com/synod-paxos/synod/spec"
	"github.com/synod-paxos/synod/spec/tla"
)

// load explores a graph model.
func load(t *testing.T, model string) (*tla.Spec, *tla.Graph) {
	t.Helper()
	module, err := spec.Open("MCBasicPaxos")
	if err != nil {
		t.Fatal(err)
	}
	config, err := spec.Config(model)
	if err != nil {
		t.Fatal(err)
	}
	loaded, err := tla.Load(module, config)
	if err != nil {
		t.Fatal(err)
	}
	g, err := tla.Explore(loaded, tla.ExploreOptions{Edges: true})
	if err != nil {
		t.Fatal(err)
	}
	return loaded, g
}

// TestEveryEdge drives a small graph, under the race detector; the larger ones
// are driven by the gate. SYNOD_GRAPH names another model to drive here, which
// is how planted bugs are shown the graph that they need.
func TestEveryEdge(t *testing.T) {
	model := "BasicPaxos_n3_b2_v1_graph.cfg"
	if named := os.Getenv("SYNOD_GRAPH"); named != "" {
		model = named
	}
	loaded, g := load(t, model)
	r, err := Drive(t.Context(), loaded, g, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range loaded.Actions() {
		if r.Actions[a.Name] == 0 {
			t.Errorf("%s was never taken", a.Name)
		}
	}
	fmt.Printf("gate: states=%d edges=%d steps=%d refusals=%d\n", r.States, r.Edges, r.Steps, r.Refusals)
}
