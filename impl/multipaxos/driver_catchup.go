package multipaxos

import "slices"

// lag is how a node notices that others have applied what it cannot, and what it
// does about it: it asks the one that is furthest for entries.
type lag struct {
	upto   Slot    // where the node was, at the last tick
	ticks  int     // since it got no further
	end    Slot    // the end of the entries that it asked for, or 0
	offers []offer // the snapshots sent
}

// An offer is when a node was last sent a snapshot.
type offer struct {
	to NodeID
	at uint64
}

// maxEntries and maxEntryBytes bound what answers one request for entries.
const (
	maxEntries    = 256
	maxEntryBytes = 4 << 20
)

// tick asks for entries when the node has not got on for a while.
func (l *lag) tick(c *Core) {
	switch {
	case l.upto != c.state.upto:
		l.upto, l.ticks = c.state.upto, 0
	case l.ticks < c.cfg.Timing.Resend:
		l.ticks++
	default:
		l.ticks = 0
		l.fetch(c)
	}
}

// moved asks for more entries when all that came were applied.
func (l *lag) moved(c *Core) {
	if l.end != 0 && c.state.upto >= l.end {
		l.fetch(c)
	}
}

// fetch asks the node that has applied most for what is missing here.
func (l *lag) fetch(c *Core) {
	l.end = 0
	ahead, upto := c.driver.elector.Furthest()
	from := c.state.upto
	if Slot(upto) <= from {
		return
	}
	end := min(Slot(upto), from+maxEntries)
	for s := range c.state.known.from(from) {
		end = min(end, s)
		break
	}
	l.end = end
	c.control(NodeID(ahead), Control{Kind: Fetch, Slot: from, Upto: end})
}

// serve answers a request for entries: with those, or with a snapshot where they
// are not kept any more.
func (d *driver) serve(c *Core, m Control) {
	if m.Slot < 1 {
		c.note(refuse("node %d asks for slot %d", m.From, m.Slot))
		return
	}
	bytes := 0
	for s := m.Slot; s < m.Upto && s < m.Slot+maxEntries && s < c.state.upto && bytes < maxEntryBytes; s++ {
		e, ok := c.Entry(s)
		if !ok {
			d.offer(c, s, m.From)
			return
		}
		bytes += weight(e.Msg.Body)
		c.resend(e, m.From)
	}
}

// offer sends the node's snapshot if it reaches beyond slot s, and was not sent
// a short time ago: it may be long under way.
func (d *driver) offer(c *Core, s Slot, to NodeID) {
	snapshot, ok := c.Offer()
	if !ok || snapshot.Msg.Snap.Upto <= s {
		return
	}
	offers := &d.lag.offers
	i := slices.IndexFunc(*offers, func(o offer) bool { return o.to == to })
	if i < 0 {
		i = len(*offers)
		*offers = append(*offers, offer{to: to})
	} else if d.now-(*offers)[i].at < uint64(c.cfg.Timing.Snapshot) {
		return
	}
	(*offers)[i].at = d.now
	c.resend(snapshot, to)
}
