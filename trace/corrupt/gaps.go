package corrupt

import (
	"fmt"
	"slices"

	"github.com/synod-paxos/synod/trace"
	"github.com/synod-paxos/synod/trace/check"
)

// gapTrials gives the alterations of the gaps of a run that has some. What they
// lead to may show anywhere, as a gap is what is least known of a run.
func (s *suite) gapTrials(p pools) ([]trial, error) {
	var list []trial
	for at, f := range s.files {
		for i, item := range f.items {
			if _, ok := item.Entry.(*trace.Gap); !ok {
				continue
			}
			place := check.Place{File: f.name, Line: item.Line}
			add := func(key, what string, items []trace.Item, moved bool) {
				list = append(list, trial{key: key, what: what, at: at, items: items, lines: s.everywhere(place), moved: moved})
			}
			alterations, err := p.fields(item.Entry, nil)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", place, err)
			}
			for _, a := range alterations {
				line := string(trace.AppendJSON(nil, a.entry))
				if line != string(trace.AppendJSON(nil, item.Entry)) {
					add(a.key, line, with(f.items, i, a.entry), false)
				}
			}
			add("line dropped: gap", "the line", without(f.items, i), false)
			add("gap doubled", "the line", slices.Insert(slices.Clone(f.items), i, item), true)
		}
	}
	return list, nil
}

// seen lists the messages that the node of an event had added or used before
// it, those of the event itself left out: what it could have cited as well.
func (s *suite) seen(entry trace.Entry) []trace.Cited {
	e, ok := entry.(*trace.Event)
	if !ok {
		return nil
	}
	var list []trace.Cited
	for _, f := range s.files {
		for _, item := range f.items {
			old, ok := item.Entry.(*trace.Event)
			if !ok || old.Node != e.Node || order(old.Ref, e.Ref) >= 0 {
				continue
			}
			list = append(list, old.In...)
			for _, m := range old.Out {
				list = append(list, trace.Cited{Ref: old.Ref, Msg: m})
			}
		}
	}
	return list
}
