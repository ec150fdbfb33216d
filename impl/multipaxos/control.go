package multipaxos

import "github.com/synod-paxos/synod/impl/multipaxos/election"

// A Control is what nodes say to each other besides the specification's
// messages. It carries no reference, serves progress only, and no action's guard
// reads it. It is also the input of having received one.
type Control struct {
	Kind     ControlKind
	From     NodeID
	Election election.Message // with Elect; its From is not sent, being the Control's
	Requests []Received       // with Forward: messages "request", each with its own reference
	Relayed  bool             // with Forward: it comes through a node that was not the leader
	Slot     Slot             // with Fetch: the first slot that is wanted
	Upto     Slot             // with Fetch: the first that is not, 0 if all are
}

// A ControlKind says what a Control is for.
type ControlKind uint8

// The kinds of controls.
const (
	Elect   ControlKind = iota + 1 // heartbeats and pre-votes, see package election
	Forward                        // requests on their way to the leader
	Fetch                          // "send me what is chosen in these slots, or a snapshot"
)
