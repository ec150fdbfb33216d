package corrupt

import (
	"errors"
	"fmt"
	"slices"

	"github.com/synod-paxos/synod/trace"
	"github.com/synod-paxos/synod/trace/check"
)

// lineTrials gives the alterations of whole lines of a file.
func (s *suite) lineTrials(at int) ([]trial, error) {
	f := s.files[at]
	var list []trial
	for i, item := range f.items {
		place := check.Place{File: f.name, Line: item.Line}
		add := func(key string, items []trace.Item) {
			list = append(list, trial{key: key, what: "the line", at: at, items: items, lines: s.everywhere(place),
				moved: key == "line doubled" || key == "lines exchanged"})
		}
		dropped := "line dropped: " + kind(item.Entry)
		if len(f.items) == 1 {
			dropped = idleHeader
		}
		add(dropped, without(f.items, i))
		add("line doubled", slices.Insert(slices.Clone(f.items), i, item))
		add("truncated before a line", slices.Clone(f.items[:i]))
		add("truncated within a line", append(slices.Clone(f.items[:i]), trace.Item{Line: item.Line, Torn: true}))
		if i > 0 {
			exchanged := slices.Clone(f.items)
			exchanged[i], exchanged[i-1] = exchanged[i-1], exchanged[i]
			exchanged[i].Line, exchanged[i-1].Line = exchanged[i-1].Line, exchanged[i].Line
			add("lines exchanged", exchanged)
		}
		if i+1 < len(f.items) && !s.logs { // a log does not tell of the state between
			if t, ok := s.swap(at, i); ok {
				list = append(list, t)
			}
		}
	}
	return list, nil
}

func kind(e trace.Entry) string {
	switch e.(type) {
	case *trace.Header:
		return "header"
	case *trace.Event:
		return "event"
	case *trace.End:
		return "end"
	}
	return "gap"
}

// everywhere gives all lines of the run: what a missing line leads to shows at
// whatever needed it.
func (s *suite) everywhere(first check.Place) []check.Place {
	places := []check.Place{first}
	for _, f := range s.files {
		for _, item := range f.items {
			places = append(places, check.Place{File: f.name, Line: item.Line})
		}
	}
	return places
}

// swap exchanges the sequence numbers of an event and the next.
func (s *suite) swap(at, i int) (trial, bool) {
	f := s.files[at]
	a, ok1 := f.items[i].Entry.(*trace.Event)
	b, ok2 := f.items[i+1].Entry.(*trace.Event)
	if !ok1 || !ok2 || a.Node != b.Node || a.Inc != b.Inc || a.Seq+1 != b.Seq {
		return trial{}, false
	}
	x, y := *a, *b
	x.Seq, y.Seq = b.Seq, a.Seq
	items := with(with(f.items, i, &x), i+1, &y)
	return trial{
		key: "events swapped", what: fmt.Sprintf("%s and %s", a.Action, b.Action), at: at, items: items,
		lines: append(s.near(at, i, a), s.near(at, i+1, b)...),
		proof: func() (bool, error) { return s.commute(a, b) },
	}, true
}

// commute shows that two neighbours can be swapped: nobody cites a message of
// theirs, and the specification takes both orders to the same state.
func (s *suite) commute(a, b *trace.Event) (bool, error) {
	if len(s.cited[a.Ref])+len(s.cited[b.Ref]) > 0 {
		return false, nil
	}
	w, err := newWorld(s.files, s.base)
	if err != nil {
		return false, err
	}
	before, err := w.before(s.files, a.Ref)
	if err != nil {
		return false, err
	}
	ab, ok1, err1 := w.both(before, a, b)
	ba, ok2, err2 := w.both(before, b, a)
	if err := errors.Join(err1, err2); err != nil {
		return false, fmt.Errorf("evaluating both orders: %w", err)
	}
	return ok1 && ok2 && ab.Equal(ba), nil
}
