package basicpaxos

import "fmt"

// Limits on what clients can make a node hold.
const MaxRequests = 1024

// Propose is a client's wish that Value be chosen. Whatever value is chosen in
// the end, the answer comes after this node has learnt it.
type Propose struct {
	ID    uint64
	Value Value
	Ticks int // the deadline, from now
}

// Get is a client's wish to know what is chosen. A value that some node has
// voted for is completed, since it may be chosen; no new one is proposed.
type Get struct {
	ID    uint64
	Ticks int // the deadline, from now
}

func (p Propose) apply(c *Core) {
	if err := checkValue(p.Value); err != nil {
		c.answer(Answer{ID: p.ID, Outcome: Rejected, Reason: err.Error()})
		return
	}
	c.driver.admit(c, request{id: p.ID, value: p.Value, ticks: p.Ticks})
}

func (g Get) apply(c *Core) { c.driver.admit(c, request{id: g.ID, ticks: g.Ticks}) }

func (d *driver) admit(c *Core, r request) {
	switch {
	case !c.state.Decided.IsNone():
		c.answer(Answer{ID: r.id, Outcome: Decided, Value: c.state.Decided})
		return
	case len(d.requests) >= MaxRequests:
		reason := fmt.Sprintf("%d requests are waiting already", MaxRequests)
		c.answer(Answer{ID: r.id, Outcome: Rejected, Reason: reason})
		return
	}
	d.requests = append(d.requests, r)
	if !d.running && d.wait == 0 {
		d.start(c)
	}
}

// Tick is the passing of one unit of time.
type Tick struct{}

func (Tick) apply(c *Core) {
	d := &c.driver
	d.expire(c)
	switch {
	case len(d.requests) == 0:
		d.running, d.wait, d.attempts = false, 0, 0
	case d.running:
		d.tick(c)
	case d.wait > 1:
		d.wait--
	default:
		d.start(c)
	}
}

// expire answers the clients whose deadline has come.
func (d *driver) expire(c *Core) {
	var left []request
	for _, r := range d.requests {
		r.ticks--
		if r.ticks > 0 {
			left = append(left, r)
			continue
		}
		c.answer(Answer{ID: r.id, Outcome: Unknown, Reason: "no quorum answered before the deadline"})
	}
	d.requests = left
}

// tick waits for the answers of the current phase: asks again those who have
// not answered, and in the end tries a higher ballot.
func (d *driver) tick(c *Core) {
	d.elapsed++
	switch {
	case d.elapsed >= c.cfg.Timing.Timeout:
		d.backOff(c)
	case d.elapsed%c.cfg.Timing.Resend == 0:
		d.askAgain(c)
	}
}

// Refused is the receipt of a hint: see Hint.
type Refused struct{ Hint Hint }

func (r Refused) apply(c *Core) {
	if !c.isBallot(r.Hint.Promised) {
		c.note(refuse("a hint of the number %d, which is no ballot", int64(r.Hint.Promised)))
		return
	}
	c.driver.saw(r.Hint.Promised)
	if c.driver.running && r.Hint.Refused == c.state.Proposer.Bal && r.Hint.Promised > r.Hint.Refused {
		c.driver.backOff(c)
	}
}
