package election

import (
	"fmt"
	"slices"
	"testing"
)

// TestRestart: a leader that restarts has to be elected again.
func TestRestart(t *testing.T) {
	for seed := range uint64(seeds) {
		w := settled(t, 3, 2, seed)
		w.start(w.nodes[2])
		w.elect(4)
		w.run(timeout)
		w.keeps(20)
		for _, x := range w.nodes {
			w.start(x)
		}
		w.elect(4)
		w.run(timeout)
		w.keeps(20)
	}
}

// TestResumes: a leader that lost its quorum for a moment goes on in its ballot.
func TestResumes(t *testing.T) {
	for seed := range uint64(seeds) {
		w := settled(t, 3, 2, seed)
		before := len(w.led)
		for _, n := range []int{0, 1} {
			w.isolate(n, true)
		}
		w.run(2 * timeout)
		if w.nodes[2].elector.Leads() {
			w.fatalf("node 2 leads alone")
		}
		w.heal()
		w.elect(4)
		if len(w.led) == before && w.leader().id != 2 {
			w.fatalf("node %d leads from nothing", w.leader().id)
		}
		w.run(timeout)
		w.keeps(20)
	}
}

// TestAnyTopology: after any history, on any static set of links on which some
// node is quorum-connected, one comes to lead and stays.
func TestAnyTopology(t *testing.T) {
	checked := 0
	for seed := range uint64(600) {
		w := newWorld(t, 3+2*int(seed%3), seed)
		for range 10 {
			w.shuffle()
			w.run(w.rand.IntN(5 * timeout))
		}
		w.loss = 0
		if !w.possible() {
			continue
		}
		checked++
		w.elect(15)
		w.run(6 * timeout)
		w.keeps(20)
	}
	if checked < 200 {
		t.Fatalf("only %d topologies were checked", checked)
	}
}

// shuffle changes links, restarts nodes, loses messages.
func (w *world) shuffle() {
	for _, a := range w.ids() {
		for _, b := range w.ids() {
			if a != b && w.rand.IntN(3) == 0 {
				w.cut[link{a, b}] = w.rand.IntN(3) == 0
			}
		}
	}
	w.loss = []float64{0, 0.1, 0.5}[w.rand.IntN(3)]
	if x := w.nodes[w.rand.IntN(len(w.nodes))]; w.rand.IntN(2) == 0 {
		w.start(x)
	}
	w.note("cut: %v; loss %v", w.cuts(), w.loss)
}

func (w *world) cuts() []string {
	var cuts []string
	for _, a := range w.ids() {
		for _, b := range w.ids() {
			if w.cut[link{a, b}] {
				cuts = append(cuts, fmt.Sprintf("%d>%d", a, b))
			}
		}
	}
	return cuts
}

// possible tells whether some node is linked to a quorum.
func (w *world) possible() bool {
	for _, a := range w.ids() {
		count := 0
		for _, b := range w.ids() {
			if !w.cut[link{a, b}] && !w.cut[link{b, a}] {
				count++
			}
		}
		if 2*count > len(w.nodes) {
			return true
		}
	}
	return false
}

// TestSameSeedSameRun: nothing but the seed decides.
func TestSameSeedSameRun(t *testing.T) {
	run := func() []string {
		w := newWorld(t, 5, 7)
		for range 30 {
			w.shuffle()
			w.run(2 * timeout)
		}
		return w.log
	}
	first := run()
	if !slices.Equal(first, run()) {
		t.Fatal("two runs with one seed differ")
	}
	if len(first) < 40 {
		t.Fatalf("only %d things happened", len(first))
	}
}
