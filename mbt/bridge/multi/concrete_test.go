package multi

import (
	"testing"

	"github.com/synod-paxos/synod/spec"
	"github.com/synod-paxos/synod/spec/tla"
)

// explore explores a graph model.
func explore(t *testing.T, model string) *tla.Graph {
	t.Helper()
	module, err := spec.Open("MCMultiPaxos")
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
	return g
}

// TestConcrete: every state of a model has a concrete form, all of which the
// types of a replay allow, and different states have different ones.
func TestConcrete(t *testing.T) {
	for _, model := range []string{"MultiPaxos_n2_b1_s2_v1_graph.cfg", "MultiPaxos_n2_b1_s1_v2_graph.cfg"} {
		g := explore(t, model)
		impl, err := Open(g.Spec)
		if err != nil {
			t.Fatal(err)
		}
		c := impl.(*core)
		seen := map[uint64]tla.State{}
		for _, s := range g.States {
			concrete, err := impl.Concrete(s)
			if err != nil {
				t.Fatalf("%v\nof\n%v", err, s)
			}
			typed, err := c.replay.Eval("TypeOK", concrete)
			if err != nil || !typed.Equal(tla.Bool(true)) {
				t.Fatalf("TypeOK is %v (%v) in\n%v", typed, err, concrete)
			}
			var key uint64
			for _, name := range c.spec.Variables() {
				v, _ := concrete.Get(name)
				key = key*31 + v.Hash()
			}
			if other, taken := seen[key]; taken {
				t.Fatalf("two states are the same one:\n%v\n\n%v", other, s)
			}
			seen[key] = s
			if _, err := impl.Situation(concrete); err != nil {
				t.Fatalf("%v\nin\n%v", err, concrete)
			}
		}
		if len(seen) == 0 {
			t.Errorf("%s has no state", model)
		}
	}
}
