package multipaxos

import (
	"cmp"
	"encoding/binary"
	"slices"

	"github.com/synod-paxos/synod/trace"
)

// This file says what a step changed: where, as the state's setters noted, and
// to what, as the state has it when the step has ended. No action writes that
// down, so none can say what it meant to do instead of what it did.

// A post is a list of changes.
type post struct {
	changes []change
	snap    *Snap // the value of snap, if that is among them
}

// A change is a path with its new value, copied from the state or pointing to
// what never changes. Which fields are used is up to the variable; see value.
type change struct {
	variable variable
	gone     bool
	from     uint64 // the key, if the variable has keys
	a, b     uint64 // where gone, a is the key behind the last one that is
	val      *Value
	name     string
}

// endStep is what the step that ends here changed, in the order in which it was
// touched, and whether any of that is durable.
func (s *state) endStep(memory *arena[change]) (p post, isDurable bool) {
	p.changes = memory.take(len(s.touched))[:0]
	for i := range s.touched {
		t := &s.touched[i]
		isDurable = isDurable || durable&(1<<t.variable) != 0
		if c := s.read(t); !c.gone || !t.absent { // else it came and went
			p.changes = append(p.changes, c)
		}
		if t.variable == varSnap {
			p.snap = s.snap
		}
	}
	s.touched, s.noted = s.touched[:0], 0
	s.step++
	return p, isDurable
}

// touchedDurable tells whether the step that is under way may have changed
// something durable.
func (s *state) touchedDurable() bool {
	for i := range s.touched {
		if durable&(1<<s.touched[i].variable) != 0 {
			return true
		}
	}
	return false
}

// skipStep ends a step whose changes nobody wants to know.
func (s *state) skipStep() {
	s.touched, s.noted = s.touched[:0], 0
	s.step++
}

// read is what the state has at a path that was touched.
func (s *state) read(t *touch) change {
	c := change{variable: t.variable, from: t.from}
	switch t.variable {
	case varPromised:
		c.a = uint64(s.promised)
	case varVote:
		v, ok := s.votes.get(Slot(t.from))
		c.gone, c.a, c.val = !ok, uint64(v.Bal), v.Val
	case varTrunc:
		c.a = uint64(s.trunc)
	case varLead:
		c.a, c.b = uint64(s.lead.Bal), uint64(s.lead.Next)
	case varKnown:
		v, ok := s.known.get(Slot(t.from))
		c.gone, c.val = !ok, v
	case varUpto:
		c.a = uint64(s.upto)
	case varPrefix:
		c.a, c.b = binary.BigEndian.Uint64(s.prefix[:8]), binary.BigEndian.Uint64(s.prefix[8:])
	case varOpened:
		c.a = s.opened
	case varDone:
		c.gone = t.session.closed
		if last := &t.session.last; !c.gone {
			c.a, c.b, c.name = uint64(last.Session), last.Number, last.Name
		}
	}
	if c.gone {
		c.a = t.to
	}
	return c
}

// whole is a whole state: every path that there is.
func (s *state) whole() post {
	p := post{snap: s.snap}
	add := func(t touch) { p.changes = append(p.changes, s.read(&t)) }
	for v := varPromised; v <= varDone; v++ {
		switch v {
		case varVote:
			for slot := range s.votes.from(1) {
				add(touch{variable: v, from: uint64(slot)})
			}
		case varKnown:
			for slot := range s.known.from(1) {
				add(touch{variable: v, from: uint64(slot)})
			}
		case varDone:
			for k, open := range s.done.each() {
				add(touch{variable: v, from: uint64(k), session: open})
			}
		default:
			add(touch{variable: v})
		}
	}
	return p
}

// abstract are the changes as a trace has them.
func (p *post) abstract() []trace.Change {
	told := p.told(nil)
	changes := make([]trace.Change, len(told))
	var text []byte
	for i, c := range told {
		text = c.appendPath(text[:0])
		changes[i].Path = string(text)
		if !c.gone {
			text = p.append(text[:0], c)
			changes[i].Value = trace.Value(text)
		}
	}
	return changes
}

// append appends what the path of a change now holds.
func (p *post) append(b []byte, c *change) []byte {
	if c.variable == varSnap {
		return p.snap.append(b)
	}
	return c.append(b)
}

// told are the changes as a trace tells them: in the order of the variables and
// of their keys, neighbouring keys that are gone as one path. They are in memory.
func (p *post) told(memory []*change) []*change {
	told := memory
	for i := range p.changes {
		told = append(told, &p.changes[i])
	}
	if !slices.IsSortedFunc(told, (*change).compare) {
		slices.SortFunc(told, (*change).compare)
	}
	n := 0
	var joined *change // the last one, if it tells of several keys
	for _, c := range told {
		switch {
		case n == 0 || !c.follows(told[n-1]):
			told[n] = c
			n++
			continue
		case told[n-1] != joined:
			joined = new(change)
			*joined = *told[n-1]
			told[n-1] = joined
		}
		joined.a = c.a
	}
	return told[:n]
}

func (c *change) compare(d *change) int {
	if c.variable != d.variable {
		return cmp.Compare(c.variable, d.variable)
	}
	return cmp.Compare(c.from, d.from)
}

// follows tells whether c is gone like the keys before it, which b tells of.
func (c *change) follows(b *change) bool {
	return c.gone && b.gone && c.variable == b.variable && c.from == b.a
}
