package tla_test

import (
	"testing"

	"github.com/synod-paxos/synod/spec/tla"
)

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
