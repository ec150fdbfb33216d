package register

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/synod-paxos/synod/impl/basicpaxos"
	"github.com/synod-paxos/synod/impl/datadir"
	"github.com/synod-paxos/synod/impl/transport"
	"github.com/synod-paxos/synod/impl/wal"
	"github.com/synod-paxos/synod/internal/chance"
	"github.com/synod-paxos/synod/trace"
)

// tick is the unit of the core's time.
const tick = 10 * time.Millisecond

// maxBatch bounds how many inputs share one write to the log.
const maxBatch = 32

// Options say how a node runs.
type Options struct {
	Dir      string // the data directory, made by Init
	TraceDir string // where to write the trace; none if empty
	Naming   datadir.Naming
	Policy   trace.Policy
	Seed     uint64           // of the back-off; 0 takes one at random
	Crash    func(CrashPoint) // called at each crash point; nil does nothing
	Log      *slog.Logger
	Ready    func(addr string) // called when the node takes part; may be nil
}

// A Node is a running node. One goroutine, that of Run, owns the machine.
type Node struct {
	log      *slog.Logger
	machine  *Machine
	inputs   chan basicpaxos.Input
	requests chan pending
	waiting  map[uint64]pending
	lastID   uint64
}

// Run runs the node of a data directory until the context ends or something
// fails that it must not go on after.
func Run(ctx context.Context, o Options) (err error) {
	dir, err := datadir.Open(o.Dir, datadir.BasicPaxos)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, dir.Close()) }()
	n := &Node{
		log:      o.Log.With("node", dir.Identity.Node),
		inputs:   make(chan basicpaxos.Input, 4*maxBatch),
		requests: make(chan pending),
		waiting:  make(map[uint64]pending),
	}
	s, err := n.setup(dir, o)
	if err != nil {
		return err
	}
	network := new(late)
	s.Send = network.send
	if n.machine, err = Begin(s); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, n.machine.Close()) }()
	// Nobody has heard of this incarnation yet.
	if err := dir.Live(n.machine.Inc()); err != nil {
		return err
	}
	return n.serveUntil(ctx, dir, s.Scheme, network, o.Ready)
}

// setup gathers what the machine needs.
func (n *Node) setup(dir *datadir.Dir, o Options) (Setup, error) {
	name, err := o.Naming.Namer(dir.Secret)
	if err != nil {
		return Setup{}, err
	}
	config := basicpaxos.Config{Node: basicpaxos.NodeID(dir.Identity.Node), Name: namer(name), Rand: chance.Source(o.Seed, dir.Identity.Node)}
	for _, m := range dir.Identity.Members() {
		config.Nodes = append(config.Nodes, basicpaxos.NodeID(m))
	}
	s := Setup{
		Identity: dir.Identity, Scheme: o.Naming.Scheme(dir.Secret), Config: config,
		Dir: wal.In(dir.Path), Known: dir.Incarnations,
		TraceDir: o.TraceDir, Policy: o.Policy, Answer: n.answer, Log: n.log,
		Now: func() string { return time.Now().UTC().Format(time.RFC3339Nano) },
	}
	if o.Crash != nil {
		s.Persisted = func() { o.Crash(AfterPersist) }
		s.Released = func([]trace.Event, []trace.Change) { o.Crash(AfterRelease) }
	}
	return s, nil
}

// namer names values of the core.
func namer(name func(value []byte) string) func(basicpaxos.Value) basicpaxos.ValueName {
	return func(v basicpaxos.Value) basicpaxos.ValueName { return basicpaxos.ValueName(name(v.Bytes())) }
}

// A CrashPoint is a place where a test can kill the process.
type CrashPoint int

// The places: between the log and the trace, and between the trace and the
// network.
const (
	AfterPersist CrashPoint = iota
	AfterRelease
)

// late is the network, which is opened only when there is an incarnation to
// speak in. What is sent before is lost.
type late struct{ tcp *transport.TCP }

func (l *late) send(to int, payload []byte) {
	if l.tcp != nil {
		l.tcp.Send(to, payload)
	}
}

// serveUntil takes part in the cluster until the context ends.
func (n *Node) serveUntil(ctx context.Context, dir *datadir.Dir, scheme string, network *late, ready func(string)) error {
	id := dir.Identity
	tcp, err := transport.Listen(id.Addr(id.Node), transport.Config{
		Self: transport.Identity{
			Cluster: id.Cluster, Run: id.Run, Naming: scheme, Node: id.Node, Instance: id.Instance,
		},
		Peers: id.Peers(), Admit: dir.Peers.Admit, Deliver: n.deliver, Serve: n.serve, Log: n.log,
	})
	if err != nil {
		return err
	}
	network.tcp = tcp
	n.log.Info("the node takes part", "addr", tcp.Addr(), "incarnation", n.machine.setup.Config.Inc, "dir", dir.Path)
	if ready != nil {
		ready(tcp.Addr())
	}
	if n.machine.trace != nil {
		defer context.AfterFunc(ctx, n.machine.trace.Stop)()
	}
	err = n.loop(ctx)
	closed := tcp.Close()
	if err != nil {
		return fmt.Errorf("node %d stops: %w", id.Node, err)
	}
	n.log.Info("the node stops", "incarnation", n.machine.setup.Config.Inc, "events", n.machine.core.Seq())
	return errors.Join(n.machine.End(), closed)
}

// deliver hands a peer's payloads to the loop. When the loop is behind, the
// peer waits.
func (n *Node) deliver(ctx context.Context, from int, payloads [][]byte) {
	for _, payload := range payloads {
		input, err := DecodePacket(from, payload)
		if err != nil {
			n.log.Warn("ignoring a packet", "peer", from, "err", err)
			continue
		}
		select {
		case n.inputs <- input:
		case <-ctx.Done():
		}
	}
}

// loop takes turns until the context ends.
func (n *Node) loop(ctx context.Context) error {
	ticker := time.NewTicker(tick)
	defer ticker.Stop()
	for {
		var batch []basicpaxos.Input
		select {
		case <-ctx.Done():
			return nil
		case <-ticker.C:
			batch = append(batch, basicpaxos.Tick{})
		case p := <-n.requests:
			batch = append(batch, n.admit(p))
		case input := <-n.inputs:
			batch = append(batch, input)
		}
		if err := n.machine.Turn(n.gather(batch)...); err != nil {
			return err
		}
	}
}

// gather adds what has arrived meanwhile, so that it shares the sync.
func (n *Node) gather(batch []basicpaxos.Input) []basicpaxos.Input {
	for len(batch) < maxBatch {
		select {
		case p := <-n.requests:
			batch = append(batch, n.admit(p))
		case input := <-n.inputs:
			batch = append(batch, input)
		default:
			return batch
		}
	}
	return batch
}

// admit gives a request a number.
func (n *Node) admit(p pending) basicpaxos.Input {
	n.lastID++
	n.waiting[n.lastID] = p
	return p.input(n.lastID, tick)
}

// answer sends an answer to whoever waits for it.
func (n *Node) answer(a basicpaxos.Answer) {
	p, ok := n.waiting[a.ID]
	if !ok {
		return
	}
	delete(n.waiting, a.ID)
	p.reply <- response(a)
}
