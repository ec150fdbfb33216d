package tla_test

import (
	"fmt"

	"github.com/synod-paxos/synod/spec"
	"github.com/synod-paxos/synod/spec/tla"
)

// Load a specification, take a step, evaluate an invariant, ask why a step is
// not possible.
func Example() {
	m, err := spec.Open("MCConsensus")
	if err != nil {
		fmt.Println(err)
		return
	}
	cfg := tla.NewConfig()
	cfg.Init, cfg.Next = "Init", "Next"
	cfg.SetConstant("Value", tla.SetOf(tla.Str("blue"), tla.Str("red")))
	s, err := tla.Load(m, cfg)
	if err != nil {
		fmt.Println(err)
		return
	}
	init, _ := s.Init()
	choose := s.Actions()[0]
	next, enabled, _ := choose.Call(init[0], tla.Str("blue"))
	fmt.Println(choose.Name, choose.Params, enabled)
	fmt.Println(next)
	holds, _ := s.Eval("AtMostOne", next)
	fmt.Println("AtMostOne", holds)
	why, _ := choose.Why(next, tla.Str("red"))
	fmt.Println(why.Conjunct, why.Values)
	// Output:
	// Choose [v] true
	// /\ chosen = {"blue"}
	// AtMostOne TRUE
	// chosen = {} [chosen = {"blue"}]
}

// Explore all reachable states.
func ExampleExplore() {
	m, _ := spec.Open("MCVoting")
	cfg, _ := spec.Config("Voting_n3_b3_v2")
	s, err := tla.Load(m, cfg)
	if err != nil {
		fmt.Println(err)
		return
	}
	g, err := tla.Explore(s, tla.ExploreOptions{CheckInvariants: true})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(g.Generated, g.Distinct, g.Depth, g.Violation == nil)
	// Output: 41017 6752 16 true
}
