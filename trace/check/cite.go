package check

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/synod-paxos/synod/trace"
)

// cite resolves what every event of a world cites, and records what is wrong
// with it: to be reported only if nothing that led to the event is wrong.
func (c *checker) cite(w *world, chains map[int]*chain) {
	absent := map[int]*link{}
	for _, n := range sortedKeys(chains) {
		for _, l := range chains[n].links {
			if l.kind != eventLink {
				continue
			}
			for _, in := range l.event.In {
				c.citation(w, chains, absent, l, in)
			}
		}
	}
	c.reportAssumed(w)
}

func (c *checker) citation(w *world, chains map[int]*chain, absent map[int]*link, l *link, in trace.Cited) {
	fault := func(rule string, other *eventRecord, format string, args ...any) {
		places := []Place{l.place}
		if other != nil {
			places = append(places, other.place)
		}
		l.cited = append(l.cited, c.eventFault(l.event, rule, places, format, args...))
	}
	target := chains[in.Node]
	var cause *link
	if target != nil {
		cause = target.events[in.Ref]
	}
	switch {
	case !slices.Contains(c.report.Nodes, in.Node):
		fault(RuleCitation, nil, "it cites a message of node %d, which is none of the nodes %v", in.Node, c.report.Nodes)
		return
	case in.Node == l.node && !earlier(in.Ref, l.ref()):
		fault(RuleCitation, nil, "it cites a message of its own %s, which is not before it", name(in.Ref))
		return
	case cause != nil:
		l.cause(cause)
		if !c.adds(cause.event, in.Msg) {
			l.doubtful = append(l.doubtful, cause)
			fault(RuleCitation, cause.event, "it cites a message of %s that this event does not add: %s", name(in.Ref), in.Msg)
		}
		return
	}
	if other := w.out[in.Msg]; other != nil {
		fault(RuleCitation, other, "it cites a message of %s, but %s added it: %s", name(in.Ref), name(other.Ref), in.Msg)
		return
	}
	c.unseen(w, target, absent, l, in.Ref, fault)
}

// unseen deals with the citation of an event that is in no file.
func (c *checker) unseen(w *world, target *chain, absent map[int]*link, l *link, ref trace.Ref,
	fault func(rule string, other *eventRecord, format string, args ...any)) {
	if target == nil {
		c.assume(w, absent, l, ref, fmt.Sprintf("node %d has no log", ref.Node))
		return
	}
	log := w.logs[ref.Node]
	if i := log.incs[ref.Inc]; i != nil {
		if last, known, places := i.lastSeq(); known && ref.Seq > last {
			fault(RuleEnd, nil, "it cites %s, past the last one, %d", name(ref), last)
			f := l.cited[len(l.cited)-1]
			f.Places = append(f.Places, places...)
			return
		}
	}
	for _, h := range target.links {
		if h.covers(ref) {
			l.cause(h)
			return
		}
	}
	if log.open {
		l.waits = &ref
		return
	}
	c.assume(w, absent, l, ref, fmt.Sprintf("node %d ended with incarnation %d", ref.Node, log.last))
}

// assume takes a message for granted whose event nothing in the files shows.
func (c *checker) assume(w *world, absent map[int]*link, l *link, ref trace.Ref, why string) {
	h := absent[ref.Node]
	if h == nil {
		h = &link{kind: holeLink, node: ref.Node, inc: ref.Inc, seq: ref.Seq, place: l.place, text: why}
		absent[ref.Node] = h
		w.absent = append(w.absent, h)
	}
	if !slices.Contains(h.assumed, ref) {
		h.assumed = append(h.assumed, ref)
	}
	l.cause(h)
}

// reportAssumed reports, by node, the events whose messages were assumed.
func (c *checker) reportAssumed(w *world) {
	for _, h := range w.absent {
		slices.SortFunc(h.assumed, func(a, b trace.Ref) int {
			return cmp.Or(cmp.Compare(a.Inc, b.Inc), cmp.Compare(a.Seq, b.Seq))
		})
		c.report.add(&Finding{
			Verdict: Inconclusive, Rule: RuleMissing, Places: []Place{h.place},
			Text: fmt.Sprintf("%s, but messages of it are used, and are assumed: %s", h.text, list(h.assumed)),
		}, "")
	}
}

// list names events of one node.
func list(refs []trace.Ref) string {
	const most = 12
	var b strings.Builder
	for i, r := range refs[:min(most, len(refs))] {
		switch {
		case i == 0 || r.Inc != refs[i-1].Inc:
			if i > 0 {
				b.WriteString("; ")
			}
			fmt.Fprintf(&b, "incarnation %d, events %d", r.Inc, r.Seq)
		default:
			fmt.Fprintf(&b, ", %d", r.Seq)
		}
	}
	if len(refs) > most {
		fmt.Fprintf(&b, " and %d more", len(refs)-most)
	}
	return b.String()
}

func (l *link) cause(by *link) {
	if !slices.Contains(l.causes, by) {
		l.causes = append(l.causes, by)
		by.effects = append(by.effects, l)
	}
}

// uncause forgets the causes that did not add the message, and tells whether
// there were any.
func (l *link) uncause() bool {
	for _, by := range l.doubtful {
		l.causes = slices.DeleteFunc(l.causes, func(x *link) bool { return x == by })
		by.effects = slices.DeleteFunc(by.effects, func(x *link) bool { return x == l })
	}
	any := len(l.doubtful) > 0
	l.doubtful = nil
	return any
}

// adds tells whether an event adds a message, however it is written.
func (c *checker) adds(e *eventRecord, msg trace.Value) bool {
	if slices.Contains(e.Out, msg) {
		return true
	}
	want, err := c.value(msg)
	if err != nil {
		return false
	}
	return slices.ContainsFunc(e.Out, func(m trace.Value) bool {
		got, err := c.value(m)
		return err == nil && got.Equal(want)
	})
}

func earlier(a, b trace.Ref) bool { return a.Inc < b.Inc || a.Inc == b.Inc && a.Seq < b.Seq }

// name is an event for people.
func name(r trace.Ref) string {
	return fmt.Sprintf("event %d of node %d, incarnation %d", r.Seq, r.Node, r.Inc)
}

func stepOf(e *eventRecord) Step {
	args := []string{fmt.Sprint(e.Node)}
	for _, a := range e.Args {
		args = append(args, plain(a.Value))
	}
	return Step{Place: e.place, Ref: e.Ref, Action: e.Action, Args: strings.Join(args, ", ")}
}
