package register

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"github.com/synod-paxos/synod/impl/basicpaxos"
	"github.com/synod-paxos/synod/mbt/sim"
	"github.com/synod-paxos/synod/mbt/sim/drawn"
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
		defer run.End()
		faults := run.faults()
		faults[""] = run.answersAgree
		t.Repeat(faults)
		run.settle(t)
		runs++
		crashes += run.Crashes
		for action, n := range run.Judge.Steps {
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
	*drawn.Run[basicpaxos.Input]
	answers []basicpaxos.Answer
	asked   uint64          // requests so far
	values  map[string]bool // proposed by clients
}

func begin(t *rapid.T) *run {
	ids := rapid.SampledFrom([][]int{{1, 2, 3}, {0, 7, 9, 11, 1023}, {5}, {1, 2, 3, 4}}).Draw(t, "nodes")
	backOff := func() uint64 { return rapid.Uint64().Draw(t, "back-off") }
	r := &run{values: map[string]bool{}}
	r.Run = drawn.New(t, kit(func(a basicpaxos.Answer) { r.answers = append(r.answers, a) }), sim.Judged, ids, backOff, 8)
	return r
}

// faults are all that can happen to a cluster.
func (r *run) faults() map[string]func(*rapid.T) {
	faults := r.Faults()
	faults["tick"] = func(t *rapid.T) { r.Input(t, basicpaxos.Tick{}) }
	faults["propose"], faults["get"] = r.propose, r.get
	return faults
}

func (r *run) get(t *rapid.T) {
	r.asked++
	r.Input(t, basicpaxos.Get{ID: r.asked, Ticks: 50})
}

func (r *run) propose(t *rapid.T) {
	value := rapid.SampledFrom([]string{"red", "green", "blue"}).Draw(t, "value")
	drawn.Must(t, r.ask(r.Node(t), value, 50, r.Crash(t)))
}

// ask makes a client's request at a node.
func (r *run) ask(node int, value string, ticks int, crash sim.Crash) error {
	r.values[value] = true
	r.asked++
	return r.Turn(node, crash, basicpaxos.Propose{ID: r.asked, Value: basicpaxos.NewValue([]byte(value)), Ticks: ticks})
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
	r.StartAll(t)
	answers := len(r.answers)
	drawn.Must(t, r.ask(r.Nodes()[0], "last", 1<<20, sim.NoCrash))
	for range 5000 {
		for len(r.Network) > 0 {
			drawn.Must(t, r.Deliver(0, false, sim.NoCrash))
		}
		if r.decided(answers) {
			r.answersAgree(t)
			return
		}
		for _, n := range r.Nodes() {
			drawn.Must(t, r.Turn(n, sim.NoCrash, basicpaxos.Tick{}))
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
