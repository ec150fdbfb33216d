package basicpaxos

import (
	"fmt"
	"slices"
)

// A Config says who a node is.
type Config struct {
	Node   NodeID
	Nodes  []NodeID              // the whole cluster
	Inc    uint64                // the incarnation, 1 at the first start
	Name   func(Value) ValueName // names a value in traces
	Rand   func() uint64         // random numbers, for back-off only
	Timing Timing                // zero fields mean the defaults
}

func (cfg Config) check() error {
	switch {
	case !slices.IsSorted(cfg.Nodes) || len(slices.Compact(slices.Clone(cfg.Nodes))) != len(cfg.Nodes):
		return fmt.Errorf("basicpaxos: the nodes %v are not in ascending order", cfg.Nodes)
	case !slices.Contains(cfg.Nodes, cfg.Node):
		return fmt.Errorf("basicpaxos: node %d is not one of %v", cfg.Node, cfg.Nodes)
	case cfg.Nodes[0] < 0 || cfg.Nodes[len(cfg.Nodes)-1] >= MaxNodes:
		return fmt.Errorf("basicpaxos: nodes are numbered 0 to %d, not %v", MaxNodes-1, cfg.Nodes)
	case cfg.Inc == 0:
		return fmt.Errorf("basicpaxos: incarnations are numbered from 1")
	case cfg.Name == nil || cfg.Rand == nil:
		return fmt.Errorf("basicpaxos: Name and Rand are needed")
	}
	return nil
}

// A Core is a node. It is not safe for concurrent use.
type Core struct {
	cfg   Config
	seq   uint64 // of the last event
	state State

	answers  answers    // for those who ask again
	promises []Received // 1b messages for the ballot that is running
	votes    []Received // the latest 2b message of each node

	queue   []Input
	driver  driver
	effects Unpersisted
}

// New is a node at its very first start.
func New(cfg Config) (*Core, error) { return FromState(cfg, State{}, 0) }

// FromState is a node in the given state that has taken seq events in this
// incarnation and holds no messages. It is for tests and for exploring: in
// production, states come from New and Restart.
func FromState(cfg Config, s State, seq uint64) (*Core, error) {
	if err := cfg.check(); err != nil {
		return nil, err
	}
	cfg.Timing = cfg.Timing.withDefaults()
	return &Core{cfg: cfg, seq: seq, state: s}, nil
}

// Seq is the sequence number of the last event taken.
func (c *Core) Seq() uint64 { return c.seq }

// took makes an event of a step that has changed the state: it gives the event
// its number and reads off what the step did.
func (c *Core) took(made call, before State, used []Received, sends ...Send) Step {
	c.seq++
	e := c.event(made, before, used, sends)
	for i := range sends {
		sends[i].Ref = e.Ref
	}
	c.answers.remember(sends)
	return Step{Event: e, Durable: mustPersist(before, c.state), Sends: sends, values: c.named(sends)}
}

// named are the values that the state and the messages name.
func (c *Core) named(sends []Send) []Named {
	values := []Value{c.state.Vote.Val, c.state.Proposer.Val, c.state.Decided}
	for _, s := range sends {
		values = append(values, s.Msg.Val, s.Msg.Vote.Val)
	}
	var named []Named
	for _, v := range values {
		if v.IsNone() || slices.ContainsFunc(named, func(n Named) bool { return n.Value == v }) {
			continue
		}
		named = append(named, Named{Name: c.cfg.Name(v), Value: v})
	}
	return named
}

func (c *Core) toOwner(m Message) Send {
	return Send{Received: Received{Msg: m}, To: []NodeID{m.Bal.Owner()}}
}

func (c *Core) toAll(m Message) Send {
	return Send{Received: Received{Msg: m}, To: c.cfg.Nodes}
}

func (c *Core) toOthers(m Message) Send {
	return Send{Received: Received{Msg: m}, To: c.others()}
}

func (c *Core) others() []NodeID {
	return slices.DeleteFunc(slices.Clone(c.cfg.Nodes), func(n NodeID) bool { return n == c.cfg.Node })
}

// An Input is something that happens to a node: Tick, Propose, Get, Deliver or
// Refused.
type Input interface{ apply(c *Core) }

// Step takes what the inputs allow, one action at a time.
func (c *Core) Step(inputs ...Input) Unpersisted {
	c.queue = append(c.queue, inputs...)
	return c.drain()
}

// Released tells the core that effects were released. Only now does it receive
// its own messages.
func (c *Core) Released(r Released) Unpersisted {
	for _, m := range r.own() {
		c.queue = append(c.queue, Deliver{m})
	}
	return c.drain()
}

func (c *Core) drain() Unpersisted {
	for len(c.queue) > 0 {
		next := c.queue[0]
		c.queue = c.queue[1:]
		next.apply(c)
	}
	effects := c.effects
	c.effects = Unpersisted{}
	return effects
}

func (c *Core) emit(s Step) { c.effects.steps = append(c.effects.steps, s) }

func (c *Core) note(err error) {
	c.effects.notes = append(c.effects.notes, err.Error())
}

// resend sends a message again as it was, to those of the nodes that are not
// this one.
func (c *Core) resend(m Received, to ...NodeID) {
	for _, n := range to {
		if n != c.cfg.Node {
			c.effects.resent = append(c.effects.resent, Outgoing{To: n, Msg: m})
		}
	}
}
