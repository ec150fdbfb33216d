package log

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"github.com/synod-paxos/synod/mbt/sim"
)

// TestUntraced drives clusters that write no trace, which is what most do. What
// nobody tells of the judge cannot follow: here the state machines and the
// answers must agree, and everybody be served once the faults end.
func TestUntraced(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := newRun(t, sim.Blind, false)
		defer r.End()
		r.warm(t)
		faults := r.faults()
		faults[""] = r.consistent
		t.Repeat(faults)
		r.settle(t)
	})
}

// actions are those of the specification, all of which must be taken.
var actions = []string{
	"Request", "Prepare", "Promise", "Lead", "Propose", "Accept", "Refuse", "StepDown", "Learn", "Notice", "CatchUp",
	"Apply", "Respond", "RetryInOrder", "SessionExpired", "Snapshot", "Truncate", "InstallSnapshot", "Restart",
}

// TestSpecificationIsTheModel drives clusters through anything that can happen
// to them. The judge compares after every release; there is no other model.
//
// A failure prints the seed and writes a file that replays it; RAPID_CHECKS and
// RAPID_STEPS set how many runs there are and how long.
func TestSpecificationIsTheModel(t *testing.T) {
	total := map[string]int{}
	var runs, steps, crashes int
	rapid.Check(t, func(t *rapid.T) {
		r := newRun(t, sim.Judged, true)
		defer r.End()
		r.warm(t)
		faults := r.faults()
		faults[""] = r.consistent
		t.Repeat(faults)
		r.settle(t)
		r.prove(t)
		runs++
		crashes += r.Crashes
		for action, n := range r.Judge.Steps {
			total[action] += n
			steps += n
		}
	})
	for _, action := range actions {
		if total[action] == 0 {
			t.Errorf("%s was never taken: nothing was shown about it", action)
		}
	}
	if crashes == 0 {
		t.Error("no node ever crashed")
	}
	fmt.Printf("gate: runs=%d steps=%d crashes=%d\n", runs, steps, crashes)
}
