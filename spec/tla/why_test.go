package tla_test

import (
	"strings"
	"testing"

	"github.com/synod-paxos/synod/spec"
	"github.com/synod-paxos/synod/spec/tla"
)

func loadModel(t testing.TB, root, config string) *tla.Spec {
	t.Helper()
	m, err := spec.Open(root)
	if err != nil {
		t.Fatal(err)
	}
	cfg, err := spec.Config(config)
	if err != nil {
		t.Fatal(err)
	}
	s, err := tla.Load(m, cfg)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func action(t testing.TB, s *tla.Spec, name string) *tla.Action {
	t.Helper()
	for _, a := range s.Actions() {
		if a.Name == name {
			return a
		}
	}
	t.Fatalf("no action %s", name)
	return nil
}

// withoutPlaces removes "(Module:line:col)": the specifications' lines move.
func withoutPlaces(s string) string {
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		if j := strings.LastIndex(l, " ("); j > 0 && strings.HasSuffix(l, ")") && strings.Count(l[j:], ":") == 2 {
			lines[i] = l[:j]
		}
	}
	return strings.Join(lines, "\n")
}

func TestWhy(t *testing.T) {
	s := loadModel(t, "MCBasicPaxos", "BasicPaxos_n3_b2_v2_graph")
	init, err := s.Init()
	if err != nil {
		t.Fatal(err)
	}
	st := init[0]
	step := func(name string, args ...tla.Value) {
		next, enabled, err := action(t, s, name).Call(st, args...)
		if err != nil || !enabled {
			t.Fatalf("%s%v: enabled %v, %v", name, args, enabled, err)
		}
		st = next
	}
	n := func(i int64) tla.Value { return tla.Int(i) }
	q := tla.SetOf(n(1), n(2))
	v1, v2 := tla.Str("v1"), tla.Str("v2")
	check := func(want, name string, args ...tla.Value) {
		t.Helper()
		why, err := action(t, s, name).Why(st, args...)
		if err != nil {
			t.Fatal(err)
		}
		if got := withoutPlaces(why.String()); got != want {
			t.Errorf("%s%v:\n%s\nwant\n%s", name, args, got, want)
		}
	}
	step("Prepare", n(1), n(1025))
	check("b > promised[n] does not hold\n  b = 1025, promised[n] = 1025\n  in Fresh(n, b)\n  in Prepare(n, b)", "Prepare", n(1), n(1025))
	check("Owner(b) = n does not hold\n  Owner(b) = 1, n = 2\n  in Owns(n, b)\n  in Prepare(n, b)", "Prepare", n(2), n(1025))
	check("n = 7 is not in Node", "Prepare", n(7), n(1025))
	check("Q = {1} is not in Quorum", "Propose", n(1), n(1025), tla.SetOf(n(1)), v1)
	check(`\E m \in msgs : m.type = "1a" /\ m.bal = b does not hold`+"\n  b = 1026\n  in Promise(n, b)", "Promise", n(2), n(1026))
	check(`\E m \in Promises(Q, b) : m.from = q does not hold`+"\n  Q = {1, 2}, b = 1025, q = 2\n"+`  in \A q \in Q`+
		"\n  in AllPromised(Q, b)\n  in Propose(n, b, Q, v)", "Propose", n(1), n(1025), q, v1)
	check("the action is enabled", "Promise", n(2), n(1025))
	step("Promise", n(2), n(1025))
	step("Propose", n(1), n(1025), q, v1)
	step("Prepare", n(2), n(1026))
	check("b >= promised[n] does not hold\n  b = 1025, promised[n] = 1026\n  in HighEnough(n, b)\n  in Accept(n, b, v)", "Accept", n(2), n(1025), v1)
	check(`\E m \in msgs : m.type = "2a" /\ m.bal = b /\ m.val = v does not hold`+"\n  b = 1025, v = \"v2\"\n  in Accept(n, b, v)",
		"Accept", n(1), n(1025), v2)
	if _, err := action(t, s, "Prepare").Why(st, n(1)); err == nil {
		t.Error("a missing argument was accepted")
	}
}

// TestWhyAgreesWithCall asks for the reason at every state of Voting and for all
// arguments: there is one exactly where Call says the action is not enabled.
func TestWhyAgreesWithCall(t *testing.T) {
	s := loadModel(t, "MCVoting", "Voting_n3_b3_v2")
	g, err := tla.Explore(s, tla.ExploreOptions{MaxStates: 100000})
	if err != nil {
		t.Fatal(err)
	}
	compared := 0
	for i := 0; i < len(g.States); i += 101 {
		for _, a := range s.Actions() {
			all, err := s.AllArgs(a)
			if err != nil {
				t.Fatal(err)
			}
			for _, args := range all {
				_, enabled, err := a.Call(g.States[i], args...)
				if err != nil {
					t.Fatal(err)
				}
				why, err := a.Why(g.States[i], args...)
				if err != nil || (why == nil) != enabled {
					t.Fatalf("%s%v enabled %v, but why: %v, %v\n%s", a.Name, args, enabled, why, err, g.States[i])
				}
				compared++
			}
		}
	}
	if compared < 1000 {
		t.Errorf("only %d compared", compared)
	}
}
