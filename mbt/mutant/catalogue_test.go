package mutant

import (
	"strings"
	"testing"

	"github.com/synod-paxos/synod/spec"
)

// TestCatalogue: every bug can be planted, and has a layer that must notice it,
// with the graph that it takes.
func TestCatalogue(t *testing.T) {
	seen := map[Protocol]map[string]bool{BasicPaxos: {}, MultiPaxos: {}}
	for _, m := range Catalogue {
		if seen[m.Protocol][m.Name] {
			t.Errorf("%s: %s stands there twice", m.Protocol, m.Name)
		}
		seen[m.Protocol][m.Name] = true
		if _, err := m.Overlay("../..", t.TempDir()); err != nil {
			t.Error(err)
		}
		if len(m.Layers()) == 0 {
			t.Errorf("%s: %s: no layer must notice it", m.Protocol, m.Name)
		}
		for layer, reason := range m.Killed {
			if reason == "" {
				t.Errorf("%s: %s: %s says nothing", m.Protocol, m.Name, layer)
			}
		}
		if _, graph := m.Killed[Graph]; graph != (m.Model != "") {
			t.Errorf("%s: %s: its model is %q", m.Protocol, m.Name, m.Model)
		} else if graph {
			if _, err := spec.Config(m.Model); err != nil || !strings.HasPrefix(m.Model, string(m.Protocol)) {
				t.Errorf("%s: %s: the model %s: %v", m.Protocol, m.Name, m.Model, err)
			}
		}
	}
}

// TestTwelve: at least twelve bugs of Multi-Paxos are noticed by the model-based
// tests and by trace-check over real processes.
func TestTwelve(t *testing.T) {
	both := 0
	for _, m := range multiPaxos {
		_, graph := m.Killed[Graph]
		_, simulator := m.Killed[Simulator]
		_, processes := m.Killed[Processes]
		if (graph || simulator) && processes {
			both++
		}
	}
	if both < 12 {
		t.Errorf("%d bugs are noticed by both", both)
	}
}
