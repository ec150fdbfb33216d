package election

import (
	"slices"
	"testing"
)

const seeds = 60

// TestElects: clusters of all sizes get a leader, and keep it.
func TestElects(t *testing.T) {
	for n := 1; n <= 7; n++ {
		for seed := range uint64(seeds) {
			w := newWorld(t, n, seed)
			w.elect(4)
			w.run(timeout)
			w.keeps(20)
		}
	}
}

// TestPartitions cuts links under a leader. Each case is about five nodes, or
// three, of which number 2 leads.
func TestPartitions(t *testing.T) {
	hub := [][2]int{{0, 1}, {0, 2}, {0, 3}, {0, 4}}
	for _, c := range []struct {
		name   string
		nodes  int
		links  [][2]int // all that are left
		within int      // time-outs until there is a leader
		leader []int    // who may be it
	}{
		// The leader and all others are linked to node 0 alone.
		{"quorum-loss", 5, hub, 4, []int{0}},
		// The leader is cut off, and the others are linked to node 0 alone.
		{"constrained-election", 5, slices.Concat(hub[:1], hub[2:]), 4, []int{0}},
		// The leader and node 1 are linked to node 0 and not to each other.
		{"chained", 3, hub[:2], 0, []int{2}},
		// The leader is one end of a chain: it has no quorum.
		{"end-of-chain", 5, [][2]int{{2, 0}, {0, 1}, {1, 3}, {3, 4}}, 4, []int{0, 1, 3}},
		{"middle-of-chain", 5, [][2]int{{0, 1}, {1, 2}, {2, 3}, {3, 4}}, 0, []int{2}},
		{"minority", 5, [][2]int{{2, 4}, {0, 1}, {1, 3}, {0, 3}}, 4, []int{0, 1, 3}},
		{"majority", 5, [][2]int{{0, 1}, {2, 4}, {3, 4}, {2, 3}}, 0, []int{2}},
	} {
		t.Run(c.name, func(t *testing.T) {
			took := make([]int, c.within+1)
			for seed := range uint64(seeds) {
				w := settled(t, c.nodes, 2, seed)
				w.only(c.links...)
				if c.within > 0 {
					w.run(1)
				}
				took[w.elect(c.within)]++
				if !slices.Contains(c.leader, w.leader().id) {
					w.fatalf("node %d leads", w.leader().id)
				}
				w.run(timeout)
				w.keeps(20)
			}
			t.Logf("runs that took so many time-outs: %v", took)
		})
	}
}

// TestConstrainedElectionBehind: the only node that can be elected is far
// behind. It waits for nobody, as nobody else is quorum-connected.
func TestConstrainedElectionBehind(t *testing.T) {
	for seed := range uint64(seeds) {
		w := settled(t, 5, 2, seed)
		for _, x := range w.nodes[1:] {
			x.upto = 100
		}
		w.run(timeout)
		w.only([2]int{0, 1}, [2]int{0, 3}, [2]int{0, 4})
		w.elect(4)
		w.run(timeout)
		w.keeps(20)
	}
}

// TestFarBehindWaits: nodes that are far behind leave it to others to be elected.
func TestFarBehindWaits(t *testing.T) {
	for seed := range uint64(seeds) {
		w := settled(t, 5, 2, seed)
		w.nodes[1].upto = 100
		w.nodes[2].upto = 100
		w.run(timeout)
		w.nodes[2].down = true
		w.elect(4)
		if l := w.leader().id; l != 1 {
			w.fatalf("node %d leads, which is far behind", l)
		}
	}
}

// TestOneWay cuts one direction of links.
func TestOneWay(t *testing.T) {
	for _, c := range []struct {
		name string
		cut  []link
		stay bool // the leader, 2, does
	}{
		{"leader is deaf", []link{{0, 2}, {1, 2}, {3, 2}, {4, 2}}, false},
		{"leader is mute", []link{{2, 0}, {2, 1}, {2, 3}, {2, 4}}, false},
		{"leader is half deaf", []link{{0, 2}, {1, 2}}, true},
		{"leader is half mute", []link{{2, 3}, {2, 1}}, true},
		{"follower is deaf", []link{{0, 1}, {2, 1}, {3, 1}, {4, 1}}, true},
		{"follower is mute", []link{{1, 0}, {1, 2}, {1, 3}, {1, 4}}, true},
		{"leader is half deaf and half mute", []link{{0, 2}, {2, 1}, {3, 2}}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			for seed := range uint64(seeds) {
				w := settled(t, 5, 2, seed)
				for _, l := range c.cut {
					w.cut[l] = true
				}
				if c.stay {
					w.keeps(20)
					continue
				}
				w.elect(4)
				if w.leader().id == 2 {
					w.fatalf("node 2 still leads")
				}
				w.run(timeout)
				w.keeps(20)
			}
		})
	}
}

// TestFlapping: a node that comes and goes unseats nobody.
func TestFlapping(t *testing.T) {
	for seed := range uint64(seeds) {
		w := settled(t, 5, 2, seed)
		before := len(w.led)
		for range 40 {
			w.isolate(3, true)
			w.run(w.rand.IntN(4 * timeout))
			w.isolate(3, false)
			w.run(w.rand.IntN(4 * timeout))
			if w.rand.IntN(4) == 0 {
				w.start(w.nodes[3])
			}
		}
		if len(w.led) != before {
			w.fatalf("ballots %v came to be led", w.led[before:])
		}
	}
}

// TestLosingMessages: a lost beat here and there costs no election.
func TestLosingMessages(t *testing.T) {
	for seed := range uint64(seeds) {
		w := settled(t, 5, 2, seed)
		w.loss = 0.05
		w.keeps(20)
	}
}

// TestOutbid: some nodes have promised a higher ballot, whose owner is gone. The
// leader starts one above it to win them back, and does not claim to lead where
// they are too many.
func TestOutbid(t *testing.T) {
	for lost := 1; lost <= 3; lost++ {
		for seed := range uint64(seeds) {
			w := settled(t, 5, 2, seed)
			w.nodes[4].down = true
			w.run(timeout + 1)
			for _, n := range []int{0, 1, 3}[:lost] {
				w.nodes[n].promised += 50
			}
			old := w.nodes[2].promised
			w.run(DefaultEvery + 1)
			if x := w.nodes[2]; x.promised == old && x.elector.Leads() != (lost == 1) {
				w.fatalf("without %d followers, leads: %v", lost, x.elector.Leads())
			}
			w.run(4 * timeout)
			w.keeps(20)
			for n, x := range w.nodes[:4] {
				if x.promised != w.leader().promised {
					w.fatalf("node %d follows %d, not %d", n, x.promised, w.leader().promised)
				}
			}
		}
	}
}
