package multipaxos

// flight is what a leader knows of the slots that it proposed in and has not
// applied.
type flight struct {
	slots window[*tally]
	open  int // those that are not known to be chosen
	bytes int // what the values weigh
}

// A tally counts the votes for a proposal.
type tally struct {
	asked  Received   // the 2a
	votes  []Received // ascending by sender
	since  uint64     // when the 2a was sent last
	wait   uint64     // ticks until it is sent again
	chosen bool
}

// add takes note of a proposal.
func (f *flight) add(c *Core, asked Received) {
	f.slots.put(asked.Msg.Slot, &tally{asked: asked, since: c.driver.now, wait: uint64(c.cfg.Timing.Resend)})
	f.open++
	f.bytes += weight(asked.Msg.Body)
}

// voted is the receipt of a 2b: a value is chosen when a quorum has voted for it.
func (d *driver) voted(c *Core, m Received) {
	t, ok := d.flight.slots.get(m.Msg.Slot)
	if !ok || t.chosen || m.Msg.Bal != c.state.lead.Bal || m.Msg.Val != t.asked.Msg.Val {
		return
	}
	if t.votes == nil {
		t.votes = make([]Received, 0, len(c.cfg.Nodes)/2+1)
	}
	t.votes = collect(t.votes, m)
	if !c.isMajority(len(t.votes)) {
		return
	}
	t.chosen = true
	d.flight.open--
	step, err := c.Learn(t.votes, t.asked.Msg.Body)
	if err != nil {
		c.note(err) // it may be known already, from others
		return
	}
	c.emit(step)
	d.apply(c)
}

// maxResent is in how many slots a leader asks again in one tick. The first ones
// are those that all others wait for.
const maxResent = 32

// tick asks those again who have not voted, each time after a longer pause.
func (f *flight) tick(c *Core) {
	if f.open == 0 || !c.driver.leads(c) {
		return
	}
	left := maxResent
	for _, t := range f.slots.from(c.state.upto) {
		if left--; left < 0 {
			return
		}
		if t.chosen || c.driver.now-t.since < t.wait {
			continue
		}
		t.since = c.driver.now
		t.wait = c.cfg.Timing.longer(t.wait)
		for _, n := range c.cfg.Nodes {
			if !sentBy(t.votes, n) {
				c.resend(t.asked, n)
			}
		}
	}
}

// below forgets the slots below s, which are applied.
func (f *flight) below(s Slot) {
	for slot, t := range f.slots.from(1) {
		if slot >= s {
			break
		}
		if !t.chosen {
			f.open--
		}
		f.bytes -= weight(t.asked.Msg.Body)
	}
	f.slots.dropBelow(s, nil)
}
