package multipaxos

import (
	"fmt"
	"io"
	"slices"

	"github.com/synod-paxos/synod/trace"
)

// A Config says who a node is.
type Config struct {
	Node    NodeID
	Nodes   []NodeID                    // the whole cluster, ascending
	Inc     uint64                      // the incarnation, 1 at the first start
	Name    func(payload []byte) string // names a payload in traces; called from anywhere
	Rand    func() uint64               // random numbers, for elections only
	Machine StateMachine                // in the state before the first command
	Timing  Timing                      // zero fields mean the defaults
	Limits  Limits                      // zero fields mean the defaults

	// Value makes the values that the node proposes, as NewValue does, which stands
	// in where it is nil. It may put other memory with the same bytes in place of the
	// commands' payloads.
	Value func(commands []Command) *Value

	// Untraced says that nobody reads events but from the log. Steps that change
	// nothing durable are then not described, but for what they send: where that
	// is nothing to anybody, no effect tells of them.
	Untraced bool
}

// A StateMachine is what commands work on. It must be deterministic: two of them
// that were given the same commands in the same order must give the same results
// and save the same image.
type StateMachine interface {
	// Apply executes a command, whose bytes it must not change or keep.
	Apply(command []byte) (result []byte)
	// Save writes the whole state, and Load replaces it by what Save wrote. A Load
	// that fails leaves the state as it was.
	Save(w io.Writer) error
	Load(r io.Reader) error
}

// A Shared state machine is told when the commands of a slot begin and when they
// end: it may be used by others in between.
type Shared interface {
	StateMachine
	Begin()
	End()
}

func (cfg *Config) check() error {
	switch {
	case !slices.IsSorted(cfg.Nodes) || len(slices.Compact(slices.Clone(cfg.Nodes))) != len(cfg.Nodes):
		return fmt.Errorf("multipaxos: the nodes %v are not in ascending order", cfg.Nodes)
	case !slices.Contains(cfg.Nodes, cfg.Node):
		return fmt.Errorf("multipaxos: node %d is not one of %v", cfg.Node, cfg.Nodes)
	case cfg.Nodes[0] < 0 || cfg.Nodes[len(cfg.Nodes)-1] >= MaxNodes:
		return fmt.Errorf("multipaxos: nodes are numbered 0 to %d, not %v", MaxNodes-1, cfg.Nodes)
	case cfg.Inc == 0:
		return fmt.Errorf("multipaxos: incarnations are numbered from 1")
	case cfg.Name == nil || cfg.Rand == nil || cfg.Machine == nil:
		return fmt.Errorf("multipaxos: Name, Rand and Machine are needed")
	}
	return nil
}

// A Core is a node. It is not safe for concurrent use.
type Core struct {
	cfg   Config
	seq   uint64 // of the last event
	state state
	sent  sent      // for those who ask again
	last  []applied // what the last Apply did
	share Shared    // the state machine, if it is, or nil

	to     routes
	memory memory

	driver  driver
	effects Unpersisted
	spare   spare
}

// routes are the lists of nodes that messages are for.
type routes struct {
	all, others []NodeID
	each        [][]NodeID // one list for each of all
}

// memory is where what steps hold comes from.
type memory struct {
	messages arena[Message]
	received arena[Received]
	nodes    arena[NodeID]
	sends    arena[Send]
	changes  arena[change]
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
	cfg.Timing, cfg.Limits = cfg.Timing.withDefaults(), cfg.Limits.withDefaults()
	if cfg.Value == nil {
		cfg.Value = NewValue
	}
	c := &Core{cfg: cfg, seq: seq, state: newState(s), to: routes{all: cfg.Nodes}}
	c.state.untraced = cfg.Untraced
	c.share, _ = cfg.Machine.(Shared)
	var err error
	if c.driver, err = newDriver(cfg); err != nil {
		return nil, err
	}
	for i, n := range cfg.Nodes {
		c.to.each = append(c.to.each, cfg.Nodes[i:i+1:i+1])
		if n != cfg.Node {
			c.to.others = append(c.to.others, n)
		}
	}
	return c, nil
}

// Seq is the sequence number of the last event taken.
func (c *Core) Seq() uint64 { return c.seq }

// State is the node's own state, copied.
func (c *Core) State() State { return c.state.content() }

// Abstract is the node's whole own state as a trace has it.
func (c *Core) Abstract() []trace.Change {
	whole := c.state.whole()
	return whole.abstract()
}

// AbstractMessage is a message as a trace has it.
func (c *Core) AbstractMessage(m *Message) trace.Value { return trace.Value(m.append(nil)) }

// took makes a Step of what an action has done to the state: it gives the event
// its number and reads off what the action changed. The messages that it sends
// are its own from now on, but not the list of those that it used.
func (c *Core) took(made call, used []Received, sends []Send) (s Step) {
	s.ref = c.nextRef(sends)
	s.call, s.sends = made, sends
	c.sent.remember(sends)
	if c.cfg.Untraced && !c.state.touchedDurable() {
		c.state.skipStep()
		s.silent = !slices.ContainsFunc(sends, Send.forSomebody)
		return s
	}
	s.in = c.memory.received.take(len(used))
	copy(s.in, used)
	s.post, s.durable = c.state.endStep(&c.memory.changes)
	return s
}

// unread is took for a step that changed nothing and sends nothing to anybody, in
// a node whose events nobody reads. A node takes several of those for a command.
func (c *Core) unread(sends []Send) Step {
	c.state.skipStep()
	return Step{ref: c.nextRef(sends), sends: sends, silent: true}
}

// nextRef names the next event, and the messages that it adds after it.
func (c *Core) nextRef(sends []Send) trace.Ref {
	c.seq++
	ref := trace.Ref{Node: int(c.cfg.Node), Inc: c.cfg.Inc, Seq: c.seq}
	for i := range sends {
		sends[i].Ref = ref
	}
	return ref
}

// send is the list of one message, to be sent.
func (c *Core) send(m Message, to []NodeID) []Send {
	list := c.memory.sends.take(1)
	list[0] = c.sending(&m, to)
	return list
}

// sending is a copy of a message on its way. It is from this node.
func (c *Core) sending(m *Message, to []NodeID) Send {
	own := c.memory.messages.one(m)
	own.From = c.cfg.Node
	return Send{Received: Received{Msg: own}, To: to}
}

// only is the list of one node.
func (c *Core) only(n NodeID) []NodeID {
	i, found := slices.BinarySearch(c.to.all, n)
	if !found {
		return nil
	}
	return c.to.each[i]
}

// emit adds a step to the effects. What a silent one holds is nobody's any more.
func (c *Core) emit(s Step) {
	if s.silent {
		c.memory.sends.untake(s.sends)
	} else {
		c.effects.add(s)
	}
}

func (c *Core) note(err error) { c.effects.notes = append(c.effects.notes, err.Error()) }

func (c *Core) answer(a Answer) { c.effects.answers = append(c.effects.answers, a) }

// resend sends a message again as it was, to those of the nodes that are not
// this one.
func (c *Core) resend(m Received, to ...NodeID) {
	for _, n := range to {
		if n != c.cfg.Node {
			c.effects.resent = append(c.effects.resent, Outgoing{To: n, Msg: m})
		}
	}
}
