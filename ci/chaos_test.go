package ci

import (
	"errors"
	"strings"
	"testing"

	"github.com/synod-paxos/synod/mbt/chaos"
)

// TestChaosJudge: a run in which something never happened shows too little.
func TestChaosJudge(t *testing.T) {
	whole := func() *chaosTotal {
		total := &chaosTotal{runs: 1, served: 1, events: 1, happened: chaos.Events{Actions: map[string]int{}, Takeovers: 1, Holes: 1, Recovered: 1, Forward: 1, Back: 1}}
		total.troubles = chaos.Troubles{Kills: 1, Leaders: 1, Stops: 1, CutOff: 1, CutLinks: 1, Losses: 1, FullDisks: 1, Partitions: 1, Walls: 1, Races: 1, Stalls: 1}
		total.bare.kills, total.bare.events, total.bare.votes = 1, 1, 1
		for _, a := range chaosActions {
			total.happened.Actions[a] = 1
		}
		return total
	}
	if err := whole().judge(); err != nil {
		t.Error(err)
	}
	for what, spoil := range map[string]func(*chaosTotal){
		"Notice":            func(t *chaosTotal) { delete(t.happened.Actions, "Notice") },
		"no-ops":            func(t *chaosTotal) { t.happened.Holes = 0 },
		"slots in flight":   func(t *chaosTotal) { t.happened.Takeovers = 0 },
		"recovered events":  func(t *chaosTotal) { t.happened.Recovered = 0 },
		"full disks":        func(t *chaosTotal) { t.troubles.FullDisks = 0 },
		"kills of a leader": func(t *chaosTotal) { t.troubles.Leaders = 0 },
		"hours forward":     func(t *chaosTotal) { t.happened.Forward = 0 },
		"hours back":        func(t *chaosTotal) { t.happened.Back = 0 },
		"no packet crossed": func(t *chaosTotal) { t.troubles.Partitions = 0 },
		"raced":             func(t *chaosTotal) { t.troubles.Races = 0 },
		"stood still":       func(t *chaosTotal) { t.troubles.Stalls = 0 },
		"without traces":    func(t *chaosTotal) { t.bare.kills = 0 },
		"by the logs alone": func(t *chaosTotal) { t.bare.events = 0 },
		"level of Voting":   func(t *chaosTotal) { t.bare.votes = 0 },
		"nodes cut off":     func(t *chaosTotal) { t.troubles.CutOff = 0 },
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

// TestChaosCannot: what cannot be done here is said, and not demanded.
func TestChaosCannot(t *testing.T) {
	all := &chaosTotal{}
	if len(all.notes()) > 0 {
		t.Errorf("%q", all.notes())
	}
	for what, total := range map[string]*chaosTotal{
		"clock":      {clocks: errors.New("not here")},
		"namespaces": {spaces: errors.New("not here")},
	} {
		if len(total.counts()) >= len(all.counts()) {
			t.Errorf("%s: demanded where it cannot be", what)
		}
		if notes := total.notes(); len(notes) != 1 || !strings.Contains(notes[0], what) || !strings.Contains(notes[0], "not here") {
			t.Errorf("%s: %q", what, notes)
		}
	}
}
