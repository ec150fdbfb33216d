package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/synod-paxos/synod/impl/builtin"
)

// A door is where commands are proposed: a node, or a connection to one.
type door func(ctx context.Context, command []byte) ([]byte, error)

// A load is clients who propose.
type load struct {
	clients, size int
	duration      time.Duration
	operations    int // in place of duration, if not 0
}

// A measurement is what came of a load.
type measurement struct {
	Clients    int     `json:"clients"`
	Size       int     `json:"size"`
	Operations int     `json:"operations"`
	Failed     int     `json:"failed"`            // further operations, and
	Failure    string  `json:"failure,omitempty"` // why one of them did
	Seconds    float64 `json:"seconds"`
	PerSecond  float64 `json:"operations_per_second"`
	Mean       float64 `json:"mean_ms"`
	P50        float64 `json:"p50_ms"`
	P99        float64 `json:"p99_ms"`
	P999       float64 `json:"p999_ms"`
	Max        float64 `json:"max_ms"`
	CPU        float64 `json:"cpu_us_per_operation"` // of this process
}

// warming is how long clients propose before anything is measured.
const warming = time.Second

// run has the clients propose, spread over the doors.
func (l load) run(ctx context.Context, doors []door) (measurement, error) {
	command := builtin.Write(make([]byte, l.size))
	if _, err := doors[0](ctx, command); err != nil {
		return measurement{}, fmt.Errorf("the first command: %w", err)
	}
	l.propose(ctx, doors, command, load{clients: l.clients, duration: warming})
	cpu, start := usedCPU(), time.Now()
	took, failures := l.propose(ctx, doors, command, l)
	m := measurement{Clients: l.clients, Size: l.size, Operations: len(took), Failed: len(failures), Seconds: time.Since(start).Seconds()}
	if len(failures) > 0 {
		m.Failure = failures[0].Error()
	}
	if len(took) == 0 {
		return m, fmt.Errorf("none of %d commands was served: %s", m.Failed, m.Failure)
	}
	m.CPU = float64((usedCPU() - cpu).Microseconds()) / float64(len(took))
	m.PerSecond = float64(len(took)) / m.Seconds
	m.latencies(took)
	return m, ctx.Err()
}

// propose has clients propose until their time is over or they have proposed
// enough, and returns how long each command took that was served, and why the
// others were not.
func (load) propose(ctx context.Context, doors []door, command []byte, l load) ([]time.Duration, []error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var left atomic.Int64
	left.Store(int64(l.operations))
	if l.operations == 0 {
		left.Store(1 << 62)
		defer time.AfterFunc(l.duration, func() { left.Store(0) }).Stop()
	}
	each := make([][]time.Duration, l.clients)
	lost := make([][]error, l.clients)
	var working sync.WaitGroup
	for i := range l.clients {
		working.Go(func() {
			for left.Add(-1) >= 0 && ctx.Err() == nil {
				began := time.Now()
				if _, err := doors[i%len(doors)](ctx, command); err != nil {
					lost[i] = append(lost[i], err)
					continue
				}
				each[i] = append(each[i], time.Since(began))
			}
		})
	}
	working.Wait()
	return slices.Concat(each...), slices.Concat(lost...)
}

func (m *measurement) latencies(took []time.Duration) {
	slices.Sort(took)
	ms := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
	at := func(part float64) float64 { return ms(took[min(int(part*float64(len(took))), len(took)-1)]) }
	var sum time.Duration
	for _, d := range took {
		sum += d
	}
	m.Mean = ms(sum / time.Duration(len(took)))
	m.P50, m.P99, m.P999, m.Max = at(0.5), at(0.99), at(0.999), at(1)
}

func (m measurement) print(w io.Writer) {
	fmt.Fprintf(w, "%.0f operations per second: %d of %d bytes by %d clients in %.1f s, %d failed\n",
		m.PerSecond, m.Operations, m.Size, m.Clients, m.Seconds, m.Failed)
	if m.Failed > 0 {
		fmt.Fprintf(w, "a failure: %s\n", m.Failure)
	}
	fmt.Fprintf(w, "latency in ms: mean %.2f, p50 %.2f, p99 %.2f, p99.9 %.2f, max %.2f\n", m.Mean, m.P50, m.P99, m.P999, m.Max)
	fmt.Fprintf(w, "CPU of this process: %.1f µs for each operation\n", m.CPU)
}

// usedCPU is the processor time that this process has used.
func usedCPU() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
