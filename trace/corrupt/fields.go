package corrupt

import (
	"fmt"
	"slices"
	"strings"

	"github.com/synod-paxos/synod/trace"
)

// An alteration is one change of one line.
type alteration struct {
	key   string
	entry trace.Entry
}

// fields gives the alterations of every field of an entry. Seen are messages that
// an event could have known of.
func (p pools) fields(e trace.Entry, seen []trace.Cited) ([]alteration, error) {
	a := &alterer{p: p, seen: seen}
	switch e := e.(type) {
	case *trace.Header:
		a.header(e)
	case *trace.Event:
		a.event(e)
	case *trace.Gap:
		a.gap(e)
	case *trace.End:
		a.end(e)
	}
	return a.list, a.err
}

type alterer struct {
	p    pools
	seen []trace.Cited
	list []alteration
	err  error
}

func (a *alterer) add(key string, e trace.Entry) { a.list = append(a.list, alteration{key, e}) }

func (a *alterer) header(h *trace.Header) {
	change := func(key string, f func(h *trace.Header)) {
		c := *h
		f(&c)
		a.add(key, &c)
	}
	change("header.format (major)", func(h *trace.Header) { h.Format = "2.0" })
	change("header.format (minor)", func(h *trace.Header) { h.Format = "1.7" })
	change("header.run", func(h *trace.Header) { h.Run = a.p.otherText("run", h.Run) })
	change("header.cluster", func(h *trace.Header) { h.Cluster = a.p.otherText("cluster", h.Cluster) })
	change("header.node", func(h *trace.Header) { h.Node = int(a.p.otherInt("node", int64(h.Node))) })
	change("header.inc", func(h *trace.Header) { h.Inc = uint64(a.p.otherInt("inc", int64(h.Inc))) })
	change("header.first", func(h *trace.Header) { h.First = uint64(a.p.otherInt("seq", int64(h.First))) })
	change("header.spec", func(h *trace.Header) { h.Spec = "Voting" })
	change("header.hash", func(h *trace.Header) { h.Hash = "0" + h.Hash[1:] + "0" })
	change("header.nodes", func(h *trace.Header) { h.Nodes = h.Nodes[:len(h.Nodes)-1] })
	if h.Prev != nil {
		change("header.prev (dropped)", func(h *trace.Header) { h.Prev = nil })
		prev := func(key string, f func(p *trace.Prev)) {
			p := *h.Prev
			f(&p)
			change(key, func(h *trace.Header) { h.Prev = &p })
		}
		prev("header.prev.inc", func(p *trace.Prev) { p.Inc = uint64(a.p.otherInt("inc", int64(p.Inc))) })
		prev("header.prev.open", func(p *trace.Prev) { p.Open = !p.Open })
		nearby("header.prev.last", h.Prev.Last, func(key string, n uint64) { prev(key, func(p *trace.Prev) { p.Last = n }) })
		nearby("header.prev.events", h.Prev.Events, func(key string, n uint64) { prev(key, func(p *trace.Prev) { p.Events = n }) })
	}
	a.changes("header.state[]", h.State, func(key string, list []trace.Change) {
		change(key, func(h *trace.Header) { h.State = list })
	})
	a.named(h.Values, func(key string, list []trace.NamedValue) {
		change(key, func(h *trace.Header) { h.Values = list })
	})
}

