// Package multipaxos is a node of Multi-Paxos as a deterministic state machine,
// written to the specification spec/MultiPaxos.tla: every node is proposer,
// acceptor, learner and replica at once.
//
// The machine knows nothing of clocks, disks or networks. A shell feeds it
// inputs (Core.Step) and carries out the effects in the order that their types
// dictate: write to the log, release to the trace, send, answer (effects.go).
// The same inputs, with the same source of random numbers, give the same
// effects.
//
// Each action of the specification is one method that can also be called alone,
// from Request to InstallSnapshot, and the function Restart. Such a method
// checks the protocol's guards itself and either takes the step, with what
// describes it as an event, or refuses with a reason and changes nothing.
// Nothing else in the package changes the State. What Step adds is a driver: it
// decides when to try an action, never whether the action is allowed.
//
// Read the files in this order:
//
//	ballot.go       ballot numbers and quorums
//	value.go        commands, values and their digests
//	messages.go     what nodes say to each other
//	state.go        the state as plain data, which mirrors the specification's variables
//	memory.go       the state as the core holds it, and how it is changed
//	phase1.go       Prepare, Promise, Lead, StepDown
//	phase2.go       Request, Propose, Accept, Refuse
//	learning.go     Learn, Notice, CatchUp
//	applying.go     Apply, Respond, RetryInOrder, SessionExpired
//	snapshots.go    Snapshot, Truncate, InstallSnapshot
//	restart.go      what survives a crash, and Restart
//	sent.go         what is kept for those who ask again
//	post.go         what a step changed
//	abstraction.go  how state and messages look in a trace
//	step.go         a step, and what the log and a trace need of it
//	render.go       a step as an event
//	effects.go      the order in which a step takes effect
//	core.go         a node, and what its actions have in common
//
// and of the driver, which no argument for safety reads:
//
//	inputs.go       what clients and shells ask
//	answers.go      what clients are told
//	control.go      what nodes say to each other besides the protocol
//	limits.go       bounds and times
//	driver.go       a turn: inputs, actions, effects
//	deliver.go      which message leads to which action
//	driver_ballot.go, package election: when to start a ballot, and phase 1
//	batch.go        which commands a leader proposes together, and when
//	driver_flight.go    counting votes, asking again
//	driver_answers.go   applying, and answering those who wait for it
//	driver_clients.go   those who wait, and the way of their commands to the leader
//	driver_sessions.go  which commands a leader holds, and sessions nobody uses
//	driver_catchup.go   entries and snapshots for those behind
//	driver_storage.go   when to make a snapshot and to truncate
//
//spec:module MultiPaxos
//synod:deterministic
package multipaxos
