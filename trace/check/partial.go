package check

import (
	"slices"

	"github.com/synod-paxos/synod/spec/tla"
	"github.com/synod-paxos/synod/trace/post"
)

// Definitions by which a specification says what a write-ahead log, which leaves
// out events that change nothing durable, nevertheless tells.
const (
	loggedDefinition   = "Logged"   // of a message: whether its event is in the log
	recalledDefinition = "Recalled" // of an event in the log: what it tells of volatile variables
	notOlderDefinition = "NotOlder" // of two states of the durable variables
)

// recall takes over what an event in a write-ahead log tells of the variables that
// the log leaves out. What they were is not judged; that with them the event is a
// step is.
func (r *replay) recall(l *link, n *nodeState, p *prepared) {
	m := r.c.model
	if !m.has[recalledDefinition] || r.silent[p.action] {
		return
	}
	o, _ := m.own(r.st, n.value)
	after := own{}
	for name := range m.durable {
		after[name] = o[name]
	}
	for _, ch := range p.post {
		if !m.durable[ch.Variable] {
			continue
		}
		v, err := m.shape.Applied(after[ch.Variable], ch)
		if err != nil {
			return // the comparison of post will say so
		}
		after[ch.Variable] = v
	}
	told, err := m.spec.Eval(recalledDefinition, r.st, tla.Str(p.action.Name), tla.SetOf(p.out...), after.record())
	if err != nil || told.Kind() != tla.KindRecord {
		if told.Kind() == tla.KindTuple {
			r.silent[p.action] = true
		}
		return // it tells nothing that makes sense; the step will be judged without
	}
	for key, v := range told.Pairs() {
		if name, _ := key.Text(); !m.durable[name] && m.knowsVariable(name) {
			o[name] = v
		}
	}
	r.st = m.with(r.st, n.value, o)
}

// wouldLast tells whether an event that says nothing of durable variables is, as far
// as the others are known, a step that changes some.
func (r *replay) wouldLast(n *nodeState, p *prepared) bool {
	next, enabled, err := p.action.Call(r.st.With(r.c.model.messages, p.in), p.args...)
	return err == nil && enabled && slices.ContainsFunc(r.c.model.diff(r.st, next, n.value), func(c post.Change) bool {
		return r.c.model.durable[c.Variable]
	})
}

// volatile takes over what an event that was judged says of the variables that
// were not compared.
func (r *replay) volatile(n *nodeState, p *prepared, st tla.State) tla.State {
	m := r.c.model
	for _, ch := range p.post {
		if m.durable[ch.Variable] {
			continue
		}
		f := get(st, ch.Variable)
		old, _ := f.Apply(n.value)
		if v, err := m.shape.Applied(old, ch); err == nil {
			st = st.With(ch.Variable, f.With(n.value, v))
		}
	}
	return st
}

// record is a state as a record of its variables.
func (o own) record() tla.Value {
	var fields []tla.Field
	for name, v := range o {
		fields = append(fields, tla.Field{Name: name, Value: v})
	}
	return tla.Record(fields...)
}

// leaves tells whether a write-ahead log may leave out the event that adds a
// message.
func (c *checker) leaves(msg tla.Value) bool {
	if !c.model.has[loggedDefinition] {
		return false
	}
	logged, err := c.model.spec.Eval(loggedDefinition, tla.State{}, msg)
	if err != nil {
		return false // what is no message is looked for, and not found
	}
	must, _ := logged.Truth()
	return !must
}
