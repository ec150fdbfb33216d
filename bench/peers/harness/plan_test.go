package harness

import (
	"context"
	"errors"
	"slices"
	"testing"
)

func testPlan() Plan {
	return Plan{
		Rounds: 2,
		Points: []Point{{Memory, 16, 64}, {Disk, 1024, 256}},
		Contenders: []Contender{
			{Name: "a peer", Peer: true, Setups: []Setup{Memory, Disk}},
			{Name: "another", Peer: true, Setups: []Setup{Disk}},
			{Name: "synod", Setups: []Setup{Memory, Disk}},
			{Name: "synod, traced", Base: "synod", Setups: []Setup{Disk}},
		},
	}
}

func TestTurnsInterleave(t *testing.T) {
	plan := testPlan()
	memory, disk := plan.Points[0], plan.Points[1]
	want := []Turn{
		{"a peer", memory, 1}, {"synod", memory, 1}, {"a peer", memory, 2}, {"synod", memory, 2},
		{"a peer", disk, 1}, {"another", disk, 1}, {"synod", disk, 1}, {"synod, traced", disk, 1},
		{"a peer", disk, 2}, {"another", disk, 2}, {"synod", disk, 2}, {"synod, traced", disk, 2},
	}
	if got := plan.Turns(); !slices.Equal(got, want) {
		t.Fatalf("turns %v", got)
	}
}

func TestRunTakesEveryTurnAndNotesFailures(t *testing.T) {
	plan := testPlan()
	var taken, told []Turn
	measure := func(_ context.Context, turn Turn) (Sample, error) {
		taken = append(taken, turn)
		if turn.System == "another" {
			return Sample{}, errors.New("out of order")
		}
		return Sample{Commands: 1, Ops: float64(turn.Round)}, nil
	}
	rows, failures, err := plan.Run(context.Background(), measure, func(turn Turn, _, _ int) { told = append(told, turn) })
	if err != nil {
		t.Fatal(err)
	}
	if want := plan.Turns(); !slices.Equal(taken, want) || !slices.Equal(told, want) {
		t.Fatalf("took %v, told %v", taken, told)
	}
	if len(failures) != plan.Rounds || failures[0].System != "another" || failures[0].Point != plan.Points[1] {
		t.Fatalf("failures %v", failures)
	}
	for _, row := range rows {
		for _, result := range row.Results {
			want := plan.Rounds
			if result.System == "another" {
				want = 0
			}
			if len(result.Samples) != want {
				t.Errorf("%s, %s: %d samples, not %d", row.Point, result.System, len(result.Samples), want)
			}
		}
	}
}

func TestRunEndsWhenToldTo(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	taken := 0
	measure := func(context.Context, Turn) (Sample, error) {
		taken++
		cancel()
		return Sample{}, nil
	}
	_, _, err := testPlan().Run(ctx, measure, func(Turn, int, int) {})
	if !errors.Is(err, context.Canceled) || taken != 1 {
		t.Fatalf("%v after %d turns", err, taken)
	}
}
