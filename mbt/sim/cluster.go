package sim

import (
	"fmt"
	"path/filepath"
	"slices"

	"github.com/synod-paxos/synod/impl/wal/waltest"
	"github.com/synod-paxos/synod/mbt/judge"
	"github.com/synod-paxos/synod/spec/tla"
)

// A Cluster is a set of nodes and the network between them.
type Cluster[I any] struct {
	Judge       *judge.Judge // nil for a cluster that nobody looks at
	Network     []Packet     // in flight
	Crashes     int
	PowerLosses int // among them

	kit   Kit[I]
	nodes map[int]*member[I]
	ids   []int
	apart map[int]int // the side of a partition on which a node is
	dir   string      // traces are in dir/trace
	rand  func() uint64
}

// A Packet is a frame on its way.
type Packet struct {
	From, To int
	Payload  []byte
}

// An Oversight says whether a cluster is judged as it runs, or nobody looks at it.
type Oversight bool

// The kinds of oversight.
const (
	Judged Oversight = true
	Blind  Oversight = false
)

// New is a cluster of the given nodes, all at their first start. Its traces go
// to dir; rand is the source of the nodes' random numbers.
func New[I any](kit Kit[I], o Oversight, ids []int, dir string, rand func() uint64) (*Cluster[I], error) {
	var j *judge.Judge
	if o == Judged {
		var err error
		if j, err = judge.New(kit.Protocol, ids); err != nil {
			return nil, err
		}
	}
	c := &Cluster[I]{Judge: j, kit: kit, nodes: map[int]*member[I]{}, ids: ids, apart: map[int]int{}, dir: dir, rand: rand}
	for _, id := range ids {
		disk := waltest.NewDisk()
		if err := kit.Format(disk); err != nil {
			return nil, err
		}
		c.nodes[id] = &member[I]{cluster: c, id: id, disk: disk}
		if err := c.Start(id, NoCrash); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// Nodes are the cluster's nodes.
func (c *Cluster[I]) Nodes() []int { return c.ids }

// TraceDir is where the nodes' traces are.
func (c *Cluster[I]) TraceDir() string { return filepath.Join(c.dir, "trace") }

// Up tells whether a node runs.
func (c *Cluster[I]) Up(id int) bool { return c.nodes[id].machine != nil }

// Machine is the machine of a running node.
func (c *Cluster[I]) Machine(id int) Machine[I] { return c.nodes[id].machine }

// Start starts a node that does not run, on what its disk holds.
func (c *Cluster[I]) Start(id int, crash Crash) error {
	if err := c.nodes[id].start(crash); err != nil {
		return fmt.Errorf("starting node %d: %w", id, err)
	}
	return nil
}

// Turn gives a node inputs; one that does not run loses them.
func (c *Cluster[I]) Turn(id int, crash Crash, inputs ...I) error {
	return c.nodes[id].turn(crash, inputs...)
}

// Deliver hands packet i to its node, and takes it off the network unless keep
// is set: then it may arrive again. A node that does not run, or is on another
// side of a partition, loses it.
func (c *Cluster[I]) Deliver(i int, keep bool, crash Crash) error {
	p := c.Network[i]
	if !keep {
		c.Drop(i)
	}
	if !c.Up(p.To) || c.apart[p.From] != c.apart[p.To] {
		return nil
	}
	input, err := c.kit.Decode(p.From, p.Payload)
	if err != nil {
		return fmt.Errorf("node %d cannot read a frame of node %d: %w", p.To, p.From, err)
	}
	return c.nodes[p.To].turn(crash, input)
}

// Drop loses packet i. The order of the others does not matter.
func (c *Cluster[I]) Drop(i int) {
	last := len(c.Network) - 1
	c.Network[i] = c.Network[last]
	c.Network = c.Network[:last]
}

// Part parts the named nodes from the others.
func (c *Cluster[I]) Part(some ...int) {
	clear(c.apart)
	for _, n := range some {
		c.apart[n] = 1
	}
}

// Parted tells whether there is a partition.
func (c *Cluster[I]) Parted() bool { return len(c.apart) > 0 }

// Heal ends a partition.
func (c *Cluster[I]) Heal() { clear(c.apart) }

// Stop stops a running node in good order.
func (c *Cluster[I]) Stop(id int) error {
	m := c.nodes[id]
	if err := m.run(NoCrash, m.machine.End); err != nil {
		return err
	}
	err := m.machine.Close()
	m.machine = nil
	return err
}

// send puts a frame on the network.
func (c *Cluster[I]) send(from, to int, payload []byte) {
	c.Network = append(c.Network, Packet{From: from, To: to, Payload: slices.Clone(payload)})
}

// message is the message of the specification that a frame carries, as its
// receiver will see it.
func (c *Cluster[I]) message(from int, payload []byte) (tla.Value, error) {
	input, err := c.kit.Decode(from, payload)
	if err != nil {
		return tla.Value{}, fmt.Errorf("node %d sends what cannot be read: %w", from, err)
	}
	return c.kit.Message(input, &c.Judge.Values)
}
