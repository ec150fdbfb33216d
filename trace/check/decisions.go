package check

import (
	"strings"

	"github.com/synod-paxos/synod/spec/tla"
	"github.com/synod-paxos/synod/trace"
)

// decisions are the values that nodes believe to be decided: those of the
// variables in Decisions, path by path, and, by the first variable of Progress,
// those of the second. They are compared over all events that their own node's
// log does not contradict: also over those that cannot be judged yet, as they
// cite what is not written down. Whatever the missing part says, two values are
// one too many.
type decisions struct {
	first   map[subject]decision
	divided bool // another one was found
}

// A subject is what nodes may hold to be decided: a path, or what stands at the
// second variable of Progress when the first has a value.
type subject struct{ path, at string }

// A decision is a value and the link by which a node came to believe it. There is
// one for each slot, so the text is kept, which names what is large.
type decision struct {
	link *link
	text trace.Value
}

func newDecisions() *decisions { return &decisions{first: map[subject]decision{}} }

// compare compares what a node says of its state at a link with what others
// said.
func (d *decisions) compare(r *replay, l *link, list []trace.Change) {
	if d == nil || d.divided {
		return
	}
	m := r.c.model
	var at, reached trace.Value
	for _, ch := range list {
		switch variable := variableOf(ch.Path); {
		case ch.Gone():
		case m.decisions[variable]:
			d.one(r, l, subject{path: ch.Path}, ch.Value)
		case m.holds[variable]:
			d.record(r, l, ch.Value)
		case len(m.progress) == 2 && variable == m.progress[0]:
			at = ch.Value
		case len(m.progress) == 2 && variable == m.progress[1]:
			reached = ch.Value
		}
	}
	if at != "" && reached != "" {
		d.one(r, l, subject{m.progress[1], string(at)}, reached)
	}
}

// record compares what a record says that has the variables of Progress as fields,
// such as a snapshot.
func (d *decisions) record(r *replay, l *link, text trace.Value) {
	v, err := r.c.value(text)
	if err != nil {
		return
	}
	at, ok1 := v.Field(r.c.model.progress[0])
	reached, ok2 := v.Field(r.c.model.progress[1])
	if ok1 && ok2 {
		d.one(r, l, subject{r.c.model.progress[1], string(tla.AppendJSON(nil, at))}, trace.Value(tla.AppendJSON(nil, reached)))
	}
}

// one compares one decision. A model value stands for there being none. Equal
// texts are equal values.
func (d *decisions) one(r *replay, l *link, s subject, text trace.Value) {
	first, ok := d.first[s]
	if d.divided || ok && first.text == text {
		return
	}
	value, err := r.c.value(text)
	if err != nil || value.Kind() == tla.KindModel {
		return
	}
	if !ok {
		s.path, s.at = strings.Clone(s.path), strings.Clone(s.at)
		d.first[s] = decision{l, trace.Value(strings.Clone(string(text)))}
		return
	}
	if before, err := r.c.value(first.text); err == nil && !before.Equal(value) {
		d.divided = true
		r.divided(l, s, value, before, first.link)
	}
}

// divided reports that two values are believed to be decided.
func (r *replay) divided(l *link, s subject, value, before tla.Value, first *link) {
	where := ""
	if s.at != "" {
		where = " (" + s.path + " at " + r.c.model.progress[0] + " = " + s.at + ")"
	} else if s.path != variableOf(s.path) {
		where = " (" + trace.Clip(s.path) + ")"
	}
	f := r.finding(l, RuleInvariant, "two values are decided%s: %s by node %d, and %s by node %d",
		where, r.c.brief(value), l.node, r.c.brief(before), first.node)
	f.Places = append(f.Places, first.place())
	f.link, f.Past, f.Assumptions = l, past(l), r.assumptions(l)
	r.c.report.add(f, r.level)
}
