package adapters

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math/rand/v2"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"github.com/synod-paxos/synod/bench/peers/mailbox"
	"github.com/synod-paxos/synod/bench/peers/system"
	"github.com/synod-paxos/synod/impl/datadir"
	"github.com/synod-paxos/synod/impl/multipaxos"
)

func synodCoresKind() system.Kind {
	return system.Kind{
		Name: "synod core", Module: synodModule, Synod: true, Memory: true,
		About: "the Multi-Paxos core in a loop of its own per node, driven by hand as etcd/raft is; messages handed over as they are; " +
			"sessions and names of values as above",
		Start: startSynodCores,
	}
}

const (
	synodTick  = 50 * time.Millisecond // an election after twenty, which is a second, as everywhere
	synodTicks = 200                   // the deadline of a command
)

// synodCores is three cores without disk and sockets.
type synodCores struct {
	nodes   []*synodNode
	stop    chan struct{}
	workers sync.WaitGroup
	leader  *synodNode
}

// synodNode drives one core.
type synodNode struct {
	core    *multipaxos.Core
	machine *synodMachine
	name    func(payload []byte) string
	wake    chan struct{}
	inbox   *mailbox.Mailbox[multipaxos.Input]
	peers   []*synodNode             // by number
	answers []chan multipaxos.Answer // by client
	leads   atomic.Bool
	out     []multipaxos.Outgoing
}

func startSynodCores(c system.Config) (system.System, error) {
	s := &synodCores{stop: make(chan struct{})}
	for i := range system.Replicas {
		n, err := newSynodNode(c, i)
		if err != nil {
			return nil, err
		}
		s.nodes = append(s.nodes, n)
	}
	for _, n := range s.nodes {
		n.peers = s.nodes
		s.workers.Go(func() { n.run(s.stop) })
	}
	for deadline := time.Now().Add(startTimeout); s.leader == nil; time.Sleep(poll) {
		for _, n := range s.nodes {
			if n.leads.Load() {
				s.leader = n
			}
		}
		if time.Now().After(deadline) {
			return nil, errors.Join(errors.New("synod: no leader"), s.Close())
		}
	}
	return s, nil
}

func newSynodNode(c system.Config, number int) (*synodNode, error) {
	name, err := datadir.Digest.Namer([]byte("the secret of the benchmark"))
	if err != nil {
		return nil, err
	}
	var nodes []multipaxos.NodeID
	for i := range system.Replicas {
		nodes = append(nodes, multipaxos.NodeID(i))
	}
	machine := newSynodMachine(c)
	core, err := multipaxos.New(multipaxos.Config{
		Node: nodes[number], Nodes: nodes, Inc: 1, Name: name, Machine: machine,
		Rand: rand.Uint64, Untraced: true, Limits: synodLimits(c),
	})
	if err != nil {
		return nil, err
	}
	wake := mailbox.Wake()
	n := &synodNode{core: core, machine: machine, name: name, wake: wake, inbox: mailbox.New[multipaxos.Input](wake)}
	for range c.Clients {
		n.answers = append(n.answers, make(chan multipaxos.Answer, 1))
	}
	return n, nil
}

func (n *synodNode) run(stop <-chan struct{}) {
	ticker := time.NewTicker(synodTick)
	defer ticker.Stop()
	var inputs []multipaxos.Input
	for {
		select {
		case <-ticker.C:
			n.turn(multipaxos.Tick{})
			n.leads.Store(n.core.Status().Leads)
		case <-n.wake:
			runtime.Gosched() // others may add to what is taken together
			inputs = n.inbox.Take(inputs)
			n.turn(inputs...)
		case <-stop:
			return
		}
	}
}

// turn gives the core inputs and carries the effects out. There is no disk and
// no trace.
func (n *synodNode) turn(inputs ...multipaxos.Input) {
	n.core.Step(inputs...)
	for effects := n.core.Effects(); !effects.Empty(); effects = n.core.Effects() {
		persisted, _ := effects.Persist(func([]multipaxos.Record) error { return nil })
		released, _ := persisted.Release(func([]multipaxos.Step) error { return nil })
		n.out = released.AppendMessages(n.out[:0])
		for _, o := range n.out {
			if o.Control != nil {
				n.peers[o.To].inbox.Put(*o.Control)
			} else {
				n.peers[o.To].inbox.Put(multipaxos.Deliver{Message: o.Msg})
			}
		}
		for _, a := range released.Answers() {
			n.answers[a.ID-1] <- a
		}
		n.core.Released(released)
	}
}

func (s *synodCores) Client(number int) (system.Client, error) {
	if number < 0 || number >= len(s.leader.answers) {
		return nil, fmt.Errorf("client %d of %d", number, len(s.leader.answers))
	}
	id := uint64(number) + 1
	c := &synodClient{node: s.leader, answers: s.leader.answers[number]}
	a := c.ask(multipaxos.Open{ID: id, Nonce: binary.BigEndian.AppendUint64(nil, id), Ticks: synodTicks})
	if a.Outcome != multipaxos.Opened {
		return nil, fmt.Errorf("synod: opening a session: %v %s", a.Outcome, a.Reason)
	}
	c.submit = multipaxos.Submit{ID: id, Session: a.Session, Ticks: synodTicks}
	return c, nil
}

// synodClient has a session of its own.
type synodClient struct {
	node    *synodNode
	submit  multipaxos.Submit // the last one
	answers chan multipaxos.Answer
}

func (c *synodClient) ask(input multipaxos.Input) multipaxos.Answer {
	c.node.inbox.Put(input)
	return <-c.answers
}

func (c *synodClient) Propose(payload []byte) error {
	c.submit.Number++
	c.submit.Payload, c.submit.Name = payload, c.node.name(payload) // not in the node's loop
	a := c.ask(&c.submit)
	if a.Outcome != multipaxos.Applied {
		return fmt.Errorf("synod: a command was not applied: %v %s", a.Outcome, a.Reason)
	}
	return nil
}

func (s *synodCores) Applied() []uint64 {
	var counts []uint64
	for _, n := range s.nodes {
		counts = append(counts, n.machine.count())
	}
	return counts
}

func (s *synodCores) Close() error {
	close(s.stop)
	s.workers.Wait()
	return nil
}
