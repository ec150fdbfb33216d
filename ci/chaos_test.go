package ci

import (
	"strings"
	"testing"

	"github.com/synod-paxos/synod/mbt/chaos"
)

// TestChaosJudge: a run in which something never happened shows too little.
func TestChaosJudge(t *testing.T) {
	whole := func() *chaosTotal {
		total := &chaosTotal{happened: chaos.Events{Actions: map[string]int{}, Takeovers: 1, Holes: 1, Recovered: 1}}
		total.troubles = chaos.Troubles{FullDisks: 1, Leaders: 1}
		for _, a := range chaosActions {
			total.happened.Actions[a] = 1
		}
		return total
	}
	if err := whole().judge(); err != nil {
		t.Error(err)
	}
	for what, spoil := range map[string]func(*chaosTotal){
		"Notice":              func(t *chaosTotal) { delete(t.happened.Actions, "Notice") },
		"no-op":               func(t *chaosTotal) { t.happened.Holes = 0 },
		"slots in flight":     func(t *chaosTotal) { t.happened.Takeovers = 0 },
		"copied from the log": func(t *chaosTotal) { t.happened.Recovered = 0 },
		"a full disk":         func(t *chaosTotal) { t.troubles.FullDisks = 0 },
		"\"a leader killed\"": func(t *chaosTotal) { t.troubles.Leaders = 0 },
		"Request\" \"Respond\"]": func(t *chaosTotal) {
			delete(t.happened.Actions, "Request")
			delete(t.happened.Actions, "Respond")
		},
	} {
		total := whole()
		spoil(total)
		if err := total.judge(); err == nil || !strings.Contains(err.Error(), what) {
			t.Errorf("%s: %v", what, err)
		}
	}
}
