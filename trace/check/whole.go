package check

import (
	"fmt"

	"github.com/synod-paxos/synod/spec/tla"
	"github.com/synod-paxos/synod/trace"
	"github.com/synod-paxos/synod/trace/post"
)

// whole compares a whole state with the one that the events led to, or takes
// it over where that is not known.
func (r *replay) whole(l *link, n *nodeState) {
	got, err := r.c.asPaths(l.more().state)
	if err != nil {
		r.violate(l, r.finding(l, RuleState, "%v", err))
		return
	}
	if n.known {
		o, _ := r.c.model.own(r.st, n.value)
		differences := r.c.comparePaths(got, r.c.model.flat(o), nil)
		if len(differences) > 0 {
			r.violate(l, stateFault(l, differences))
		}
		return
	}
	o := own{}
	if err := r.c.apply(o, l.more().state); err != nil {
		r.violate(l, r.finding(l, RuleState, "%v", err))
		return
	}
	if f := r.notWhole(l, RuleState, n, o, got); f != nil {
		r.violate(l, f)
		return
	}
	r.found.compare(r, l, l.more().state)
	r.learn(n, o)
}

// notWhole says what is wrong with a state that is to be taken over: it must
// give all variables, no path but theirs, nothing durable that is older than
// what the log shows, and values of the right types.
func (r *replay) notWhole(l *link, rule string, n *nodeState, o own, paths []post.Change) *Finding {
	if !r.complete(o, paths) {
		return r.finding(l, rule, "this is not a whole state of node %d: want the variables %v", l.node, r.c.model.nodeVars)
	}
	if f := r.behind(l, rule, n, o); f != nil {
		return f
	}
	if ok, err := r.c.model.typed(n.value, o); err != nil || !ok {
		f := r.finding(l, rule, "this is no state of node %d in %s: %s does not hold of it", l.node, r.c.source.name, typeInvariant)
		if err != nil {
			f.Failure = &Failure{Module: r.c.source.name, Message: err.Error()}
		}
		return f
	}
	return nil
}

// finding is a violation at a link.
func (r *replay) finding(l *link, rule, format string, args ...any) *Finding {
	if l.event != nil {
		return r.c.fault(l.event, rule, format, args...)
	}
	return &Finding{Verdict: Violation, Rule: rule, Places: []Place{l.place()}, Text: fmt.Sprintf(format, args...)}
}

// complete tells whether a state gives all variables, and no path but theirs. A
// variable that is told of key by key may have no keys.
func (r *replay) complete(o own, paths []post.Change) bool {
	for _, name := range r.c.model.nodeVars {
		if !o[name].IsValid() && r.c.model.shape.Keyed(name) {
			o[name] = tla.Tuple()
		}
	}
	if len(o) != len(r.c.model.nodeVars) {
		return false
	}
	for _, name := range r.c.model.nodeVars {
		if !o[name].IsValid() {
			return false
		}
	}
	return len(r.c.model.flat(o)) == len(paths)
}

func stateFault(l *link, differences []Difference) *Finding {
	what := "the state that the node's events led to"
	if l.inc == 1 && l.seq == 1 {
		what = "the initial state"
	}
	d := differences[0]
	text := fmt.Sprintf("the state given here is not %s: %s is %s, not %s", what, trace.Clip(d.What),
		orNothing(d.Got), orNothing(d.Want))
	return &Finding{Verdict: Violation, Rule: RuleState, Places: []Place{l.place()}, Text: text, Differences: differences}
}

func orNothing(s string) string {
	if s == "" {
		return "not there"
	}
	return trace.Clip(s)
}
