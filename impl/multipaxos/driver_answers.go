package multipaxos

// apply applies what can be, and answers the clients that wait for it.
func (d *driver) apply(c *Core) {
	for c.state.known.has(c.state.upto) {
		v, _ := c.state.known.get(c.state.upto)
		step, err := c.Apply(c.state.upto)
		if err != nil {
			c.note(err)
			return
		}
		c.emit(step)
		for i := range c.last {
			d.applied(c, &c.last[i])
		}
		d.storage.applied(c, v)
	}
	d.flight.below(c.state.upto)
	d.lag.moved(c)
}

// applied answers those who wait for a command that was just applied, and others
// of its session for whom it decides something.
func (d *driver) applied(c *Core, a *applied) {
	if c.state.lead.Next != 0 {
		open := a.effect != effectClosed && a.effect != effectExpired && a.effect != effectUnopened
		d.lines.applied(a.command, a.session, open, d.now)
	}
	if d.desk.size == 0 {
		return
	}
	var next *waiter
	if a.command.Opens() {
		for w := d.desk.opening[a.command.Name]; w != nil; w = next {
			next = w.more
			d.opened(c, w, a.session)
		}
		return
	}
	for w := d.desk.of(a.session); w != nil; w = next {
		next = w.more
		if a.effect == effectEarly && w.request.Msg.Cmd.Is(a.command) {
			d.tooEarly(c, w)
		} else {
			d.judge(c, w)
		}
	}
}

// opened tells a client that its session is open. One command opens one session,
// so of several clients with the same command one gets it, and the others too:
// they are one client that asked again.
func (d *driver) opened(c *Core, w *waiter, k Session) {
	step, err := c.Respond(k, &w.request.Msg.Cmd)
	if err != nil {
		c.note(err)
		return
	}
	c.emit(step)
	d.settle(c, w, Answer{Outcome: Opened, Session: k})
}

// tooEarly tells a client that its command was skipped.
func (d *driver) tooEarly(c *Core, w *waiter) {
	step, err := c.RetryInOrder(w.request)
	if err != nil {
		c.note(err)
		return
	}
	c.emit(step)
	d.settle(c, w, Answer{Outcome: Retry})
}

// judge answers a client if what is applied says what became of its command.
func (d *driver) judge(c *Core, w *waiter) {
	cmd := &w.request.Msg.Cmd
	place, open := c.state.place(cmd)
	switch {
	case cmd.Opens():
	case place == expired:
		d.gone(c, w)
	case place == repeated && open.last.Is(cmd):
		d.done(c, w, open.result)
	case place == repeated && !cmd.Closes():
		d.settle(c, w, Answer{Outcome: Unknown, Reason: "another command with its number, or a later one, took effect in its session"})
	}
}

// gone tells a client that its session is closed, which one that wanted to close
// it takes for success.
func (d *driver) gone(c *Core, w *waiter) {
	outcome := Expired
	if w.request.Msg.Cmd.Closes() {
		outcome = Closed
	}
	step, err := c.SessionExpired(w.request)
	if err != nil {
		c.note(err)
		return
	}
	c.emit(step)
	d.settle(c, w, Answer{Outcome: outcome})
}

// done gives a client the result of its command.
func (d *driver) done(c *Core, w *waiter, result []byte) {
	step, err := c.Respond(w.request.Msg.Cmd.Session, &w.request.Msg.Cmd)
	if err != nil {
		c.note(err)
		return
	}
	c.emit(step)
	d.settle(c, w, Answer{Outcome: Applied, Result: result})
}

// settle answers a client and lets it go.
func (d *driver) settle(c *Core, w *waiter, a Answer) {
	a.ID = w.id
	c.answer(a)
	d.desk.remove(w)
}

// judgeAll answers whom it can after a snapshot was installed.
func (d *driver) judgeAll(c *Core) {
	for w := d.desk.first; w != nil; {
		next := w.after
		d.judge(c, w)
		w = next
	}
}
