package node

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/synod-paxos/synod/impl/datadir"
	"github.com/synod-paxos/synod/impl/multipaxos"
	"github.com/synod-paxos/synod/impl/snapshot"
	"github.com/synod-paxos/synod/impl/wal"
	"github.com/synod-paxos/synod/internal/chance"
)

// Open starts the node of a data directory. It runs until Close, or until
// something fails that it must not go on after: see Done and Err.
func Open(o Options) (*Node, error) {
	o, err := o.withDefaults()
	if err != nil {
		return nil, err
	}
	dir, err := datadir.Open(o.Dir, datadir.MultiPaxos)
	if err != nil {
		return nil, err
	}
	if made := dir.Identity.Machine; o.Machine != "" && o.Machine != made {
		return nil, errors.Join(fmt.Errorf("%s was made for the state machine %q, not for %q (see synod init --machine)",
			o.Dir, made, o.Machine), dir.Close())
	}
	n, err := newNode(dir.Identity.Node, o)
	if err == nil {
		if err = n.start(dir, o); err != nil {
			n.cancel()
		}
	}
	if err != nil {
		return nil, errors.Join(err, dir.Close())
	}
	return n, nil
}

// Run runs the node of a data directory until the context ends or something
// fails.
func Run(ctx context.Context, o Options) error {
	n, err := Open(o)
	if err != nil {
		return err
	}
	select {
	case <-ctx.Done():
	case <-n.Done():
	}
	return n.Close()
}

// newNode is a node without a machine.
func newNode(number int, o Options) (*Node, error) {
	m, err := newMetrics(o.Metrics)
	if err != nil {
		return nil, fmt.Errorf("registering metrics: %w", err)
	}
	n := &Node{
		timeout: o.Timeout, longest: o.Limits.Bytes, log: o.Log.With("node", number), registry: o.Metrics, metrics: m,
		state:    &guarded{machine: o.StateMachine},
		calls:    newMailbox[*call](maxCalls),
		arrivals: make(chan []multipaxos.Input, maxArrivals),
		orders:   make(chan func()),
		saves:    make(map[uint64]func(error)),
		writes:   make(chan *Write, 1),
		written:  make(chan *Write, 1),
		halted:   make(chan struct{}),
		done:     make(chan struct{}),
	}
	n.ctx, n.cancel = context.WithCancel(context.Background())
	return n, nil
}

// start brings the machine to life and connects it.
func (n *Node) start(dir *datadir.Dir, o Options) error {
	s, err := n.setup(dir, o)
	if err != nil {
		return err
	}
	network := new(late)
	s.Send = network.send
	if n.machine, err = Begin(s); err != nil {
		return err
	}
	// Nobody has heard of this incarnation yet.
	err = dir.Live(n.machine.Inc())
	if err == nil {
		err = n.connect(dir, o, s.Scheme, network)
	}
	if err != nil {
		return errors.Join(err, n.machine.Close())
	}
	return nil
}

// setup gathers what the machine needs.
func (n *Node) setup(dir *datadir.Dir, o Options) (Setup, error) {
	name, err := o.Naming.Namer(dir.Secret)
	if err != nil {
		return Setup{}, err
	}
	n.name = name
	id := dir.Identity
	config := multipaxos.Config{
		Node: multipaxos.NodeID(id.Node), Name: name, Rand: chance.Source(o.Seed, id.Node), Machine: n.state,
		Timing: o.Timing, Limits: o.Limits, Untraced: o.TraceDir == "",
	}
	for _, m := range id.Members() {
		config.Nodes = append(config.Nodes, multipaxos.NodeID(m))
	}
	return Setup{
		Identity: id, Scheme: o.Naming.Scheme(dir.Secret), Config: config,
		Disk: Disk{Log: wal.In(dir.Path), Snapshots: snapshot.In(dir.Path), Options: wal.Options{Ahead: true}}, Known: dir.Incarnations,
		PowerLost: dir.PowerLost, TraceDir: o.TraceDir, Form: o.Form, Policy: o.Policy, Answer: n.answer, Log: n.log,
		Now:   func() string { return time.Now().UTC().Format(time.RFC3339Nano) },
		Watch: n.watch(config.Node, o.Crash),
	}, nil
}

// watch counts what the machine does, and lets tests kill the process.
func (n *Node) watch(self multipaxos.NodeID, crash func(CrashPoint)) Watch {
	at := func(p CrashPoint) {
		if crash != nil {
			crash(p)
		}
	}
	return Watch{
		Persisted: func(took time.Duration) {
			n.metrics.syncs.Observe(took.Seconds())
			at(AfterPersist)
		},
		Saved: func(took time.Duration) { n.metrics.snapshots.Observe(took.Seconds()) },
		Released: func(steps []multipaxos.Step) {
			for i := range steps {
				n.metrics.proposed(self, steps[i].Sends())
			}
			at(AfterRelease)
		},
	}
}

// receive gets ready for callers.
func (n *Node) receive(o Options) {
	nonce := fmt.Appendf(nil, "%s.%d.", n.machine.setup.Identity.Instance, n.machine.Inc())
	n.desk = newDesk(nonce, o.Sessions, idleness(o.Timing))
	status := n.status()
	n.current.Store(&status)
}

// begin starts the goroutine that owns the machine. In the end it disconnects and
// lets go of the directory.
func (n *Node) begin(disconnect, release func() error) {
	go func() {
		defer close(n.done)
		err := n.run(disconnect)
		if err = errors.Join(err, n.machine.Close(), release()); err != nil {
			n.err = fmt.Errorf("node %d stops: %w", n.machine.setup.Identity.Node, err)
			n.log.Error("the node stops", "err", err)
		}
	}()
}

// idleness is after how many ticks a session that nobody needs is closed: before
// the leader does it.
func idleness(t multipaxos.Timing) int {
	if t.Idle > 0 {
		return max(t.Idle/2, 1)
	}
	return defaultIdleness
}

const defaultIdleness = 3000

// run takes turns until the context ends or something fails.
func (n *Node) run(disconnect func() error) error {
	stop := func() bool { return true }
	if recorder := n.machine.scribe.trace; recorder != nil {
		stop = context.AfterFunc(n.ctx, recorder.Stop)
	}
	err := n.loop(n.ctx)
	n.cancel()
	stop()
	n.hangUp()
	if err = errors.Join(err, disconnect()); err != nil || n.abandoned.Load() {
		return err
	}
	n.log.Info("the node stops", "incarnation", n.machine.Inc(), "events", n.machine.core.Seq())
	return n.machine.End()
}

// hangUp ends all calls.
func (n *Node) hangUp() {
	status := n.status()
	n.current.Store(&status)
	close(n.halted)
	for _, c := range n.calls.close() {
		c.end(nil, fmt.Errorf("%w: the node stops", ErrRejected))
	}
	n.desk.end()
	for id, told := range n.saves {
		delete(n.saves, id)
		told(errors.New("the node stops"))
	}
}

// answer takes answers of the core.
func (n *Node) answer(answers []multipaxos.Answer) {
	n.metrics.answered(answers)
	for i := range answers {
		a := &answers[i]
		if a.ID < saveIDs {
			n.desk.answer(*a)
		} else if told, ok := n.saves[a.ID]; ok {
			delete(n.saves, a.ID)
			told(saved(*a))
		}
	}
}
