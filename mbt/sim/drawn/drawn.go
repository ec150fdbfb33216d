// Package drawn has rapid draw what happens to a cluster: the faults that clusters
// of every protocol have in common.
package drawn

import (
	"os"

	"pgregory.net/rapid"

	"github.com/synod-paxos/synod/mbt/sim"
)

// A Run is one run of a cluster. I are the inputs of its nodes.
type Run[I any] struct {
	*sim.Cluster[I]
	crashes int // of so many turns one has a crash
	dir     string
}

// New is a run of a new cluster: see sim.New. Of so many turns as crashes says
// one has a crash.
func New[I any](t *rapid.T, kit sim.Kit[I], o sim.Oversight, ids []int, rand func() uint64, crashes int) *Run[I] {
	dir, err := os.MkdirTemp("", "synod-sim-")
	Must(t, err)
	cluster, err := sim.New(kit, o, ids, dir, rand)
	Must(t, err)
	return &Run[I]{Cluster: cluster, crashes: crashes, dir: dir}
}

// End removes the run's traces.
func (r *Run[I]) End() { os.RemoveAll(r.dir) }

// Must fails the run for an error.
func Must(t *rapid.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// Faults are what can happen to any cluster.
func (r *Run[I]) Faults() map[string]func(*rapid.T) {
	return map[string]func(*rapid.T){
		"deliver": func(t *rapid.T) { Must(t, r.Cluster.Deliver(r.packet(t), false, r.Crash(t))) },
		"again":   func(t *rapid.T) { Must(t, r.Cluster.Deliver(r.packet(t), true, r.Crash(t))) },
		"drop":    func(t *rapid.T) { r.Cluster.Drop(r.packet(t)) },
		"start":   r.start,
		"stop":    r.stop,
	}
}

// Crash draws a crash; most turns have none.
func (r *Run[I]) Crash(t *rapid.T) sim.Crash {
	if rapid.IntRange(0, r.crashes-1).Draw(t, "crash?") != 0 {
		return sim.NoCrash
	}
	return rapid.SampledFrom(sim.Crashes).Draw(t, "crash")
}

// Node draws a node.
func (r *Run[I]) Node(t *rapid.T) int { return rapid.SampledFrom(r.Nodes()).Draw(t, "node") }

// Input gives a node that is drawn an input.
func (r *Run[I]) Input(t *rapid.T, input I) { Must(t, r.Turn(r.Node(t), r.Crash(t), input)) }

func (r *Run[I]) packet(t *rapid.T) int {
	if len(r.Network) == 0 {
		t.Skip("the network is empty")
	}
	return rapid.IntRange(0, len(r.Network)-1).Draw(t, "packet")
}

func (r *Run[I]) start(t *rapid.T) {
	n := r.Node(t)
	if r.Up(n) {
		t.Skip("the node runs")
	}
	Must(t, r.Start(n, r.Crash(t)))
}

func (r *Run[I]) stop(t *rapid.T) {
	n := r.Node(t)
	if !r.Up(n) {
		t.Skip("the node does not run")
	}
	Must(t, r.Stop(n))
}

// StartAll starts every node that does not run.
func (r *Run[I]) StartAll(t *rapid.T) {
	for _, n := range r.Nodes() {
		if !r.Up(n) {
			Must(t, r.Start(n, sim.NoCrash))
		}
	}
}
