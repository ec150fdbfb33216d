package basicpaxos

import "math/bits"

// The driver decides when to try an action. Everything in it serves liveness:
// it may be wrong, late or lost without harm to safety, and it never tells
// whether an action is allowed, which the action itself does.
type driver struct {
	highest  Ballot    // the highest ballot heard of
	requests []request // clients that wait, oldest first
	running  bool      // the node's ballot is under way
	asked    Received  // the 1a or 2a that the current phase waits for answers to
	elapsed  int       // ticks since the current phase began
	wait     int       // ticks until the next ballot is started
	attempts int       // ballots without success since the last decision
}

// A request is a client that waits for an answer.
type request struct {
	id     uint64
	value  Value // None for a Get
	ticks  int   // left until its deadline
	waited bool  // it was there when the current ballot began
}

// Timing is counted in ticks.
type Timing struct {
	Resend  int // a message without an answer is sent again after so long
	Timeout int // a phase is given up after so long
	MinWait int // the first pause after a failed ballot is at most twice this
	MaxWait int // no pause is longer than this
}

func (t Timing) withDefaults() Timing {
	defaults := Timing{Resend: 5, Timeout: 20, MinWait: 2, MaxWait: 64}
	for _, f := range []struct{ field, fallback *int }{
		{&t.Resend, &defaults.Resend}, {&t.Timeout, &defaults.Timeout},
		{&t.MinWait, &defaults.MinWait}, {&t.MaxWait, &defaults.MaxWait},
	} {
		if *f.field <= 0 {
			*f.field = *f.fallback
		}
	}
	return t
}

// saw remembers the highest ballot, so that the next one of this node is above.
func (d *driver) saw(b Ballot) { d.highest = max(d.highest, b) }

// next is the node's lowest ballot above all it has heard of, or zero if there
// is none left.
func (c *Core) next() Ballot {
	b := NewBallot(max(c.state.Promised, c.driver.highest).Round()+1, c.cfg.Node)
	if b > maxBallot {
		return 0
	}
	return b
}

// start begins a ballot for the clients that wait.
func (d *driver) start(c *Core) {
	step, err := c.Prepare(c.next())
	if err != nil {
		c.note(err)
		return
	}
	c.promises = nil
	d.running, d.elapsed, d.wait = true, 0, 0
	d.asked = step.Sends[0].Received
	for i := range d.requests {
		d.requests[i].waited = true
	}
	c.emit(step)
}

// tryPropose begins phase 2 if the promises suffice.
func (d *driver) tryPropose(c *Core) {
	if !d.running {
		return
	}
	value := pick(c.promises, d.wish())
	if value.IsNone() {
		d.tryUndecided(c)
		return
	}
	step, err := c.Propose(c.promises, value)
	if err != nil {
		return // no quorum yet
	}
	d.elapsed = 0
	d.asked = step.Sends[0].Received
	c.emit(step)
}

// wish is the value of the client that has waited longest, or None if all of
// them only want to know.
func (d *driver) wish() Value {
	for _, r := range d.requests {
		if !r.value.IsNone() {
			return r.value
		}
	}
	return Value{}
}

// tryUndecided tells those who only want to know that nothing was chosen when
// the first of a quorum promised: none of them has voted, and a value chosen
// before would have a vote of one of them. That moment must not lie before a
// client's request, so one that came during the ballot waits for another.
func (d *driver) tryUndecided(c *Core) {
	q, err := c.senders(c.promises, Msg1b, c.state.Proposer.Bal)
	if err != nil || !c.isQuorum(q) {
		return
	}
	var late []request
	for _, r := range d.requests {
		if r.waited {
			c.answer(Answer{ID: r.id, Outcome: Undecided})
		} else {
			late = append(late, r)
		}
	}
	d.requests, d.running = late, false
	if len(late) > 0 {
		d.start(c)
	}
}

// tryLearn tries to learn from the votes like m.
func (d *driver) tryLearn(c *Core, m Message) {
	var same []Received
	for _, v := range c.votes {
		if v.Msg.Bal == m.Bal && v.Msg.Val == m.Val {
			same = append(same, v)
		}
	}
	step, err := c.Learn(same)
	if err != nil {
		return // no quorum yet
	}
	c.emit(step)
	for _, r := range d.requests {
		c.answer(Answer{ID: r.id, Outcome: Decided, Value: c.state.Decided})
	}
	d.requests, d.running, d.wait, d.attempts = nil, false, 0, 0
	c.votes, c.promises = nil, nil
}

func (c *Core) answer(a Answer) { c.effects.answers = append(c.effects.answers, a) }

// outbid gives the ballot up after the node has promised a higher one.
func (d *driver) outbid(c *Core) {
	if d.running && c.state.Proposer.Bal == 0 {
		d.backOff(c)
	}
}

// backOff plans the next ballot. Two proposers that keep outbidding each other
// never decide; a random pause, longer with each attempt, leaves one of them
// enough time.
func (d *driver) backOff(c *Core) {
	t := c.cfg.Timing
	bound := min(t.MinWait<<min(d.attempts+1, 16), t.MaxWait)
	d.attempts++
	d.running = false
	c.promises = nil
	d.wait = 1 + below(c.cfg.Rand(), bound)
}

// below maps a random number to 0..n-1.
func below(random uint64, n int) int {
	high, _ := bits.Mul64(random, uint64(n))
	return int(high)
}

// askAgain repeats the current phase's message to those who have not answered.
func (d *driver) askAgain(c *Core) {
	var answered []Received
	if c.state.Proposer.Val.IsNone() {
		answered = c.promises
	} else {
		answered = c.votes
	}
	for _, n := range c.cfg.Nodes {
		if !answeredBy(answered, n, c.state.Proposer.Bal) {
			c.resend(d.asked, n)
		}
	}
}

func answeredBy(ms []Received, n NodeID, b Ballot) bool {
	for _, m := range ms {
		if m.Msg.From == n && m.Msg.Bal == b {
			return true
		}
	}
	return false
}
