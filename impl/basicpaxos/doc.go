// Package basicpaxos is a node of Basic Paxos as a deterministic state machine,
// written to the specification spec/BasicPaxos.tla: every node is proposer,
// acceptor and learner at once.
//
// The machine knows nothing of clocks, disks or networks. A shell feeds it
// inputs (Core.Step) and carries out the effects in the order that their types
// dictate: write to the log, release to the trace, send, answer (effects.go).
// The same inputs, with the same source of random numbers, give the same
// effects.
//
// Each action of the specification is one method that can also be called alone:
// Prepare, Promise, Propose, Accept and Learn, and the function Restart. Such a
// method checks the protocol's guards itself and either takes the step, with
// the event that describes it, or refuses with a reason and changes nothing.
// Nothing else in the package changes the State. What Step adds is a driver:
// it decides when to try an action, never whether the action is allowed.
//
// Read the files in this order:
//
//	ballot.go       ballot numbers and quorums
//	messages.go     what nodes say to each other
//	state.go        the state, which mirrors the specification's variables
//	acceptor.go     Promise, Accept
//	proposer.go     Prepare, Propose
//	learner.go      Learn
//	restart.go      what survives a crash, and Restart
//	abstraction.go  how state and messages look in a trace
//	effects.go      the order in which a step takes effect
//	core.go         the queue: which input leads to which action
//	driver.go       time-outs, back-off, clients
//
//spec:module BasicPaxos
//synod:deterministic
package basicpaxos
