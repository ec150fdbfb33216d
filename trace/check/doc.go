// Package check tells whether traces are behaviours of their specification: it
// merges the logs of all nodes and has the specification judge each event.
//
// The work has five parts, each in files of its own:
//
//	load     sources to records: entries with their place
//	index    records to segments and one log per node; the rules for headers
//	         and for what stands there twice
//	chain    a log to a chain of links: events, holes, whole states
//	cite     references to links; waiting events
//	judge    one event against one step of the specification
//	local, global, voting    the three levels at which chains are replayed
//
// Nothing here knows a guard of a protocol. The package never imports impl, so
// that what it says about an implementation owes nothing to it.
package check
