package multipaxos

func (m Deliver) apply(c *Core) {
	r, d := m.Message, &c.driver
	switch r.Msg.Type {
	case MsgRequest:
		d.forwarded(c, Control{From: r.Msg.From, Requests: []Received{r}, Relayed: true})
	case Msg1a:
		d.asked(c, r)
	case Msg1b:
		d.promised(c, r)
	case Msg2a:
		d.proposed(c, r)
	case Msg2b:
		d.voted(c, r)
	case MsgRefusal:
		d.refusal(c, r)
	case MsgEntry:
		d.chosen(c, r)
	case MsgSnapshot:
		d.offered(c, r)
	default:
		c.note(refuse("a %v, which is no node's to receive, from node %d", r.Msg.Type, r.Msg.From))
	}
}

// asked is the receipt of a 1a: promise, repeat the promise, or say no.
func (d *driver) asked(c *Core, m Received) {
	step, err := c.Promise(m)
	if err != nil {
		last, ok := c.Promised()
		if ok && last.Msg.Bal == m.Msg.Bal {
			c.resend(last, m.Msg.Bal.Owner())
			return
		}
		d.decline(c, m, err)
		return
	}
	c.emit(step)
	d.outvoted(c)
}

// proposed is the receipt of a 2a: vote, repeat the vote, or say no.
func (d *driver) proposed(c *Core, m Received) {
	step, err := c.Accept(m)
	if err != nil {
		last, ok := c.Voted(m.Msg.Slot)
		if ok && last.Msg.Bal == m.Msg.Bal {
			c.resend(last, m.Msg.Bal.Owner())
			return
		}
		d.decline(c, m, err)
		return
	}
	c.emit(step)
	d.outvoted(c)
}

// decline tells the owner of a ballot that it cannot win any more: once for the
// many messages that it may have sent.
func (d *driver) decline(c *Core, m Received, err error) {
	c.note(err)
	recently := d.refused.bal == m.Msg.Bal && d.now-d.refused.at < uint64(c.cfg.Timing.Resend)
	if m.Msg.Bal >= c.state.promised || recently {
		return
	}
	step, err := c.Refuse(m)
	if err != nil {
		c.note(err)
		return
	}
	d.refused.bal, d.refused.at = m.Msg.Bal, d.now
	c.emit(step)
}

// chosen is the receipt of an entry: a notice, or one with its value.
func (d *driver) chosen(c *Core, m Received) {
	if m.Msg.Slot < c.state.upto || c.state.known.has(m.Msg.Slot) {
		return
	}
	step, err := Step{}, error(nil)
	if m.Msg.Body == nil {
		step, err = c.Notice(m)
	}
	if m.Msg.Body != nil || err != nil {
		step, err = c.CatchUp(m) // also where nobody needs to be told a value: in a no-op
	}
	if err != nil {
		c.note(err)
		return
	}
	c.emit(step)
	d.apply(c)
}

// offered is the receipt of a snapshot.
func (d *driver) offered(c *Core, m Received) {
	step, err := c.InstallSnapshot(m)
	if err != nil {
		c.note(err)
		return
	}
	c.emit(step)
	if c.state.lead.Next != 0 {
		d.lines.start(c) // what was in flight may be in the snapshot
	}
	d.judgeAll(c)
	d.apply(c)
}
