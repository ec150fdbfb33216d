package register

import (
	"fmt"
	"os"
	"testing"

	"pgregory.net/rapid"

	"github.com/synod-paxos/synod/impl/basicpaxos"
	"github.com/synod-paxos/synod/mbt/sim"
)

// TestSpecificationIsTheModel drives clusters through anything that can happen
// to them. The judge compares after every release; there is no other model.
//
// A failure prints the seed and writes a file that replays it; RAPID_CHECKS and
// RAPID_STEPS set how many runs there are and how long.
func TestSpecificationIsTheModel(t *testing.T) {
	total := map[string]int{}
	var runs, crashes int
	rapid.Check(t, func(t *rapid.T) {
		run := begin(t)
		defer run.end()
		t.Repeat(map[string]func(*rapid.T){
			"deliver": run.deliver,
			"again":   run.deliverAndKeep,
			"drop":    run.drop,
			"tick":    run.tick,
			"propose": run.propose,
			"get":     run.get,
			"start":   run.start,
			"stop":    run.stop,
			"":        run.answersAgree,
		})
		run.settle(t)
		runs++
		crashes += run.cluster.Crashes
		for action, n := range run.cluster.Judge.Steps {
			total[action] += n
		}
	})
	var steps int
	for _, action := range []string{"Prepare", "Promise", "Propose", "Accept", "Learn", "Restart"} {
		if total[action] == 0 {
			t.Errorf("%s was never taken: nothing was shown about it", action)
		}
		steps += total[action]
	}
	if crashes == 0 {
		t.Error("no node ever crashed")
	}
	fmt.Printf("gate: runs=%d steps=%d crashes=%d\n", runs, steps, crashes)
}

// run is one run of a cluster.
type run struct {
	cluster *sim.Cluster[basicpaxos.Input]
	answers []basicpaxos.Answer
	asked   uint64 // requests so far
	ids     []int
	dir     string
	values  map[string]bool // proposed by clients
}

func begin(t *rapid.T) *run {
	ids := rapid.SampledFrom([][]int{{1, 2, 3}, {0, 7, 9, 11, 1023}, {5}, {1, 2, 3, 4}}).Draw(t, "nodes")
	dir, err := os.MkdirTemp("", "synod-sim-")
	if err != nil {
		t.Fatal(err)
	}
	backOff := func() uint64 { return rapid.Uint64().Draw(t, "back-off") }
	r := &run{ids: ids, dir: dir, values: map[string]bool{}}
	r.cluster, err = sim.New(kit(func(a basicpaxos.Answer) { r.answers = append(r.answers, a) }), sim.Judged, ids, dir, backOff)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func (r *run) end() { os.RemoveAll(r.dir) }

// crash draws a crash; most turns have none.
func crash(t *rapid.T) sim.Crash {
	if rapid.IntRange(0, 7).Draw(t, "crash?") != 0 {
		return sim.NoCrash
	}
	return rapid.SampledFrom(sim.Crashes).Draw(t, "crash")
}

func (r *run) node(t *rapid.T) int { return rapid.SampledFrom(r.ids).Draw(t, "node") }

func (r *run) packet(t *rapid.T) int {
	if len(r.cluster.Network) == 0 {
		t.Skip("the network is empty")
	}
	return rapid.IntRange(0, len(r.cluster.Network)-1).Draw(t, "packet")
}

func must(t *rapid.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (r *run) deliver(t *rapid.T)        { must(t, r.cluster.Deliver(r.packet(t), false, crash(t))) }
func (r *run) deliverAndKeep(t *rapid.T) { must(t, r.cluster.Deliver(r.packet(t), true, crash(t))) }
func (r *run) drop(t *rapid.T)           { r.cluster.Drop(r.packet(t)) }
func (r *run) tick(t *rapid.T)           { must(t, r.cluster.Turn(r.node(t), crash(t), basicpaxos.Tick{})) }

func (r *run) get(t *rapid.T) {
	r.asked++
	must(t, r.cluster.Turn(r.node(t), crash(t), basicpaxos.Get{ID: r.asked, Ticks: 50}))
}

func (r *run) propose(t *rapid.T) {
	value := rapid.SampledFrom([]string{"red", "green", "blue"}).Draw(t, "value")
	must(t, r.ask(r.node(t), value, 50, crash(t)))
}

// ask makes a client's request at a node.
func (r *run) ask(node int, value string, ticks int, crash sim.Crash) error {
	r.values[value] = true
	r.asked++
	return r.cluster.Turn(node, crash, basicpaxos.Propose{ID: r.asked, Value: basicpaxos.NewValue([]byte(value)), Ticks: ticks})
}

func (r *run) start(t *rapid.T) {
	n := r.node(t)
	if r.cluster.Up(n) {
		t.Skip("the node runs")
	}
	must(t, r.cluster.Start(n, crash(t)))
}

func (r *run) stop(t *rapid.T) {
	n := r.node(t)
	if !r.cluster.Up(n) {
		t.Skip("the node does not run")
	}
	must(t, r.cluster.Stop(n))
}

// answersAgree: no two clients were told of different decisions, and what they
// were told was proposed.
func (r *run) answersAgree(t *rapid.T) {
	var decided basicpaxos.Value
	for _, a := range r.answers {
		if a.Outcome != basicpaxos.Decided {
			continue
		}
		if !r.values[string(a.Value.Bytes())] {
			t.Fatalf("a client was told %q, which nobody proposed", a.Value.Bytes())
		}
		if !decided.IsNone() && a.Value != decided {
			t.Fatalf("one client was told %q and another %q", decided.Bytes(), a.Value.Bytes())
		}
		decided = a.Value
	}
}

// settle ends the faults: once every node runs and every frame arrives, a
// client must get its answer.
func (r *run) settle(t *rapid.T) {
	for _, n := range r.ids {
		if !r.cluster.Up(n) {
			must(t, r.cluster.Start(n, sim.NoCrash))
		}
	}
	answers := len(r.answers)
	must(t, r.ask(r.ids[0], "last", 1<<20, sim.NoCrash))
	for range 5000 {
		for len(r.cluster.Network) > 0 {
			must(t, r.cluster.Deliver(0, false, sim.NoCrash))
		}
		if r.decided(answers) {
			r.answersAgree(t)
			return
		}
		for _, n := range r.ids {
			must(t, r.cluster.Turn(n, sim.NoCrash, basicpaxos.Tick{}))
		}
	}
	t.Fatalf("after 5000 ticks without faults nothing is decided")
}

func (r *run) decided(since int) bool {
	for _, a := range r.answers[since:] {
		if a.Outcome == basicpaxos.Decided {
			return true
		}
	}
	return false
}
