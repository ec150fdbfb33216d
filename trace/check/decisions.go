package check

import (
	"github.com/synod-paxos/synod/spec/tla"
	"github.com/synod-paxos/synod/trace"
)

// decidedPath is the variable that holds the value which a node believes to be
// chosen.
const decidedPath = "decided"

// decisions are the values that nodes believe to be decided. They are compared
// over all events that their own node's log does not contradict: also over those
// that cannot be judged yet, as they cite what is not written down. Whatever the
// missing part says, two values are one too many.
type decisions struct {
	first   map[string]decision // by path
	divided bool                // another one was found
}

// A decision is a value and the link by which a node came to believe it.
type decision struct {
	link  *link
	value tla.Value
}

// compare compares what a node says of its state at a link with what others
// said.
func (d *decisions) compare(r *replay, l *link, list []trace.Change) {
	if d == nil || d.divided || !r.c.model.knowsVariable(decidedPath) {
		return
	}
	for _, ch := range list {
		if variableOf(ch.Path) != decidedPath || ch.Gone() {
			continue
		}
		value, err := r.c.value(ch.Value)
		if err != nil || value.Kind() == tla.KindModel {
			continue
		}
		first, ok := d.first[ch.Path]
		if !ok {
			d.first[ch.Path] = decision{l, value}
		} else if !first.value.Equal(value) {
			d.divided = true
			r.divided(l, value, first)
			return
		}
	}
}

// divided reports that two values are believed to be decided.
func (r *replay) divided(l *link, value tla.Value, first decision) {
	f := r.finding(l, RuleInvariant, "two values are decided: %s by node %d, and %s by node %d",
		brief(value), l.node, brief(first.value), first.link.node)
	f.Places = append(f.Places, first.link.place)
	f.link, f.Past, f.Assumptions = l, past(l), r.assumptions(l)
	r.c.report.add(f, r.level)
}
