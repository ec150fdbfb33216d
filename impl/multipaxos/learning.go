package multipaxos

// Learn takes the votes of a quorum, in one slot and ballot and for one value:
// that value, body, is chosen there, now and for ever. Who leads the ballot
// gives everybody notice.
//
//spec:action Learn
func (c *Core) Learn(votes []Received, body *Value) (Step, error) {
	if len(votes) == 0 {
		return Step{}, refuse("no votes")
	}
	first := votes[0].Msg
	b, slot, v := first.Bal, first.Slot, first.Val
	if err := c.missing(slot); err != nil {
		return Step{}, err
	}
	if body.Digest() != v {
		return Step{}, refuse("the votes in %v and slot %d are for another value", b, slot)
	}
	for _, m := range votes {
		if err := c.expect(m.Msg, Msg2b); err != nil {
			return Step{}, err
		}
		if m.Msg.Slot != slot || m.Msg.Val != v {
			return Step{}, refuse("the votes in %v are for different values or slots", b)
		}
	}
	q, err := c.quorum(votes, Msg2b, b)
	if err != nil {
		return Step{}, err
	}
	c.state.setKnown(slot, body)
	var notify []NodeID
	if c.state.lead.Bal == b {
		notify = c.to.others
	}
	entry := c.entry(b, slot, body, notify)
	return c.learnt(c.took(learnEvent(c.cfg.Node, b, slot, v, q), votes, entry), body), nil
}

// Notice takes a notice: that a value was chosen in a slot and a ballot, but not
// which. A node that voted in that very ballot knows it, as a ballot has one
// value in each slot; to others it says nothing.
//
//spec:action Notice
func (c *Core) Notice(m Received) (Step, error) {
	if err := c.expect(m.Msg, MsgEntry); err != nil {
		return Step{}, err
	}
	b, slot := m.Msg.Bal, m.Msg.Slot
	if err := c.missing(slot); err != nil {
		return Step{}, err
	}
	vote, voted := c.state.votes.get(slot)
	switch {
	case !voted || vote.Bal != b:
		return Step{}, refuse("node %d has no vote in %v and slot %d to know the value by", c.cfg.Node, b, slot)
	case vote.Val.Digest() != m.Msg.Val:
		return Step{}, refuse("%v has two values in slot %d", b, slot)
	}
	c.state.setKnown(slot, vote.Val)
	entry := c.entry(b, slot, vote.Val, nil)
	return c.learnt(c.took(noticeEvent(c.cfg.Node, b, slot), []Received{m}, entry), vote.Val), nil
}

// CatchUp takes an entry with its value, which is chosen.
//
//spec:action CatchUp
func (c *Core) CatchUp(m Received) (Step, error) {
	if err := c.expect(m.Msg, MsgEntry); err != nil {
		return Step{}, err
	}
	b, slot, v := m.Msg.Bal, m.Msg.Slot, m.Msg.Body
	if err := c.missing(slot); err != nil {
		return Step{}, err
	}
	if v.Digest() != m.Msg.Val {
		return Step{}, refuse("a notice of slot %d does not tell the value", slot)
	}
	c.state.setKnown(slot, v)
	entry := c.entry(b, slot, v, nil)
	return c.learnt(c.took(catchUpEvent(c.cfg.Node, b, slot, v.Digest()), []Received{m}, entry), v), nil
}

// missing checks that what is chosen in the slot would be news.
func (c *Core) missing(slot Slot) error {
	switch s := &c.state; {
	case slot < s.upto:
		return refuse("node %d has applied slot %d", c.cfg.Node, slot)
	case s.known.has(slot):
		return refuse("node %d knows what is chosen in slot %d", c.cfg.Node, slot)
	}
	return nil
}

// entry is the message that a value is chosen, as a notice.
func (c *Core) entry(b Ballot, slot Slot, v *Value, to []NodeID) []Send {
	return c.send(Message{Type: MsgEntry, Bal: b, Slot: slot, Val: v.Digest()}, to)
}

// learnt keeps the entry that a step sent, for those who catch up.
func (c *Core) learnt(s Step, v *Value) Step {
	m := s.sends[0].Msg
	c.sent.entries.put(m.Slot, entry{ref: s.ref, bal: m.Bal, val: v})
	return s
}
