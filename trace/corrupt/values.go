package corrupt

import (
	"fmt"
	"slices"
	"strings"

	"github.com/synod-paxos/synod/spec/tla"
	"github.com/synod-paxos/synod/trace"
)

// pools hold the values that occur in a run, by where they occur: what stands
// in one place is a plausible alternative for another of its kind.
type pools map[string][]tla.Value

func (p pools) add(where string, v tla.Value) {
	list := p[where]
	i, found := slices.BinarySearchFunc(list, v, tla.Compare)
	if !found {
		p[where] = slices.Insert(list, i, v)
	}
}

// other is the next greater value of a place's pool, or its least one; where the
// run has no other, one is made up.
func (p pools) other(where string, v tla.Value) tla.Value {
	list := p[where]
	i, found := slices.BinarySearchFunc(list, v, tla.Compare)
	if found {
		i++
	}
	if i >= len(list) {
		i = 0
	}
	if len(list) > 0 && !list[i].Equal(v) {
		return list[i]
	}
	return invented(v)
}

// invented is some value of the same kind.
func invented(v tla.Value) tla.Value {
	if n, ok := v.Int64(); ok {
		return tla.Int(n + 1)
	}
	if b, ok := v.Truth(); ok {
		return tla.Bool(!b)
	}
	switch text, _ := v.Text(); v.Kind() {
	case tla.KindString:
		return tla.Str(text + "x")
	case tla.KindModel:
		return tla.Str("x")
	case tla.KindSet:
		return tla.SetOf(slices.Collect(v.Elements())[:max(0, v.Len()-1)]...)
	}
	return tla.Str("x")
}

// A leaf is a part of a value that can be altered: what a record, a tuple or a
// function has in a place, at any depth, and is none itself; or the whole value.
type leaf struct {
	path  []tla.Value
	value tla.Value
}

func leaves(v tla.Value) []leaf {
	var list []leaf
	for key, part := range v.Pairs() {
		for _, l := range leaves(part) {
			list = append(list, leaf{append([]tla.Value{key}, l.path...), l.value})
		}
	}
	if list == nil {
		return []leaf{{nil, v}}
	}
	return list
}

// replaced is v with another value at a path.
func replaced(v tla.Value, path []tla.Value, by tla.Value) tla.Value {
	if len(path) == 0 {
		return by
	}
	part, _ := v.Apply(path[0])
	return v.With(path[0], replaced(part, path[1:], by))
}

// place names the pool of a leaf: by its last field, so that the ballot of a
// vote can stand for that of a message.
func (l leaf) place(whole string) string {
	for _, key := range slices.Backward(l.path) {
		if name, ok := key.Text(); ok {
			return "field " + name
		}
	}
	return whole
}

// nameTag marks the model values that stand for what has a name in a trace.
const nameTag = "#v "

// parse reads a value of a run that was judged, and so can be read. What stands
// there by name becomes a model value: an alteration is one of the text.
func parse(v trace.Value) (tla.Value, error) {
	out, err := tla.ParseJSONNamed([]byte(v), func(name string) (tla.Value, error) { return tla.Model(nameTag + name), nil })
	if err != nil {
		return out, fmt.Errorf("value %s: %w", v, err)
	}
	return out, nil
}

// text is how traces write a value that was parsed.
func text(v tla.Value) trace.Value {
	return trace.Value(strings.ReplaceAll(string(tla.AppendJSON(nil, v)), `{"#mv":"`+nameTag, `{"#v":"`))
}

// poolsOf collects the values of a run.
func poolsOf(files []*file) (pools, error) {
	p := pools{}
	var failed error
	value := func(where string, v trace.Value) {
		if v == "" {
			return
		}
		parsed, err := parse(v)
		if err != nil {
			failed = err
			return
		}
		for _, l := range leaves(parsed) {
			p.add(l.place(where), l.value)
		}
	}
	for _, f := range files {
		for _, item := range f.items {
			p.entry(item.Entry, value)
		}
	}
	return p, failed
}

func (p pools) entry(e trace.Entry, value func(string, trace.Value)) {
	switch e := e.(type) {
	case *trace.Header:
		p.place(trace.Ref{Node: e.Node, Inc: e.Inc, Seq: e.First})
		p.add("run", tla.Str(e.Run))
		p.add("cluster", tla.Str(e.Cluster))
		p.names(e.Values, value)
		for _, c := range e.State {
			p.add("path", tla.Str(c.Path))
			value("path "+c.Path, c.Value)
		}
	case *trace.Event:
		p.place(e.Ref)
		p.add("action", tla.Str(e.Action))
		p.names(e.Values, value)
		for _, a := range e.Args {
			p.add("arg", tla.Str(a.Name))
			value("arg "+a.Name, a.Value)
		}
		for _, in := range e.In {
			value("message", in.Msg)
		}
		for _, m := range e.Out {
			value("message", m)
		}
		for _, c := range e.Post {
			p.add("path", tla.Str(c.Path))
			value("path "+c.Path, c.Value)
		}
	case *trace.Gap:
		p.place(trace.Ref{Node: e.Node, Inc: e.Inc, Seq: e.To})
		p.names(e.Values, value)
		for _, c := range e.State {
			p.add("path", tla.Str(c.Path))
			value("path "+c.Path, c.Value)
		}
	case *trace.End:
		p.place(trace.Ref{Node: e.Node, Inc: e.Inc, Seq: max(1, e.Seq)})
	}
}

func (p pools) names(list []trace.NamedValue, value func(string, trace.Value)) {
	for _, v := range list {
		p.add("name", tla.Str(v.Name))
		value("named", v.Value)
	}
}

func (p pools) place(r trace.Ref) {
	p.add("node", tla.Int(int64(r.Node)))
	p.add("inc", tla.Int(int64(r.Inc)))
	p.add("seq", tla.Int(int64(r.Seq)))
}

// otherInt and otherText are other for values that are no TLA+ values in the
// schema.
func (p pools) otherInt(where string, n int64) int64 {
	v, _ := p.other(where, tla.Int(n)).Int64()
	return v
}

func (p pools) otherText(where, s string) string {
	v, _ := p.other(where, tla.Str(s)).Text()
	return v
}
