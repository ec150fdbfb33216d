package multipaxos

import "github.com/synod-paxos/synod/impl/multipaxos/election"

// A Status is what operators see of a node.
type Status struct {
	Promised  Ballot
	Lead      Lead
	Leads     bool   // it proposes: it leads, and a quorum follows
	Leader    NodeID // who leads as far as this node can see
	HasLeader bool
	Connected bool // the node is linked to a quorum
	Upto      Slot // the first slot that is not applied
	Prefix    Prefix
	Known     int  // slots that are known and not applied
	Votes     int  // slots whose vote is kept
	Trunc     Slot // below it no vote is kept
	Snapshot  Slot // the first slot that is not in the snapshot on disk
	Opened    uint64
	Sessions  int // that are open
	Waiting   int // clients that wait at this node
	Queued    int // commands that wait for a slot
	InFlight  int // slots proposed and not known to be chosen
}

// Status is what operators see of the node.
func (c *Core) Status() Status {
	d, s := &c.driver, &c.state
	leader := d.elector.Leader()
	return Status{
		Promised: s.promised, Lead: s.lead, Leads: d.leads(c),
		Leader: NodeID(max(leader, 0)), HasLeader: leader != election.None, Connected: d.elector.Connected(),
		Upto: s.upto, Prefix: s.prefix, Known: s.known.size, Votes: s.votes.size,
		Trunc: s.trunc, Snapshot: s.snap.Upto, Opened: s.opened, Sessions: s.done.size,
		Waiting: d.desk.size, Queued: d.queue.size(), InFlight: d.flight.open,
	}
}
