package harness

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"time"
)

// A Report is all that was measured.
type Report struct {
	Started    time.Time     `json:"started"`
	Host       Host          `json:"host"`
	Warm       time.Duration `json:"warm_ns"`
	Measure    time.Duration `json:"measure_ns"`
	Rounds     int           `json:"rounds"`
	Contenders []Contender   `json:"systems"`
	Rows       []Row         `json:"rows"`
	Failures   []Failure     `json:"failures,omitempty"`
}

// A Row is a point with what the systems reached there.
type Row struct {
	Point
	Results []Result `json:"results"`
}

// A Result is one system at one point.
type Result struct {
	System  string   `json:"system"`
	Median  Sample   `json:"median"` // of each figure by itself
	Samples []Sample `json:"samples"`
}

// A Failure is a turn that gave no figures.
type Failure struct {
	System string `json:"system"`
	Point
	Round int    `json:"round"`
	Error string `json:"error"`
}

// errNothing says that there is not a single figure.
var errNothing = errors.New("nothing was measured")

// Err tells what is missing from the report.
func (r *Report) Err() error {
	var errs []error
	for _, f := range r.Failures {
		errs = append(errs, fmt.Errorf("%s, %s, round %d: %s", f.System, f.Point, f.Round, f.Error))
	}
	measured := slices.ContainsFunc(r.Rows, func(row Row) bool {
		return slices.ContainsFunc(row.Results, func(r Result) bool { return len(r.Samples) > 0 })
	})
	if !measured {
		errs = append(errs, errNothing)
	}
	return errors.Join(errs...)
}

// best is the peer with the most commands a second at a point.
func (r *Report) best(row Row) (Result, bool) {
	var found Result
	for _, result := range row.Results {
		if r.contender(result.System).Peer && result.Median.Ops > found.Median.Ops {
			found = result
		}
	}
	return found, len(found.Samples) > 0
}

func (r *Report) contender(name string) Contender {
	i := slices.IndexFunc(r.Contenders, func(c Contender) bool { return c.Name == name })
	if i < 0 {
		return Contender{}
	}
	return r.Contenders[i]
}

// result is a system's at a point.
func (row Row) result(name string) (Result, bool) {
	i := slices.IndexFunc(row.Results, func(r Result) bool { return r.System == name })
	if i < 0 || len(row.Results[i].Samples) == 0 {
		return Result{}, false
	}
	return row.Results[i], true
}

// median takes that of each figure by itself; of an even number the higher.
func median(samples []Sample) Sample {
	if len(samples) == 0 {
		return Sample{}
	}
	return Sample{
		Commands: middle(samples, func(s Sample) int64 { return s.Commands }),
		Ops:      middle(samples, func(s Sample) float64 { return s.Ops }),
		P50:      middle(samples, func(s Sample) time.Duration { return s.P50 }),
		P99:      middle(samples, func(s Sample) time.Duration { return s.P99 }),
		P999:     middle(samples, func(s Sample) time.Duration { return s.P999 }),
		Max:      middle(samples, func(s Sample) time.Duration { return s.Max }),
		CPU:      middle(samples, func(s Sample) time.Duration { return s.CPU }),
		Allocs:   middle(samples, func(s Sample) float64 { return s.Allocs }),
		Bytes:    middle(samples, func(s Sample) float64 { return s.Bytes }),
		Foreign:  middle(samples, func(s Sample) float64 { return s.Foreign }),
		Cycles:   middle(samples, func(s Sample) uint32 { return s.Cycles }),
	}
}

func middle[T cmp.Ordered](samples []Sample, of func(Sample) T) T {
	var list []T
	for _, s := range samples {
		list = append(list, of(s))
	}
	slices.Sort(list)
	return list[len(list)/2]
}

// spread is the least and the most commands a second.
func (r Result) spread() (low, high float64) {
	for i, s := range r.Samples {
		if i == 0 {
			low = s.Ops
		}
		low, high = min(low, s.Ops), max(high, s.Ops)
	}
	return low, high
}
