// Package datadir is what belongs to a node for life and lies beside its log:
// who it is, whom it has met, the cluster's secret, how often it came to life.
// The shells of all protocols share it.
//
//	identity.go      who a node is, and in which cluster
//	dir.go           making a data directory, and opening it
//	lock_unix.go     one process at a time
//	peers.go         whom a node has met, so that a wiped node does not re-join
//	incarnations.go  how often a node came to life, so that a lost log is noticed
//	naming.go        how values are named in traces
//	durable.go       files that are replaced whole
package datadir
