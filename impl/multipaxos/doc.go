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
//synod:deterministic
package multipaxos
