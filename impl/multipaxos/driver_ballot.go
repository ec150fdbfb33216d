package multipaxos

import "github.com/synod-paxos/synod/impl/multipaxos/election"

// A campaign is what a node knows of phase 1 of its own ballot.
type campaign struct {
	asked    Received   // the 1a
	promises []Received // ascending by sender
	since    uint64     // when the 1a was sent last, or the leader last got on below base
	wait     uint64     // ticks until it is sent again
	base     Slot       // of the leader: below it nothing is proposed
	upto     Slot       // and where it stood then
}

// self is what the elector needs to know of the node.
func (d *driver) self(c *Core) election.Self {
	return election.Self{
		Ballot: election.Ballot(c.state.promised), Leads: c.state.lead.Next != 0,
		Upto: int64(c.state.upto),
	}
}

// leads tells whether the node should propose.
func (d *driver) leads(c *Core) bool { return c.state.lead.Next != 0 && d.elector.Leads() }

// elect is the receipt of an elector's message.
func (d *driver) elect(c *Core, m Control) {
	if b := Ballot(m.Election.Ballot); b != 0 && !c.isBallot(b) {
		c.note(refuse("node %d says that it follows %d, which is no ballot", m.From, int64(b)))
		return
	}
	m.Election.From = int(m.From)
	d.follow(c, d.elector.Receive(d.self(c), m.Election))
	d.reroute(c)
}

// follow does what the elector advises.
func (d *driver) follow(c *Core, advice election.Advice) {
	for _, o := range advice.Send {
		c.control(NodeID(o.To), Control{Kind: Elect, Election: o.Message})
	}
	if advice.Campaign {
		d.campaign(c, Ballot(advice.Above))
	}
}

// campaign starts a ballot.
func (d *driver) campaign(c *Core, above Ballot) {
	b := NewBallot(max(above, c.state.promised).Round()+1, c.cfg.Node)
	step, err := c.Prepare(b)
	if err != nil {
		c.note(err)
		return
	}
	d.retire()
	d.ballot = campaign{asked: step.sends[0].Received, since: d.now, wait: uint64(c.cfg.Timing.Resend)}
	c.emit(step)
}

// retire forgets the node's last ballot. Commands that were not chosen in it
// come again, from those who wait for them.
func (d *driver) retire() {
	d.ballot = campaign{}
	d.flight = flight{}
	d.queue = queue{}
	d.lines = newLines()
	d.routed = 0
}

// outvoted retires the node's ballot if the last step gave it up.
func (d *driver) outvoted(c *Core) {
	if c.state.lead.Bal == 0 && d.ballot.asked.Msg != nil {
		d.retire()
	}
}

// promised is the receipt of a 1b: the node leads when a quorum has promised.
func (d *driver) promised(c *Core, m Received) {
	if (c.state.lead != Lead{Bal: m.Msg.Bal}) {
		return // for a ballot that is over, or past phase 1
	}
	d.ballot.promises = collect(d.ballot.promises, m)
	if !c.isMajority(len(d.ballot.promises)) {
		return
	}
	base, _ := c.owing(d.ballot.promises)
	step, err := c.Lead(d.ballot.promises)
	if err != nil {
		c.note(err)
		return
	}
	d.ballot.promises, d.ballot.base, d.ballot.since = nil, base, d.now
	c.emit(step)
	for _, s := range step.sends {
		d.flight.add(c, s.Received)
	}
	d.lines.start(c)
	d.follow(c, d.elector.Announce(d.self(c)))
	d.reroute(c)
}

// refusal is the receipt of a refusal.
func (d *driver) refusal(c *Core, m Received) {
	d.elector.Heard(election.Ballot(m.Msg.Promised))
	step, err := c.StepDown(m)
	if err != nil {
		return // of a ballot that is over
	}
	c.emit(step)
	d.outvoted(c)
}

// tick asks those again who have not promised, each time after a longer pause:
// a promise may be long, and under way.
func (b *campaign) tick(c *Core) {
	if b.asked.Msg == nil || c.state.lead.Next != 0 || c.driver.now-b.since < b.wait {
		return
	}
	b.since = c.driver.now
	b.wait = c.cfg.Timing.longer(b.wait)
	for _, n := range c.cfg.Nodes {
		if !sentBy(b.promises, n) {
			c.resend(b.asked, n)
		}
	}
}

// stuckTimeouts is for how many time-outs a leader waits for what it lacks below
// the base of its ballot, at first.
const stuckTimeouts = 20

// renew starts another ballot when the leader does not get what it lacks below the
// base of this one: the node that has it in a snapshot, and promised, may have died
// since. What the others have voted for is enough then, but has to be reported and
// proposed anew. Each time it waits longer, as a snapshot may be long under way.
func (d *driver) renew(c *Core) {
	b := &d.ballot
	switch {
	case !d.leads(c): // and so unseats nobody
	case c.state.upto >= b.base:
		d.renewed = 0
	case c.state.upto != b.upto:
		b.upto, b.since = c.state.upto, d.now
	case d.now-b.since >= uint64(c.cfg.Timing.Election*stuckTimeouts)<<min(d.renewed, 5):
		d.renewed++
		d.campaign(c, 0)
	}
}

// collect adds a message to those of different senders, ascending, unless its
// sender has one there.
func collect(ms []Received, m Received) []Received {
	at := 0
	for at < len(ms) && ms[at].Msg.From < m.Msg.From {
		at++
	}
	if at < len(ms) && ms[at].Msg.From == m.Msg.From {
		return ms
	}
	ms = append(ms, m)
	copy(ms[at+1:], ms[at:])
	ms[at] = m
	return ms
}

func sentBy(ms []Received, n NodeID) bool {
	for _, m := range ms {
		if m.Msg.From == n {
			return true
		}
	}
	return false
}
