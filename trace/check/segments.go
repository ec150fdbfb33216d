package check

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/synod-paxos/synod/trace"
)

// uniqueHeaders drops headers that stand there again.
func (c *checker) uniqueHeaders(w *world, f *file) {
	kept := f.headers[:0]
	for _, h := range f.headers {
		key := segmentKey{h.Node, h.Inc, h.First}
		old := w.known[key]
		switch {
		case old == nil:
			w.known[key] = h
			w.headers = append(w.headers, h)
			kept = append(kept, h)
		case sameHeader(old, h):
			c.report.Duplicates++
			if old.file != f {
				h.original = old
				kept = append(kept, h)
			}
		default:
			old.bad = true
			c.headerFault(RuleTwice, []Place{h.place, old.place},
				"two headers describe the same segment of node %d, incarnation %d, and differ", h.Node, h.Inc)
			if old.file != f {
				h.bad = true
				kept = append(kept, h)
			}
		}
	}
	f.headers = kept
}

// sameHeader compares all that a header says, apart from what it defines.
func sameHeader(a, b *headerRecord) bool {
	x, y := *a.Header, *b.Header
	x.Values, y.Values = nil, nil
	return string(trace.AppendJSON(nil, &x)) == string(trace.AppendJSON(nil, &y))
}

// segments finds out to which header each record of f belongs, and files it
// under its node and incarnation.
func (c *checker) segments(w *world, f *file) {
	if len(f.headers) == 0 && len(f.events)+len(f.gaps)+len(f.ends) > 0 {
		c.report.add(&Finding{
			Verdict: Inconclusive, Rule: RuleMissing, Places: []Place{{f.name, 1}},
			Text: "this file has no header, so nothing in it can be judged",
		}, "")
	}
	if c.mislabelled(f) {
		f.headers = nil
	}
	f.sorted = slices.SortedFunc(slices.Values(f.headers), bySegment)
	for _, e := range f.events {
		h, fault := f.segmentOf(e)
		e.segment = h
		c.addEvent(w, e, fault)
	}
	for _, g := range f.gaps {
		c.addGap(w, f, g)
	}
	for _, e := range f.ends {
		c.addEnd(w, f, e)
	}
}

func bySegment(a, b *headerRecord) int {
	return cmp.Or(cmp.Compare(a.Node, b.Node), cmp.Compare(a.Inc, b.Inc), cmp.Compare(a.First, b.First))
}

// mislabelled reports a file whose only header is at odds with all its other
// lines, which agree with each other. Events of an earlier incarnation that a
// restart copied from the log are not at odds with it: a crash may have taken
// the rest.
func (c *checker) mislabelled(f *file) bool {
	if len(f.headers) != 1 || len(f.events) == 0 {
		return false
	}
	h, e := f.headers[0], f.events[0]
	if e.Node == h.Node && e.Inc == h.Inc || len(f.events)+len(f.ends) < 2 {
		return false
	}
	for _, other := range f.events {
		copied := other.recovered && other.Node == h.Node && other.Inc < h.Inc
		if copied || other.Node != e.Node || other.Inc != e.Inc {
			return false
		}
	}
	for _, other := range f.ends {
		if other.Node != e.Node || other.Inc != e.Inc {
			return false
		}
	}
	h.bad = true
	c.headerFault(RuleHeader, []Place{h.place, e.place()}, "the header is of node %d, incarnation %d, but all that follows is of node %d, incarnation %d",
		h.Node, h.Inc, e.Node, e.Inc)
	return true
}

// headerOf is the header of the segment of f in which an event of this node,
// incarnation and sequence number stands: the last that begins no later, else
// the first of the incarnation.
func (f *file) headerOf(node int, inc, seq uint64) *headerRecord {
	at, exact := f.search(node, inc, seq)
	if !exact && at > 0 && f.sorted[at-1].of(node, inc) {
		at--
	}
	if at < len(f.sorted) && f.sorted[at].of(node, inc) {
		return f.sorted[at]
	}
	return nil
}

// after is the header of the node's next incarnation after inc that f tells of,
// if there is one.
func (f *file) after(node int, inc uint64) *headerRecord {
	at, _ := f.search(node, inc, math.MaxUint64)
	if at < len(f.sorted) && f.sorted[at].Node == node {
		return f.sorted[at]
	}
	return nil
}

func (f *file) search(node int, inc, first uint64) (at int, exact bool) {
	return slices.BinarySearchFunc(f.sorted, segmentKey{node, inc, first}, func(h *headerRecord, k segmentKey) int {
		return cmp.Or(cmp.Compare(h.Node, k.node), cmp.Compare(h.Inc, k.inc), cmp.Compare(h.First, k.first))
	})
}

func (h *headerRecord) of(node int, inc uint64) bool { return h.Node == node && h.Inc == inc }

// segmentOf finds the segment of an event; the text says what is wrong.
func (f *file) segmentOf(e *eventRecord) (*headerRecord, string) {
	if len(f.headers) == 0 {
		return nil, ""
	}
	if !e.recovered {
		h := f.headerOf(e.Node, e.Inc, e.Seq)
		switch {
		case h == nil:
			near := f.before(e.line)
			return near, fmt.Sprintf("an event of node %d, incarnation %d, stands in a segment of node %d, incarnation %d",
				e.Node, e.Inc, near.Node, near.Inc)
		case e.Seq < h.First:
			return h, fmt.Sprintf("event %d stands in a segment whose header says that the first is %d", e.Seq, h.First)
		}
		return h, ""
	}
	if h := f.after(e.Node, e.Inc); h != nil {
		return h, ""
	}
	near := f.before(e.line)
	return near, fmt.Sprintf(
		"an event of node %d, incarnation %d, is marked as recovered, but stands in a segment of node %d, incarnation %d: "+
			"only a later incarnation of the same node recovers events", e.Node, e.Inc, near.Node, near.Inc)
}

// before is the last header above a line, or the first of the file.
func (f *file) before(line int) *headerRecord {
	near := f.headers[0]
	for _, h := range f.headers {
		if h.place.Line < line {
			near = h
		}
	}
	return near
}
