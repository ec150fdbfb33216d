package check

import (
	"cmp"
	"maps"
	"slices"

	"github.com/synod-paxos/synod/trace"
)

// addGap files a gap under its node and incarnation.
func (c *checker) addGap(w *world, f *file, g *gapRecord) {
	h := f.headerOf(g.Node, g.Inc, g.From)
	switch {
	case h == nil && len(f.headers) == 0:
		return
	case h == nil:
		c.stray(f, g.place, "gap", g.Node, g.Inc)
		return
	case w.log:
		c.headerFault(RuleHeader, []Place{g.place}, "a gap in a write-ahead log: a node that cannot write its log stops")
		return
	case g.From < h.First:
		c.headerFault(RuleHeader, []Place{g.place, h.place}, "a gap begins with event %d, in a segment whose header says that the first is %d",
			g.From, h.First)
		return
	}
	g.segment = h
	i := w.node(g.Node).inc(g.Inc)
	i.gaps = append(i.gaps, g)
}

// gaps sorts the gaps of every incarnation, drops those that stand there again,
// and reports those that tell of the same events as something else.
func (c *checker) gaps(w *world) {
	for _, n := range w.nodes() {
		log := w.logs[n]
		for _, inc := range slices.Sorted(maps.Keys(log.incs)) {
			if i := log.incs[inc]; len(i.gaps) > 0 {
				c.apart(i)
				c.overlaps(i)
			}
		}
	}
}

// apart keeps of an incarnation's gaps those that do not overlap others.
func (c *checker) apart(i *incLog) {
	slices.SortStableFunc(i.gaps, func(a, b *gapRecord) int { return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To)) })
	kept := i.gaps[:1]
	for _, g := range i.gaps[1:] {
		last := kept[len(kept)-1]
		switch {
		case g.From > last.To:
			kept = append(kept, g)
		case string(trace.AppendJSON(nil, g.Gap)) == string(trace.AppendJSON(nil, last.Gap)):
			c.report.Duplicates++
		default:
			c.headerFault(RuleTwice, []Place{g.place, last.place}, "two gaps tell of the same events of node %d, incarnation %d: %d to %d and %d to %d",
				g.Node, g.Inc, last.From, last.To, g.From, g.To)
		}
	}
	i.gaps = kept
}

// overlaps reports events, and beginnings of segments, that lie in a gap.
func (c *checker) overlaps(i *incLog) {
	for seq, e := range i.events {
		if g := i.gapAt(seq); g != nil {
			i.faults[seq] = append(i.faults[seq], c.eventFault(e, RuleTwice, []Place{e.place(), g.place},
				"event %d of node %d, incarnation %d, is recorded, but a gap says that events %d to %d are not", seq, g.Node, g.Inc, g.From, g.To))
		}
	}
	for _, h := range i.headers {
		if g := i.gapAt(h.First); g != nil && h.First > g.From {
			h.bad = true
			c.headerFault(RuleTwice, []Place{h.place, g.place}, "a segment begins with event %d, within the gap of events %d to %d", h.First, g.From, g.To)
		}
	}
}

// gapAt is the gap in which an event lies, if there is one.
func (i *incLog) gapAt(seq uint64) *gapRecord {
	at, exact := slices.BinarySearchFunc(i.gaps, seq, func(g *gapRecord, seq uint64) int { return cmp.Compare(g.From, seq) })
	if !exact {
		at--
	}
	if at >= 0 && seq <= i.gaps[at].To {
		return i.gaps[at]
	}
	return nil
}
