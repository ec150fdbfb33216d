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

// batch is how many events are decoded ahead of their replay: few, as a checker
// that reads a stream does, so that what is decoded is still at hand.
const batch = 16

// fewest is how many events a replay times at least. A shorter run is replayed
// again and again: the first thousands find the caches cold and the heap small.
const fewest = 20_000

// Replay judges all events of a run and tells what they cost: all together
// first, then by action in the order in which they first occur.
func (r *Run) Replay() ([]Figures, error) {
	passes := max(1, fewest/r.Events())
	kinds := []string{""}
	by := map[string][]time.Duration{}
	for range passes {
		if err := r.pass(&kinds, by); err != nil {
			return nil, err
		}
	}
	var out []Figures
	for _, k := range kinds {
		d := by[k]
		slices.Sort(d)
		out = append(out, Figures{k, len(d) / passes, d[len(d)/2], d[len(d)*99/100]})
	}
	return out, nil
}

// pass judges all events once and adds what each took.
func (r *Run) pass(kinds *[]string, by map[string][]time.Duration) error {
	st := r.start
	events := make([]Event, 0, batch)
	for from := 0; from < r.Events(); from += batch {
		events = events[:0]
		for i := from; i < min(from+batch, r.Events()); i++ {
			e, err := r.log.event(i)
			if err != nil {
				return err
			}
			events = append(events, e)
		}
		for i := range events {
			begin := time.Now()
			next, err := r.Judge(st, &events[i])
			took := time.Since(begin)
			if err != nil {
				return err
			}
			st = next
			kind := events[i].action.Name
			if by[kind] == nil {
				*kinds = append(*kinds, kind)
			}
			by[kind], by[""] = append(by[kind], took), append(by[""], took)
		}
	}
	return nil
}
