package node

import (
	"fmt"

	"github.com/synod-paxos/synod/impl/datadir"
	"github.com/synod-paxos/synod/impl/multipaxos"
)

// OpenInMemory starts a cluster of nodes, one for each state machine, that keep
// everything in memory and talk to each other without a network: for the tests
// and measurements of those who bring a state machine of their own. What such a
// node was told is gone when it is closed. Options that speak of files and
// addresses have no meaning.
func OpenInMemory(machines []StateMachine, o Options) ([]*Node, error) {
	id := datadir.Identity{Protocol: datadir.MultiPaxos, Cluster: "memory", Run: "r1"}
	for i := range machines {
		id.Nodes = append(id.Nodes, datadir.Member{Node: i + 1, Addr: "memory"})
	}
	nodes := make([]*Node, len(machines))
	for i, machine := range machines {
		o := o
		o.StateMachine, o.Metrics = machine, nil
		o, err := o.withDefaults()
		if err != nil {
			return nil, err
		}
		id.Node, id.Instance = i+1, fmt.Sprint(i+1)
		if nodes[i], err = newInMemory(id, nodes, o); err != nil {
			return nil, err
		}
	}
	nothing := func() error { return nil }
	for _, n := range nodes {
		n.begin(nothing, nothing)
	}
	return nodes, nil
}

// newInMemory is one of the nodes, which does not run yet.
func newInMemory(id datadir.Identity, nodes []*Node, o Options) (*Node, error) {
	n, err := newNode(id.Node, o)
	if err != nil {
		return nil, err
	}
	s, err := n.setup(&datadir.Dir{Identity: id}, o)
	if err != nil {
		return nil, err
	}
	lanes := lanes{nodes: nodes, self: n, waiting: make([][]multipaxos.Input, len(nodes))}
	s.Send, s.Sent = lanes.put, lanes.send
	s.Config.Inc, s.TraceDir = 1, ""
	core, err := multipaxos.New(s.Config)
	if err != nil {
		return nil, err
	}
	n.machine = &Machine{setup: s, core: core}
	n.machine.scribe = &scribe{setup: &n.machine.setup}
	n.receive(o)
	return n, nil
}

// lanes lead from one node to each of the others. What is sent in one turn goes
// together. A node that is behind loses what does not fit.
type lanes struct {
	nodes   []*Node
	self    *Node
	waiting [][]multipaxos.Input
}

func (l *lanes) put(o multipaxos.Outgoing) error {
	var input multipaxos.Input = multipaxos.Deliver{Message: o.Msg}
	if o.Control != nil {
		c := *o.Control
		c.From = l.self.machine.setup.Config.Node
		c.Election.From = int(c.From)
		input = c
	}
	l.waiting[o.To-1] = append(l.waiting[o.To-1], input)
	return nil
}

func (l *lanes) send() {
	for to, inputs := range l.waiting {
		if len(inputs) == 0 {
			continue
		}
		l.self.metrics.sent.Add(float64(len(inputs)))
		select {
		case l.nodes[to].arrivals <- inputs:
		default:
		}
		l.waiting[to] = make([]multipaxos.Input, 0, len(inputs))
	}
}
