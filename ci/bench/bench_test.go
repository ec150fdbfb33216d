package bench

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/synod-paxos/synod/ci/bench/logbench"
	"github.com/synod-paxos/synod/ci/model"
)

func TestCompare(t *testing.T) {
	second := func(n int) Sample { return Sample{CPU: time.Duration(n) * time.Second} }
	m := compare("M", model.Counts{Generated: 1000, Distinct: 10}, second(9), second(4), second(1))
	if m.Ratio != 2 || m.WithStart != 2.25 {
		t.Errorf("ratio %v, with the JVM's start %v; want 2 and 2.25", m.Ratio, m.WithStart)
	}
	if got := median([]time.Duration{9, 1, 5}); got != 5 {
		t.Errorf("the median of 9, 1 and 5 is %d", got)
	}
}

func report(ratio float64, median time.Duration) *Report {
	return &Report{
		Rounds:  1,
		Models:  []Model{{Name: "M", Ratio: ratio}},
		Replays: []Replay{{Variant: logbench.Local, Events: 10, Figures: []logbench.Figures{{Events: 10, Median: median}, {Action: "Accept", Events: 4}}}},
	}
}

func TestMissed(t *testing.T) {
	for _, test := range []struct {
		ratio  float64
		median time.Duration
		missed []string
	}{
		{1, ReplayGoal, nil},
		{0.99, ReplayGoal, []string{"M: 0.99 times TLC's states per CPU-second, not 1.00"}},
		{2, 2 * ReplayGoal, []string{"replay, cited messages, 10 events: median 12µs an event, not 6µs"}},
	} {
		r := report(test.ratio, test.median)
		r.Replays = append(r.Replays, Replay{Variant: logbench.Growing, Figures: []logbench.Figures{{Median: 9 * ReplayGoal}}})
		if got := r.Missed(); !slices.Equal(got, test.missed) {
			t.Errorf("ratio %v, median %v: %q, want %q", test.ratio, test.median, got, test.missed)
		}
		var b strings.Builder
		if err := r.Table(&b); err != nil {
			t.Fatal(err)
		}
		if reached := strings.Contains(b.String(), "all figures are reached"); reached != (test.missed == nil) ||
			strings.Count(b.String(), "MISSED") != len(test.missed) || !strings.Contains(b.String(), "4 Accept") {
			t.Errorf("the table says\n%s", &b)
		}
	}
}

// TestReplayIsMeasured measures a short run of each variant.
func TestReplayIsMeasured(t *testing.T) {
	var r Report
	if err := replay(t.Context(), Options{Rounds: 2, Events: []int{200}, Progress: func(string, ...any) {}}, &r); err != nil {
		t.Fatal(err)
	}
	for _, p := range r.Replays {
		total := 0
		for _, f := range p.Figures[1:] {
			total += f.Events
		}
		if p.Events != 200 || p.Figures[0].Events != 200 || total != 200 || p.Figures[0].Median <= 0 {
			t.Errorf("%s: %+v", p.Variant, p)
		}
	}
	if len(r.Replays) != 2 {
		t.Errorf("%d runs were replayed", len(r.Replays))
	}
}

func TestNothingMeasured(t *testing.T) {
	if err := new(Report).whole(); !errors.Is(err, errNothing) {
		t.Errorf("a report without figures: %v", err)
	}
}
