package election

// A peer is what the elector knows of another node.
type peer struct {
	id       int
	met      bool   // something was heard of it
	heard    uint64 // when that was last
	status   Status // what it said then
	consents bool   // to the attempt that is under way
}

// hears tells whether the peer was heard of within a time-out.
func (e *Elector) hears(p *peer) bool {
	return p.met && e.now-p.heard <= uint64(e.cfg.Timeout)
}

// linked tells whether the link to the peer works in both directions.
func (e *Elector) linked(p *peer) bool { return e.hears(p) && p.status.Hears }

// quorum tells whether this node and the peers of which it is true are one.
func (e *Elector) quorum(of func(*peer) bool) bool {
	count := 1
	for i := range e.peers {
		if of(&e.peers[i]) {
			count++
		}
	}
	return 2*count > len(e.peers)+1
}

func (e *Elector) peer(id int) *peer {
	for i := range e.peers {
		if e.peers[i].id == id {
			return &e.peers[i]
		}
	}
	return nil
}

// Connected tells whether the node is quorum-connected.
func (e *Elector) Connected() bool { return e.quorum(e.linked) }

// Leads tells whether the node should propose: it runs the ballot that it
// follows, past phase 1, and a quorum that it is linked to would vote in it.
func (e *Elector) Leads() bool {
	return e.self.Leads && e.quorum(func(p *peer) bool {
		return e.linked(p) && p.status.Ballot <= e.self.Ballot
	})
}

// Leader is the node that leads as far as this one can see, or None.
func (e *Elector) Leader() int {
	if e.Leads() {
		return e.cfg.Node
	}
	if p := e.leader(); p != nil {
		return p.id
	}
	return None
}

// leader is the peer that leads the highest ballot, not below the node's own,
// or nil.
func (e *Elector) leader() *peer {
	var best *peer
	for i := range e.peers {
		p := &e.peers[i]
		leads := e.linked(p) && p.status.Leader == p.id && p.status.Ballot >= e.self.Ballot
		if leads && (best == nil || p.status.Ballot > best.status.Ballot) {
			best = p
		}
	}
	return best
}

// Route is the node to hand commands to that are for the leader: the leader
// itself, or one that has a link to it where this node has none, or None.
func (e *Elector) Route() int {
	if direct := e.Leader(); direct != None {
		return direct
	}
	var best *peer
	for i := range e.peers {
		p := &e.peers[i]
		knows := e.linked(p) && p.status.Leader != None && p.status.Leader != e.cfg.Node
		if knows && (best == nil || p.status.Ballot > best.status.Ballot) {
			best = p
		}
	}
	if best == nil {
		return None
	}
	return best.id
}

// content tells whether the node has no reason to want another leader.
func (e *Elector) content() bool {
	if e.Leads() {
		return !e.outbid()
	}
	return e.leader() != nil
}

// outbid tells whether a peer follows a ballot above the node's own.
func (e *Elector) outbid() bool {
	for i := range e.peers {
		if p := &e.peers[i]; e.linked(p) && p.status.Ballot > e.self.Ballot {
			return true
		}
	}
	return false
}

// behind tells whether there is a peer that could be elected in the node's
// place and has applied far more.
func (e *Elector) behind() bool {
	for i := range e.peers {
		if p := &e.peers[i]; e.linked(p) && p.status.Connected && p.status.Upto > e.self.Upto+e.cfg.Slack {
			return true
		}
	}
	return false
}

// Furthest is the node that has applied most of those that this one has a link
// to, and the first slot that it has not applied; without any, None.
func (e *Elector) Furthest() (node int, upto int64) {
	node = None
	for i := range e.peers {
		if p := &e.peers[i]; e.linked(p) && p.status.Upto > upto {
			node, upto = p.id, p.status.Upto
		}
	}
	return node, upto
}
