package check

import (
	"fmt"
	"slices"

	"github.com/synod-paxos/synod/spec/tla"
	"github.com/synod-paxos/synod/trace/post"
)

// restartAction is the name of the action by which an incarnation begins.
const restartAction = "Restart"

// A replay walks links in an order that respects causes, and has the
// specification judge each event that nothing wrong led to.
type replay struct {
	c      *checker
	w      *world
	level  Level
	st     tla.State
	nodes  map[int]*nodeState
	marks  []mark // by link id
	after  func(l *link, st tla.State)
	found  *decisions       // what nodes believe to be decided; nil where that is compared elsewhere
	silent map[*action]bool // of which Recalled says nothing
	spare  bool             // whether to look for messages that a step does not need
}

type nodeState struct {
	value   tla.Value // the node, as the specification sees it
	known   bool      // the state is in replay.st
	partial bool      // a write-ahead log left out events: volatile variables are not known
	unsure  bool      // nobody says which event of the last incarnation was the last
	claims  own       // what the log says of the state while it is not known
}

// A mark says why a link, and what follows from it, is not judged.
type mark uint8

const (
	wrong mark = 1 << iota
	waiting
)

func (c *checker) newReplay(w *world, level Level, links int) *replay {
	r := &replay{c: c, w: w, level: level, st: c.model.init, nodes: map[int]*nodeState{}, marks: make([]mark, links), silent: map[*action]bool{}}
	for _, n := range c.report.Nodes {
		r.nodes[n] = &nodeState{value: tla.Int(int64(n)), known: true, partial: r.partial()}
	}
	return r
}

// partial tells whether the volatile variables are not known even where no event
// is missing: where the specification says what a log tells of them.
func (r *replay) partial() bool { return r.w.log && r.c.model.has[recalledDefinition] }

// run visits links in order.
func (r *replay) run(links []*link) {
	for _, l := range links {
		if m := r.inherited(l); m != 0 {
			r.marks[l.id] = m
			r.skip(l)
			continue
		}
		r.visit(l)
	}
}

// inherited is what a link takes over from those that led to it.
func (r *replay) inherited(l *link) (m mark) {
	if l.prev != nil {
		m = r.marks[l.prev.id]
	}
	if r.level == Local {
		return m
	}
	for _, cause := range l.causes {
		m |= r.marks[cause.id]
	}
	if m == 0 && l.more().waits != nil {
		r.c.wait(l)
		return waiting
	}
	return m
}

// skip counts an event that is not judged. One that only waits counts among
// what its node believes.
func (r *replay) skip(l *link) {
	if l.kind != eventLink {
		return
	}
	r.c.report.Unjudged[r.level]++
	if r.marks[l.id] == waiting {
		r.c.report.Held++
		r.found.compare(r, l, l.event.event().Post)
	}
}

func (r *replay) visit(l *link) {
	n := r.nodes[l.node]
	if n == nil {
		r.marks[l.id] = wrong // a node outside Nodes: its header was reported
		r.skip(l)
		return
	}
	switch l.kind {
	case holeLink:
		if r.w.log && !l.lost {
			n.partial = true
			return
		}
		r.forget(n)
		n.unsure = false
	case tailLink:
		if !r.w.log {
			r.forget(n)
			n.unsure = true
		}
	case brokenLink:
		r.marks[l.id] = wrong
	case stateLink:
		r.whole(l, n)
	case eventLink:
		r.event(l, n)
	}
}

// forget says that the node took steps which no file shows.
func (r *replay) forget(n *nodeState) {
	if !n.known {
		return
	}
	n.claims, _ = r.c.model.own(r.st, n.value)
	n.known = false
	r.st = r.c.model.without(r.st, n.value)
}

// learn takes over a whole state.
func (r *replay) learn(n *nodeState, o own) {
	n.known, n.unsure, n.partial = true, false, r.partial()
	n.claims = nil
	r.st = r.c.model.with(r.st, n.value, o)
}

// violate reports a violation at a link; the node is not judged any further.
func (r *replay) violate(l *link, f *Finding) {
	r.marks[l.id] = wrong
	r.skip(l)
	copied := *f
	copied.link = l
	if l.kind == eventLink {
		copied.Past = past(l)
	}
	copied.Assumptions = r.assumptions(l)
	r.c.report.add(&copied, r.level)
}

