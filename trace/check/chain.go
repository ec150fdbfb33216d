package check

import (
	"fmt"
	"maps"
	"slices"

	"github.com/synod-paxos/synod/trace"
)

// A link is an element of a node's chain: its log in order, with what is
// missing made explicit.
//
// There is one for each event: what few of them have stands apart.
type link struct {
	kind   linkKind
	lost   bool // a hole in a write-ahead log that does not hold the incarnation at all
	judged bool // at the global level
	noted  bool // it is among the events that wait
	blind  bool // an event that cannot be judged
	id     int  // index among the links of its world
	node   int
	inc    uint64
	seq    uint64 // of the event; of a hole, the first that is missing
	event  *eventRecord

	prev, next *link
	causes     []*link // the links of the events whose messages this one used
	rare       *rare
}

// rare is what only holes and states have, and events with which something is
// wrong.
type rare struct {
	to       uint64             // of a hole, the last that is missing; 0: whole incarnations are
	until    uint64             // of a hole of whole incarnations, the last of them
	place    Place              // where a state stands, or where a hole shows
	state    []trace.Change     // of a state link
	text     string             // of a hole, or of a tail that is cited, what is missing
	doubtful []*link            // those of the causes that did not add the message
	faults   []*Finding         // what is wrong with where it stands
	cited    []*Finding         // what is wrong with what it cites
	waits    *trace.Ref         // cites an event beyond an open tail
	assumed  map[trace.Ref]bool // of a hole for a log that is not there, or of a tail: the events cited
}

// more is a copy of what few links have.
func (l *link) more() rare {
	if l.rare == nil {
		return rare{}
	}
	return *l.rare
}

// edit is what few links have, to be changed.
func (l *link) edit() *rare {
	if l.rare == nil {
		l.rare = &rare{}
	}
	return l.rare
}

// place is where the link stands, or where a hole shows.
func (l *link) place() Place {
	if l.event != nil {
		return l.event.place()
	}
	return l.more().place
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
	node  int
	links []*link
	holes []*link // those that are holes or tails
}

func (ch *chain) add(l *link) *link {
	l.node = ch.node
	if n := len(ch.links); n > 0 {
		l.prev = ch.links[n-1]
		l.prev.next = l
	}
	ch.links = append(ch.links, l)
	switch l.kind {
	case eventLink:
		l.event.link = l
	case holeLink, tailLink:
		ch.holes = append(ch.holes, l)
	}
	return l
}

// judged is the number of events, and whether all were judged at the global level.
func (ch *chain) judged() (n int, all bool) {
	for _, l := range ch.links {
		if l.kind == eventLink {
			if !l.judged {
				return 0, false
			}
			n++
		}
	}
	return n, true
}

// chains makes the chain of every node that has a log.
func (c *checker) chains(w *world) map[int]*chain {
	all := map[int]*chain{}
	for _, n := range w.nodes() {
		ch := &chain{node: n}
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
	c.hole(w, ch, &link{lost: true, inc: from, seq: 1, rare: &rare{until: to, text: text, place: log.incs[to+1].firstPlace()}})
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
	return i.events[slices.Min(slices.Collect(maps.Keys(i.events)))].place()
}

// hole adds a hole and reports it, except in a write-ahead log, where holes
// are the rule.
func (c *checker) hole(w *world, ch *chain, l *link) {
	l.kind = holeLink
	w.lacks = true
	ch.add(l)
	if w.log {
		return
	}
	c.report.add(&Finding{Verdict: Inconclusive, Rule: RuleMissing, Text: l.more().text, Places: []Place{l.place()}}, "")
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
	case l.kind == holeLink && l.more().to == 0:
		return l.inc <= r.Inc && r.Inc <= l.more().until
	case l.kind == holeLink:
		return l.inc == r.Inc && l.seq <= r.Seq && r.Seq <= l.more().to
	case l.kind == tailLink:
		return l.inc == r.Inc && l.seq <= r.Seq
	}
	return false
}

// missing is the hole or tail in which an event lies, if there is one.
func (ch *chain) missing(r trace.Ref) *link {
	for _, h := range ch.holes {
		if h.covers(r) {
			return h
		}
	}
	return nil
}
