// Package node runs a node of Multi-Paxos: a replica of a state machine, of
// which a majority must be up for commands to be served.
//
//	node.Init("n1", identity, secret)               once in the node's life
//	n, err := node.Open(node.Options{Dir: "n1", StateMachine: m})
//	result, err := n.Propose(ctx, command)          at any node, by any number of callers
//	n.Close()
//
// A command takes effect once: commands are sent in sessions of the replicated
// log, which a node opens as its callers need them. Where a caller cannot be
// told what became of its command, the error says so: see ErrUnknown. Reading
// the state machine is a command like any other; StaleRead reads what this node
// has, which may be old.
//
// Everything that decides is in the core, package multipaxos; this is its shell,
// which gives it a clock, a disk, a network and clients, and carries its effects
// out in the order that their types demand.
//
//	options.go   what a node is given, and making its data directory
//	open.go      from a data directory to a running node
//	connect.go   the network of a running node
//	node.go      Propose, and the loop of the one goroutine that owns the machine
//	desk.go      sessions for callers
//	mailbox.go   how calls get to the loop
//	machine.go   one turn: step, release, persist, release, send, answer; setup.go: what for
//	journal.go   the machine's disk: log, snapshots, checkpoints
//	recovery.go  from the disk to what a core needs
//	begin.go     the new incarnation, and the traces of those before
//	ferry.go     snapshots from node to node
//	memory.go    whole clusters without disks and a network
//	remote.go    clients in other processes
//	health.go, metrics.go, status.go, save.go, guarded.go, errors.go
package node