// event judges an event, or takes note of what it says where the state before
// it is not known.
func (r *replay) event(l *link, n *nodeState) {
	faults := l.more().faults
	if r.level != Local {
		faults = append(slices.Clone(faults), l.more().cited...)
	}
	if len(faults) > 0 {
		r.violate(l, faults[0])
		return
	}
	if l.blind {
		r.forget(n)
		r.claim(l, n)
		return
	}
	p, f := r.c.prepare(l.event)
	if f == nil {
		f = r.begins(l.event)
	}
	switch {
	case f != nil && f.Verdict == Inconclusive:
		r.pass(l, n, f)
		return
	case f != nil:
		r.violate(l, f)
		return
	}
	if r.c.watch != nil {
		r.c.watch(r, l, p)
	}
	switch {
	case l.event.name() == restartAction:
		r.restart(l, n, p)
	case !n.known:
		r.claim(l, n)
	case n.partial && !r.durable(p) && !r.wouldLast(n, p):
		if r.partial() {
			r.c.volatile++ // which this level does not judge
			r.c.report.Unjudged[r.level]--
		}
		r.claim(l, n)
	default:
		r.judge(l, n, p)
	}
}

// pass goes on without having judged an event: from here the node's state is what
// its log says.
func (r *replay) pass(l *link, n *nodeState, f *Finding) {
	r.c.report.add(f, r.level)
	r.forget(n)
	r.claim(l, n)
}

// begins checks that incarnations begin with Restart, and nothing else does.
func (r *replay) begins(e *eventRecord) *Finding {
	first := e.Seq == 1 && e.Inc > 1
	switch restart := e.name() == restartAction; {
	case restart && !first:
		return r.c.fault(e, RuleRestart, "Restart can only be the first event of an incarnation after the first")
	case first && !restart:
		return r.c.fault(e, RuleRestart, "incarnation %d begins with %s, not with Restart", e.Inc, e.name())
	}
	return nil
}

// durable tells whether an event says that it changes something durable.
func (r *replay) durable(p *prepared) bool {
	return slices.ContainsFunc(p.post, func(c post.Change) bool { return r.c.model.durable[c.Variable] })
}

// claim takes over what an event says without judging it.
func (r *replay) claim(l *link, n *nodeState) {
	r.skip(l)
	o := n.claims
	if n.known {
		o, _ = r.c.model.own(r.st, n.value)
	}
	// A claim that cannot be read is none; nothing was judged by it.
	if err := r.c.apply(o, l.event.event().Post); err == nil && n.known {
		r.st = r.c.model.with(r.st, n.value, o)
	}
	if !l.blind {
		r.found.compare(r, l, l.event.event().Post)
	}
	if r.after != nil {
		r.after(l, r.st)
	}
}

// judge compares an event with the step of the specification that it names.
func (r *replay) judge(l *link, n *nodeState, p *prepared) {
	if n.partial {
		r.recall(l, n, p)
	}
	next, f := r.c.step(r.st, l.event, p)
	if f == nil {
		f = r.c.compareOut(l.event, p, next)
	}
	if f == nil {
		var pass func(string) bool
		if n.partial {
			pass = func(name string) bool { return r.c.model.durable[name] }
		}
		f = r.c.postFault(l.event, r.c.comparePaths(p.post, r.c.model.diff(r.st, next, n.value), pass))
	}
	if f == nil {
		f = r.needless(r.st, next, l.event, p)
	}
	switch {
	case f != nil && f.Verdict == Inconclusive:
		r.pass(l, n, f)
		return
	case f != nil:
		r.uncited(f, l, p)
		r.violate(l, f)
		return
	}
	if n.partial {
		next = r.volatile(n, p, next)
	}
	r.accept(l, next)
}

// uncited says so if the only thing wrong with an event is that it does not cite
// a message which somebody did send.
func (r *replay) uncited(f *Finding, l *link, p *prepared) {
	if f.Rule != RuleAction {
		return
	}
	sent := slices.Collect(p.in.Elements())
	r.w.adder("")
	for text := range r.w.out {
		if m, err := r.c.value(text); err == nil {
			sent = append(sent, m)
		}
	}
	_, enabled, err := p.action.Call(r.st.With(r.c.model.messages, tla.SetOf(sent...)), p.args...)
	if err == nil && enabled {
		f.Text = fmt.Sprintf("%s needs a message that it does not cite", r.c.call(l.event.name(), p.args))
	}
}

// accept counts an event as judged and goes on from the state after it.
func (r *replay) accept(l *link, next tla.State) {
	r.st = next
	r.c.report.Judged[r.level]++
	l.event.judged = true
	l.judged = l.judged || r.level == Global
	r.found.compare(r, l, l.event.event().Post)
	if r.after != nil {
		r.after(l, next)
	}
}
