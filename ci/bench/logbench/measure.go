package logbench

import (
	"slices"
	"time"
)

// Figures are what the replay of events of one kind costs.
type Figures struct {
	Action string        `json:"action"` // empty for all events
	Events int           `json:"events"`
	Median time.Duration `json:"median_ns"`
	P99    time.Duration `json:"p99_ns"`
}

// Replay judges all events of a run and tells what they cost: all together
// first, then by action in the order in which they first occur.
func (r *Run) Replay() ([]Figures, error) {
	st := r.start
	took := make([]time.Duration, len(r.events))
	for i := range r.events {
		begin := time.Now()
		next, err := r.Judge(st, &r.events[i])
		took[i] = time.Since(begin)
		if err != nil {
			return nil, err
		}
		st = next
	}
	kinds := []string{""}
	by := map[string][]time.Duration{"": took}
	for i, e := range r.events {
		if by[e.action.Name] == nil {
			kinds = append(kinds, e.action.Name)
		}
		by[e.action.Name] = append(by[e.action.Name], took[i])
	}
	var out []Figures
	for _, k := range kinds {
		d := by[k]
		slices.Sort(d)
		out = append(out, Figures{k, len(d), d[len(d)/2], d[len(d)*99/100]})
	}
	return out, nil
}
