package multipaxos

import "github.com/synod-paxos/synod/trace"

// A Step is one action taken: what describes it as an event, and the messages
// that it adds. It has no effect outside the core yet. What it holds is
// immutable, so a Step may be rendered as an event by anybody, at any time or
// never.
type Step struct {
	ref     trace.Ref
	call    call
	durable bool
	in      []Received
	post    []change
	sends   []Send
}

// A Record is what the log is given of a step.
type Record struct {
	Step
	Values   []*Value // the values that the event names, none of them nil
	Snapshot *Snap    // the snapshot that the step made or installed, or nil
}

// A Stored record is what the log gives back of a Record.
type Stored struct {
	Event    trace.Event
	Values   []*Value // those of the event that no earlier record of the log held
	Snapshot *Snap    // the snapshot of Event, which the shell has read from its file
}

// The effects of a batch of inputs pass through three types, and each gives the
// next only after its part was done:
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

// Persisted effects are in the log, as far as they must be.
type Persisted struct{ persisted Unpersisted }

// Released effects may be seen by others. (That the fields of the three types
// differ in name keeps Go from converting one type to another.)
type Released struct{ released Unpersisted }

// Effects are the effects of steps that were taken by calling actions directly.
func Effects(steps ...Step) Unpersisted { return Unpersisted{steps: steps} }
