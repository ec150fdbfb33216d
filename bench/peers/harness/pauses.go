package harness

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync/atomic"
	"text/tabwriter"
	"time"
)

// A Pause is what one snapshot does to those who wait.
type Pause struct {
	Took    time.Duration `json:"took_ns"`    // until the snapshot is on the disk
	Saving  time.Duration `json:"saving_ns"`  // of that, the state machine; the node does nothing else meanwhile
	With    time.Duration `json:"with_ns"`    // the longest that a command took that was answered meanwhile, or a little later
	Without time.Duration `json:"without_ns"` // the same in as long a time without a snapshot, right after
}

// A PauseReport tells what snapshots do to the latency of commands.
type PauseReport struct {
	System string  `json:"system"`
	Point  Point   `json:"point"`
	State  int     `json:"state_bytes"`
	Pauses []Pause `json:"pauses"`
}

// tail is how long after a snapshot it may still show.
const tail = 50 * time.Millisecond

// MeasurePauses has snapshots made one after the other while the clients work, and
// looks for the longest that a command took with each and without. Of latencies
// of all commands, few that wait out a pause would not show.
func (c *Crowd) MeasurePauses(warm time.Duration, times int, snapshot func() (saving time.Duration, err error)) (list []Pause, err error) {
	var longest atomic.Int64
	var end atomic.Bool
	all := c.start(func(w *worker) error {
		for !end.Load() {
			took, err := w.once(c.payload)
			if err != nil {
				return err
			}
			raise(&longest, int64(took))
		}
		return nil
	})
	err = all.pass(warm)
	for i := 0; i < times && err == nil; i++ {
		var p Pause
		if p, err = pause(all, &longest, snapshot); err == nil {
			list = append(list, p)
		}
	}
	end.Store(true)
	if err != nil { // the clients may wait for ever
		return nil, err
	}
	return list, all.wait()
}

func pause(all running, longest *atomic.Int64, snapshot func() (time.Duration, error)) (p Pause, err error) {
	begin := time.Now()
	longest.Store(0)
	p.Saving, err = snapshot()
	p.Took = time.Since(begin)
	err = errors.Join(err, all.pass(tail))
	p.With = time.Duration(longest.Load())
	err = errors.Join(err, all.pass(tail))
	longest.Store(0)
	err = errors.Join(err, all.pass(p.Took+tail))
	p.Without = time.Duration(longest.Load())
	return p, err
}

func raise(most *atomic.Int64, to int64) {
	for {
		now := most.Load()
		if now >= to || most.CompareAndSwap(now, to) {
			return
		}
	}
}

// Table writes the report for people.
func (r *PauseReport) Table(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s, %s: %d snapshots of a state machine of %s, and after each as long a time without\n",
		r.System, r.Point, len(r.Pauses), mebibytes(float64(r.State)))
	t := tabwriter.NewWriter(&b, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "\tp50\tp90\tp99\tlongest\t")
	row := func(name string, of func(Pause) time.Duration) (p99 time.Duration) {
		var all []time.Duration
		for _, p := range r.Pauses {
			all = append(all, of(p))
		}
		slices.Sort(all)
		p99 = nearest(all, 99)
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\t\n", name, short(nearest(all, 50)), short(nearest(all, 90)), short(p99), short(all[len(all)-1]))
		return p99
	}
	with := row("longest command with a snapshot", func(p Pause) time.Duration { return p.With })
	without := row("and without", func(p Pause) time.Duration { return p.Without })
	row("a snapshot, until it is on the disk", func(p Pause) time.Duration { return p.Took })
	row("of that, the state machine's image", func(p Pause) time.Duration { return p.Saving })
	if err := t.Flush(); err != nil {
		return err
	}
	fmt.Fprintf(&b, "snapshots add %v to the p99 of the longest\n", (with - without).Round(time.Microsecond))
	_, err := io.WriteString(w, b.String())
	return err
}

// nearest is a percentile of what is sorted and not empty, by nearest rank.
func nearest(sorted []time.Duration, percent int) time.Duration {
	return sorted[(len(sorted)*percent+99)/100-1]
}
