// Package sim runs a cluster of real nodes in one goroutine: real cores, real
// logs on disks in memory that lose what was not synced, real frames on a
// network that loses, duplicates and reorders. Whoever drives it decides every
// event; the package itself decides nothing, so a run is its sequence of
// choices. After each release the judge holds the cluster against its
// specification.
package sim

import (
	"fmt"
	"log/slog"
	"path/filepath"
	"strconv"

	"github.com/synod-paxos/synod/impl/basicpaxos"
	"github.com/synod-paxos/synod/impl/datadir"
	"github.com/synod-paxos/synod/impl/register"
	"github.com/synod-paxos/synod/impl/wal"
	"github.com/synod-paxos/synod/impl/wal/waltest"
	"github.com/synod-paxos/synod/mbt/bridge"
	"github.com/synod-paxos/synod/mbt/judge"
	"github.com/synod-paxos/synod/trace"
)

// A Cluster is a set of nodes and the network between them.
type Cluster struct {
	Judge   *judge.Judge
	Network []Packet // in flight
	Answers []basicpaxos.Answer
	Crashes int
	nodes   map[int]*member
	ids     []int
	dir     string // traces are in dir/trace
	rand    func() uint64
	asked   uint64 // requests so far
}

// A Packet is a frame on its way.
type Packet struct {
	From, To int
	Payload  []byte
}

// New is a cluster of the given nodes, all at their first start. Its traces go
// to dir; rand is the source of the nodes' back-off.
func New(ids []int, dir string, rand func() uint64) (*Cluster, error) {
	j, err := judge.New(ids)
	if err != nil {
		return nil, err
	}
	c := &Cluster{Judge: j, nodes: map[int]*member{}, ids: ids, dir: dir, rand: rand}
	for _, id := range ids {
		disk := waltest.NewDisk()
		if err := wal.Create(disk.Dir(wal.DirName)); err != nil {
			return nil, err
		}
		c.nodes[id] = &member{cluster: c, id: id, disk: disk}
		if err := c.Start(id); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// TraceDir is where the nodes' traces are.
func (c *Cluster) TraceDir() string { return filepath.Join(c.dir, "trace") }

// Up tells whether a node runs.
func (c *Cluster) Up(id int) bool { return c.nodes[id].machine != nil }

// Core is the core of a running node.
func (c *Cluster) Core(id int) *basicpaxos.Core { return c.nodes[id].machine.Core() }

// Start starts a node that does not run, on what its disk holds.
func (c *Cluster) Start(id int) error {
	m := c.nodes[id]
	err := m.run(NoCrash, func() error {
		machine, err := register.Begin(m.setup())
		if m.machine = machine; err == nil {
			m.known = machine.Inc()
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("starting node %d: %w", id, err)
	}
	return nil
}

// Tick lets time pass at a node.
func (c *Cluster) Tick(id int, crash Crash) error {
	return c.nodes[id].turn(crash, basicpaxos.Tick{})
}

// Propose makes a client's request at a node.
func (c *Cluster) Propose(id int, value string, ticks int, crash Crash) error {
	c.asked++
	return c.nodes[id].turn(crash, basicpaxos.Propose{
		ID: c.asked, Value: basicpaxos.NewValue([]byte(value)), Ticks: ticks,
	})
}

// Get asks a node what is decided.
func (c *Cluster) Get(id int, ticks int, crash Crash) error {
	c.asked++
	return c.nodes[id].turn(crash, basicpaxos.Get{ID: c.asked, Ticks: ticks})
}

// Deliver hands packet i to its node, and takes it off the network unless keep
// is set: then it may arrive again. A node that does not run loses it.
func (c *Cluster) Deliver(i int, keep bool, crash Crash) error {
	p := c.Network[i]
	if !keep {
		c.Drop(i)
	}
	if !c.Up(p.To) {
		return nil
	}
	input, err := register.DecodePacket(p.From, p.Payload)
	if err != nil {
		return fmt.Errorf("node %d cannot read a frame of node %d: %w", p.To, p.From, err)
	}
	return c.nodes[p.To].turn(crash, input)
}

// Drop loses packet i. The order of the others does not matter.
func (c *Cluster) Drop(i int) {
	last := len(c.Network) - 1
	c.Network[i] = c.Network[last]
	c.Network = c.Network[:last]
}

// Stop stops a running node in good order.
func (c *Cluster) Stop(id int) error {
	m := c.nodes[id]
	if err := m.machine.End(); err != nil {
		return err
	}
	err := m.machine.Close()
	m.machine = nil
	return err
}

// member is one node, running or not.
type member struct {
	cluster *Cluster
	id      int
	disk    *waltest.Disk
	machine *register.Machine // nil while it does not run
	inc     uint64            // the last incarnation that ran
	known   uint64            // the last that came to life: the data directory would tell of it

	crash Crash  // what to do in the current turn
	batch *batch // released and not judged yet
}

// batch is what a node released at once.
type batch struct {
	witnesses []trace.Event
	real      []trace.Change
	frames    []basicpaxos.Outgoing
}

func (m *member) setup() register.Setup {
	ids := m.cluster.ids
	identity := datadir.Identity{Cluster: "sim", Run: "1", Node: m.id, Instance: strconv.Itoa(m.id)}
	for _, id := range ids {
		identity.Nodes = append(identity.Nodes, datadir.Member{Node: id})
	}
	return register.Setup{
		Identity: identity,
		Scheme:   "full",
		Config:   bridge.Config(ids, m.id, 1, m.cluster.rand),
		Dir:      m.disk.Dir(wal.DirName),
		Known:    m.known,
		TraceDir: m.cluster.TraceDir(),
		Policy:   trace.Block,
		Send:     m.send,
		Answer:   func(a basicpaxos.Answer) { m.cluster.Answers = append(m.cluster.Answers, a) },
		Persisted: func() {
			if m.crash == BetweenLogAndTrace {
				panic(crashed{})
			}
		},
		Released: m.released,
		Now:      func() string { return "" },
		Log:      slog.New(slog.DiscardHandler),
	}
}

// send puts a frame on the network. The judge sees it as the receiver will.
func (m *member) send(to int, payload []byte) {
	m.cluster.Network = append(m.cluster.Network, Packet{From: m.id, To: to, Payload: payload})
	if m.batch == nil {
		m.batch = &batch{}
	}
	out := basicpaxos.Outgoing{To: basicpaxos.NodeID(to)}
	input, err := register.DecodePacket(m.id, payload)
	if err != nil {
		panic(fmt.Sprintf("node %d sends what cannot be read: %v", m.id, err))
	}
	switch in := input.(type) {
	case basicpaxos.Deliver:
		out.Msg = in.Message
	case basicpaxos.Refused:
		out.Hint = in.Hint
	}
	m.batch.frames = append(m.batch.frames, out)
}
