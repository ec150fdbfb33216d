package check

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/synod-paxos/synod/trace"
)

// cite resolves what every event of a world cites, and records what is wrong
// with it: to be reported only if nothing that led to the event is wrong.
func (c *checker) cite(w *world, chains map[int]*chain) {
	t := &citations{c: c, w: w, chains: chains, absent: map[int]*link{}}
	for _, n := range sortedKeys(chains) {
		for _, l := range chains[n].links {
			if l.kind != eventLink || !l.event.cites {
				continue
			}
			for _, in := range l.event.event().In {
				t.citation(l, in)
			}
		}
	}
	t.reportAssumed()
	t.reportShort()
}

// citations resolves what events cite.
type citations struct {
	c      *checker
	w      *world
	chains map[int]*chain
	absent map[int]*link   // by node: the hole that stands for a log which is not there
	beyond map[int][]*link // by node: who cites beyond the end of its write-ahead log
}

// fault records what is wrong with a citation.
func (t *citations) fault(l *link, rule string, others []Place, format string, args ...any) {
	l.edit().cited = append(l.more().cited, t.c.eventFault(l.event, rule, append([]Place{l.place()}, others...), format, args...))
}

func (t *citations) citation(l *link, in trace.Cited) {
	target := t.chains[in.Node]
	var cause *link
	if target != nil {
		cause = t.w.link(in.Ref)
	}
	switch {
	case !slices.Contains(t.c.report.Nodes, in.Node):
		t.fault(l, RuleCitation, nil, "it cites a message of node %d, which is none of the nodes %v", in.Node, t.c.report.Nodes)
		return
	case in.Node == l.node && !earlier(in.Ref, l.ref()):
		t.fault(l, RuleCitation, nil, "it cites a message of its own %s, which is not before it", name(in.Ref))
		return
	case cause != nil:
		l.cause(cause)
		if !t.c.adds(cause.event, in.Msg) {
			l.edit().doubtful = append(l.more().doubtful, cause)
			t.fault(l, RuleCitation, []Place{cause.place()}, "it cites a message of %s that this event does not add: %s",
				name(in.Ref), trace.Clip(string(in.Msg)))
		}
		return
	}
	if other := t.w.adder(in.Msg); other != nil && !mayBeFirst(target, in.Ref, other.Ref) {
		t.fault(l, RuleCitation, []Place{other.place()}, "it cites a message of %s, but %s added it: %s",
			name(in.Ref), name(other.Ref), trace.Clip(string(in.Msg)))
		return
	}
	if target != nil {
		if i := t.w.logs[in.Node].incs[in.Inc]; i != nil {
			if last, known, places := i.lastSeq(); known && in.Seq > last {
				t.fault(l, RuleEnd, places, "it cites %s, past the last one, %d", name(in.Ref), last)
				return
			}
		}
	}
	if t.w.log {
		if msg, err := t.c.value(in.Msg); err != nil || !t.c.leaves(msg) {
			t.unlogged(l, in.Ref, target)
		}
	} else {
		t.unseen(l, in.Ref, target)
	}
}

// mayBeFirst tells whether an event that is lost may have added a message before
// another one, which is there, added it again.
func mayBeFirst(target *chain, lost, other trace.Ref) bool {
	return target != nil && target.missing(lost) != nil && (lost.Node != other.Node || earlier(lost, other))
}

// unseen deals with the citation of an event that is in no trace.
func (t *citations) unseen(l *link, ref trace.Ref, target *chain) {
	if target == nil {
		t.assume(l, ref, fmt.Sprintf("node %d has no log", ref.Node))
		return
	}
	if h := target.missing(ref); h != nil {
		l.cause(h)
		if h.kind == tailLink {
			h.edit().text = fmt.Sprintf("node %d: no file says where incarnation %d ended", h.node, h.inc)
			t.used(h, ref)
		}
		return
	}
	if log := t.w.logs[ref.Node]; log.open {
		l.edit().waits = &ref
	} else {
		t.assume(l, ref, fmt.Sprintf("node %d ended with incarnation %d", ref.Node, log.last))
	}
}

// assume takes a message for granted whose event nothing in the files shows: a
// hole behind the node's log, if there is one, or in the place of it.
func (t *citations) assume(l *link, ref trace.Ref, why string) {
	h := t.absent[ref.Node]
	if h == nil {
		h = &link{kind: holeLink, node: ref.Node, inc: ref.Inc, seq: ref.Seq, rare: &rare{place: l.place(), text: why}}
		t.absent[ref.Node] = h
		if ch := t.chains[ref.Node]; ch != nil {
			ch.add(h)
		} else {
			t.w.absent = append(t.w.absent, h)
		}
	}
	t.used(h, ref)
	l.cause(h)
}

// used notes that a message of a missing event is used.
func (t *citations) used(h *link, ref trace.Ref) {
	t.w.lacks = true
	if h.more().assumed == nil {
		h.edit().assumed = map[trace.Ref]bool{}
		t.w.assumed = append(t.w.assumed, h)
	}
	h.more().assumed[ref] = true
}

// reportAssumed reports, by node, the events whose messages were assumed.
func (t *citations) reportAssumed() {
	for _, h := range t.w.assumed {
		t.c.report.add(&Finding{
			Verdict: Inconclusive, Rule: RuleMissing, Places: []Place{h.place()},
			Text: fmt.Sprintf("%s, but messages of it are used, and are assumed: %s", h.more().text, list(h.more().assumed)),
		}, "")
	}
}

// list names events of one node.
func list(set map[trace.Ref]bool) string {
	const most = 12
	refs := slices.SortedFunc(maps.Keys(set), func(a, b trace.Ref) int {
		return cmp.Or(cmp.Compare(a.Inc, b.Inc), cmp.Compare(a.Seq, b.Seq))
	})
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
	}
}

// uncause forgets the causes that did not add the message, and tells whether
// there were any.
func (l *link) uncause() bool {
	doubtful := l.more().doubtful
	if len(doubtful) == 0 {
		return false
	}
	l.causes = slices.DeleteFunc(l.causes, func(x *link) bool { return slices.Contains(doubtful, x) })
	l.edit().doubtful = nil
	return true
}

// adds tells whether an event adds a message, however it is written.
func (c *checker) adds(e *eventRecord, msg trace.Value) bool {
	out := e.event().Out
	if slices.Contains(out, msg) {
		return true
	}
	want, err := c.value(msg)
	if err != nil {
		return false
	}
	return slices.ContainsFunc(out, func(m trace.Value) bool {
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
	for _, a := range e.event().Args {
		args = append(args, trace.Clip(plain(a.Value)))
	}
	return Step{Place: e.place(), Ref: e.Ref, Action: trace.Clip(e.name()), Args: strings.Join(args, ", ")}
}
