package basicpaxos

// Prepare starts ballot b, which must be the node's own and above all that it
// has promised. The node promises b itself in the same step: so b is on its
// disk before anybody hears of it, and it never starts b again.
//
//spec:action Prepare
func (c *Core) Prepare(b Ballot) (Step, error) {
	switch {
	case !c.isBallot(b):
		return Step{}, refuse("the number %d is no ballot", int64(b))
	case b.Owner() != c.cfg.Node:
		return Step{}, refuse("%v belongs to node %d, not to node %d", b, b.Owner(), c.cfg.Node)
	case b <= c.state.Promised:
		return Step{}, refuse("%v is not above %v, which node %d has promised", b, c.state.Promised, c.cfg.Node)
	}
	before := c.state
	c.state.Promised = b
	c.state.Proposer = Proposer{Bal: b}
	ask := Message{Type: Msg1a, From: c.cfg.Node, Bal: b}
	own := Message{Type: Msg1b, From: c.cfg.Node, Bal: b, Vote: c.state.Vote}
	return c.took(prepareEvent(c.cfg.Node, b), before, nil, c.toOthers(ask), c.toOwner(own)), nil
}

// Propose proposes v in the ballot that the node is running, on the promises of
// a quorum. It happens once in a ballot.
//
//spec:action Propose
func (c *Core) Propose(promises []Received, v Value) (Step, error) {
	if len(promises) == 0 {
		return Step{}, refuse("no promises")
	}
	b := promises[0].Msg.Bal
	if (c.state.Proposer != Proposer{Bal: b}) || b == 0 {
		return Step{}, refuse("node %d is not in phase 1 of %v", c.cfg.Node, b)
	}
	q, err := c.senders(promises, Msg1b, b)
	if err != nil {
		return Step{}, err
	}
	if !c.isQuorum(q) {
		return Step{}, refuse("promises from %v are no quorum of %v", q, c.cfg.Nodes)
	}
	if err := checkValue(v); err != nil {
		return Step{}, err
	}
	if v != pick(promises, v) {
		return Step{}, refuse("the promises report a vote in %v for another value, which may be chosen", highestVote(promises).Bal)
	}
	before := c.state
	c.state.Proposer.Val = v
	ask := Message{Type: Msg2a, From: c.cfg.Node, Bal: b, Val: v}
	return c.took(proposeEvent(c.cfg.Node, b, q, c.cfg.Name(v)), before, promises, c.toAll(ask)), nil
}

// highestVote is the reported vote with the highest ballot, or none.
func highestVote(promises []Received) Vote {
	var highest Vote
	for _, p := range promises {
		if p.Msg.Vote.Bal > highest.Bal {
			highest = p.Msg.Vote
		}
	}
	return highest
}

// pick is the rule of phase 2: the value of the highest reported vote, for it
// may be chosen already; the node's own only if no vote is reported.
func pick(promises []Received, own Value) Value {
	if highest := highestVote(promises); highest.Bal > 0 {
		return highest.Val
	}
	return own
}
