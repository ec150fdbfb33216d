package check

import (
	"fmt"

	"github.com/synod-paxos/synod/spec/tla"
	"github.com/synod-paxos/synod/trace"
	"github.com/synod-paxos/synod/trace/post"
)

// restart judges a Restart, whose post is the node's whole state: what is
// durable must be as the log left it, and the rest as the specification resets
// it. A restart is also where a node whose steps were not all seen is judged
// again.
func (r *replay) restart(l *link, n *nodeState, p *prepared) {
	before := r.st
	if !n.known {
		o := own{}
		if err := r.c.apply(o, l.event.event().Post); err != nil {
			r.violate(l, r.c.fault(l.event, RuleRestart, "post: %v", err))
			return
		}
		if f := r.notWhole(l, RuleRestart, n, o, p.post); f != nil {
			r.violate(l, f)
			return
		}
		before = r.c.model.with(r.st, n.value, o)
	}
	next, f := r.c.step(before, l.event, p)
	if f == nil {
		f = r.c.compareOut(l.event, p, next)
	}
	if f == nil {
		f = r.restarted(l, n, p, next)
	}
	if f == nil {
		f = r.needless(before, next, l.event, p)
	}
	switch {
	case f != nil && f.Verdict == Inconclusive:
		r.pass(l, n, f)
		return
	case f != nil:
		r.violate(l, f)
		return
	}
	n.known, n.partial, n.unsure, n.claims = true, r.partial(), false, nil
	r.accept(l, next)
}

// restarted compares the whole state after a restart.
func (r *replay) restarted(l *link, n *nodeState, p *prepared, next tla.State) *Finding {
	o, _ := r.c.model.own(next, n.value)
	list := r.c.comparePaths(p.post, r.c.model.flat(o), nil)
	if len(list) == 0 {
		return nil
	}
	d := list[0]
	for _, other := range list {
		if r.c.model.durable[variableOf(other.What)] {
			d = other
			break
		}
	}
	text := fmt.Sprintf("after the restart %s must be %s, but the event says %s", trace.Clip(d.What), orNothing(d.Want), orNothing(d.Got))
	if r.c.model.durable[variableOf(d.What)] {
		text = fmt.Sprintf("the restart found %s = %s on disk, but the node's last state had %s", trace.Clip(d.What), orNothing(d.Got), orNothing(d.Want))
	}
	f := r.c.fault(l.event, RuleRestart, "%s", text)
	f.Differences = list
	return f
}

// behind compares a whole state, such as a restart found on disk, with what is
// known of the log before it, part of which is missing. Something durable that
// is older than what the log shows is a violation; something newer may come from
// the missing part.
func (r *replay) behind(l *link, rule string, n *nodeState, found own) *Finding {
	has := func(pv post.Change) string {
		if rule == RuleRestart {
			return fmt.Sprintf("the restart found %s = %s on disk", trace.Clip(pv.Path()), r.c.brief(pv.Value))
		}
		return fmt.Sprintf("the state given here has %s = %s", trace.Clip(pv.Path()), r.c.brief(pv.Value))
	}
	var differ []post.Change
	for _, name := range r.c.model.nodeVars {
		if r.c.model.durable[name] && n.claims[name].IsValid() {
			differ = r.c.model.shape.Between(differ, name, n.claims[name], found[name])
		}
	}
	if pv, older := r.olderPath(l, n, found, differ); older {
		known := lookup(n.claims, pv)
		f := r.finding(l, rule, "%s, older than %s, which the log shows before it", has(pv), r.c.brief(known))
		f.Differences = []Difference{{What: pv.Path(), Want: r.c.show(known), Got: r.c.show(pv.Value)}}
		return f
	}
	if n.unsure {
		for _, pv := range differ {
			r.c.report.add(&Finding{
				Verdict: Inconclusive, Rule: rule, Places: []Place{l.place()},
				Text: has(pv) + ", which nothing in the log led to; no file says whether the log is whole",
			}, r.level)
		}
	}
	return nil
}

// olderPath is the first of the paths in which a state is older than what the log
// shows. The specification may say what that means of its durable variables
// together, as of votes that were forgotten because a snapshot covers them.
func (r *replay) olderPath(l *link, n *nodeState, found own, differ []post.Change) (pv post.Change, older bool) {
	m := r.c.model
	if len(differ) == 0 {
		return pv, false
	}
	for _, pv := range differ {
		if r.older(l, n, pv) {
			return pv, true
		}
	}
	if !m.has[notOlderDefinition] {
		return pv, false
	}
	before, after := own{}, own{}
	for name := range m.durable {
		after[name] = found[name]
		if before[name] = n.claims[name]; !before[name].IsValid() {
			before[name] = found[name]
		}
	}
	holds, err := m.spec.Eval(notOlderDefinition, tla.State{}, before.record(), after.record())
	ok, _ := holds.Truth()
	return differ[0], err == nil && !ok // what makes no sense is of the wrong type, which is found next
}

// older tells whether a path shows by itself that a state is older.
func (r *replay) older(l *link, n *nodeState, pv post.Change) bool {
	return older(pv.Value, lookup(n.claims, pv)) || r.superseded(l, pv)
}

// lookup is the value of a path, or no value.
func lookup(o own, at post.Change) tla.Value {
	v := o[at.Variable]
	if at.Key.IsValid() {
		v, _ = v.Apply(at.Key)
	}
	return v
}

// older tells whether a is less than b in a number that it is or holds, and
// greater in none.
func older(a, b tla.Value) bool {
	x, ok1 := a.Int64()
	y, ok2 := b.Int64()
	if ok1 && ok2 {
		return x < y
	}
	if a.Kind() != tla.KindRecord || b.Kind() != tla.KindRecord {
		return false
	}
	less := false
	for key, v := range a.Pairs() {
		w, ok := b.Apply(key)
		if !ok {
			return false
		}
		if older(w, v) {
			return false
		}
		less = less || older(v, w)
	}
	return less
}

// superseded tells whether the node had the value before, and changed it.
func (r *replay) superseded(l *link, pv post.Change) bool {
	had := false
	for at := l.prev; at != nil && !had; at = at.prev {
		if at.kind != eventLink {
			continue
		}
		for _, ch := range at.event.event().Post {
			if ch.Path != pv.Path() || ch.Gone() {
				continue
			}
			v, err := r.c.value(ch.Value)
			had = had || err == nil && v.Equal(pv.Value)
		}
	}
	return had
}
