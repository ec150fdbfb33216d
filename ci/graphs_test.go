package ci

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
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

func TestDrop(t *testing.T) {
	l := loadSmall(t)
	graph, err := tla.Explore(l.spec, tla.ExploreOptions{})
	if err != nil {
		t.Fatal(err)
	}
	guards, err := guardsOf(l.module, "BasicPaxos")
	if err != nil {
		t.Fatal(err)
	}
	byID := map[string]guard{}
	for _, g := range guards {
		byID[g.id()] = g
	}
	for id, want := range map[string]effect{
		"BasicPaxos.Accept: HighEnough(n, b)":   differs,
		"BasicPaxos.Propose: AllPromised(Q, b)": differs,
		"BasicPaxos.Prepare: Owns(n, b)":        differs,
		// With one value there is nothing to choose.
		"BasicPaxos.Propose: Allowed({m.vote : m \\in Promises(Q, b)}, v)": nothing,
	} {
		g, ok := byID[id]
		if !ok {
			t.Errorf("there is no guard %q among %v", id, byID)
			continue
		}
		if got, err := drop(t.Context(), l, graph.States, g); got != want || err != nil {
			t.Errorf("%s: %v, %v; want %v", id, got, err, want)
		}
	}
}

// With one value there is no other for the mutant to vote for: its step cannot be
// evaluated, and that is no step.
func TestStepThatCannotBeEvaluated(t *testing.T) {
	l, broken := loadSmall(t), loadSmall(t, "Msg2b", "Garbled2b")
	graph, err := tla.Explore(l.spec, tla.ExploreOptions{})
	if err != nil {
		t.Fatal(err)
	}
	before, err := stepsOf(l.spec, "Accept")
	if err != nil {
		t.Fatal(err)
	}
	after, err := stepsOf(broken.spec, "Accept")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		after []boundStep
		want  bool
	}{{before, false}, {after, true}} {
		var failed atomic.Bool
		for _, st := range graph.States {
			if err := compareSteps(st, before, c.after, &failed); err != nil {
				t.Fatal(err)
			}
		}
		if failed.Load() != c.want {
			t.Errorf("an evaluation failed: %v, want %v", failed.Load(), c.want)
		}
	}
}

func TestJudgeGuards(t *testing.T) {
	a, b := guard{"S", "A", 0, "x > 0"}, guard{"S", "A", 1, "y"}
	forPeople, forEvaluation := map[string]string{"S.A: y": "for people"}, map[string]string{"S.A: y": "protects evaluation: y is a set then"}
	for _, c := range []struct {
		name    string
		y       effect
		reasons map[string]string
		want    string // in the error
		notes   int
	}{
		{"both bear", differs, nil, "", 0},
		{"one is listed", nothing, forPeople, "", 1},
		{"one is idle", nothing, nil, "S.A: y changes no graph; a guard that does nothing", 0},
		{"listed and bears", differs, forPeople, "listed as equivalent and is load-bearing", 0},
		{"listed and unknown", differs, map[string]string{"S.B: y": "for people"}, "there is no guard S.B: y", 0},
		{"protects", unevaluable, forEvaluation, "", 1},
		{"protects and is not listed", unevaluable, nil, "begins: protects evaluation", 0},
		{"protects and is listed as idle", unevaluable, forPeople, "begins: protects evaluation", 0},
		{"is idle and listed to protect", nothing, forEvaluation, "everything can be evaluated", 0},
	} {
		r, err := judgeGuards([]guard{a, b, a}, map[string]effect{a.id(): differs, b.id(): c.y}, c.reasons)
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", c.name, err)
		}
		killed := int64(1)
		if c.y == differs && c.reasons[b.id()] == "" {
			killed++
		}
		if r.Checked[0].N != 2 || r.Killed[0].N != killed || len(r.Notes) != c.notes {
			t.Errorf("%s: %+v", c.name, r)
		}
	}
}

func TestReadEquivalent(t *testing.T) {
	path := filepath.Join(t.TempDir(), "list")
	write := func(text string) {
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("# head\nS.A: x > 0 | no matter\n")
	if got, err := readEquivalent(path); err != nil || got["S.A: x > 0"] != "no matter" {
		t.Errorf("%v, %v", got, err)
	}
	for _, text := range []string{"S.A: x > 0\n", "S.A: x > 0 | \n"} {
		write(text)
		if _, err := readEquivalent(path); err == nil {
			t.Errorf("%q: no error", text)
		}
	}
	if _, err := readEquivalent("equivalent.txt"); err != nil {
		t.Error(err)
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