func (a *alterer) event(e *trace.Event) {
	change := func(key string, f func(e *trace.Event)) {
		c := *e
		f(&c)
		a.add(key, &c)
	}
	change("event.node", func(e *trace.Event) { e.Node = int(a.p.otherInt("node", int64(e.Node))) })
	change("event.inc", func(e *trace.Event) { e.Inc = uint64(a.p.otherInt("inc", int64(e.Inc))) })
	change("event.seq", func(e *trace.Event) { e.Seq = uint64(a.p.otherInt("seq", int64(e.Seq))) })
	change("event.action", func(e *trace.Event) { e.Action = a.p.otherText("action", e.Action) })
	change("event.recovered", func(e *trace.Event) { e.Recovered = !e.Recovered })
	change("event.ts", func(e *trace.Event) { e.Time += "1" })
	for i, arg := range e.Args {
		put := func(key string, arg trace.Arg) {
			change(key, func(e *trace.Event) { e.Args = replace(e.Args, i, arg) })
		}
		put("event.args (name)", trace.Arg{Name: a.p.otherText("arg", arg.Name), Value: arg.Value})
		a.value("event.args.*", "arg "+arg.Name, arg.Value, func(key string, v trace.Value) {
			put(key, trace.Arg{Name: arg.Name, Value: v})
		})
	}
	for i, in := range e.In {
		change("event.in[] (dropped)", func(e *trace.Event) { e.In = without(e.In, i) })
		change("event.in[] (doubled)", func(e *trace.Event) { e.In = append(slices.Clone(e.In), in) })
		a.cited(in, func(key string, c trace.Cited) {
			change(key, func(e *trace.Event) { e.In = replace(e.In, i, c) })
		})
	}
	for _, m := range a.seen {
		cited := func(in trace.Cited) bool { return in.Msg == m.Msg }
		if !slices.ContainsFunc(e.In, cited) {
			change("event.in[] (added)", func(e *trace.Event) { e.In = append(slices.Clone(e.In), m) })
			break
		}
	}
	a.out(e, change)
	a.changes("event.post[]", e.Post, func(key string, list []trace.Change) {
		change(key, func(e *trace.Event) { e.Post = list })
	})
	a.named(e.Values, func(key string, list []trace.NamedValue) {
		change(key, func(e *trace.Event) { e.Values = list })
	})
}

func (a *alterer) cited(in trace.Cited, put func(key string, c trace.Cited)) {
	c := in
	c.Node = int(a.p.otherInt("node", int64(in.Node)))
	put("event.in[].node", c)
	c = in
	c.Inc = uint64(a.p.otherInt("inc", int64(in.Inc)))
	put("event.in[].inc", c)
	c = in
	c.Seq = uint64(a.p.otherInt("seq", int64(in.Seq)))
	put("event.in[].seq", c)
	a.value("event.in[].msg.*", "message", in.Msg, func(key string, v trace.Value) {
		put(key, trace.Cited{Ref: in.Ref, Msg: v})
	})
}

func (a *alterer) out(e *trace.Event, change func(string, func(*trace.Event))) {
	for i, m := range e.Out {
		change("event.out[] (dropped)", func(e *trace.Event) { e.Out = without(e.Out, i) })
		change("event.out[] (doubled)", func(e *trace.Event) { e.Out = append(slices.Clone(e.Out), m) })
		a.value("event.out[].*", "message", m, func(key string, v trace.Value) {
			change(key, func(e *trace.Event) { e.Out = replace(e.Out, i, v) })
		})
	}
	for _, in := range e.In {
		if !slices.Contains(e.Out, in.Msg) {
			change("event.out[] (added)", func(e *trace.Event) { e.Out = append(slices.Clone(e.Out), in.Msg) })
			break
		}
	}
}

// changes alters a list of paths and values.
func (a *alterer) changes(key string, list []trace.Change, put func(key string, list []trace.Change)) {
	for i, c := range list {
		put(key+".path", replace(list, i, trace.Change{Path: a.p.otherText("path", c.Path), Value: c.Value}))
		a.value(key+".value.*", "path "+c.Path, c.Value, func(key string, v trace.Value) {
			put(key, replace(list, i, trace.Change{Path: c.Path, Value: v}))
		})
		put(key+" (dropped)", without(list, i))
		if key == "event.post[]" {
			put(key+".gone", replace(list, i, trace.Change{Path: c.Path}))
			a.ranges(list, i, func(list []trace.Change) { put(key+" (range)", list) })
		}
	}
	if key == "header.state[]" {
		return
	}
	if key == "gap.state[]" {
		put(key+" (added)", append(slices.Clone(list), trace.Change{Path: "nowhere", Value: "0"}))
		return
	}
	for _, path := range a.p["path"] {
		name, _ := path.Text()
		present := slices.ContainsFunc(list, func(c trace.Change) bool { return c.Path == name })
		if values := a.p["path "+name]; !present && len(values) > 0 {
			put(key+" (added)", append(slices.Clone(list), trace.Change{Path: name, Value: text(values[0])}))
			return
		}
	}
}

