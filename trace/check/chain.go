package check

import (
	"fmt"
	"maps"
	"slices"

	"github.com/synod-paxos/synod/trace"
)

// A link is an element of a node's chain: its log in order, with what is
// missing made explicit.
type link struct {
	kind  linkKind
	id    int // index among the links of its world
	node  int
	inc   uint64
	seq   uint64 // of the event; of a hole, the first that is missing
	to    uint64 // of a hole, the last that is missing; 0: whole incarnations are
	until uint64 // of a hole of whole incarnations, the last of them
	place Place  // where it stands, or where a hole shows
	event *eventRecord
	state []trace.Change // of a state link
	rule  string         // of a state link: what is wrong if the state differs
	text  string         // of a hole, what is missing

	prev, next *link
	doubtful   []*link     // those of the causes that did not add the message
	causes     []*link     // the links of the events whose messages this one used
	effects    []*link     // the other way round
	faults     []*Finding  // what is wrong with where it stands
	cited      []*Finding  // what is wrong with what it cites
	waits      *trace.Ref  // cites an event beyond an open tail
	assumed    []trace.Ref // of a hole for a log that is not there: the events cited
	blind      bool        // an event that cannot be judged
}

type linkKind uint8

const (
	eventLink  linkKind = iota
	holeLink            // events that no file holds
	tailLink            // perhaps a hole: nobody says which event was the last
	stateLink           // the node's whole state, from a header or a gap
	brokenLink          // a header with a violation: the node is not judged from here
)

func (l *link) ref() trace.Ref { return trace.Ref{Node: l.node, Inc: l.inc, Seq: l.seq} }

// A chain is the links of one node.
type chain struct {
	node   int
	links  []*link
	events map[trace.Ref]*link
}

func (ch *chain) add(l *link) *link {
	l.node = ch.node
	if n := len(ch.links); n > 0 {
		l.prev = ch.links[n-1]
		l.prev.next = l
	}
	ch.links = append(ch.links, l)
	if l.kind == eventLink {
		ch.events[l.ref()] = l
	}
	return l
}

// chains makes the chain of every node that has a log.
func (c *checker) chains(w *world) map[int]*chain {
	all := map[int]*chain{}
	for _, n := range w.nodes() {
		ch := &chain{node: n, events: map[trace.Ref]*link{}}
		log := w.logs[n]
		next := uint64(1)
		for _, inc := range slices.Sorted(maps.Keys(log.incs)) {
			if inc > next {
				c.absent(w, ch, log, next, inc-1)
			}
			c.incarnation(w, ch, log, inc)
			next = inc + 1
		}
		log.open = log.incs[log.last].end == nil
		all[n] = ch
	}
	return all
}

// absent adds a hole for the incarnations from..to, which nothing is known of.
func (c *checker) absent(w *world, ch *chain, log *nodeLog, from, to uint64) {
	text := fmt.Sprintf("node %d: incarnation %d is in no file", ch.node, from)
	if to > from {
		text = fmt.Sprintf("node %d: incarnations %d to %d are in no file", ch.node, from, to)
	}
	c.hole(w, ch, &link{inc: from, until: to, seq: 1, text: text, place: log.incs[to+1].firstPlace()})
}

func (i *incLog) firstPlace() Place {
	if len(i.headers) > 0 {
		return i.headers[0].place
	}
	if i.next != nil {
		return i.next.place
	}
	if i.end != nil {
		return i.end.place
	}
	return i.events[slices.Min(slices.Collect(maps.Keys(i.events)))].place
}

// hole adds a hole and reports it, except in a write-ahead log, where holes
// are the rule.
func (c *checker) hole(w *world, ch *chain, l *link) {
	l.kind = holeLink
	ch.add(l)
	if w.log {
		return
	}
	c.report.add(&Finding{Verdict: Inconclusive, Rule: RuleMissing, Text: l.text, Places: []Place{l.place}}, "")
}

// lastSeq is the last event of an incarnation, if an end or the next
// incarnation's header says which, and where it says so.
func (i *incLog) lastSeq() (last uint64, known bool, places []Place) {
	if i.next != nil && i.next.Prev.Last == i.next.Prev.Events {
		last, known, places = i.next.Prev.Last, true, append(places, i.next.place)
	}
	if i.end != nil {
		last, known, places = max(last, i.end.Seq), true, append(places, i.end.place)
	}
	return last, known, places
}

