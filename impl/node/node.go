package node

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/synod-paxos/synod/impl/multipaxos"
)

// A Node is a running node. Its methods may be called by many goroutines.
type Node struct {
	timeout  time.Duration
	longest  int // command
	name     func(payload []byte) string
	log      *slog.Logger
	metrics  *metrics
	state    *guarded
	registry *prometheus.Registry

	calls    *mailbox[*call]
	arrivals chan []multipaxos.Input // from other nodes
	orders   chan func()             // for the goroutine that owns the machine
	writes   chan *Write             // for the goroutine that does them
	written  chan *Write             // and back
	current  atomic.Pointer[Status]

	// Of the goroutine that owns the machine.
	machine  *Machine
	finished *Write // has come back, and the machine does not know yet
	desk     *desk
	spare    []*call // storage for the mailbox
	inputs   []multipaxos.Input
	saves    map[uint64]func(error) // those who wait for a snapshot
	lastSave uint64

	abandoned atomic.Bool     // a test has the node die
	ctx       context.Context // while the node runs
	cancel    context.CancelFunc
	halted    chan struct{} // closed when no more turns are taken
	done      chan struct{} // closed when everything has ended
	err       error         // once done
}

// How much is taken in one turn, at most, of what has arrived. It bounds how long
// the first of it waits for the last.
const (
	maxCalls    = 1 << 14
	maxArrivals = 64
)

// Propose has a command applied, once, and returns what this node's state
// machine answered. An error wraps ErrRejected, ErrUnknown or ErrExpired, and
// those say what became of the command. The command must not be changed any
// more, even after Propose returned.
//
// Without a deadline in the context the node's own Timeout holds.
func (n *Node) Propose(ctx context.Context, command []byte) ([]byte, error) {
	r := n.ask(ctx, command, nil)
	return r.result, r.err
}

// ask puts a call on the desk and waits for the reply.
func (n *Node) ask(ctx context.Context, command []byte, own *ownCall) reply {
	ticks, err := n.ticks(ctx)
	if err != nil {
		return reply{err: err}
	}
	if len(command) > n.longest {
		return reply{err: fmt.Errorf("%w: a command of %d bytes; at most %d are allowed", ErrRejected, len(command), n.longest)}
	}
	// Naming a command takes time, of which the loop has the least.
	c := newCall(multipaxos.Submit{Payload: command, Name: n.name(command), Ticks: ticks}, own)
	switch full, closed := n.calls.put(c); {
	case full:
		return reply{err: fmt.Errorf("%w: %d callers wait already", ErrRejected, n.calls.limit)}
	case closed:
		return reply{err: fmt.Errorf("%w: the node has stopped", ErrRejected)}
	}
	if ctx.Done() == nil {
		r := <-c.reply // which is cheaper than to select
		c.forget()
		return r
	}
	select {
	case r := <-c.reply:
		c.forget()
		return r
	case <-ctx.Done():
		return reply{err: fmt.Errorf("%w: %w", ErrUnknown, context.Cause(ctx))}
	}
}

// ticks is how long a call may take.
func (n *Node) ticks(ctx context.Context) (int, error) {
	left := n.timeout
	if deadline, ok := ctx.Deadline(); ok {
		left = min(time.Until(deadline), maxTimeout)
	}
	err := context.Cause(ctx)
	if err == nil && left <= 0 {
		err = context.DeadlineExceeded
	}
	if err != nil {
		return 0, fmt.Errorf("%w: %w", ErrRejected, err)
	}
	return int(left/Tick) + 1, nil
}

// StaleRead asks this node's state machine, which must be a Reader. The answer
// was right at some time, which may be long ago: this node may be cut off from
// the others and not know. Who needs an answer that is right now proposes the
// question as a command.
func (n *Node) StaleRead(query []byte) ([]byte, error) { return n.state.read(query) }

// Status tells where the node stands, or stood when it stopped.
func (n *Node) Status() Status {
	var now Status
	if n.order(context.Background(), func() { now = n.status() }) != nil {
		now = *n.current.Load()
	}
	return now
}

// Done is closed when the node has stopped.
func (n *Node) Done() <-chan struct{} { return n.done }

// Err is why the node has stopped by itself, and nil before that and after Close.
func (n *Node) Err() error {
	select {
	case <-n.done:
		return n.err
	default:
		return nil
	}
}

