// Package harness measures systems alike: clients in closed loops, histograms,
// turns in rounds, medians, and their table, JSON and chart.
package harness

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/synod-paxos/synod/bench/peers/system"
)

// A Target takes clients.
type Target interface {
	Client(number int) (system.Client, error)
}

// A Crowd is the clients of a system. Each has one command under way, and gives
// the next one as soon as it is answered.
type Crowd struct {
	workers []*worker
	payload int
}

type worker struct {
	client    system.Client
	number    int
	next      uint64
	latencies *Latencies
}

// Gather makes the clients, once for a system.
func Gather(target Target, clients, payload int) (*Crowd, error) {
	if clients < 1 || payload < system.HeaderSize {
		return nil, fmt.Errorf("%d clients with payloads of %d bytes: at least 1 and %d", clients, payload, system.HeaderSize)
	}
	c := &Crowd{payload: payload}
	for i := range clients {
		client, err := target.Client(i)
		if err != nil {
			return nil, fmt.Errorf("client %d: %w", i, err)
		}
		c.workers = append(c.workers, &worker{client: client, number: i, latencies: NewLatencies()})
	}
	return c, nil
}

// once proposes a command and tells how long it took.
func (w *worker) once(payload int) (time.Duration, error) {
	command := make([]byte, payload) // of its own: the system may keep it
	system.Header{Client: w.number, Number: w.next}.Put(command)
	w.next++
	begin := time.Now()
	err := w.client.Propose(command)
	return time.Since(begin), err
}

// The phases of a measurement.
const (
	warming int32 = iota
	measuring
	ended
)

// During lets the clients run warm and then measures for a while.
func (c *Crowd) During(warm, measure time.Duration) (Sample, error) {
	var phase atomic.Int32
	all := c.start(func(w *worker) error {
		for phase.Load() < ended {
			took, err := w.once(c.payload)
			if err != nil {
				return err
			}
			if phase.Load() == measuring {
				w.latencies.Record(took)
			}
		}
		return nil
	})
	if err := all.pass(warm); err != nil {
		return Sample{}, err
	}
	meter := StartMeter()
	phase.Store(measuring)
	if err := all.pass(measure); err != nil {
		return Sample{}, err
	}
	usage := meter.Stop()
	phase.Store(ended)
	if err := all.wait(); err != nil {
		return Sample{}, err
	}
	return newSample(c.collect(), usage)
}

// Total lets the clients do that many commands between them.
func (c *Crowd) Total(commands int) (*Latencies, error) {
	var left atomic.Int64
	left.Store(int64(commands))
	all := c.start(func(w *worker) error {
		for left.Add(-1) >= 0 {
			took, err := w.once(c.payload)
			if err != nil {
				return err
			}
			w.latencies.Record(took)
		}
		return nil
	})
	if err := all.wait(); err != nil {
		return nil, err
	}
	return c.collect(), nil
}

// collect takes what the clients recorded.
func (c *Crowd) collect() *Latencies {
	sum := NewLatencies()
	for _, w := range c.workers {
		sum.Merge(w.latencies)
		w.latencies.Reset()
	}
	return sum
}

// running are clients at work. The first error is told at once: the others may
// wait for ever.
type running struct {
	failed chan error
	done   chan struct{}
}

func (c *Crowd) start(work func(*worker) error) running {
	r := running{failed: make(chan error, len(c.workers)), done: make(chan struct{})}
	var group sync.WaitGroup
	for _, w := range c.workers {
		group.Go(func() {
			if err := work(w); err != nil {
				r.failed <- fmt.Errorf("client %d: %w", w.number, err)
			}
		})
	}
	go func() {
		group.Wait()
		close(r.done)
	}()
	return r
}

var errEarly = errors.New("all clients ended before the time")

// pass lets time pass.
func (r running) pass(d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case err := <-r.failed:
		return err
	case <-r.done:
		return errors.Join(errEarly, r.wait())
	}
}

func (r running) wait() error {
	select {
	case err := <-r.failed:
		return err
	case <-r.done:
	}
	select {
	case err := <-r.failed: // both were so
		return err
	default:
		return nil
	}
}
