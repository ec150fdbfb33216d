package multipaxos

// A Status is what operators see of a node.
type Status struct {
	Promised Ballot
	Lead     Lead
	Upto     Slot // the first slot that is not applied
	Prefix   Prefix
	Known    int  // slots that are known and not applied
	Votes    int  // slots whose vote is kept
	Trunc    Slot // below it no vote is kept
	Snapshot Slot // the first slot that is not in the snapshot on disk
	Opened   uint64
	Sessions int // that are open
}

// Status is what operators see of the node.
func (c *Core) Status() Status {
	s := &c.state
	return Status{
		Promised: s.promised, Lead: s.lead, Upto: s.upto, Prefix: s.prefix, Known: s.known.size,
		Votes: s.votes.size, Trunc: s.trunc, Snapshot: s.snap.Upto, Opened: s.opened, Sessions: len(s.done.open),
	}
}
