package check

import (
	"cmp"
	"errors"
	"slices"
	"strings"

	"github.com/synod-paxos/synod/spec/tla"
	"github.com/synod-paxos/synod/trace"
	"github.com/synod-paxos/synod/trace/values"
)

// A scope is what may name a value by what an entry in it defines: a segment. What
// a name means is the same everywhere, as it is the digest of its value; but a
// reader of one segment must be able to tell. Write-ahead logs hold the values
// beside the events, so that a name need not be defined there.
type scope struct {
	first map[string]position // of the entries that define a name
}

// A position is an entry's place in the order of a scope: that of events, with a
// header before all of them.
type position struct{ inc, seq uint64 }

func (p position) compare(q position) int {
	return cmp.Or(cmp.Compare(p.inc, q.inc), cmp.Compare(p.seq, q.seq))
}

// names takes over all definitions of a file, and reports those that are wrong.
func (c *checker) names(w *world, f *file) {
	for _, h := range f.headers {
		if err := c.define(f.scope(h), position{}, h.Values); err != nil {
			h.bad = true
			c.headerFault(RuleName, []Place{h.place}, "values: %v", err)
		}
		if !w.log {
			c.headerNames(f.scope(h), h)
		}
	}
	for _, e := range f.events {
		if !e.defines {
			continue
		}
		if err := c.define(f.scope(e.segment), position{e.Inc, e.Seq}, e.event().Values); err != nil {
			log := w.node(e.Node).inc(e.Inc)
			log.faults[e.Seq] = append(log.faults[e.Seq], c.fault(e, RuleName, "values: %v", err))
		}
	}
	for _, g := range f.gaps {
		g.scope = f.scope(g.segment)
		if err := c.define(g.scope, position{g.Inc, g.To}, g.Values); err != nil {
			c.headerFault(RuleName, []Place{g.place}, "values: %v", err)
		}
	}
	for _, g := range f.gaps {
		if name := c.undefined(g.scope, position{g.Inc, g.To}, g.State); name != "" {
			c.headerFault(RuleName, []Place{g.place}, "the gap's state names the value %s, which nothing up to there defines", trace.Clip(name))
		}
	}
}

// scope is that of a segment in f.
func (f *file) scope(h *headerRecord) *scope {
	if f.scopes[h] == nil {
		f.scopes[h] = &scope{first: map[string]position{}}
	}
	return f.scopes[h]
}

func (c *checker) define(s *scope, at position, list []trace.NamedValue) error {
	for _, def := range list {
		if err := c.values.Define(def); err != nil {
			return err
		}
		if first, known := s.first[def.Name]; !known || at.compare(first) < 0 {
			s.first[strings.Clone(def.Name)] = at
		}
	}
	return nil
}

// headerNames reports a header whose state names what it does not define.
func (c *checker) headerNames(s *scope, h *headerRecord) {
	if name := c.undefined(s, position{}, h.State); name != "" && !h.bad {
		h.bad = true
		c.headerFault(RuleName, []Place{h.place}, "the state names the value %s, which the header does not define", trace.Clip(name))
	}
}

// undefined is a name in a state that is not defined up to a position.
func (c *checker) undefined(s *scope, at position, state []trace.Change) string {
	for _, ch := range state {
		_, names, err := c.values.ReadNames(ch.Value)
		var unknown *values.UndefinedError
		if errors.As(err, &unknown) {
			return unknown.Name
		}
		for _, name := range names {
			if first, ok := s.first[name]; !ok || first.compare(at) > 0 {
				return name
			}
		}
	}
	return ""
}

// read reads a value of an event. A name in it that its segment does not define,
// up to the event, is a violation; where part of the segment is missing, that may
// have defined it.
func (c *checker) read(e *eventRecord, rule, what string, text trace.Value) (tla.Value, *Finding) {
	v, names, err := c.values.ReadNames(text)
	var unknown *values.UndefinedError
	switch {
	case errors.As(err, &unknown):
		return v, c.unnamed(e, rule, what, unknown.Name)
	case err != nil && rule == RuleArgs:
		return v, c.fault(e, rule, "argument %s: %v", what, err)
	case err != nil:
		return v, c.fault(e, rule, "%s: %v", what, err)
	case e.file.log:
		return v, nil
	}
	for _, name := range names {
		if first, ok := e.file.scope(e.segment).first[name]; !ok || first.compare(position{e.Inc, e.Seq}) > 0 {
			if f := c.unnamed(e, rule, what, name); f != nil {
				return v, f
			}
		}
	}
	return v, nil
}

// unnamed says that an event names a value which nothing up to it defines. If part
// of its segment is missing it may be defined there; then it matters only where
// no other segment defines it either.
func (c *checker) unnamed(e *eventRecord, rule, what, name string) *Finding {
	if rule == RuleArgs {
		what = "argument " + what
	}
	f := c.fault(e, RuleName, "%s names the value %s, which nothing in its segment up to there defines", what, trace.Clip(name))
	if e.segment == nil || !e.incomplete {
		return f
	}
	if c.values.Defines(name) {
		return nil
	}
	f.Verdict = Inconclusive
	f.Text += "; part of the segment is missing"
	return f
}

// incomplete marks the events before which something is missing from their
// segment: of an incarnation, all behind the first hole that is no gap.
func (w *world) incomplete() {
	if w.log {
		return
	}
	for _, log := range w.logs {
		for inc, i := range log.incs {
			next, whole := uint64(1), true
			if n := len(i.headers); n > 0 && i.headers[0].Inc == inc {
				next = i.headers[0].First
			}
			for _, seq := range sortedSeqs(i.events) {
				for g := i.gapAt(next); g != nil; g = i.gapAt(next) {
					next = g.To + 1
				}
				whole = whole && next >= seq
				i.events[seq].incomplete = !whole
				next = max(next, seq+1)
			}
		}
	}
}

func sortedSeqs(events map[uint64]*eventRecord) []uint64 {
	list := make([]uint64, 0, len(events))
	for seq := range events {
		list = append(list, seq)
	}
	slices.Sort(list)
	return list
}