// ranges alters a range of keys that are gone: shorter at each end, and in two.
func (a *alterer) ranges(list []trace.Change, i int, put func(list []trace.Change)) {
	variable, rest, _ := strings.Cut(list[i].Path, "[")
	var first, end int
	if n, err := fmt.Sscanf(rest, "%d..%d)", &first, &end); n != 2 || err != nil {
		return
	}
	part := func(first, end int) trace.Change {
		if end == first+1 {
			return trace.Change{Path: fmt.Sprintf("%s[%d]", variable, first)}
		}
		return trace.Change{Path: fmt.Sprintf("%s[%d..%d)", variable, first, end)}
	}
	put(replace(list, i, part(first, end-1)))
	put(replace(list, i, part(first+1, end)))
	put(replace(list, i, trace.Change{Path: fmt.Sprintf("%s[%d..%d)", variable, first, end+1)}))
	put(slices.Insert(replace(list, i, part(first, end-1)), i+1, part(end-1, end)))
}

// named alters a list of definitions.
func (a *alterer) named(list []trace.NamedValue, put func(key string, list []trace.NamedValue)) {
	for i, v := range list {
		put("values[] (dropped)", without(list, i))
		put("values[].name", replace(list, i, trace.NamedValue{Name: a.p.otherText("name", v.Name), Value: v.Value}))
		a.value("values[].value.*", "named", v.Value, func(key string, w trace.Value) {
			put(key, replace(list, i, trace.NamedValue{Name: v.Name, Value: w}))
		})
	}
}

// value alters each leaf of a value.
func (a *alterer) value(key, where string, v trace.Value, put func(key string, v trace.Value)) {
	if v == "" {
		return
	}
	parsed, err := parse(v)
	if err != nil {
		a.err = err
		return
	}
	for _, l := range leaves(parsed) {
		put(key, text(replaced(parsed, l.path, a.p.other(l.place(where), l.value))))
	}
}

func (a *alterer) gap(g *trace.Gap) {
	change := func(key string, f func(g *trace.Gap)) {
		c := *g
		f(&c)
		if trace.Validate(&c) == nil {
			a.add(key, &c)
		}
	}
	change("gap.node", func(g *trace.Gap) { g.Node = int(a.p.otherInt("node", int64(g.Node))) })
	change("gap.inc", func(g *trace.Gap) { g.Inc = uint64(a.p.otherInt("inc", int64(g.Inc))) })
	nearby("gap.from", g.From, func(key string, n uint64) { change(key, func(g *trace.Gap) { g.From = n }) })
	nearby("gap.to", g.To, func(key string, n uint64) { change(key, func(g *trace.Gap) { g.To = n }) })
	a.changes("gap.state[]", g.State, func(key string, list []trace.Change) {
		change(key, func(g *trace.Gap) { g.State = list })
	})
	a.named(g.Values, func(key string, list []trace.NamedValue) {
		change(key, func(g *trace.Gap) { g.Values = list })
	})
}

func (a *alterer) end(e *trace.End) {
	change := func(key string, f func(e *trace.End)) {
		c := *e
		f(&c)
		a.add(key, &c)
	}
	change("end.node", func(e *trace.End) { e.Node = int(a.p.otherInt("node", int64(e.Node))) })
	change("end.inc", func(e *trace.End) { e.Inc = uint64(a.p.otherInt("inc", int64(e.Inc))) })
	nearby("end.seq", e.Seq, func(key string, n uint64) { change(key, func(e *trace.End) { e.Seq = n }) })
	nearby("end.events", e.Events, func(key string, n uint64) { change(key, func(e *trace.End) { e.Events = n }) })
}

// nearby alters a count in both directions, as the two could differ in what
// they pass for: a log that lost its end, and one with an end too many.
func nearby(key string, n uint64, put func(key string, n uint64)) {
	put(key+" (higher)", n+1)
	if n > 0 {
		put(key+" (lower)", n-1)
	}
}

func replace[T any](list []T, i int, x T) []T {
	out := slices.Clone(list)
	out[i] = x
	return out
}

func without[T any](list []T, i int) []T { return slices.Delete(slices.Clone(list), i, i+1) }
