package node

import "github.com/synod-paxos/synod/impl/multipaxos"

// A Status is what operators see of a node. Slots are counted: a node that has
// applied n of them has applied slots 1 to n.
type Status struct {
	Node        int    `json:"node"`
	Cluster     string `json:"cluster"`
	Incarnation uint64 `json:"incarnation"`
	Ballot      int64  `json:"ballot"` // the highest that it has promised
	Leads       bool   `json:"leads"`
	HasLeader   bool   `json:"has_leader"`
	Leader      int    `json:"leader"`    // with HasLeader
	Connected   bool   `json:"connected"` // to a majority
	Applied     int64  `json:"applied"`
	Snapshot    int64  `json:"snapshot"`  // slots that its snapshot covers
	Truncated   int64  `json:"truncated"` // slots that it keeps no votes of
	Prefix      string `json:"prefix"`    // the digest of what it has applied
	Sessions    int    `json:"sessions"`  // that are open in the log
	Waiting     int    `json:"waiting"`   // callers of this node that wait
	Queued      int    `json:"queued"`    // commands that wait for a slot
	InFlight    int    `json:"in_flight"` // slots proposed and not known to be chosen
}

// status is that of the node now.
func (n *Node) status() Status {
	c := n.machine.core.Status()
	id := n.machine.setup.Identity
	s := Status{
		Node: id.Node, Cluster: id.Cluster, Incarnation: n.machine.Inc(),
		Ballot: int64(c.Promised), Leads: c.Leads, HasLeader: c.HasLeader, Connected: c.Connected,
		Applied: slots(c.Upto), Snapshot: slots(c.Snapshot), Truncated: slots(c.Trunc),
		Prefix: c.Prefix.String(), Sessions: c.Sessions, Waiting: len(n.desk.waiting) + c.Waiting,
		Queued: c.Queued, InFlight: c.InFlight,
	}
	if c.HasLeader {
		s.Leader = int(c.Leader)
	}
	return s
}

// slots is how many slots lie below s, the first of which is 1.
func slots(s multipaxos.Slot) int64 { return max(int64(s)-1, 0) }
