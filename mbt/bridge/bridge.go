// Package bridge is how the model-based tests reach an implementation. It says
// what they ask of one, and nothing about any protocol; what the values of a
// specification are as the data of its implementation, and how an action is
// called, is said once for each, in a package below this one. None of them knows
// the rules of its protocol.
package bridge

import (
	"github.com/synod-paxos/synod/spec/tla"
	"github.com/synod-paxos/synod/trace"
)

// An Implementation is a core, as the tests of a model of its specification
// reach it.
//
// A model may write less into its values than a replay does: it takes opaque
// names for commands, and a sequence for what a digest stands for. Concrete and
// Argument give a state of the model, and an argument of one of its actions, as
// the replay has them; all that is compared is compared in that form.
type Implementation interface {
	Concrete(s tla.State) (tla.State, error)
	Argument(action *tla.Action, i int, v tla.Value) (tla.Value, error)

	// Read gives a value as the implementation's traces write it.
	Read(v trace.Value) (tla.Value, error)

	// Situation is a concrete state as its nodes meet it.
	Situation(s tla.State) (Situation, error)
}

// A Situation is what each node holds and which messages it could receive.
type Situation interface {
	// Call says how a node is told to take an action, or gives nil where a message
	// that the action reads was never sent.
	Call(a Attempt) (Call, error)
}

// An Attempt is an action that a node is to be told to take.
type Attempt struct {
	Node   int
	Action string
	Args   map[string]tla.Value // without the node
	Twice  bool                 // every message that it reads is received twice
}

// A Call is an attempt that can be made. Each time it is made by a core of its
// own.
type Call interface {
	// Refused is the reason for which the core refuses, or nil if it does not. It
	// is an error if the core refuses and is not what it was before.
	Refused() (reason, err error)

	// Take has the core take the action.
	Take() (*Outcome, error)
}

// An Outcome is what can be seen of an action that was taken.
type Outcome struct {
	State []trace.Change // what the node then holds
	Disk  []trace.Change // what it would hold if it crashed right now and came back
	Sends []trace.Value  // the messages handed to the network
	Event trace.Event    // what the core says of the action
}
