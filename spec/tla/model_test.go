package tla_test

import (
	"errors"
	"strings"
	"sync"
	"testing"

	"github.com/synod-paxos/synod/spec"
	"github.com/synod-paxos/synod/spec/tla"
)

// TestCountsOfModels explores small models by search and by bound calls. The
// gate "graphs" compares all of them with TLC, edge for edge.
func TestCountsOfModels(t *testing.T) {
	for _, test := range []struct {
		root, config               string
		distinct, generated, depth int
		edges                      int
	}{
		{"MCVoting", "Voting_n3_b3_v2", 6752, 41017, 16, 26904},
		{"MCBasicPaxos", "BasicPaxos_n3_b2_v1_graph", 10977, 81724, 19, 63497},
	} {
		s := loadModel(t, test.root, test.config)
		for _, calls := range []bool{false, true} {
			g, err := tla.Explore(s, tla.ExploreOptions{Edges: true, BoundCalls: calls, CheckInvariants: !calls})
			if err != nil {
				t.Fatal(err)
			}
			if g.Distinct != test.distinct || g.Depth != test.depth || len(g.Edges) != test.edges || g.Violation != nil ||
				!calls && g.Generated != test.generated {
				t.Errorf("%s, calls %v: %d distinct, %d generated, depth %d, %d edges, %v", test.config, calls,
					g.Distinct, g.Generated, g.Depth, len(g.Edges), g.Violation)
			}
		}
	}
}

func TestViolationHasShortestTrace(t *testing.T) {
	s := loadModel(t, "MCConsensus", "Consensus_v2_mutant_both")
	g, err := tla.Explore(s, tla.ExploreOptions{CheckInvariants: true})
	if err != nil {
		t.Fatal(err)
	}
	if g.Violation == nil {
		t.Fatal("no violation")
	}
	trace := g.Trace(g.Violation.State)
	for i := 1; i < len(trace); i++ {
		found := false
		err := s.Successors(trace[i-1].State, func(action string, next tla.State) bool {
			found = action == trace[i].Action && next.Equal(trace[i].State)
			return !found
		})
		if err != nil || !found {
			t.Errorf("step %d of the trace is none: %v", i, err)
		}
	}
	if text := tla.FormatTrace(trace); !strings.Contains(text, `* /\ chosen = `) {
		t.Errorf("the change is not marked:\n%s", text)
	}
}

func TestMetadata(t *testing.T) {
	m, err := spec.Open("ReplayBasicPaxos")
	if err != nil {
		t.Fatal(err)
	}
	actions, err := m.NextActions()
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, a := range actions {
		s := a.Name + "("
		for _, p := range a.Params {
			s += " " + p.Name + " in " + p.Set
		}
		got = append(got, s+" )")
	}
	want := "Prepare( n in Node b in Ballot )"
	if len(got) < 6 || got[0] != want {
		t.Errorf("%q, want first %q", got, want)
	}
	vars, err := m.VariableClass("NodeVars")
	if err != nil || strings.Join(vars, " ") != "promised vote proposer decided" {
		t.Errorf("NodeVars %q, %v", vars, err)
	}
	if vars, err = m.VariableClass("Messages"); err != nil || len(vars) != 1 || vars[0] != "msgs" {
		t.Errorf("Messages %q, %v", vars, err)
	}
	if _, err = m.VariableClass("TypeOK"); err == nil {
		t.Error("a predicate was taken for a class of variables")
	}
	asks, err := m.DefinitionClass("AsksForMessages")
	if err != nil || strings.Join(asks, " ") != "VoteProposed DecidedChosen" {
		t.Errorf("AsksForMessages %q, %v", asks, err)
	}
	if _, err = m.DefinitionClass("NodeVars"); err == nil {
		t.Error("a tuple of variables was taken for a class of definitions")
	}
}

