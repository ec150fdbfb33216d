package check

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/synod-paxos/synod/spec/tla"
)

// invariants evaluates the invariants of the specification on the states of a
// global replay. Evaluating one costs up to the square of the number of
// messages, so with many messages it is not done after every event, and the
// report says how often it was. An invariant that fails is then searched for
// backwards, to name the first event after which it does.
type invariants struct {
	c       *checker
	r       *replay
	names   []string // those that have not failed
	msgs    []tla.Value
	many    bool // more than manyMessages: nothing is held any more, nor evaluated
	seen    map[uint64][]tla.Value
	since   []moment // not evaluated yet
	events  int
	last    int // events when evaluated last
	checked int
	unknown int // evaluations that a node's unknown state made impossible
	err     error
}

// A moment is a state of the replay and the event that led to it.
type moment struct {
	link *link
	st   tla.State
	msgs int
}

// Bounds of the effort: with at most fewMessages every state is evaluated; no
// state of more than manyMessages is.
const (
	fewMessages  = 64
	someMessages = 512
	manyMessages = 2048
)

func newInvariants(c *checker, r *replay) *invariants {
	v := &invariants{c: c, r: r, names: slices.Clone(c.model.invariants), seen: map[uint64][]tla.Value{}}
	for _, name := range v.names {
		c.report.Invariants[name] = 0
	}
	return v
}

// after takes note of the state after an event.
func (v *invariants) after(l *link, st tla.State) {
	v.events++
	if v.many {
		return
	}
	for _, in := range l.event.event().In {
		v.message(v.c.value(in.Msg))
	}
	for _, out := range l.event.event().Out {
		v.message(v.c.value(out))
	}
	if v.many = len(v.msgs) > manyMessages; v.many {
		v.msgs, v.seen, v.since = nil, nil, nil
		return
	}
	v.since = append(v.since, moment{l, st, len(v.msgs)})
	if v.due() {
		v.evaluate()
	}
}

func (v *invariants) message(m tla.Value, err error) {
	if err != nil {
		return // of an event that is not judged
	}
	h := m.Hash()
	for _, old := range v.seen[h] {
		if old.Equal(m) {
			return
		}
	}
	v.seen[h] = append(v.seen[h], m)
	v.msgs = append(v.msgs, m)
}

func (v *invariants) due() bool {
	m := len(v.msgs)
	switch waited := v.events - v.last; {
	case m <= fewMessages:
		return true
	case m <= someMessages:
		return waited >= m*m/(fewMessages*fewMessages)
	default:
		return waited >= v.events/2
	}
}

// evaluate evaluates what has not failed yet on the last state.
func (v *invariants) evaluate() {
	now := v.since[len(v.since)-1]
	v.last = v.events
	v.checked++
	for _, name := range slices.Clone(v.names) {
		holds, ok := v.holds(name, now)
		switch {
		case ok && holds:
			v.c.report.Invariants[name]++
		case ok:
			v.names = slices.DeleteFunc(v.names, func(n string) bool { return n == name })
			v.failed(name, v.firstFailing(name))
		}
	}
	v.since = v.since[:0]
}

// holds evaluates one invariant in one state.
func (v *invariants) holds(name string, at moment) (holds, ok bool) {
	got, err := v.c.model.spec.Eval(name, v.whole(at))
	if errors.Is(err, tla.ErrLimits) {
		v.names = slices.DeleteFunc(v.names, func(n string) bool { return n == name })
		v.c.report.note("%s takes too long to evaluate, and was left out from %s on", name, at.link.place())
		return false, false
	}
	if err != nil {
		if v.allKnown() {
			v.err = fmt.Errorf("evaluating invariant %s: %w", name, err)
		}
		v.unknown++
		return false, false
	}
	return got.Truth()
}

func (v *invariants) allKnown() bool {
	for _, n := range v.r.nodes {
		if !n.known {
			return false
		}
	}
	return true
}

// firstFailing searches the states since the last evaluation.
func (v *invariants) firstFailing(name string) moment {
	low, high := 0, len(v.since)-1
	for low < high {
		mid := (low + high) / 2
		if holds, ok := v.holds(name, v.since[mid]); ok && !holds {
			high = mid
		} else {
			low = mid + 1
		}
	}
	return v.since[high]
}

// failed reports an invariant that does not hold after an event.
func (v *invariants) failed(name string, at moment) {
	step := stepOf(at.link.event)
	verdict, perhaps := Violation, ""
	if v.r.w.lacks && slices.Contains(v.c.model.asks, name) {
		verdict, perhaps = Inconclusive, ", perhaps for want of a message that is missing from the traces"
	}
	f := &Finding{
		Verdict: verdict, Rule: RuleInvariant, Places: []Place{at.link.place()}, Event: &step, link: at.link,
		Text: fmt.Sprintf("after %s the invariant %s fails%s%s", step, name, v.plainly(name, at), perhaps),
		Past: past(at.link), Assumptions: v.r.assumptions(at.link),
	}
	f.Failure = v.explain(name, at)
	v.c.report.add(f, Global)
}

// explain says which part of an invariant fails.
func (v *invariants) explain(name string, at moment) *Failure {
	d, err := v.c.source.module.Definition(name)
	if err != nil {
		return nil
	}
	w, err := v.c.model.spec.WhyFalse(name, v.whole(at))
	if err != nil || w == nil {
		return &Failure{Module: d.Pos.Module, Line: d.Pos.Line, Source: name}
	}
	f := failure(w)
	f.Through = append(f.Through, name+" ("+d.Pos.String()+")")
	return f
}

// whole is the specification's state at a moment, with all messages until then.
func (v *invariants) whole(at moment) tla.State {
	return at.st.With(v.c.model.messages, tla.SetOf(v.msgs[:at.msgs]...))
}

// plainly says what some invariants mean to people.
func (v *invariants) plainly(name string, at moment) string {
	if name != "Agreement" {
		return ""
	}
	chosen, err := v.c.model.spec.Eval("Chosen", at.st.With(v.c.model.messages, tla.SetOf(v.msgs[:at.msgs]...)))
	if err != nil || chosen.Len() < 2 {
		return ""
	}
	var list []string
	for c := range chosen.Elements() {
		list = append(list, v.c.brief(c))
	}
	return ": two values are decided, " + strings.Join(list, " and ")
}

// finish evaluates the last state and says what was left out.
func (v *invariants) finish() error {
	switch {
	case len(v.c.model.invariants) == 0:
		v.c.report.note("the replay's configuration lists no invariant, so none was evaluated")
		return nil
	case len(v.since) > 0:
		v.evaluate()
	case v.many:
		v.c.report.note("invariants were not evaluated beyond %d messages; decisions were compared throughout", manyMessages)
	}
	if v.checked < v.events {
		v.c.report.note("invariants were evaluated in %d of %d states, as their cost grows with the square of the messages", v.checked, v.events)
	}
	if v.unknown > 0 {
		v.c.report.note("%s of an invariant could not be done, as they need the state of a node that is not known there", count(v.unknown, "evaluation"))
	}
	return v.err
}
