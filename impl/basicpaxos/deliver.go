package basicpaxos

import "slices"

// Deliver is the receipt of a message, the node's own included.
type Deliver struct{ Message Received }

func (d Deliver) apply(c *Core) {
	m := d.Message
	if err := c.checkMessage(m.Msg); err != nil {
		c.note(err)
		return
	}
	c.driver.saw(m.Msg.Bal)
	switch m.Msg.Type {
	case Msg1a:
		c.asked(m)
	case Msg1b:
		c.promised(m)
	case Msg2a:
		c.proposed(m)
	case Msg2b:
		c.voted(m)
	}
}

// asked is the receipt of a 1a: promise, repeat the promise, or say no.
func (c *Core) asked(m Received) {
	if last := c.answers.promise; last.Msg.Bal == m.Msg.Bal && m.Msg.Bal == c.state.Promised {
		c.resend(last, m.Msg.From)
		return
	}
	step, err := c.Promise(m)
	if err != nil {
		c.decline(m, err)
		return
	}
	c.emit(step)
	c.driver.outbid(c)
}

// proposed is the receipt of a 2a: vote, repeat the vote, or say no.
func (c *Core) proposed(m Received) {
	if last := c.answers.vote; last.Msg.Bal == m.Msg.Bal {
		c.resend(last, c.cfg.Nodes...)
		return
	}
	step, err := c.Accept(m)
	if err != nil {
		c.decline(m, err)
		return
	}
	c.emit(step)
	c.driver.outbid(c)
}

// decline tells the owner of a ballot that it cannot win any more.
func (c *Core) decline(m Received, err error) {
	c.note(err)
	if m.Msg.Bal >= c.state.Promised || m.Msg.From == c.cfg.Node {
		return
	}
	c.effects.resent = append(c.effects.resent, Outgoing{
		To:   m.Msg.From,
		Hint: Hint{Refused: m.Msg.Bal, Promised: c.state.Promised},
	})
}

// promised is the receipt of a 1b: collect it, and see whether it completes a
// quorum.
func (c *Core) promised(m Received) {
	if (c.state.Proposer != Proposer{Bal: m.Msg.Bal}) {
		return // for a ballot that is over, or past phase 1
	}
	c.promises = collect(c.promises, m)
	c.driver.tryPropose(c)
}

// voted is the receipt of a 2b. Only the latest vote of a node is kept: should
// a quorum be missed for that, another round finds the same value.
func (c *Core) voted(m Received) {
	if !c.state.Decided.IsNone() {
		return
	}
	c.votes = collect(c.votes, m)
	c.driver.tryLearn(c, m.Msg)
}

// collect keeps, ascending by sender, the message with the highest ballot of
// each sender.
func collect(ms []Received, m Received) []Received {
	i, found := slices.BinarySearchFunc(ms, m.Msg.From, func(x Received, n NodeID) int {
		return int(x.Msg.From - n)
	})
	switch {
	case !found:
		return slices.Insert(ms, i, m)
	case ms[i].Msg.Bal < m.Msg.Bal:
		ms[i] = m
	}
	return ms
}
