package multipaxos

import "github.com/synod-paxos/synod/trace"

// This file holds the signatures whose bodies are yet to be written.

type (
	call   struct{}
	change struct{}
)

// State is the node's own part of the specification's state. It is changed by
// the actions alone; its setters note what they touch.
type State struct{}

// NewState is the State with these contents.
func NewState(c Contents) (State, error) { return State{}, nil }

// Contents is the whole state as plain data.
func (s *State) Contents() Contents { return Contents{} }

// A Core is a node. It is not safe for concurrent use.
type Core struct{}

// New is a node at its very first start.
func New(cfg Config) (*Core, error) { return nil, nil }

// FromState is a node in the given state that has taken seq events in this
// incarnation and holds no messages. It is for tests and for exploring: in
// production, states come from New and Restart.
func FromState(cfg Config, s State, seq uint64) (*Core, error) { return nil, nil }

// A Durable is what the log's records say: the durable part of the state, and
// the messages that others may ask for again.
type Durable struct{}

// Replay adds the next record of the log.
func (d *Durable) Replay(r Stored) error { return nil }

// State is the state after the crash: the durable variables as recorded, the
// volatile ones as the snapshot has them.
func (d *Durable) State() State { return State{} }

// Restart is a node's return from a crash in a new incarnation. It keeps what
// its log holds and nothing else.
func Restart(cfg Config, d Durable) (*Core, Step, error) { return nil, Step{}, nil }

// Step takes what the inputs allow, one action at a time.
func (c *Core) Step(inputs ...Input) Unpersisted { return Unpersisted{} }

// Released tells the core that effects were released. Only now does it receive
// its own messages.
func (c *Core) Released(r Released) Unpersisted { return Unpersisted{} }

// Seq is the sequence number of the last event taken.
func (c *Core) Seq() uint64 { return 0 }

// State is the node's own state.
func (c *Core) State() *State { return nil }

// Abstract is the node's whole own state as a trace has it.
func (c *Core) Abstract() []trace.Change { return nil }

// AbstractMessage is a message as a trace has it.
func (c *Core) AbstractMessage(m *Message) trace.Value { return "" }

// Status is what operators see of a node.
func (c *Core) Status() Status { return Status{} }

// A Status is what operators see of a node.
type Status struct {
	Promised  Ballot
	Lead      Lead
	Upto      Slot
	Trunc     Slot
	SnapUpto  Slot
	Prefix    Prefix
	Opened    uint64
	Sessions  int // that are open
	Leader    NodeID
	HasLeader bool
}

func (c *Core) Request(cmd Command) (Step, error)      { return Step{}, nil }
func (c *Core) Prepare(b Ballot) (Step, error)         { return Step{}, nil }
func (c *Core) Promise(m Received) (Step, error)       { return Step{}, nil }
func (c *Core) Lead(promises []Received) (Step, error) { return Step{}, nil }
func (c *Core) Propose(b Ballot, s Slot, v *Value, requests []Received) (Step, error) {
	return Step{}, nil
}
func (c *Core) Accept(m Received) (Step, error)                   { return Step{}, nil }
func (c *Core) Refuse(m Received) (Step, error)                   { return Step{}, nil }
func (c *Core) StepDown(m Received) (Step, error)                 { return Step{}, nil }
func (c *Core) Learn(votes []Received, body *Value) (Step, error) { return Step{}, nil }
func (c *Core) Notice(m Received) (Step, error)                   { return Step{}, nil }
func (c *Core) CatchUp(m Received) (Step, error)                  { return Step{}, nil }
func (c *Core) Apply(s Slot) (Step, error)                        { return Step{}, nil }
func (c *Core) Respond(k Session, cmd *Command) (Step, error)     { return Step{}, nil }
func (c *Core) RetryInOrder(req Received) (Step, error)           { return Step{}, nil }
func (c *Core) SessionExpired(req Received) (Step, error)         { return Step{}, nil }
func (c *Core) Snapshot() (Step, error)                           { return Step{}, nil }
func (c *Core) Truncate(t Slot) (Step, error)                     { return Step{}, nil }
func (c *Core) InstallSnapshot(m Received) (Step, error)          { return Step{}, nil }

func (Tick) apply(c *Core)    {}
func (Deliver) apply(c *Core) {}
func (Control) apply(c *Core) {}
func (Open) apply(c *Core)    {}
func (Submit) apply(c *Core)  {}
func (Close) apply(c *Core)   {}

// Ref names the step's event.
func (s *Step) Ref() trace.Ref { return s.ref }

// Action is the name of the action.
func (s *Step) Action() string { return "" }

// Durable tells whether the event must be on disk before it is released.
func (s *Step) Durable() bool { return s.durable }

// Sends are the messages that the step adds.
func (s *Step) Sends() []Send { return s.sends }

// Event is the step as a trace has it.
func (s *Step) Event() trace.Event { return trace.Event{} }

// Values are the values that the event names, none of them nil or twice.
func (s *Step) Values() []*Value { return nil }

// Empty tells whether there is nothing to do.
func (u Unpersisted) Empty() bool { return true }

// Split gives the leading steps that need no disk, which may be released before
// it is written, and the rest. What is no step, like answers, is in the last of
// the two that has a step.
func (u Unpersisted) Split() (now Persisted, rest Unpersisted) { return Persisted{}, u }

// Persist has write make the records durable; those that are not Durable it may
// leave out. Without any record it is not called.
func (u Unpersisted) Persist(write func([]Record) error) (Persisted, error) {
	return Persisted{u}, nil
}

// Release has write add the steps' events to the trace. Without any step it is
// not called.
func (p Persisted) Release(write func([]Step) error) (Released, error) {
	return Released{p.persisted}, nil
}

// Messages are what to send to other nodes.
func (r Released) Messages() []Outgoing { return nil }

// Answers are what to tell the clients.
func (r Released) Answers() []Answer { return r.released.answers }

// Notes say, for people, which inputs were refused and why.
func (r Released) Notes() []string { return r.released.notes }