// TestDroppedConjuncts drops each conjunct of Voting's actions in turn: the graph
// changes or an invariant breaks; a step that says less than everything is refused.
func TestDroppedConjuncts(t *testing.T) {
	m, err := spec.Open("MCVoting")
	if err != nil {
		t.Fatal(err)
	}
	cfg, err := spec.Config("Voting_n3_b3_v2")
	if err != nil {
		t.Fatal(err)
	}
	explore := func(less *tla.Module, err error) (*tla.Graph, error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		if less.Hash() == m.Hash() {
			t.Error("dropping a conjunct does not change the hash")
		}
		s, err := tla.Load(less, cfg)
		if err != nil {
			t.Fatal(err)
		}
		return tla.Explore(s, tla.ExploreOptions{CheckInvariants: true, MaxStates: 100000})
	}
	for action, want := range map[string]string{"VoteFor": "NotBelow Silent OneValue Safe votes= maxBal=", "IncreaseMaxBal": "b maxBal= UNCHANGED"} {
		conjuncts, err := m.Conjuncts(action)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for i, c := range conjuncts {
			less, err := m.WithoutConjunct(action, i)
			graph, err := explore(less, err)
			switch {
			case c.Kind == tla.Guard:
				got = append(got, strings.FieldsFunc(c.Text, func(r rune) bool { return r == '(' || r == ' ' })[0])
				if err != nil || graph.Violation == nil && graph.Generated == 41017 {
					t.Errorf("without %s nothing changes, or: %v", c.Text, err)
				}
				continue
			case c.Kind == tla.Assignment:
				got = append(got, c.Variable+"=")
			case c.Kind == tla.Frame:
				got = append(got, "UNCHANGED")
			}
			if e := (*tla.Error)(nil); !errors.As(err, &e) || !e.Incomplete {
				t.Errorf("without %s: %v", c.Text, err)
			}
			less, err = m.WithoutAssignment(action, i)
			if c.Kind == tla.Frame {
				if err == nil {
					t.Error("UNCHANGED is taken for an assignment")
				}
				continue
			}
			if graph, err := explore(less, err); err != nil || graph.Violation == nil && graph.Generated == 41017 {
				t.Errorf("with UNCHANGED in the place of %s nothing changes, or: %v", c.Text, err)
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s has the conjuncts %q", action, got)
		}
	}
	if _, err := m.WithoutConjunct("VoteFor", 6); err == nil {
		t.Error("a conjunct that is not there was dropped")
	}
}

// TestBranches takes each branch of Voting's actions away in turn: to take it is an
// error, so that it is taken.
func TestBranches(t *testing.T) {
	m, err := spec.Open("MCVoting")
	if err != nil {
		t.Fatal(err)
	}
	cfg, err := spec.Config("Voting_n3_b3_v2")
	if err != nil {
		t.Fatal(err)
	}
	actions, err := m.ActionNames()
	if err != nil || strings.Join(actions, " ") != "IncreaseMaxBal VoteFor" {
		t.Fatalf("actions %q, %v", actions, err)
	}
	branches, err := m.Branches(actions...)
	if err != nil || len(branches) != 2 || branches[0].What != "disjunct" || branches[0].Definition != "ShowsSafe" || branches[0].Text != "C = {}" {
		t.Fatalf("branches %+v, %v", branches, err)
	}
	for _, b := range branches {
		s, err := tla.Load(m.WithoutBranch(b), cfg)
		if err != nil {
			t.Fatal(err)
		}
		var evaluation *tla.EvaluationError
		if _, err := tla.Explore(s, tla.ExploreOptions{}); !errors.As(err, &evaluation) {
			t.Errorf("without %s: %v", b.Text, err)
		}
	}
	if none, err := m.Branches("IncreaseMaxBal"); err != nil || len(none) != 0 {
		t.Errorf("IncreaseMaxBal has branches: %v, %v", none, err)
	}
	if _, err := m.Branches("Nope"); err == nil {
		t.Error("a definition that is not there has branches")
	}
}

func TestEvalAndAssumptions(t *testing.T) {
	s := loadModel(t, "MCVoting", "Voting_n3_b3_v2")
	if err := s.CheckAssumptions(); err != nil {
		t.Error(err)
	}
	v, err := s.Eval("Majorities", tla.State{})
	if err != nil || v.Len() != 3 {
		t.Errorf("Majorities = %v, %v", v, err)
	}
	if _, err := s.Eval("TypeOK", tla.State{}); err == nil {
		t.Error("a state predicate was evaluated without a state")
	}
	init, err := s.Init()
	if err != nil {
		t.Fatal(err)
	}
	if v, err = s.Eval("SilentIn", init[0], tla.Model("a1"), tla.Int(1)); err != nil || v.String() != "TRUE" {
		t.Errorf("SilentIn = %v, %v", v, err)
	}
	if _, err = s.Eval("SilentIn", init[0], tla.Int(9), tla.Int(1)); err == nil || !strings.Contains(err.Error(), "Voting:") {
		t.Errorf("error without its place: %v", err)
	}
	cfg := s.Config()
	cfg.SetConstant("Quorum", tla.SetOf(tla.SetOf(tla.Model("a1")), tla.SetOf(tla.Model("a2"))))
	bad, err := tla.Load(s.Module(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	if err := bad.CheckAssumptions(); err == nil || !strings.Contains(err.Error(), "QuorumsMeet") {
		t.Errorf("assumption: %v", err)
	}
}

// TestConcurrentUse runs everything a Spec offers from several goroutines; the
// race detector judges.
func TestConcurrentUse(t *testing.T) {
	s := loadModel(t, "MCVoting", "Voting_n3_b3_v2")
	init, err := s.Init()
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			for j := range 20 {
				a := s.Actions()[(i+j)%2]
				all, err := s.AllArgs(a)
				if err != nil {
					t.Error(err)
					return
				}
				args := all[(i*7+j)%len(all)]
				if _, _, err := a.Call(init[0], args...); err != nil {
					t.Error(err)
				}
				if _, err := a.Why(init[0], args...); err != nil {
					t.Error(err)
				}
				if _, err := s.Eval("VotesSafe", init[0]); err != nil {
					t.Error(err)
				}
				if err := s.CheckAssumptions(); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
}
