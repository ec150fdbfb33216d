package check

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/synod-paxos/synod/trace"
)

// members reports what is missing of the write-ahead logs of all nodes. One
// that is not there, or without its beginning, must not pass for one that has
// nothing to say.
func (c *checker) members(w *world) {
	var empty []string
	place := Place{w.files[0].name, 1}
	for _, f := range w.files {
		if len(f.headers) == 0 {
			empty = append(empty, f.name)
		}
	}
	for _, n := range c.report.Nodes {
		first := c.consecutive(w.logs[n])
		switch {
		case first == nil && len(empty) > 0:
			c.lacking(Place{empty[0], 1}, "the write-ahead log of node %d is not among these files, unless it is one without a header: %s",
				n, trace.Clip(strings.Join(empty, ", ")))
		case first == nil:
			c.lacking(place, "the write-ahead log of node %d is not among these files", n)
		case first.Inc > 1 && first.State == nil:
			c.lacking(first.place, "the write-ahead log of node %d begins with incarnation %d", n, first.Inc)
		}
	}
}

func (c *checker) lacking(place Place, format string, args ...any) {
	c.report.add(&Finding{
		Verdict: Inconclusive, Rule: RuleMissing, Places: []Place{place}, Text: fmt.Sprintf(format, args...),
	}, "")
}

// consecutive gives the first header of a write-ahead log. Each incarnation
// adds one before anything else, so none can be missing between two others.
func (c *checker) consecutive(log *nodeLog) *headerRecord {
	if log == nil {
		return nil
	}
	var first, last *headerRecord
	for _, inc := range slices.Sorted(maps.Keys(log.incs)) {
		if len(log.incs[inc].headers) == 0 {
			continue
		}
		h := log.incs[inc].headers[0]
		if first == nil {
			first = h
		} else if h.Inc != last.Inc+1 {
			c.headerFault(RuleHeader, []Place{h.place, last.place},
				"in the write-ahead log of node %d incarnation %d follows incarnation %d", h.Node, h.Inc, last.Inc)
		}
		last = h
	}
	return first
}

// citeLogs reports what is wrong with what the events of write-ahead logs cite:
// of each node, the first.
func (c *checker) citeLogs(w *world, chains map[int]*chain) {
	c.cite(w, chains)
	for _, n := range sortedKeys(chains) {
		for _, l := range chains[n].links {
			if cited := l.more().cited; len(cited) > 0 {
				c.report.add(cited[0], Voting)
				break
			}
		}
	}
}

// unlogged deals with the citation of an event that is in no write-ahead log. A
// log holds every event that adds a message, from before the message is sent.
// So one that goes on behind the event tells that there is none; one that does
// not has lost its end, or was read before the other was.
func (t *citations) unlogged(l *link, ref trace.Ref, target *chain) {
	if target == nil {
		return // the log is not there, and is reported as such
	}
	if t.w.truncated(ref) {
		return
	}
	if h := target.missing(ref); h != nil {
		if !h.lost { // else the incarnation is not there, and is reported as such
			t.fault(l, RuleCitation, nil, "it cites %s, which that node's write-ahead log leaves out: a log holds every event that adds a message",
				name(ref))
		}
		return
	}
	if t.beyond == nil {
		t.beyond = map[int][]*link{}
	}
	t.beyond[ref.Node] = append(t.beyond[ref.Node], l)
	if t.w.short == nil {
		t.w.short = map[int]bool{}
	}
	t.w.short[ref.Node] = true
}

// reportShort reports, by node, the write-ahead logs that end too early.
func (t *citations) reportShort() {
	for _, n := range sortedKeys(t.beyond) {
		refs := map[trace.Ref]bool{}
		for _, l := range t.beyond[n] {
			for _, in := range l.event.event().In {
				if in.Node == n && t.w.link(in.Ref) == nil {
					refs[in.Ref] = true
				}
			}
		}
		t.c.lacking(t.beyond[n][0].place(), "the write-ahead log of node %d is cut short, or was read before others were: it lacks what they cite, %s",
			n, list(refs))
	}
}

// begins is the header with which a write-ahead log begins: of the first
// incarnation, or one that holds the node's state where what was before it has
// been truncated. It is nil if the log has no beginning.
func (l *nodeLog) begins() *headerRecord {
	if l == nil || len(l.incs) == 0 {
		return nil
	}
	first := l.incs[slices.Min(slices.Collect(maps.Keys(l.incs)))]
	for i := range l.incs {
		if len(l.incs[i].headers) > 0 && (len(first.headers) == 0 || i < first.headers[0].Inc) {
			first = l.incs[i]
		}
	}
	if len(first.headers) == 0 || first.headers[0].State == nil {
		return nil
	}
	return first.headers[0]
}

// truncated tells whether an event lies before the beginning of its node's log.
func (w *world) truncated(r trace.Ref) bool {
	if !w.log {
		return false
	}
	h := w.logs[r.Node].begins()
	return h != nil && (r.Inc < h.Inc || r.Inc == h.Inc && r.Seq < h.First)
}
