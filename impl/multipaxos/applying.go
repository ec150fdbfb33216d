package multipaxos

// An applied command is one that stood in the slot of the last Apply, with what
// became of it there.
type applied struct {
	command *Command
	session Session // its own, or the one that it opened
	effect  effect
	result  []byte // of a command that was executed, or had been as the last one
}

// An effect is what applying a command did.
type effect uint8

const (
	effectOpened   effect = iota + 1 // it opened a session
	effectClosed                     // it closed its session
	effectExecuted                   // the state machine executed it
	effectEarly                      // none: a command of its session is missing
	effectRepeated                   // none: a command with its number was executed before
	effectExpired                    // none: its session is closed
	effectUnopened                   // none: its session is not opened yet
)

// Apply applies slot s, the first one that is not applied, whose value must be
// known: the prefix grows by it, and those commands take effect that are next
// in their session.
//
//spec:action Apply
func (c *Core) Apply(s Slot) (Step, error) {
	state := &c.state
	if s != state.upto {
		return Step{}, refuse("slot %d is not the next one to apply, which is %d", s, state.upto)
	}
	v, known := state.known.get(s)
	if !known {
		return Step{}, refuse("node %d does not know what is chosen in slot %d", c.cfg.Node, s)
	}
	state.setApplied(s+1, state.prefix.Extend(v.Digest()))
	state.forgetKnown(s + 1)
	c.executeAll(v.Commands())
	return c.took(applyEvent(c.cfg.Node, s), nil, nil), nil
}

// executeAll has the commands of a slot take their effects.
func (c *Core) executeAll(commands []Command) {
	if c.share != nil && len(commands) > 0 {
		c.share.Begin()
		defer c.share.End()
	}
	c.last = c.last[:0]
	for i := range commands {
		c.last = append(c.last, c.execute(&commands[i]))
	}
}

// execute has one command take its effect, if it has any.
func (c *Core) execute(cmd *Command) applied {
	s := &c.state
	switch {
	case cmd.Opens():
		k := Session(s.opened + 1)
		s.setOpened(s.opened + 1)
		s.setDone(k, s.openSession(k), cmd, nil)
		return applied{command: cmd, session: k, effect: effectOpened}
	case cmd.Closes():
		s.closeSession(cmd.Session)
		return applied{command: cmd, session: cmd.Session, effect: effectClosed}
	}
	place, open := s.place(cmd)
	done := applied{command: cmd, session: cmd.Session}
	switch place {
	case nextInSession:
		done.effect = effectExecuted
		done.result = c.cfg.Machine.Apply(cmd.Payload)
		s.setDone(cmd.Session, open, cmd, done.result)
	case tooEarly:
		done.effect = effectEarly
	case repeated:
		done.effect = effectRepeated
		if open.last.Is(cmd) {
			done.result = open.result
		}
	case expired:
		done.effect = effectExpired
	case unopened:
		done.effect = effectUnopened
	}
	return done
}

// Respond replies that cmd was the last command of session k to take effect;
// for one that opened a session, k is the session that it opened.
//
//spec:action Respond
func (c *Core) Respond(k Session, cmd *Command) (Step, error) {
	open := c.state.done.of(k)
	if open == nil || !open.last.Is(cmd) {
		return Step{}, refuse("command %d of session %d is not the last that took effect in session %d", cmd.Number, cmd.Session, k)
	}
	if c.cfg.Untraced {
		return c.unread(nil), nil
	}
	reply := c.send(Message{Type: MsgReply, Session: k, Cmd: open.last}, nil)
	return c.took(respondEvent(c.cfg.Node, k, &reply[0].Msg.Cmd), nil, reply), nil
}

// RetryInOrder answers a request whose command is ahead of its turn: in this
// place of the log it is skipped.
//
//spec:action RetryInOrder
func (c *Core) RetryInOrder(req Received) (Step, error) {
	if err := c.expect(req.Msg, MsgRequest); err != nil {
		return Step{}, err
	}
	if place, _ := c.state.place(&req.Msg.Cmd); place != tooEarly {
		return Step{}, refuse("command %d of session %d is not ahead of its turn", req.Msg.Cmd.Number, req.Msg.Cmd.Session)
	}
	retry := c.answering(MsgRetry, req)
	return c.took(retryInOrderEvent(c.cfg.Node, &retry[0].Msg.Cmd), []Received{req}, retry), nil
}

// SessionExpired answers a request whose session was opened and is closed: no
// command of it will take effect any more. Whether this one once did, the node
// cannot say.
//
//spec:action SessionExpired
func (c *Core) SessionExpired(req Received) (Step, error) {
	if err := c.expect(req.Msg, MsgRequest); err != nil {
		return Step{}, err
	}
	if place, _ := c.state.place(&req.Msg.Cmd); place != expired {
		return Step{}, refuse("session %d was not closed", req.Msg.Cmd.Session)
	}
	gone := c.answering(MsgExpired, req)
	return c.took(sessionExpiredEvent(c.cfg.Node, &gone[0].Msg.Cmd), []Received{req}, gone), nil
}

// answering is an answer of type t to a request.
func (c *Core) answering(t MessageType, req Received) []Send {
	cmd := req.Msg.Cmd
	cmd.Payload = nil
	return c.send(Message{Type: t, Cmd: cmd}, nil)
}
