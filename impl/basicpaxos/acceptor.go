package basicpaxos

// Promise answers a 1a: the node will vote in no ballot below m's, and reports
// its last vote to the ballot's owner.
//
//spec:action Promise
func (c *Core) Promise(m Received) (Step, error) {
	if err := c.checkMessage(m.Msg); err != nil {
		return Step{}, err
	}
	b := m.Msg.Bal
	switch {
	case m.Msg.Type != Msg1a:
		return Step{}, refuse("a promise answers a 1a, not a %s", m.Msg.Type)
	case b <= c.state.Promised:
		return Step{}, refuse("%v is not above %v, which node %d has promised", b, c.state.Promised, c.cfg.Node)
	}
	before := c.state
	c.state.Promised = b
	c.stepDown(b)
	report := Message{Type: Msg1b, From: c.cfg.Node, Bal: b, Vote: c.state.Vote}
	return c.took(promiseEvent(c.cfg.Node, b), before, []Received{m}, c.toOwner(report)), nil
}

// Accept answers a 2a: the node votes, unless it has promised a higher ballot
// or voted in this one already. Everybody is told.
//
//spec:action Accept
func (c *Core) Accept(m Received) (Step, error) {
	if err := c.checkMessage(m.Msg); err != nil {
		return Step{}, err
	}
	b, v := m.Msg.Bal, m.Msg.Val
	switch {
	case m.Msg.Type != Msg2a:
		return Step{}, refuse("a vote answers a 2a, not a %s", m.Msg.Type)
	case b < c.state.Promised:
		return Step{}, refuse("%v is below %v, which node %d has promised", b, c.state.Promised, c.cfg.Node)
	case b == c.state.Vote.Bal:
		return Step{}, refuse("node %d has voted in %v already", c.cfg.Node, b)
	}
	before := c.state
	c.state.Promised = b
	c.state.Vote = Vote{Bal: b, Val: v}
	c.stepDown(b)
	vote := Message{Type: Msg2b, From: c.cfg.Node, Bal: b, Val: v}
	return c.took(acceptEvent(c.cfg.Node, b, c.cfg.Name(v)), before, []Received{m}, c.toAll(vote)), nil
}

// stepDown gives the node's own ballot up when it meets a higher one: it could
// not even vote for its own proposal any more.
func (c *Core) stepDown(b Ballot) {
	if c.state.Proposer.Bal < b {
		c.state.Proposer = Proposer{}
	}
}

// remember keeps the acceptor's last answers, so that a repeated question gets
// the identical answer under the name of the event that first gave it.
func (a *answers) remember(sent []Send) {
	for _, s := range sent {
		switch s.Msg.Type {
		case Msg1b:
			a.promise = s.Received
		case Msg2b:
			a.vote = s.Received
		}
	}
}

// answers are the last 1b and 2b that this node has sent. Older ones need not
// be kept: whoever asks for those is told of the higher promise.
type answers struct {
	promise Received
	vote    Received
}
