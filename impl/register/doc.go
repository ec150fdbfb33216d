// Package register is the shell of the single-decree register: it gives a core
// of package basicpaxos a clock, a disk, a network and clients, and carries its
// effects out in the order that their types demand.
//
//	init.go       making a node's data directory
//	complete.go   whether the log is the directory's, and whole
//	recovery.go   from the log to a running core, in a new incarnation
//	machine.go    one turn: step, persist, release, send, answer
//	node.go       the event loop, the one goroutine that owns the core
//	client.go     requests and answers
//	wire.go       messages between nodes
package register
