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

// A change is a path with its new value, copied from the state or pointing to
// what never changes. Which fields are used is up to the variable; see value.
type change struct {
	variable variable
	gone     bool
	from, to uint64 // the key, or the keys from..to-1 where they are gone
	a, b     uint64
	val      *Value
	snap     *Snap
	name     string
}

// endStep is what the step that ends here changed, in the order in which it was
// touched, and whether any of that is durable.
func (s *state) endStep(memory *arena[change]) (post []change, isDurable bool) {
	post = memory.take(len(s.touched))[:0]
	for _, t := range s.touched {
		isDurable = isDurable || durable&(1<<t.variable) != 0
		c := s.read(t)
		if c.gone && t.absent {
			continue // it came and went
		}
		post = append(post, c)
	}
	s.touched, s.noted = s.touched[:0], 0
	s.step++
	return post, isDurable
}

// read is what the state has at a path that was touched.
func (s *state) read(t touch) change {
	c := change{variable: t.variable, from: t.from, to: t.to}
	switch t.variable {
	case varPromised:
		c.a = uint64(s.promised)
	case varVote:
		v, ok := s.votes.get(Slot(t.from))
		c.gone, c.a, c.val = !ok, uint64(v.Bal), v.Val
	case varTrunc:
		c.a = uint64(s.trunc)
	case varSnap:
		c.snap = s.snap
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
		open := s.done.open[Session(t.from)]
		if c.gone = open == nil; !c.gone {
			c.a, c.b, c.name = uint64(open.last.Session), open.last.Number, open.last.Name
		}
	}
	return c
}

// whole is a whole state: every path that there is.
func (s *state) whole() []change {
	var all []change
	for v := varPromised; v <= varDone; v++ {
		switch v {
		case varVote:
			for slot := range s.votes.from(1) {
				all = append(all, s.read(touch{variable: v, from: uint64(slot), to: uint64(slot) + 1}))
			}
		case varKnown:
			for slot := range s.known.from(1) {
				all = append(all, s.read(touch{variable: v, from: uint64(slot), to: uint64(slot) + 1}))
			}
		case varDone:
			for _, d := range s.done.all() {
				all = append(all, s.read(touch{variable: v, from: uint64(d.Session), to: uint64(d.Session) + 1}))
			}
		default:
			all = append(all, s.read(touch{variable: v}))
		}
	}
	return all
}

// abstractChanges are changes as a trace has them: in the order of the variables
// and of their keys, neighbouring keys that are gone as one path.
func abstractChanges(changes []change) []trace.Change {
	sorted := slices.Clone(changes)
	slices.SortFunc(sorted, func(a, b change) int {
		return cmp.Or(cmp.Compare(a.variable, b.variable), cmp.Compare(a.from, b.from))
	})
	out := make([]trace.Change, 0, len(sorted))
	for i := 0; i < len(sorted); i++ {
		c := sorted[i]
		for c.gone && i+1 < len(sorted) && sorted[i+1].follows(&c) {
			i++
			c.to = sorted[i].to
		}
		out = append(out, trace.Change{Path: c.path(), Value: c.value()})
	}
	return out
}

// follows tells whether c is gone like the keys before it, which b tells of.
func (c *change) follows(b *change) bool {
	return c.gone && c.variable == b.variable && c.from == b.to
}
