package check

import (
	"cmp"
	"slices"

	"github.com/synod-paxos/synod/trace"
)

// A Trace is what a check read, for those who draw or cut it.
type Trace struct{ files []*file }

// A Line is an entry and its place.
type Line struct {
	Place
	Entry  trace.Entry
	Judged bool // it is an event that the specification was compared with
}

// Lines gives the entries of all segments (not of write-ahead logs), in the
// order of files and lines.
func (t *Trace) Lines() []Line {
	var list []Line
	for _, f := range t.files {
		if f.log {
			continue
		}
		start := len(list)
		for _, h := range f.headers {
			if h.file == f {
				list = append(list, Line{Place: h.place, Entry: h.Header})
			}
		}
		for _, e := range f.events {
			list = append(list, Line{e.place(), e.event(), e.judged})
		}
		for _, g := range f.gaps {
			list = append(list, Line{Place: g.place, Entry: g.Gap})
		}
		for _, e := range f.ends {
			list = append(list, Line{Place: e.place, Entry: e.End})
		}
		slices.SortFunc(list[start:], func(a, b Line) int { return cmp.Compare(a.Line, b.Line) })
	}
	return list
}

// Causes gives the events that led to the finding's event, and that event.
func (f *Finding) Causes() map[trace.Ref]bool {
	refs := map[trace.Ref]bool{}
	if f.link == nil {
		return refs
	}
	for _, l := range append(allPast(f.link, false), f.link) {
		if l.kind == eventLink {
			refs[l.ref()] = true
		}
	}
	return refs
}
