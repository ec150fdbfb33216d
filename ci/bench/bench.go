// Package bench measures the evaluator against TLC, and what the replay of a
// recorded step costs, in one run: whatever is compared is measured in turns,
// several rounds of it, and reported as medians.
package bench

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/synod-paxos/synod/ci/bench/logbench"
)

// The figures that design.md promises.
const (
	RatioGoal  = 1.0                  // states per CPU-second, to TLC's with one worker
	ReplayGoal = 6 * time.Microsecond // median of an event that is judged by the messages it cites
)

// Options say what to measure.
type Options struct {
	Rounds   int
	Events   []int // lengths of the runs to replay
	Progress func(format string, args ...any)
}

// A Report is all that was measured.
type Report struct {
	Started time.Time `json:"started"`
	TLC     string    `json:"tlc"`  // which, and how it was run
	Host    string    `json:"host"` // processors
	Rounds  int       `json:"rounds"`
	Start   Sample    `json:"tlc_start"` // TLC on a model of two states
	Models  []Model   `json:"models"`
	Replays []Replay  `json:"replays"`
}

// Sample is the median of what a program took.
type Sample struct {
	CPU  time.Duration `json:"cpu_ns"`
	Wall time.Duration `json:"wall_ns"`
}

// errNothing says that not a single figure came about.
var errNothing = errors.New("nothing was measured")

// Missed lists the figures that are not reached. No checker keeps all messages:
// what that costs is measured to see how the indexes fare as a set grows, and has
// no goal.
func (r *Report) Missed() []string {
	var missed []string
	for _, m := range r.Models {
		if m.Ratio < RatioGoal {
			missed = append(missed, fmt.Sprintf("%s: %.2f times TLC's states per CPU-second, not %.2f", m.Name, m.Ratio, RatioGoal))
		}
	}
	for _, p := range r.Replays {
		if p.Variant == logbench.Local && p.Figures[0].Median > ReplayGoal {
			missed = append(missed, fmt.Sprintf("replay, %s messages, %d events: median %v an event, not %v", p.Variant, p.Events, p.Figures[0].Median, ReplayGoal))
		}
	}
	return missed
}

// Run measures everything.
func (e *Engines) Run(ctx context.Context, o Options) (*Report, error) {
	r := &Report{Started: time.Now(), TLC: e.describe(), Host: host(), Rounds: o.Rounds}
	if err := e.explore(ctx, o, r); err != nil {
		return r, err
	}
	if err := replay(ctx, o, r); err != nil {
		return r, err
	}
	return r, r.whole()
}

// whole refuses a report without figures.
func (r *Report) whole() error {
	if len(r.Models) == 0 || len(r.Replays) == 0 {
		return fmt.Errorf("%w: %d models, %d replays", errNothing, len(r.Models), len(r.Replays))
	}
	return nil
}

// median is the middle one of some values; of an even number the higher.
func median[T cmp.Ordered](list []T) T {
	sorted := slices.Sorted(slices.Values(list))
	return sorted[len(sorted)/2]
}
