package check

import (
	"fmt"
	"slices"
	"strings"

	"github.com/synod-paxos/synod/trace"
)

// A world is a set of logs that are judged together: the traces are one, the
// write-ahead logs another.
type world struct {
	log     bool // of write-ahead logs
	files   []*file
	headers []*headerRecord // different ones, by node, inc and first
	known   map[segmentKey]*headerRecord
	logs    map[int]*nodeLog
	out     map[trace.Value]*eventRecord // who added a message, once somebody asks
	absent  []*link                      // holes that stand for logs which are not there
	assumed []*link                      // those, and the tails, of which messages are used
	lacks   bool                         // something is missing, or cannot be judged
	short   map[int]bool                 // write-ahead logs that end before an event which is cited
}

// A segmentKey is what tells segments apart.
type segmentKey struct {
	node       int
	inc, first uint64
}

// A nodeLog is everything that the files say about one node.
type nodeLog struct {
	node int
	incs map[uint64]*incLog
	last uint64 // the highest incarnation seen
	open bool   // the highest incarnation has no end
}

// An incLog is one incarnation of a node.
type incLog struct {
	headers []*headerRecord
	events  map[uint64]*eventRecord
	gaps    []*gapRecord
	end     *endRecord
	next    *headerRecord // a header of the next incarnation, which names the last event
	faults  map[uint64][]*Finding
}

func (l *nodeLog) inc(i uint64) *incLog {
	if l.incs[i] == nil {
		l.incs[i] = &incLog{events: map[uint64]*eventRecord{}, faults: map[uint64][]*Finding{}}
	}
	l.last = max(l.last, i)
	return l.incs[i]
}

func (w *world) node(n int) *nodeLog {
	if w.logs[n] == nil {
		w.logs[n] = &nodeLog{node: n, incs: map[uint64]*incLog{}}
	}
	return w.logs[n]
}

// nodes lists the nodes that have a log, ascending.
func (w *world) nodes() []int {
	list := make([]int, 0, len(w.logs))
	for n := range w.logs {
		list = append(list, n)
	}
	slices.Sort(list)
	return list
}

// index sorts what the files hold by node, incarnation and sequence number.
func (c *checker) index(files []*file, log bool) *world {
	w := &world{log: log, files: files, known: map[segmentKey]*headerRecord{}, logs: map[int]*nodeLog{}}
	for _, f := range files {
		c.uniqueHeaders(w, f)
	}
	slices.SortFunc(w.headers, bySegment)
	for _, f := range files {
		c.segments(w, f)
	}
	for _, f := range files {
		c.names(w, f)
	}
	for _, h := range w.headers {
		i := w.node(h.Node).inc(h.Inc)
		i.headers = append(i.headers, h)
		if h.Prev != nil && h.Prev.Inc+1 == h.Inc {
			w.node(h.Node).inc(h.Prev.Inc).next = h
		}
	}
	c.onePrev(w)
	c.gaps(w)
	w.incomplete()
	return w
}

// addEvent files an event, unless it is there already.
func (c *checker) addEvent(w *world, e *eventRecord, fault string) {
	i := w.node(e.Node).inc(e.Inc)
	if fault != "" {
		place := []Place{e.place(), e.segment.place}
		i.faults[e.Seq] = append(i.faults[e.Seq], c.eventFault(e, RuleHeader, place, "%s", fault))
	}
	old := i.events[e.Seq]
	switch {
	case old == nil:
		i.events[e.Seq] = e
		c.report.Events++
		if e.recovered {
			c.report.Recovered++
		}
	case sameEvent(old, e):
		e.repeated = true
		c.report.Duplicates++
		if old.segment == nil || old.recovered {
			i.events[e.Seq] = e
		}
	default:
		e.repeated = true
		i.faults[e.Seq] = append(i.faults[e.Seq], c.eventFault(e, RuleTwice, []Place{e.place(), old.place()},
			"event %d of node %d, incarnation %d, is described twice, differently", e.Seq, e.Node, e.Inc))
	}
}

// sameEvent compares all that an event says, apart from who copied it when, and
// from what it defines: that depends on what was defined before, where it stands.
func sameEvent(a, b *eventRecord) bool {
	x, y := *a.event(), *b.event()
	x.Recovered, y.Recovered, x.Time, y.Time, x.Values, y.Values = false, false, "", "", nil, nil
	return string(trace.AppendJSON(nil, &x)) == string(trace.AppendJSON(nil, &y))
}

// adder is the event that adds a message, the first that was read, or nil. Only
// where something is missing or wrong does anybody ask.
func (w *world) adder(msg trace.Value) *eventRecord {
	if w.out == nil {
		w.out = map[trace.Value]*eventRecord{}
		for _, f := range w.files {
			for _, e := range f.events {
				w.adds(e)
			}
		}
	}
	return w.out[msg]
}

func (w *world) adds(e *eventRecord) {
	if e.repeated {
		return
	}
	for _, m := range e.event().Out {
		if w.out[m] == nil {
			w.out[m] = e
		}
	}
}

// link is that of an event in its node's chain, or nil.
func (w *world) link(r trace.Ref) *link {
	log := w.logs[r.Node]
	if log == nil || log.incs[r.Inc] == nil || log.incs[r.Inc].events[r.Seq] == nil {
		return nil
	}
	return log.incs[r.Inc].events[r.Seq].link
}

// addEnd files an end, unless it is there already or nothing can be believed of
// it.
func (c *checker) addEnd(w *world, f *file, e *endRecord) {
	h := f.headerOf(e.Node, e.Inc, e.Seq)
	if h == nil {
		if len(f.headers) > 0 {
			c.stray(f, e.place, "end", e.Node, e.Inc)
		}
		return
	}
	e.segment = h
	i := w.node(e.Node).inc(e.Inc)
	switch {
	case e.Seq != e.Events:
		c.headerFault(RuleEnd, []Place{e.place}, "it contradicts itself: the last event of node %d, incarnation %d, is %d, "+
			"and the number of its events %d; sequence numbers count from 1 without gaps", e.Node, e.Inc, e.Seq, e.Events)
	case i.end == nil:
		i.end = e
	case i.end.Seq == e.Seq:
		c.report.Duplicates++
	default:
		c.headerFault(RuleTwice, []Place{e.place, i.end.place}, "node %d, incarnation %d, ends twice: after event %d and after %d",
			e.Node, e.Inc, e.Seq, i.end.Seq)
	}
}

// stray reports a line that belongs to no segment of its file.
func (c *checker) stray(f *file, p Place, kind string, node int, inc uint64) {
	near := f.before(p.Line)
	near.bad = true
	c.headerFault(RuleHeader, []Place{p, near.place}, "%s %s of node %d, incarnation %d, stands in a segment of node %d, incarnation %d",
		article(kind), kind, node, inc, near.Node, near.Inc)
}

func article(noun string) string {
	if strings.ContainsAny(noun[:1], "aeio") {
		return "an"
	}
	return "a"
}

// headerFault reports a violation that no event is at fault for.
func (c *checker) headerFault(rule string, places []Place, format string, args ...any) {
	c.report.add(&Finding{Verdict: Violation, Rule: rule, Text: fmt.Sprintf(format, args...), Places: places}, "")
}

// eventFault makes a violation that is reported if nothing before the event
// is wrong already.
func (c *checker) eventFault(e *eventRecord, rule string, places []Place, format string, args ...any) *Finding {
	step := stepOf(e)
	return &Finding{Verdict: Violation, Rule: rule, Text: fmt.Sprintf(format, args...), Places: places, Event: &step}
}
