package basicpaxos

import (
	"slices"

	"github.com/synod-paxos/synod/trace"
)

// A Step is one action taken: the event that describes it and the messages that
// it adds. It has no effect outside the core yet.
type Step struct {
	Event   trace.Event
	Durable bool // the event must be on disk before it is released
	Sends   []Send
	values  []Named // the values that the event names
}

// A Named value is a value with its name in traces. The log keeps both, since a
// digest does not give the value back.
type Named struct {
	Name  ValueName
	Value Value
}

// A Record is what the log is given of a step.
type Record struct {
	Event   trace.Event
	Durable bool
	Values  []Named
}

// An Answer goes to the client that made request ID.
type Answer struct {
	ID      uint64
	Outcome Outcome
	Value   Value  // with Decided
	Reason  string // with Unknown and Rejected, for people
}

// An Outcome is what a client is told.
type Outcome int

// The outcomes.
const (
	Decided   Outcome = iota + 1 // Value is chosen
	Undecided                    // at some moment since the request, nothing was chosen
	Unknown                      // nothing can be said
	Rejected                     // the request is not one that can be tried
)

// The effects of a batch of inputs pass through three types, and each gives
// the next only after its part was done:
//
//	Unpersisted.Persist   write the records, make them durable
//	Persisted.Release     write the events to the trace
//	Released              send the messages, answer the clients
//
// So nobody hears of a promise that is not on disk, and a process that is
// killed leaves no message behind whose event is in neither log nor trace.
// A message of the node to itself is no exception: it takes part in the
// protocol only when Released is handed back to the core.

// Unpersisted effects are those of steps that may be in no log yet.
type Unpersisted struct {
	steps   []Step
	resent  []Outgoing
	answers []Answer
	notes   []string
}

// Effects are the effects of steps that were taken by calling actions directly.
func Effects(steps ...Step) Unpersisted { return Unpersisted{steps: steps} }

// Empty tells whether there is nothing to do.
func (u Unpersisted) Empty() bool {
	return len(u.steps)+len(u.resent)+len(u.answers)+len(u.notes) == 0
}

// Stamp gives the events a time, for people to read.
func (u Unpersisted) Stamp(time string) Unpersisted {
	u.steps = slices.Clone(u.steps)
	for i := range u.steps {
		u.steps[i].Event.Time = time
	}
	return u
}

// Persist has write make the records durable; those that are not marked Durable
// it may leave out. Without any record it is not called.
func (u Unpersisted) Persist(write func([]Record) error) (Persisted, error) {
	if len(u.steps) > 0 {
		if err := write(u.records()); err != nil {
			return Persisted{}, err
		}
	}
	return Persisted{u}, nil
}

func (u Unpersisted) records() []Record {
	records := make([]Record, len(u.steps))
	for i, s := range u.steps {
		records[i] = Record{Event: s.Event, Durable: s.Durable, Values: s.values}
	}
	return records
}

// Persisted effects are in the log, as far as they must be.
type Persisted struct{ persisted Unpersisted }

// Release has write add the events to the trace. Without any event it is not
// called.
func (p Persisted) Release(write func([]trace.Event) error) (Released, error) {
	if len(p.persisted.steps) > 0 {
		events := make([]trace.Event, len(p.persisted.steps))
		for i, s := range p.persisted.steps {
			events[i] = s.Event
		}
		if err := write(events); err != nil {
			return Released{}, err
		}
	}
	return Released{p.persisted}, nil
}

// Released effects may be seen by others. (That the fields of the three types
// differ in name keeps Go from converting one type to another.)
type Released struct{ released Unpersisted }

// Messages are what to send to other nodes.
func (r Released) Messages() []Outgoing {
	var out []Outgoing
	for _, step := range r.released.steps {
		for _, s := range step.Sends {
			for _, to := range s.To {
				if to != NodeID(step.Event.Node) {
					out = append(out, Outgoing{To: to, Msg: s.Received})
				}
			}
		}
	}
	return append(out, r.released.resent...)
}

// Answers are what to tell the clients.
func (r Released) Answers() []Answer { return r.released.answers }

// Notes say, for people, which inputs were refused and why.
func (r Released) Notes() []string { return r.released.notes }

// own are the node's messages to itself.
func (r Released) own() []Received {
	var own []Received
	for _, step := range r.released.steps {
		for _, s := range step.Sends {
			if slices.Contains(s.To, NodeID(step.Event.Node)) {
				own = append(own, s.Received)
			}
		}
	}
	return own
}
