package ci

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/synod-paxos/synod/spec"
	"github.com/synod-paxos/synod/spec/tla"
)

// small is Basic Paxos with two nodes: a few hundred states.
const small = `CONSTANTS
  Node = {1, 2}
  Quorum <- Majorities
  Ballot = {1025, 1026}
  Owner <- BallotOwner
  Value = {"v1"}
  None = None
INIT Init
NEXT Next
CHECK_DEADLOCK FALSE
`

func loadSmall(t *testing.T, overrides ...string) loaded {
	t.Helper()
	module, err := spec.Open("MCBasicPaxos")
	if err != nil {
		t.Fatal(err)
	}
	config, err := tla.ParseConfig("small.cfg", strings.NewReader(small))
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(overrides); i += 2 {
		config.Override(overrides[i], overrides[i+1])
	}
	s, err := tla.Load(module, config)
	if err != nil {
		t.Fatal(err)
	}
	return loaded{module: module, config: config, spec: s}
}

func TestCommute(t *testing.T) {
	states, pairs, err := commute(t.Context(), loadSmall(t))
	if err != nil || states < 100 || pairs < states {
		t.Errorf("%d states, %d pairs, %v", states, pairs, err)
	}
}

func TestExploreIsBounded(t *testing.T) {
	l := loadSmall(t)
	l.limit = 50
	if _, err := l.explore(t.Context(), tla.ExploreOptions{}); err == nil {
		t.Error("a graph beyond its limit: no error")
	}
}

// The mutant that skips the wait for a quorum's promises is local all the same;
// commuting says nothing about safety.
func TestMutantsCommute(t *testing.T) {
	if _, _, err := commute(t.Context(), loadSmall(t, "HighEnough", "Any2")); err != nil {
		t.Error(err)
	}
}

func TestNotCommutingIsExplained(t *testing.T) {
	l := loadSmall(t)
	graph, err := tla.Explore(l.spec, tla.ExploreOptions{})
	if err != nil {
		t.Fatal(err)
	}
	steps, err := boundSteps(l.spec)
	if err != nil {
		t.Fatal(err)
	}
	// Prepare(1, 1025) forbids Promise(1, 1025): two steps of one node, handed
	// in as if they belonged to two.
	var prepare, restart taken
	for _, step := range steps {
		next, ok, err := step.action.Call(graph.States[0], step.args...)
		if err != nil {
			t.Fatal(err)
		}
		if ok && step.String() == "Prepare(1, 1025)" {
			prepare = taken{step, next}
		}
		if ok && step.String() == "Restart(1)" {
			restart = taken{step, next}
		}
	}
	if what := bothOrders(prepare, prepare); !strings.Contains(what, "after Prepare(1, 1025), Prepare(1, 1025) is not enabled any more") {
		t.Errorf("%q", what)
	}
	if what := bothOrders(prepare, restart); !strings.Contains(what, "first leads to") {
		t.Errorf("%q", what)
	}
}

func TestGraphModelsAreNeeded(t *testing.T) {
	p := newProject(t)
	if graphs, err := graphModels(p.env); err != nil || len(graphs) != 1 {
		t.Errorf("%v, %v", graphs, err)
	}
	p.write("spec/models/T_m3_graph.cfg", strings.Replace(p.read("spec/models/T_m3_graph.cfg"), "quick", "standard", 1))
	if _, err := graphModels(p.env); err == nil || err.Error() != "T has no model of kind graph at quick bounds" {
		t.Errorf("error %v", err)
	}
}

func TestEachStateStopsAtAnError(t *testing.T) {
	bad := errors.New("bad")
	states := make([]tla.State, 10*chunk)
	if err := eachState(t.Context(), states, func(tla.State) error { return bad }); !errors.Is(err, bad) {
		t.Errorf("error %v", err)
	}
	if err := eachState(t.Context(), states, func(tla.State) error { return nil }); err != nil {
		t.Error(err)
	}
}

func TestSameGraph(t *testing.T) {
	explore := func(bound bool, overrides ...string) *tla.Graph {
		graph, err := tla.Explore(loadSmall(t, overrides...).spec, tla.ExploreOptions{Edges: true, BoundCalls: bound})
		if err != nil {
			t.Fatal(err)
		}
		return graph
	}
	search, calls := explore(false), explore(true)
	if err := sameGraph(search, calls); err != nil {
		t.Error(err)
	}
	if err := sameGraph(search, explore(true, "HighEnough", "Any2")); err == nil {
		t.Error("a mutant's graph passes for the original's")
	}
	calls.Edges[3].Action = (calls.Edges[3].Action + 1) % uint16(len(calls.Actions))
	if err := sameGraph(search, calls); err == nil || !strings.Contains(err.Error(), "do not give the edge") {
		t.Errorf("another label: error %v", err)
	}
}

// What is planted must be there to be put in.
func TestPlantedOperatorsExist(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("testdata", plantedModule+".tla"))
	if err != nil {
		t.Fatal(err)
	}
	for operator := range planted {
		if !strings.Contains(string(text), "\n"+operator+"(") {
			t.Errorf("%s.tla does not define %s", plantedModule, operator)
		}
	}
	if _, err := spec.Config(plantedModel); err != nil {
		t.Error(err)
	}
}
