package multipaxos

import "slices"

// A queue holds the commands that wait for the leader to propose them, in the
// order of their arrival.
type queue struct {
	requests []Received
	bytes    int        // of their payloads
	taken    []Received // the last batch; its memory is used again
}

func (q *queue) size() int { return len(q.requests) }

func (q *queue) add(r Received) {
	q.requests = append(q.requests, r)
	q.bytes += len(r.Msg.Cmd.Payload)
}

// propose proposes what waits: at once if no slot is in flight, else if it fills
// a value. What is left waits for a slot to be chosen, or for more; so values grow
// with the load. That needs no timer: whoever waits, waits for something that is
// under way.
func (d *driver) propose(c *Core) {
	if d.queue.size() == 0 || !d.leads(c) {
		return
	}
	for d.queue.size() > 0 && (d.flight.open == 0 || d.full(c)) && d.room(c) {
		lead := c.state.lead
		requests := d.batch(c)
		commands := make([]Command, len(requests))
		for i := range requests {
			commands[i] = requests[i].Msg.Cmd
		}
		step, err := c.Propose(lead.Bal, lead.Next, c.cfg.Value(commands), requests)
		if err != nil {
			d.queue.putBack(requests)
			c.note(err)
			return
		}
		d.flight.add(c, step.sends[0].Received)
		c.emit(step)
	}
}

// room tells whether the next slot is near enough to what is applied for a value
// to be put together for it, which takes time, in slots and in bytes.
func (d *driver) room(c *Core) bool {
	return c.state.lead.Next < c.state.upto+Slot(c.cfg.Limits.Window) && d.flight.bytes < maxFlight
}

// full tells whether what waits fills a value.
func (d *driver) full(c *Core) bool {
	return d.queue.size() >= c.cfg.Limits.Batch || d.queue.bytes >= c.cfg.Limits.Bytes
}

// batch takes the next commands for one value, oldest first: of each session one
// at most, so that its client can be answered when the value is applied. They are
// valid until the next call.
func (d *driver) batch(c *Core) []Received {
	q := &d.queue
	d.lines.batch++
	q.taken = q.taken[:0]
	left, bytes := 0, 0
	for i, r := range q.requests {
		size := len(r.Msg.Cmd.Payload)
		if len(q.taken) == c.cfg.Limits.Batch || len(q.taken) > 0 && bytes+size > c.cfg.Limits.Bytes {
			left += copy(q.requests[left:], q.requests[i:])
			break
		}
		if !d.lines.into(r.Msg.Cmd.Session, d.now) {
			q.requests[left] = r
			left++
			continue
		}
		q.taken = append(q.taken, r)
		bytes += size
	}
	q.requests = q.requests[:left]
	q.bytes -= bytes
	return q.taken
}

func (q *queue) putBack(requests []Received) {
	for _, r := range requests {
		q.bytes += len(r.Msg.Cmd.Payload)
	}
	q.requests = slices.Insert(q.requests, 0, requests...)
}