// Close stops the node in good order and returns when it has stopped.
func (n *Node) Close() error {
	n.cancel()
	<-n.done
	return n.err
}

// order has f run between two turns, and waits for that. It reports whether f
// ran: a node that stops runs none. Whoever disconnects the node waits for those
// who wait here, so they must not wait for that.
func (n *Node) order(ctx context.Context, f func()) error {
	ran := make(chan struct{})
	select {
	case n.orders <- func() { f(); close(ran) }:
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-n.halted:
		return errors.New("the node has stopped")
	}
	<-ran
	return nil
}

// loop takes turns until the context ends, and until nothing is being written
// any more.
func (n *Node) loop(ctx context.Context) error {
	writing := n.startWriting()
	err := n.turns(ctx)
	close(n.writes)
	<-writing
	if err != nil || n.abandoned.Load() {
		return err
	}
	return n.settle()
}

// startWriting starts the goroutine that does what the machine wants written.
func (n *Node) startWriting() (ended <-chan struct{}) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		for w := range n.writes {
			w.Do()
			n.written <- w
		}
	}()
	return done
}

// turns takes turns until the context ends.
func (n *Node) turns(ctx context.Context) error {
	ticker := time.NewTicker(Tick)
	defer ticker.Stop()
	for ctx.Err() == nil {
		n.inputs, n.finished = n.inputs[:0], nil
		if len(n.desk.inputs) == 0 {
			n.wait(ctx, n.open(ticker.C))
			runtime.Gosched() // to whoever is about to propose or deliver, too
		}
		n.gather(n.open(ticker.C))
		n.metrics.turns.Observe(float64(len(n.inputs)))
		w, err := n.machine.Turn(n.finished, n.inputs...)
		if err != nil {
			return err
		}
		if w != nil {
			n.writes <- w
		}
	}
	return nil
}

// settle finishes what is under way: the goroutine that writes has ended.
func (n *Node) settle() error {
	var done *Write
	select {
	case done = <-n.written:
	default:
	}
	for {
		w, err := n.machine.Turn(done)
		if err != nil || w == nil {
			return err
		}
		w.Do()
		done = w
	}
}

// sources are where inputs come from.
type sources struct {
	tick     <-chan time.Time
	bell     <-chan struct{}
	arrivals <-chan []multipaxos.Input
}

// open are those that are open now: none while the disk is too far behind. Who
// sends waits then, as does who calls.
func (n *Node) open(tick <-chan time.Time) sources {
	if n.machine.Full() {
		return sources{}
	}
	return sources{tick, n.calls.bell, n.arrivals}
}

// wait waits for something to do.
func (n *Node) wait(ctx context.Context, from sources) {
	select {
	case <-ctx.Done():
	case n.finished = <-n.written:
	case <-from.tick:
		n.tick()
	case <-from.bell:
		n.admit()
	case batch := <-from.arrivals:
		n.arrive(batch)
	case f := <-n.orders:
		f()
	}
}

func (n *Node) tick() {
	n.desk.tick()
	n.inputs = append(n.inputs, multipaxos.Tick{})
	status := n.status()
	n.current.Store(&status)
	n.metrics.stands(status)
}

// gather adds what has arrived meanwhile, so that it shares the sync.
func (n *Node) gather(from sources) {
	for range maxArrivals {
		select {
		case n.finished = <-n.written:
		case <-from.tick:
			n.tick()
		case <-from.bell:
			n.admit()
		case batch := <-from.arrivals:
			n.arrive(batch)
		case f := <-n.orders:
			f()
		default:
			n.inputs = append(n.inputs, n.desk.take()...)
			return
		}
	}
	n.inputs = append(n.inputs, n.desk.take()...)
}

// admit takes the calls in that wait.
func (n *Node) admit() {
	n.spare = n.calls.take(n.spare)
	for _, c := range n.spare {
		n.desk.admit(c)
	}
}

func (n *Node) arrive(batch []multipaxos.Input) {
	n.metrics.received.Add(float64(len(batch)))
	n.inputs = append(n.inputs, batch...)
}

// abandon stops the node as a crash does: nothing more is written.
func (n *Node) abandon() {
	n.abandoned.Store(true)
	n.cancel()
	<-n.done
}