// incarnation adds one incarnation to a chain.
func (c *checker) incarnation(w *world, ch *chain, log *nodeLog, inc uint64) {
	i := log.incs[inc]
	c.ends(i, ch.node, inc)
	last, known, ends := i.lastSeq()
	headers := slices.Clone(i.headers)
	cursor := uint64(1)
	for _, seq := range slices.Sorted(maps.Keys(i.events)) {
		headers = c.headersUpTo(w, ch, i, headers, seq, &cursor)
		e := i.events[seq]
		c.missing(w, ch, i, inc, cursor, seq-1, e.place)
		l := ch.add(&link{inc: inc, seq: seq, place: e.place, event: e, faults: i.faults[seq]})
		l.blind = e.segment == nil || e.segment.isBlind()
		if known && seq > last && !w.log {
			l.faults = append(l.faults, c.eventFault(e, RuleEnd, append([]Place{e.place}, ends...),
				"event %d of node %d, incarnation %d, lies past its last one, %d", seq, ch.node, inc, last))
		}
		cursor = seq + 1
	}
	c.headersUpTo(w, ch, i, headers, 1<<63, &cursor)
	switch {
	case known && cursor <= last:
		c.missing(w, ch, i, inc, cursor, last, ends[0])
	case known, inc == log.last:
	default:
		ch.add(&link{kind: tailLink, inc: inc, seq: cursor, place: i.firstPlace()})
	}
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

// headersUpTo adds the whole states of the headers whose first event is at
// most seq, and gives the other headers.
func (c *checker) headersUpTo(w *world, ch *chain, i *incLog, headers []*headerRecord, seq uint64, cursor *uint64) []*headerRecord {
	for len(headers) > 0 && headers[0].First <= seq {
		h := headers[0]
		headers = headers[1:]
		if h.First > *cursor {
			c.missing(w, ch, i, h.Inc, *cursor, h.First-1, h.place)
			*cursor = h.First
		}
		switch {
		case h.blind:
		case h.bad:
			ch.add(&link{kind: brokenLink, inc: h.Inc, seq: h.First, place: h.place})
		case h.State != nil:
			ch.add(&link{kind: stateLink, inc: h.Inc, seq: h.First, place: h.place, state: h.State, rule: RuleState})
		}
	}
	return headers
}

// missing adds a hole for the events from..to, split where gaps explain it.
func (c *checker) missing(w *world, ch *chain, i *incLog, inc, from, to uint64, place Place) {
	for _, g := range i.gaps {
		if from > to || g.From > to || g.To < from {
			continue
		}
		if g.From > from {
			c.unrecorded(w, ch, inc, from, g.From-1, place)
		}
		end := min(g.To, to)
		c.hole(w, ch, &link{inc: inc, seq: max(from, g.From), to: end, place: g.place, text: fmt.Sprintf(
			"node %d, incarnation %d: %s not recorded (a gap)", ch.node, inc, span(g.From, g.To))})
		if end == g.To {
			ch.add(&link{kind: stateLink, inc: inc, seq: g.To + 1, place: g.place, state: g.State})
		}
		from = end + 1
	}
	if from <= to {
		c.unrecorded(w, ch, inc, from, to, place)
	}
}

func (c *checker) unrecorded(w *world, ch *chain, inc, from, to uint64, place Place) {
	c.hole(w, ch, &link{inc: inc, seq: from, to: to, place: place, text: fmt.Sprintf(
		"node %d, incarnation %d: %s in no file", ch.node, inc, span(from, to))})
}

// span is a range of events with its verb.
func span(from, to uint64) string {
	if from == to {
		return fmt.Sprintf("event %d is", from)
	}
	return fmt.Sprintf("events %d to %d are", from, to)
}

// covers tells whether the hole holds the event.
func (l *link) covers(r trace.Ref) bool {
	switch {
	case l.kind == holeLink && l.to == 0:
		return l.inc <= r.Inc && r.Inc <= l.until
	case l.kind == holeLink:
		return l.inc == r.Inc && l.seq <= r.Seq && r.Seq <= l.to
	case l.kind == tailLink:
		return l.inc == r.Inc && l.seq <= r.Seq
	}
	return false
}
