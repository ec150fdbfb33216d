// Package node runs a node of Multi-Paxos: a replica of a state machine of yours,
// of which a majority must be up for commands to be served.
//
// # Running a node
//
// A node lives in a data directory, which is made once in its life, by Init or by
// the command synod init, with an identity drawn at random:
//
//	_, err := node.Init("n1", datadir.Identity{Cluster: "c", Run: "r1", Machine: "mine", Node: 1, Nodes: members}, secret)
//
// Whoever lost a directory must not make it anew: what the node promised is
// forgotten, and its peers refuse it. Open starts the node and Close stops it:
//
//	n, err := node.Open(node.Options{Dir: "n1", StateMachine: m, Machine: "mine"})
//	result, err := n.Propose(ctx, command)
//	err = n.Close()
//
// All nodes of a cluster run the same StateMachine, which must be deterministic.
// A node that fails, say because its disk does, stops by itself: see Done and Err.
//
// # Commands
//
// Propose has a command applied by all nodes, in one order, and gives what this
// node's state machine answered. It may be called at any node, leader or not, and
// by any number of goroutines. A command takes effect once: commands are sent in
// sessions of the replicated log, which a node opens as its callers need them.
//
// An error wraps ErrRejected when the command has no effect and never will; who
// wants it done may propose it again. It wraps ErrUnknown or ErrExpired when the
// caller cannot be told what became of it: proposed again, it may take effect
// twice, unless the commands themselves prevent that.
//
// Who must have it done once, whatever happens, opens a session of its own by
// OpenSession and numbers its commands: Submit may be called again with the same
// number, at any node, until it gives the result.
//
// What was answered survives the death of all nodes, and a power loss: it was
// synced to the disks of a majority before.
//
// # Reading
//
// A question that is proposed as a command is answered linearizably, like a
// write. StaleRead asks this node's state machine, without a word to others; the
// answer was right at some time. It needs a Reader.
//
// # Operating
//
// Status tells where a node stands, Snapshot makes one now (nodes make them by
// themselves, too), and Handler serves metrics and health over HTTP, at
// Options.HTTPAddr if that is set. Dial connects to a node of another process; a
// Client can do what callers of its node can. With Options.TraceDir a node writes
// every step of the specification that it takes, for trace-check to audit.
// OpenInMemory runs a cluster without disks and a network, for tests.
//
// # Inside
//
// Everything that decides is in the core, package multipaxos; this is its shell,
// which gives it a clock, a disk, a network and clients, and carries its effects
// out in the order that their types demand.
//
//	options.go   what a node is given, and making its data directory
//	open.go      from a data directory to a running node
//	connect.go   the network of a running node
//	node.go      Propose, and the loop of the one goroutine that owns the machine
//	desk.go      sessions for callers; own.go: those that callers own
//	mailbox.go   how calls get to the loop
//	machine.go   one turn: step, release, persist, release, send, answer; setup.go: what for
//	scribe.go    what the machine writes to log and trace
//	journal.go   the machine's disk: log, snapshots, checkpoints
//	recovery.go  from the disk to what a core needs
//	begin.go     the new incarnation, and the traces of those before
//	ferry.go     snapshots from node to node
//	memory.go    whole clusters without disks and a network
//	remote.go    clients in other processes
//	health.go, metrics.go, status.go, save.go, guarded.go, errors.go
package node
