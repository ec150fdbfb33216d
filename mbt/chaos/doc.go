// Package chaos runs a cluster of real processes under load and faults: nodes
// are killed and started again, stopped and continued, cut off, one link of them
// is cut or loses messages, their disk is full, their clocks are set. Afterwards
// all troubles end, the cluster must serve again, and the nodes must hold the same
// log, with every acknowledged command in it once and no command twice. The nodes
// leave traces for trace-check, or, without, logs for it.
//
// Messages are lost in proxies, which know where one begins. What is cut is cut
// there too, which ends connections, or, where nodes have network namespaces, in the
// network itself, which ends none. Such a namespace has no name and lives as long as
// somebody uses it, so that nothing is left of a run that is killed; making one takes
// Linux, the program ip and the right to.
//
// A node reads two clocks. Its wall clock, which goes into the traces, is set to
// some hours before or after what it was, all the time. By its monotonic clock it
// counts ticks, waits, and gives up: that one jumps ahead by hours, so that
// whatever the process waits for is overdue at once, and then runs fifty times too
// fast, so that ticks come as fast as the process takes them, hundreds within what
// should be ten; or it stands still while messages come. Package clock does that to
// the program that people run, from outside.
//
// What that shows: neither safety nor, afterwards, progress depends on any clock
// of a node. What it does not: clocks are set where Linux on amd64 allows it, and
// elsewhere not at all, which the gate says; a monotonic clock does not run
// backwards, which no kernel lets it; and of hundreds of ticks that are due at one
// moment a process sees one, since that is how Go's tickers are.
//
//	cluster.go   the processes and their data directories
//	link.go      the network between them: a proxy for each link
//	spaces.go    the network namespaces that they are in, where that is possible
//	load.go      clients, and what they were told
//	trouble.go   what goes wrong, and when
//	clocks.go    of that, clocks
//	seen.go      how often
//	run.go       all of it together
//	events.go    what traces show to have happened
package chaos
