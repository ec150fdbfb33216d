package check

import (
	"maps"
	"math"
	"slices"

	"github.com/synod-paxos/synod/trace"
)

// pair compares what traces and write-ahead logs say of the same nodes. A node
// writes an event to its log before it writes it to its trace, and what changes
// something durable, or adds a message, it does write to its log. After a crash
// it completes the trace from the log. So, as far as each of the two goes, what
// must be in it is in it, and is the same.
func (c *checker) pair(traces, logs *world) {
	for _, n := range logs.nodes() {
		t, l := traces.logs[n], logs.logs[n]
		if t == nil {
			continue
		}
		p := &pairing{c: c, node: n, logs: logs, log: l, name: l.name()}
		for _, inc := range slices.Sorted(maps.Keys(t.incs)) {
			p.incarnation(inc, t.incs[inc], l.incs[inc])
		}
		p.report()
	}
}

// name is that of the file in which a log begins.
func (l *nodeLog) name() string {
	for _, inc := range slices.Sorted(maps.Keys(l.incs)) {
		if h := l.incs[inc].headers; len(h) > 0 {
			return h[0].file.name
		}
	}
	return "without a header"
}

// A pairing is that of one node's trace with its log.
type pairing struct {
	c      *checker
	node   int
	logs   *world
	log    *nodeLog
	name   string             // of the log's file
	beyond map[trace.Ref]bool // in the trace, and behind the end of the log
	place  Place              // of the first of them
}

func (p *pairing) incarnation(inc uint64, t, l *incLog) {
	if l == nil {
		l = &incLog{}
	}
	p.headers(t, l)
	if t.end != nil && l.end != nil && t.end.Seq != l.end.Seq {
		p.c.headerFault(RuleTwice, []Place{t.end.place, l.end.place}, "node %d, incarnation %d, ends after event %d in the trace, and after %d in its log",
			p.node, inc, t.end.Seq, l.end.Seq)
	}
	logged := p.loggedTo(inc, l)
	for _, seq := range slices.Sorted(maps.Keys(t.events)) {
		e, twin := t.events[seq], l.events[seq]
		switch {
		case twin != nil:
			p.twins(e, twin)
		case p.logs.truncated(e.Ref), !p.c.mustLog(e):
		case seq <= logged:
			p.fault(e, "the write-ahead log %s leaves out event %d of incarnation %d: "+
				"a log holds every event that changes something durable or adds a message", p.name, seq, inc)
		default:
			p.late(e)
		}
	}
	p.untraced(t, l)
}

// headers compares the headers that both have.
func (p *pairing) headers(t, l *incLog) {
	for _, a := range l.headers {
		for _, b := range t.headers {
			if a.First == b.First && !sameHeader(a, b) {
				p.c.headerFault(RuleTwice, []Place{b.place, a.place}, "the header of node %d, incarnation %d, differs from that in its write-ahead log",
					b.Node, b.Inc)
			}
		}
	}
}

// loggedTo is the event up to which a log tells of an incarnation: the last, if
// it goes on behind it.
func (p *pairing) loggedTo(inc uint64, l *incLog) (last uint64) {
	if l.end != nil || inc < p.log.last {
		return math.MaxUint64
	}
	for seq := range l.events {
		last = max(last, seq)
	}
	return last
}

// mustLog tells whether an event must be in its node's log.
func (c *checker) mustLog(e *eventRecord) bool {
	durable := func(ch trace.Change) bool { return c.model.durable[variableOf(ch.Path)] }
	logged := func(m trace.Value) bool { v, err := c.value(m); return err != nil || !c.leaves(v) }
	return slices.ContainsFunc(e.event().Post, durable) || slices.ContainsFunc(e.event().Out, logged)
}

// twins compares an event in the trace with that in the log.
func (p *pairing) twins(e, logged *eventRecord) {
	logged.twin = e
	p.c.report.Events--
	if !sameEvent(e, logged) {
		p.fault(e, "event %d of node %d, incarnation %d, differs from that in the write-ahead log, %s", e.Seq, e.Node, e.Inc, logged.place())
	}
}

func (p *pairing) fault(e *eventRecord, format string, args ...any) {
	p.c.report.add(p.c.eventFault(e, RuleTwice, []Place{e.place()}, format, args...), "")
}

// untraced reports what is in the log and not in the trace, although the trace
// goes on behind it and no gap says that it was left out.
func (p *pairing) untraced(t, l *incLog) {
	var last uint64
	for seq := range t.events {
		last = max(last, seq)
	}
	for _, g := range t.gaps {
		last = max(last, g.To)
	}
	if len(t.headers) == 0 {
		return
	}
	for _, seq := range slices.Sorted(maps.Keys(l.events)) {
		e := l.events[seq]
		if t.events[seq] != nil || seq > last || seq < t.headers[0].First || t.gapAt(seq) != nil {
			continue
		}
		p.fault(e, "the trace %s goes on behind event %d of incarnation %d and leaves it out, but the write-ahead log holds it",
			t.headers[0].file.name, seq, e.Inc)
	}
}

func (p *pairing) late(e *eventRecord) {
	if p.beyond == nil {
		p.beyond, p.place = map[trace.Ref]bool{}, e.place()
	}
	p.beyond[e.Ref] = true
}

// report tells of a log that ends before the trace does.
func (p *pairing) report() {
	if len(p.beyond) > 0 {
		p.c.lacking(p.place, "the write-ahead log of node %d is cut short, or was read before the trace was: it lacks what the trace holds, %s",
			p.node, list(p.beyond))
	}
}
