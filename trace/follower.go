package trace

import (
	"maps"
	"slices"
	"strconv"
	"strings"
)

// A follower knows the node's whole state after the last event that a recorder
// was given: a gap needs it.
type follower struct {
	node  int
	inc   uint64
	last  uint64 // the last event that is written or dropped
	gap   *Gap   // what was dropped and not yet said, without the state
	order []string
	state map[string]Value
	named map[string]Value // what names in the state stand for, and perhaps others
}

func newFollower(h *Header) follower {
	f := follower{node: h.Node, inc: h.Inc, last: h.First - 1, state: map[string]Value{}, named: map[string]Value{}}
	f.learn(h.Values)
	for _, c := range h.State {
		f.set(c.Path, c.Value)
	}
	return f
}

func (f *follower) learn(values []NamedValue) {
	for _, v := range values {
		f.named[v.Name] = v.Value
	}
}

// drop counts entries as missing.
func (f *follower) drop(entries []Entry) {
	for _, e := range entries {
		event, ok := e.(*Event)
		if !ok || event.Inc != f.inc || event.Seq <= f.last {
			continue
		}
		if f.gap == nil {
			f.gap = &Gap{Node: f.node, Inc: f.inc, From: event.Seq}
		}
		f.follow(event)
		f.gap.To = event.Seq
	}
}

// follow takes over what an event changes. Each change is of one path, or of a
// range that goes.
func (f *follower) follow(e Entry) {
	event, ok := e.(*Event)
	if !ok || event.Inc != f.inc {
		return
	}
	f.last = event.Seq
	f.learn(event.Values)
	for _, c := range event.Post {
		if !c.Gone() {
			f.set(c.Path, c.Value)
			continue
		}
		variable, first, end, ok := cutRange(c.Path)
		if !ok {
			delete(f.state, c.Path)
		}
		for key := first; key < end; key++ {
			delete(f.state, variable+"["+strconv.FormatInt(key, 10)+"]")
		}
	}
	if len(f.order) > 2*len(f.state)+64 {
		f.forget()
	}
}

func (f *follower) set(path string, v Value) {
	if _, ok := f.state[path]; !ok {
		f.order = append(f.order, path)
	}
	f.state[path] = v
}

// forget drops the paths that are gone, and the names that the state does not have.
func (f *follower) forget() {
	seen := map[string]bool{}
	f.order = slices.DeleteFunc(f.order, func(path string) bool {
		_, ok := f.state[path]
		again := seen[path]
		seen[path] = true
		return !ok || again
	})
	used := map[string]bool{}
	for _, v := range f.state {
		eachName(v, func(name string) { used[name] = true })
	}
	maps.DeleteFunc(f.named, func(name string, _ Value) bool { return !used[name] })
}

// whole is the gap with the whole state, and what its names stand for.
func (f *follower) whole() *Gap {
	f.forget()
	g := *f.gap
	for _, path := range f.order {
		g.State = append(g.State, Change{Path: path, Value: f.state[path]})
	}
	for _, name := range slices.Sorted(maps.Keys(f.named)) {
		g.Values = append(g.Values, NamedValue{Name: name, Value: f.named[name]})
	}
	return &g
}

// cutRange reads a path such as vote[3..9).
func cutRange(path string) (variable string, first, end int64, ok bool) {
	variable, rest, _ := strings.Cut(path, "[")
	rest, closed := strings.CutSuffix(rest, ")")
	low, high, found := strings.Cut(rest, "..")
	first, err1 := strconv.ParseInt(low, 10, 64)
	end, err2 := strconv.ParseInt(high, 10, 64)
	if !closed || !found || err1 != nil || err2 != nil {
		return "", 0, 0, false
	}
	return variable, first, end, true
}
