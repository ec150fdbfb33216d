package check

import (
	"fmt"
	"maps"
	"math"
	"slices"

	"github.com/synod-paxos/synod/trace"
)

// lastSeq is the last event of an incarnation, if an end or the next
// incarnation's header says which, and where it says so.
func (i *incLog) lastSeq() (last uint64, known bool, places []Place) {
	if i.next != nil && i.next.Prev.Last == i.next.Prev.Events && !i.next.Prev.Open {
		last, known, places = i.next.Prev.Last, true, append(places, i.next.place)
	}
	if i.end != nil {
		last, known, places = max(last, i.end.Seq), true, append(places, i.end.place)
	}
	return last, known, places
}

// An incChain makes the links of one incarnation.
type incChain struct {
	c       *checker
	w       *world
	chain   *chain
	log     *incLog
	inc     uint64
	headers []*headerRecord // not reached yet
	gaps    []*gapRecord    // not reached yet
	cursor  uint64          // the next event
}

// incarnation adds one incarnation to a chain.
func (c *checker) incarnation(w *world, ch *chain, log *nodeLog, inc uint64) {
	i := log.incs[inc]
	c.ends(i, ch.node, inc)
	last, known, ends := i.lastSeq()
	b := &incChain{c: c, w: w, chain: ch, log: i, inc: inc, headers: i.headers, gaps: i.gaps, cursor: 1}
	for _, seq := range slices.Sorted(maps.Keys(i.events)) {
		e := i.events[seq]
		b.upTo(seq)
		b.missing(seq-1, e.place())
		l := ch.add(&link{inc: inc, seq: seq, event: e})
		if faults := i.faults[seq]; len(faults) > 0 {
			l.edit().faults = faults
		}
		l.blind = e.segment == nil || e.segment.isBlind()
		w.lacks = w.lacks || l.blind
		if known && seq > last {
			l.edit().faults = append(l.more().faults, c.eventFault(e, RuleEnd, append([]Place{e.place()}, ends...),
				"event %d of node %d, incarnation %d, lies past its last one, %d", seq, ch.node, inc, last))
		}
		b.cursor = max(b.cursor, seq+1)
	}
	b.upTo(math.MaxUint64)
	switch {
	case known && b.cursor <= last && c.copying(log, i):
		// Its last events are still being copied: an open tail.
	case known && b.cursor <= last:
		b.missing(last, ends[0])
	case known, inc == log.last:
	case i.next != nil && i.next.Prev.Open && c.copying(log, i):
	default:
		if i.next != nil && i.next.Prev.Open && i.next.Prev.Last == i.next.Prev.Events {
			b.missing(i.next.Prev.Last, i.next.place)
		}
		ch.add(&link{kind: tailLink, inc: inc, seq: b.cursor, rare: &rare{place: i.firstPlace()}})
	}
}

// copying tells whether the last events of i may not have been copied yet into
// the segment that its node has just begun. A node writes the header first,
// then the copies, then its Restart.
func (c *checker) copying(log *nodeLog, i *incLog) bool {
	if c.options.Closed || i.end != nil || i.next == nil || i.next.Inc != log.last {
		return false
	}
	now := log.incs[log.last]
	return len(now.events)+len(now.gaps) == 0 && now.end == nil
}

// ends compares what an incarnation's end, its headers and the next one's
// header say.
func (c *checker) ends(i *incLog, node int, inc uint64) {
	last, known, places := i.lastSeq()
	for _, h := range i.headers {
		if known && h.First > last+1 {
			h.bad = true
			c.headerFault(RuleEnd, append([]Place{h.place}, places...),
				"the header says that event %d follows, but incarnation %d of node %d took %d events", h.First, inc, node, last)
		}
	}
	if i.end == nil || i.next == nil || i.end.Seq == i.next.Prev.Last {
		return
	}
	i.next.bad = true
	c.headerFault(RuleEnd, []Place{i.next.place, i.end.place},
		"the header says that incarnation %d of node %d took %d events, but it ended after %d", inc, node, i.next.Prev.Last, i.end.Seq)
}

// upTo adds the whole states of the headers whose first event is at most seq,
// and the gaps that begin there.
func (b *incChain) upTo(seq uint64) {
	for {
		header, gap := uint64(math.MaxUint64), uint64(math.MaxUint64)
		if len(b.headers) > 0 {
			header = b.headers[0].First
		}
		if len(b.gaps) > 0 {
			gap = b.gaps[0].From
		}
		switch {
		case min(header, gap) > seq || min(header, gap) == math.MaxUint64:
			return
		case header <= gap:
			b.header(b.headers[0])
			b.headers = b.headers[1:]
		default:
			b.gap(b.gaps[0])
			b.gaps = b.gaps[1:]
		}
	}
}

// header adds the whole state of a header.
func (b *incChain) header(h *headerRecord) {
	b.missing(h.First-1, h.place)
	switch {
	case h.blind:
	case h.bad:
		b.chain.add(&link{kind: brokenLink, inc: b.inc, seq: h.First, rare: &rare{place: h.place}})
	case h.State != nil:
		b.chain.add(&link{kind: stateLink, inc: b.inc, seq: h.First, rare: &rare{place: h.place, state: h.State}})
	}
}

// gap adds a hole, and the whole state behind it.
func (b *incChain) gap(g *gapRecord) {
	b.missing(g.From-1, g.place)
	b.c.hole(b.w, b.chain, &link{inc: b.inc, seq: g.From, rare: &rare{to: g.To, place: g.place, text: fmt.Sprintf(
		"node %d, incarnation %d: %s not recorded (a gap)", b.chain.node, b.inc, span(g.From, g.To))}})
	if last, known, places := b.log.lastSeq(); known && g.To > last {
		b.c.headerFault(RuleEnd, append([]Place{g.place}, places...), "a gap reaches to event %d, past the last one of node %d, incarnation %d, %d",
			g.To, g.Node, g.Inc, last)
	}
	b.cursor = max(b.cursor, g.To+1)
	if !g.segment.isBlind() {
		b.chain.add(&link{kind: stateLink, inc: b.inc, seq: g.To + 1, rare: &rare{place: g.place, state: g.State}})
	}
}

// missing adds a hole for the events from the cursor to a last one, if there
// are any.
func (b *incChain) missing(to uint64, place Place) {
	if b.cursor > to {
		return
	}
	lost := len(b.log.headers) == 0 || b.w.truncated(trace.Ref{Node: b.chain.node, Inc: b.inc, Seq: to})
	b.c.hole(b.w, b.chain, &link{lost: lost, inc: b.inc, seq: b.cursor, rare: &rare{to: to, place: place, text: fmt.Sprintf(
		"node %d, incarnation %d: %s in no file", b.chain.node, b.inc, span(b.cursor, to))}})
	b.cursor = to + 1
}
