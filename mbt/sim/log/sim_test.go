package log

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"
)

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
		r := newRun(t)
		defer r.end()
		r.warm(t)
		t.Repeat(map[string]func(*rapid.T){
			"deliver":   r.deliver,
			"again":     r.deliverAndKeep,
			"drop":      r.drop,
			"tick":      r.tick,
			"flow":      r.flow,
			"open":      r.open,
			"submit":    r.submit,
			"skip":      r.skip,
			"close":     r.close,
			"snapshot":  r.snapshot,
			"start":     r.start,
			"stop":      r.stop,
			"partition": r.partition,
			"usurp":     r.usurp,
			"":          r.consistent,
		})
		r.settle(t)
		runs++
		crashes += r.cluster.Crashes
		for action, n := range r.cluster.Judge.Steps {
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
	t.Log(total)
	fmt.Printf("gate: runs=%d steps=%d crashes=%d\n", runs, steps, crashes)
}
