package harness

import (
	"context"
	"fmt"
	"slices"
)

// A Setup is where the replicas keep their logs and how they speak.
type Setup string

// The setups.
const (
	Memory Setup = "memory" // no disk, channels
	Disk   Setup = "disk"   // fsync before anything is acknowledged, loopback TCP
)

// Setups are all, in the order in which they are measured.
func Setups() []Setup { return []Setup{Memory, Disk} }

// A Point is a load that systems are compared at.
type Point struct {
	Setup   Setup `json:"setup"`
	Payload int   `json:"payload"`
	Clients int   `json:"clients"`
}

func (p Point) String() string {
	return fmt.Sprintf("%s, %s, %d clients", p.Setup, size(p.Payload), p.Clients)
}

// size names a number of bytes.
func size(n int) string {
	if n >= 1<<10 && n%(1<<10) == 0 {
		return fmt.Sprintf("%d KiB", n>>10)
	}
	return fmt.Sprintf("%d B", n)
}

// A Turn is one system once at a point.
type Turn struct {
	System string
	Point  Point
	Round  int // from 1
}

// A Contender is a system that takes part.
type Contender struct {
	Name    string  `json:"name"`
	Module  string  `json:"module"`
	Version string  `json:"version"`
	About   string  `json:"about"`
	Peer    bool    `json:"peer"`           // not Synod
	Base    string  `json:"base,omitempty"` // what it is Synod with something more of
	Setups  []Setup `json:"setups"`
}

// A Plan is what to measure.
type Plan struct {
	Contenders []Contender
	Points     []Point
	Rounds     int
}

// Turns are in the order in which they are taken: at each point all systems in
// turns, round after round, so that what changes on the machine changes for all.
func (p Plan) Turns() []Turn {
	var turns []Turn
	for _, point := range p.Points {
		for round := 1; round <= p.Rounds; round++ {
			for _, c := range p.Contenders {
				if slices.Contains(c.Setups, point.Setup) {
					turns = append(turns, Turn{System: c.Name, Point: point, Round: round})
				}
			}
		}
	}
	return turns
}

// Measure takes a turn.
type Measure func(context.Context, Turn) (Sample, error)

// Run takes all turns of a plan. A turn that fails is noted, and the others are
// taken nevertheless.
func (p Plan) Run(ctx context.Context, measure Measure, progress func(Turn, int, int)) ([]Row, []Failure, error) {
	turns := p.Turns()
	rows := p.rows()
	var failures []Failure
	for i, t := range turns {
		if err := ctx.Err(); err != nil {
			return rows, failures, err
		}
		progress(t, i+1, len(turns))
		sample, err := measure(ctx, t)
		if err != nil {
			failures = append(failures, Failure{System: t.System, Point: t.Point, Round: t.Round, Error: err.Error()})
			continue
		}
		result := find(rows, t)
		result.Samples = append(result.Samples, sample)
	}
	for _, r := range rows {
		for i := range r.Results {
			r.Results[i].Median = median(r.Results[i].Samples)
		}
	}
	return rows, failures, nil
}

func (p Plan) rows() []Row {
	var rows []Row
	for _, point := range p.Points {
		row := Row{Point: point}
		for _, c := range p.Contenders {
			if slices.Contains(c.Setups, point.Setup) {
				row.Results = append(row.Results, Result{System: c.Name})
			}
		}
		if len(row.Results) > 0 {
			rows = append(rows, row)
		}
	}
	return rows
}

func find(rows []Row, t Turn) *Result {
	row := rows[slices.IndexFunc(rows, func(r Row) bool { return r.Point == t.Point })]
	i := slices.IndexFunc(row.Results, func(r Result) bool { return r.System == t.System })
	return &row.Results[i]
}
