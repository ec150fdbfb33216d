// Package chaos runs a cluster of real processes under load and faults: nodes
// are killed and started again, stopped and continued, cut off, one link of them
// is cut or loses messages, and their disk is full. Afterwards all troubles end,
// the cluster must serve again, and the nodes must hold the same log, with every
// acknowledged command in it once and no command twice. The nodes leave traces
// for trace-check.
//
// Clocks are no fault here: a node reads none but to count ticks, so that for it
// a clock that jumps is a process that stood still.
//
//	cluster.go   the processes and their data directories
//	link.go      the network between them: a proxy for each link
//	load.go      clients, and what they were told
//	trouble.go   what goes wrong, and when
//	run.go       all of it together
//	events.go    what traces show to have happened
package chaos
