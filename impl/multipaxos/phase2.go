package multipaxos

// Request takes a client's command in, under the node's name for its payload:
// the one that it comes with, if it was made before. Whom the request is for is
// the driver's to say, as it changes.
//
//spec:action Request
func (c *Core) Request(cmd Command) (Step, error) {
	if err := checkCommand(&cmd); err != nil {
		return Step{}, err
	}
	if cmd.Name == "" {
		cmd.Name = c.cfg.Name(cmd.Payload)
	}
	sends, m := c.memory.sends.take(1), &c.memory.messages.take(1)[0]
	m.Type, m.From, m.Cmd = MsgRequest, c.cfg.Node, cmd // of a new message, all else is zero
	sends[0].Msg = m
	if c.cfg.Untraced {
		return c.unread(sends), nil
	}
	return c.took(requestEvent(c.cfg.Node, &sends[0].Msg.Cmd), nil, sends), nil
}

// Propose proposes v in slot s, the next one of the ballot b that the node
// leads, without a phase 1 and without waiting for the slots before, but not too
// far ahead of what it has applied. Somebody has asked for each command of v:
// requests has one request for each, in the same order.
//
//spec:action Propose
func (c *Core) Propose(b Ballot, s Slot, v *Value, requests []Received) (Step, error) {
	state := &c.state
	switch {
	case b == 0 || s == 0 || state.lead != Lead{Bal: b, Next: s}:
		return Step{}, refuse("slot %d of %v is not the next one that node %d leads", s, b, c.cfg.Node)
	case s >= state.upto+Slot(c.cfg.Limits.Window):
		return Step{}, refuse("slot %d is too far ahead: node %d has applied those below %d", s, c.cfg.Node, state.upto)
	case v == nil:
		return Step{}, refuse("nobody asks for a no-op")
	}
	if err := c.asked(v, requests); err != nil {
		return Step{}, err
	}
	state.setLead(Lead{Bal: b, Next: s + 1})
	ask := c.send(Message{Type: Msg2a, Bal: b, Slot: s, Val: v.Digest(), Body: v}, c.to.all)
	return c.took(proposeEvent(c.cfg.Node, b, s, v.Digest()), requests, ask), nil
}

// asked checks that the requests ask for the commands of v, one by one.
func (c *Core) asked(v *Value, requests []Received) error {
	commands := v.Commands()
	if len(commands) != len(requests) {
		return refuse("%d requests for %d commands", len(requests), len(commands))
	}
	for i := range commands {
		m := requests[i].Msg
		switch {
		case m.Type != MsgRequest:
			return refuse("a message of type %v where one of type request is needed", m.Type)
		case !c.isMember(m.From):
			return refuse("a request from node %d, which is not in the cluster", m.From)
		case !m.Cmd.Is(&commands[i]):
			return refuse("nobody has asked for command %d of the value", i+1)
		}
	}
	return nil
}

// Accept answers a 2a: the node votes, unless it has promised a higher ballot,
// voted in this one already, or forgotten its votes in that slot. The owner of
// the ballot is told.
//
//spec:action Accept
func (c *Core) Accept(m Received) (Step, error) {
	if err := c.expect(m.Msg, Msg2a); err != nil {
		return Step{}, err
	}
	s, b, slot, v := &c.state, m.Msg.Bal, m.Msg.Slot, m.Msg.Body
	switch {
	case b < s.promised:
		return Step{}, refuse("%v is below %v, which node %d has promised", b, s.promised, c.cfg.Node)
	case slot < s.trunc:
		return Step{}, refuse("node %d keeps no votes below slot %d", c.cfg.Node, s.trunc)
	}
	if last, _ := s.votes.get(slot); last.Bal == b {
		return Step{}, refuse("node %d has voted in %v and slot %d already", c.cfg.Node, b, slot)
	}
	s.setPromised(b)
	s.setVote(slot, Vote{Bal: b, Val: v})
	s.giveWay(b)
	vote := c.send(Message{Type: Msg2b, Bal: b, Slot: slot, Val: v.Digest()}, c.only(b.Owner()))
	return c.took(acceptEvent(c.cfg.Node, b, slot, v.Digest()), []Received{m}, vote), nil
}

// Refuse answers a 1a or 2a of a ballot below the node's promise. Only progress
// gains by it.
//
//spec:action Refuse
func (c *Core) Refuse(m Received) (Step, error) {
	if m.Msg.Type != Msg1a && m.Msg.Type != Msg2a {
		return Step{}, refuse("a %v is nothing to refuse", m.Msg.Type)
	}
	if err := c.checkMessage(m.Msg); err != nil {
		return Step{}, err
	}
	b := m.Msg.Bal
	if b >= c.state.promised {
		return Step{}, refuse("node %d has promised no ballot above %v", c.cfg.Node, b)
	}
	hint := c.send(Message{Type: MsgRefusal, Bal: b, Promised: c.state.promised}, c.only(b.Owner()))
	return c.took(refuseEvent(c.cfg.Node, b), []Received{m}, hint), nil
}
