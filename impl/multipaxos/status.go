package multipaxos

// A Status is what operators see of a node.
type Status struct {
	Promised  Ballot
	Lead      Lead
	Leads     bool   // it proposes: it leads, and a quorum follows
	Leader    NodeID // who leads as far as this node can see
	HasLeader bool
	Connected bool // the node is linked to a quorum
	Upto      Slot // the first slot not applied
	Trunc     Slot // below it, no votes are kept
	SnapUpto  Slot // the first slot not in the snapshot
	Prefix    Prefix
	Opened    uint64 // sessions that were ever opened
	Sessions  int    // that are open
	Waiting   int    // clients that wait at this node
	Queued    int    // commands that wait for a slot
	InFlight  int    // slots proposed and not known to be chosen
}
