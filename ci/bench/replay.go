package bench

import (
	"context"
	"fmt"
	"runtime"
	"time"

	"github.com/synod-paxos/synod/ci/bench/logbench"
)

// Replay is what judging the events of a run took: of each figure the median of
// all rounds.
type Replay struct {
	Variant logbench.Variant   `json:"messages"`
	Events  int                `json:"events"`
	Figures []logbench.Figures `json:"figures"` // all events first
}

// replay measures runs of several lengths, in which a step sees the messages
// that it cites, or all that were ever sent.
func replay(ctx context.Context, o Options, r *Report) error {
	for _, v := range []logbench.Variant{logbench.Local, logbench.Growing} {
		for _, n := range o.Events {
			o.Progress("replay, %s messages, %d events", v, n)
			p, err := replayRounds(ctx, o.Rounds, v, n)
			if err != nil {
				return fmt.Errorf("replay, %s messages, %d events: %w", v, n, err)
			}
			r.Replays = append(r.Replays, p)
		}
	}
	return nil
}

func replayRounds(ctx context.Context, rounds int, v logbench.Variant, n int) (Replay, error) {
	run, err := logbench.Record(v, n)
	if err != nil {
		return Replay{}, err
	}
	var all [][]logbench.Figures
	for range rounds {
		if ctx.Err() != nil {
			return Replay{}, ctx.Err()
		}
		runtime.GC()
		figures, err := run.Replay()
		if err != nil {
			return Replay{}, err
		}
		all = append(all, figures)
	}
	p := Replay{Variant: v, Events: run.Events(), Figures: all[0]}
	for i := range p.Figures {
		var medians, p99 []time.Duration
		for _, figures := range all {
			medians, p99 = append(medians, figures[i].Median), append(p99, figures[i].P99)
		}
		p.Figures[i].Median, p.Figures[i].P99 = median(medians), median(p99)
	}
	return p, nil
}
