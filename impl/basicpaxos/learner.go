package basicpaxos

// Learn takes the votes of a quorum, in one ballot for one value: that value is
// chosen, now and for ever.
//
//spec:action Learn
func (c *Core) Learn(votes []Received) (Step, error) {
	if len(votes) == 0 {
		return Step{}, refuse("no votes")
	}
	if !c.state.Decided.IsNone() {
		return Step{}, refuse("node %d knows the decision already", c.cfg.Node)
	}
	b, v := votes[0].Msg.Bal, votes[0].Msg.Val
	q, err := c.senders(votes, Msg2b, b)
	if err != nil {
		return Step{}, err
	}
	for _, m := range votes {
		if m.Msg.Val != v {
			return Step{}, refuse("the votes in %v are for different values", b)
		}
	}
	if err := checkValue(v); err != nil {
		return Step{}, err
	}
	if !c.isQuorum(q) {
		return Step{}, refuse("votes from %v are no quorum of %v", q, c.cfg.Nodes)
	}
	before := c.state
	c.state.Decided = v
	return c.took(learnEvent(c.cfg.Node, b, q, c.cfg.Name(v)), before, votes), nil
}
