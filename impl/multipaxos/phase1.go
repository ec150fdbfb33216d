package multipaxos

// Prepare starts ballot b, which must be the node's own and above all that it
// has promised. The node promises b itself in the same step: so b is on its
// disk before anybody hears of it, and it never starts b again.
//
//spec:action Prepare
func (c *Core) Prepare(b Ballot) (Step, error) {
	s := &c.state
	switch {
	case !c.isBallot(b):
		return Step{}, refuse("the number %d is no ballot", int64(b))
	case b.Owner() != c.cfg.Node:
		return Step{}, refuse("%v belongs to node %d, not to node %d", b, b.Owner(), c.cfg.Node)
	case b <= s.promised:
		return Step{}, refuse("%v is not above %v, which node %d has promised", b, s.promised, c.cfg.Node)
	}
	s.setPromised(b)
	s.setLead(Lead{Bal: b})
	own := c.report(b, s.upto)
	sends := c.memory.sends.take(2)
	sends[0] = c.sending(&Message{Type: Msg1a, Bal: b, Slot: s.upto}, c.to.others)
	sends[1] = c.sending(&own, c.only(c.cfg.Node))
	return c.took(prepareEvent(c.cfg.Node, b), nil, sends), nil
}

// Promise answers a 1a: the node will vote in no ballot below m's, in any slot,
// and reports its votes from the slot on that m asks for.
//
//spec:action Promise
func (c *Core) Promise(m Received) (Step, error) {
	if err := c.expect(m.Msg, Msg1a); err != nil {
		return Step{}, err
	}
	s, b := &c.state, m.Msg.Bal
	if b <= s.promised {
		return Step{}, refuse("%v is not above %v, which node %d has promised", b, s.promised, c.cfg.Node)
	}
	s.setPromised(b)
	s.giveWay(b)
	report := c.send(c.report(b, m.Msg.Slot), c.only(b.Owner()))
	return c.took(promiseEvent(c.cfg.Node, b, m.Msg.Slot), []Received{m}, report), nil
}

// report is a promise of ballot b: it tells of all votes from slot i on, and
// below which slot there are none to tell of.
func (c *Core) report(b Ballot, i Slot) Message {
	return Message{Type: Msg1b, Bal: b, Slot: i, Votes: c.state.votesFrom(i), Trunc: c.state.trunc}
}

// maxOwed bounds how many slots a new leader proposes in at once. It is far
// beyond what nodes keep; a report that asks for more is no node's.
const maxOwed = 1 << 20

// Lead ends phase 1, with the promises of a quorum for the ballot that the node
// is a candidate in. It proposes at once in every slot up to the highest one
// that is reported: what the reports leave it, and in holes a no-op.
//
//spec:action Lead
func (c *Core) Lead(promises []Received) (Step, error) {
	if len(promises) == 0 {
		return Step{}, refuse("no promises")
	}
	s, b := &c.state, promises[0].Msg.Bal
	if (s.lead != Lead{Bal: b}) || b == 0 {
		return Step{}, refuse("node %d is not a candidate in %v", c.cfg.Node, b)
	}
	for _, m := range promises {
		if err := c.expect(m.Msg, Msg1b); err != nil {
			return Step{}, err
		}
	}
	q, err := c.quorum(promises, Msg1b, b)
	if err != nil {
		return Step{}, err
	}
	base, top := c.owing(promises)
	if top-base > maxOwed {
		return Step{}, refuse("votes are reported in slot %d, while all is known below slot %d only", top-1, base)
	}
	s.setLead(Lead{Bal: b, Next: top})
	return c.took(leadEvent(c.cfg.Node, b, q), promises, c.propose(b, base, top, promises)), nil
}

// owing are the slots base..top-1 in which the promises leave a new leader a
// proposal to make. Below base, all is chosen and in its own prefix, or in a
// snapshot of one who promised.
func (c *Core) owing(promises []Received) (base, top Slot) {
	base = c.state.upto
	for _, m := range promises {
		base = max(base, m.Msg.Trunc)
	}
	top = base
	for _, m := range promises {
		if n := len(m.Msg.Votes); n > 0 {
			top = max(top, m.Msg.Votes[n-1].Slot+1)
		}
	}
	return base, top
}

// propose are the proposals for the slots base..top-1 of ballot b.
func (c *Core) propose(b Ballot, base, top Slot, promises []Received) []Send {
	sends := c.memory.sends.take(int(top - base))
	reports := make([][]SlotVote, len(promises))
	for i, m := range promises {
		reports[i] = m.Msg.Votes
	}
	for i := range sends {
		slot := base + Slot(i)
		v := highest(reports, slot).Val
		sends[i] = c.sending(&Message{Type: Msg2a, Bal: b, Slot: slot, Val: v.Digest(), Body: v}, c.to.all)
	}
	return sends
}

// highest is the vote with the highest ballot that is reported for the slot, or
// none. Its value may be chosen already. It cuts off what lies below the slot.
func highest(reports [][]SlotVote, slot Slot) Vote {
	var highest Vote
	for i := range reports {
		for len(reports[i]) > 0 && reports[i][0].Slot < slot {
			reports[i] = reports[i][1:]
		}
		if r := reports[i]; len(r) > 0 && r[0].Slot == slot && r[0].Bal > highest.Bal {
			highest = r[0].Vote
		}
	}
	return highest
}

// StepDown gives the node's ballot up, when a refusal tells it of a higher one.
//
//spec:action StepDown
func (c *Core) StepDown(m Received) (Step, error) {
	if err := c.expect(m.Msg, MsgRefusal); err != nil {
		return Step{}, err
	}
	s, b := &c.state, m.Msg.Promised
	switch {
	case s.lead.Bal == 0:
		return Step{}, refuse("node %d runs no ballot", c.cfg.Node)
	case s.lead.Bal >= b:
		return Step{}, refuse("%v, which node %d runs, is not below %v", s.lead.Bal, c.cfg.Node, b)
	}
	s.setLead(Lead{})
	return c.took(stepDownEvent(c.cfg.Node, b), []Received{m}, nil), nil
}
