package multipaxos

// A desk holds the clients that wait at this node, in the order in which they
// came.
type desk struct {
	sessions    window[*waiter]    // those with a command of the session
	opening     map[string]*waiter // those that open one, by the command's name
	first, last *waiter
	size        int
	spare       *waiter
}

// A waiter is a client that waits for an answer.
type waiter struct {
	id            uint64
	request       Received
	deadline      uint64
	sent          uint64  // when the request was last handed to the leader
	more          *waiter // another one of its session, or that opens with its command
	before, after *waiter
}

func newDesk() desk {
	return desk{opening: make(map[string]*waiter)}
}

// admit has a client wait for the answer to a request.
func (k *desk) admit(id uint64, request Received, deadline uint64) *waiter {
	w := k.spare
	if w == nil {
		w = new(waiter)
	} else {
		k.spare = w.more
	}
	*w = waiter{id: id, request: request, deadline: deadline, before: k.last}
	if k.last == nil {
		k.first = w
	} else {
		k.last.after = w
	}
	k.last = w
	k.size++
	if cmd := &request.Msg.Cmd; cmd.Opens() {
		w.more = k.opening[cmd.Name]
		k.opening[cmd.Name] = w
	} else {
		w.more = k.of(cmd.Session)
		k.sessions.put(Slot(cmd.Session), w)
	}
	return w
}

// of is the first client with a command of a session, or nil.
func (k *desk) of(s Session) *waiter {
	w, _ := k.sessions.get(Slot(s))
	return w
}

// remove lets a client go.
func (k *desk) remove(w *waiter) {
	if cmd := &w.request.Msg.Cmd; cmd.Opens() {
		if left := k.opening[cmd.Name].without(w); left != nil {
			k.opening[cmd.Name] = left
		} else {
			delete(k.opening, cmd.Name)
		}
	} else {
		if left := k.of(cmd.Session).without(w); left != nil {
			k.sessions.put(Slot(cmd.Session), left)
		} else {
			k.sessions.remove(Slot(cmd.Session))
		}
	}
	if w.before == nil {
		k.first = w.after
	} else {
		w.before.after = w.after
	}
	if w.after == nil {
		k.last = w.before
	} else {
		w.after.before = w.before
	}
	k.size--
	*w = waiter{more: k.spare}
	k.spare = w
}

// without are w and those behind it without one of them.
func (w *waiter) without(gone *waiter) *waiter {
	if w == gone {
		return w.more
	}
	before := w
	for before.more != gone {
		before = before.more
	}
	before.more = gone.more
	return w
}

// tick tells clients whose time is up that nothing is known, and hands requests
// to the leader again that have been there for long.
func (k *desk) tick(c *Core) {
	d := &c.driver
	for w := k.first; w != nil; {
		next := w.after
		switch {
		case d.now >= w.deadline:
			c.answer(Answer{ID: w.id, Outcome: Unknown, Reason: "the command was not applied before the deadline"})
			k.remove(w)
		case d.now-w.sent >= uint64(c.cfg.Timing.Forward):
			d.dispatch(c, w)
		}
		w = next
	}
}

// reroute hands all requests over again when there is another way to the leader.
func (d *driver) reroute(c *Core) {
	route := NodeID(d.elector.Route())
	if route == d.route && c.state.promised == d.routed {
		return
	}
	d.route, d.routed = route, c.state.promised
	for w := d.desk.first; w != nil; w = w.after {
		d.dispatch(c, w)
	}
}

// dispatch hands a request to the leader.
func (d *driver) dispatch(c *Core, w *waiter) {
	w.sent = d.now
	if c.state.lead.Next != 0 {
		d.enqueue(c, w.request)
	} else {
		d.outbox = append(d.outbox, w.request)
	}
}

// flush sends on their way the requests that are for the leader. Without a way
// they stay with those who wait for them.
func (d *driver) flush(c *Core) {
	if len(d.outbox) == 0 {
		return
	}
	if d.route >= 0 && d.route != c.cfg.Node {
		d.relay(c, d.route, d.outbox, false)
	}
	d.outbox = nil
}

// relay sends requests to another node, in controls of bounded size.
func (d *driver) relay(c *Core, to NodeID, requests []Received, relayed bool) {
	for len(requests) > 0 {
		n, bytes := 0, 0
		for n < len(requests) && n < c.cfg.Limits.Batch && bytes < c.cfg.Limits.Bytes {
			bytes += len(requests[n].Msg.Cmd.Payload)
			n++
		}
		c.control(to, Control{Kind: Forward, Requests: requests[:n:n], Relayed: relayed})
		requests = requests[n:]
	}
}

// forwarded is the receipt of requests for the leader. A node that is none sends
// them on once: whoever sent them may have no link to the leader.
func (d *driver) forwarded(c *Core, m Control) {
	if c.state.lead.Next != 0 {
		for _, r := range m.Requests {
			if err := c.checkForwarded(r); err != nil {
				c.note(err)
				continue
			}
			d.enqueue(c, r)
		}
		return
	}
	leader := NodeID(d.elector.Leader())
	if !m.Relayed && leader >= 0 && leader != m.From && leader != c.cfg.Node {
		d.relay(c, leader, m.Requests, true)
	}
}

// enqueue has a request wait for a slot, if it does not already.
func (d *driver) enqueue(c *Core, r Received) {
	if d.queue.size() >= c.cfg.Limits.Requests*len(c.cfg.Nodes) {
		c.note(refuse("%d commands wait already", d.queue.size()))
		return
	}
	if r.Msg.Cmd.Opens() && c.state.done.size+len(d.lines.opening) >= c.cfg.Limits.Sessions {
		c.note(refuse("%d sessions are open", c.state.done.size))
		return
	}
	if d.lines.hold(&r.Msg.Cmd, d.now) {
		d.queue.add(r)
	}
}

// checkForwarded refuses a request that no node forwards. One of the node's own,
// that comes back by way of another, is checked as all are: only its name says
// whose it is.
func (c *Core) checkForwarded(r Received) error {
	switch {
	case r.Msg == nil:
		return refuse("a request without content")
	case len(r.Msg.Cmd.Payload) > c.cfg.Limits.Bytes:
		return refuse("node %d forwards a command of %d bytes", r.Msg.From, len(r.Msg.Cmd.Payload))
	}
	return c.expect(r.Msg, MsgRequest)
}
