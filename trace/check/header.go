package check

import (
	"fmt"
	"slices"
	"strings"

	"github.com/synod-paxos/synod/trace"
)

// headers compares the headers of all worlds with each other: they must be of
// one run of one cluster with the same nodes, and of a known specification.
func (c *checker) headers(worlds ...*world) {
	var all []*headerRecord
	for _, w := range worlds {
		all = append(all, w.headers...)
	}
	c.agree(all, "cluster", func(h *headerRecord) string { return fmt.Sprintf("%q", h.Cluster) })
	c.agree(all, "run", func(h *headerRecord) string { return fmt.Sprintf("%q", h.Run) })
	c.agree(all, "nodes", func(h *headerRecord) string { return fmt.Sprint(h.Nodes) })
	for _, w := range worlds {
		for _, f := range w.files {
			c.fileName(f)
		}
	}
	for _, h := range all {
		c.headerRules(h)
		c.headerSpec(h)
	}
	for _, h := range all {
		if !h.bad && !h.blind {
			c.report.Nodes = h.Nodes
			return
		}
	}
}

// agree reports the headers that differ from most in one field. With no
// majority, the first in order stands for it: somebody is wrong, and the
// finding names both.
func (c *checker) agree(all []*headerRecord, field string, value func(*headerRecord) string) {
	type group struct {
		first *headerRecord
		count int
	}
	groups := map[string]*group{}
	var main *group
	for _, h := range all {
		g := groups[value(h)]
		if g == nil {
			g = &group{first: h}
			groups[value(h)] = g
		}
		g.count++
	}
	for _, h := range all {
		if g := groups[value(h)]; main == nil || g.count > main.count {
			main = g
		}
	}
	for _, h := range all {
		if groups[value(h)] == main {
			continue
		}
		h.bad = true
		c.headerFault(RuleHeader, []Place{h.place, main.first.place}, "%s is %s here, but %s in %d other headers",
			field, trace.Clip(value(h)), trace.Clip(value(main.first)), main.count)
	}
}

// onePrev checks that all segments of an incarnation say the same of the one
// before.
func (c *checker) onePrev(w *world) {
	var first *headerRecord
	for _, h := range w.headers {
		if first == nil || !first.of(h.Node, h.Inc) {
			first = h
			continue
		}
		if samePrev(first.Prev, h.Prev) {
			continue
		}
		first.bad, h.bad = true, true
		c.headerFault(RuleHeader, []Place{h.place, first.place}, "two segments of node %d, incarnation %d, say differently how the one before ended",
			h.Node, h.Inc)
	}
}

func samePrev(a, b *trace.Prev) bool { return a == b || a != nil && b != nil && *a == *b }

// fileName checks that a file which bears the name of a segment opens with that
// segment's header. Of a header without events this is all that can tell whose
// it is.
func (c *checker) fileName(f *file) {
	node, inc, ok := trace.ParseSegmentName(f.name)
	if !ok || len(f.headers) == 0 {
		return
	}
	h := f.headers[0]
	if h.bad || h.Node == node && h.Inc == inc {
		return
	}
	h.bad = true
	c.headerFault(RuleHeader, []Place{h.place}, "the header is of node %d, incarnation %d, but the file is named after node %d, incarnation %d",
		h.Node, h.Inc, node, inc)
}

// headerRules checks one header against itself.
func (c *checker) headerRules(h *headerRecord) {
	fault := func(format string, args ...any) {
		h.bad = true
		c.headerFault(RuleHeader, []Place{h.place}, format, args...)
	}
	if !slices.Contains(h.Nodes, h.Node) {
		fault("node %d is none of the nodes %s", h.Node, trace.Clip(fmt.Sprint(h.Nodes)))
	}
	switch {
	case h.Inc == 1 && h.Prev != nil:
		fault("the first incarnation names a previous one")
	case h.Inc > 1 && h.Prev == nil:
		fault("incarnation %d does not name the end of the previous one", h.Inc)
	case h.Inc > 1 && h.Prev.Inc+1 != h.Inc:
		fault("incarnation %d says that the previous one is %d", h.Inc, h.Prev.Inc)
	}
	if h.Prev != nil && h.Prev.Last != h.Prev.Events {
		fault("it contradicts itself: the last event of incarnation %d is %d, and the number of its events %d; "+
			"sequence numbers count from 1 without gaps", h.Prev.Inc, h.Prev.Last, h.Prev.Events)
	}
	restart := h.Inc > 1 && h.First == 1
	switch {
	case restart && h.State != nil:
		fault("the first event is Restart, so the header cannot know the state before it")
	case !restart && h.State == nil:
		fault("the node's state before event %d is missing", h.First)
	}
}

// supported is how the versions of formats that this checker knows begin.
var supported = fmt.Sprintf("%d.", trace.FormatMajor)

// headerSpec tells whether this checker has the specification that h names.
func (c *checker) headerSpec(h *headerRecord) {
	known, hash := c.source.knows(h.Spec, h.Hash)
	switch {
	case !strings.HasPrefix(h.Format, supported):
		h.blind = true
		c.unknown(h, fmt.Sprintf("format %s is none that this checker knows, which are %sx", trace.Clip(h.Format), supported))
	case hash && !known:
		h.bad = true
		c.headerFault(RuleHeader, []Place{h.place}, "the hash is that of %s, not of %s", c.source.name, trace.Clip(h.Spec))
	case !known:
		h.blind = true
		c.unknown(h, fmt.Sprintf("this checker does not know specification %s with hash %s", trace.Clip(h.Spec), short(h.Hash)))
	case !hash:
		h.blind = true
		c.unknown(h, fmt.Sprintf("specification %s has hash %s here, and %s in this checker (--ir replays another version)",
			h.Spec, short(h.Hash), short(c.source.hash)))
	}
}

func short(hash string) string {
	if len(hash) > 12 {
		return hash[:12] + "…"
	}
	return hash
}

func (c *checker) unknown(h *headerRecord, text string) {
	c.report.add(&Finding{
		Verdict: Inconclusive, Rule: RuleUnknown, Places: []Place{h.place},
		Text: text + "; its segment cannot be judged",
	}, "")
}
