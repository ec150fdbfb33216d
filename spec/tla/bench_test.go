package tla_test

import (
	"testing"

	"github.com/synod-paxos/synod/spec"
	"github.com/synod-paxos/synod/spec/tla"
)

func BenchmarkExplore(b *testing.B) {
	s := loadModel(b, "MCBasicPaxos", "BasicPaxos_n3_b2_v2_graph")
	generated := 0
	for b.Loop() {
		g, err := tla.Explore(s, tla.ExploreOptions{})
		if err != nil {
			b.Fatal(err)
		}
		generated += g.Generated
	}
	b.ReportMetric(float64(generated)/b.Elapsed().Seconds(), "states/s")
}

// BenchmarkCall takes a step of Promise with an unbounded set of ballots among
// 1000 nodes: variables are functions with 1000 arguments.
func BenchmarkCall(b *testing.B) {
	m, err := spec.Open("ReplayBasicPaxos")
	if err != nil {
		b.Fatal(err)
	}
	cfg, err := spec.Config("ReplayBasicPaxos")
	if err != nil {
		b.Fatal(err)
	}
	var nodes []tla.Value
	for i := range int64(1000) {
		nodes = append(nodes, tla.Int(i))
	}
	cfg.SetConstant("Node", tla.SetOf(nodes...))
	s, err := tla.Load(m, cfg)
	if err != nil {
		b.Fatal(err)
	}
	init, err := s.Init()
	if err != nil {
		b.Fatal(err)
	}
	ballot := tla.Int(1024 + 7)
	st, enabled, err := action(b, s, "Prepare").Call(init[0], tla.Int(7), ballot)
	if err != nil || !enabled {
		b.Fatalf("Prepare: %v, %v", enabled, err)
	}
	promise := action(b, s, "Promise")
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		n := int64(i % 1000)
		_, enabled, err := promise.Call(st, tla.Int(n), ballot)
		if err != nil || enabled != (n != 7) {
			b.Fatalf("Promise(%d): %v, %v", n, enabled, err)
		}
	}
}
