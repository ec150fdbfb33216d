package multipaxos

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/synod-paxos/synod/spec"
	"github.com/synod-paxos/synod/spec/tla"
	"github.com/synod-paxos/synod/trace"
)

// An oracle is the specification itself. It takes every event's step on its own
// state, with the messages alone that the event cites, and compares.
type oracle struct {
	t       *testing.T
	actions map[string]*tla.Action
	state   tla.State
	sent    map[trace.Ref][]tla.Value
	values  map[string]string // what names stand for
}

func newOracle(t *testing.T) *oracle {
	t.Helper()
	m, err := spec.Open("ReplayMultiPaxos")
	if err != nil {
		t.Fatal(err)
	}
	cfg, err := spec.Config("ReplayMultiPaxos")
	if err != nil {
		t.Fatal(err)
	}
	cfg.SetConstant("Node", tla.SetOf(tla.Int(1), tla.Int(2), tla.Int(3)))
	s, err := tla.Load(m, cfg)
	if err != nil {
		t.Fatal(err)
	}
	init, err := s.Init()
	if err != nil || len(init) != 1 {
		t.Fatalf("%d initial states, %v", len(init), err)
	}
	o := &oracle{t: t, actions: map[string]*tla.Action{}, state: init[0], sent: map[trace.Ref][]tla.Value{}, values: map[string]string{}}
	for _, a := range s.Actions() {
		o.actions[a.Name] = a
	}
	return o
}

// expand writes named values out.
func (o *oracle) expand(v trace.Value) string {
	text := string(v)
	for {
		before, rest, found := strings.Cut(text, `{"#v":"`)
		if !found {
			return text
		}
		name, after, _ := strings.Cut(rest, `"}`)
		value, defined := o.values[name]
		if !defined {
			o.t.Fatalf("the value %s is named and not defined", name)
		}
		text = before + value + after
	}
}

func (o *oracle) value(v trace.Value) tla.Value {
	o.t.Helper()
	value, err := tla.ParseJSON([]byte(o.expand(v)))
	if err != nil {
		o.t.Fatalf("%s: %v", v, err)
	}
	return value
}

// judge takes the event's step and compares with what the core has.
func (o *oracle) judge(e trace.Event, c *Core) {
	o.t.Helper()
	for _, v := range e.Values {
		o.values[v.Name] = string(v.Value)
	}
	node := tla.Int(int64(e.Node))
	args := []tla.Value{node}
	for _, a := range e.Args {
		args = append(args, o.value(a.Value))
	}
	var in []tla.Value
	for _, cited := range e.In {
		m := o.value(cited.Msg)
		if !slices.ContainsFunc(o.sent[cited.Ref], m.Equal) {
			o.t.Fatalf("%s of %v uses %v, which event %v did not send", e.Action, e.Ref, m, cited.Ref)
		}
		in = append(in, m)
	}
	next, enabled, err := o.actions[e.Action].Call(o.state.With("msgs", tla.SetOf(in...)), args...)
	if err != nil || !enabled {
		o.t.Fatalf("%+v: enabled %v, %v in\n%s", e, enabled, err, o.state)
	}
	o.state = next
	o.compareSent(e)
	o.compareState(e, node, c)
}

func (o *oracle) compareSent(e trace.Event) {
	var out []tla.Value
	for _, m := range e.Out {
		out = append(out, o.value(m))
	}
	o.sent[e.Ref] = out
	if want, _ := o.state.Get("msgs"); !want.Equal(tla.SetOf(out...)) {
		o.t.Fatalf("%+v adds %v", e, want)
	}
}

// compareState compares the whole state of a node.
func (o *oracle) compareState(e trace.Event, node tla.Value, c *Core) {
	type entry struct {
		key   uint64
		value string
	}
	keyed := map[string][]entry{"vote": nil, "known": nil, "done": nil}
	got := map[string]string{}
	for _, change := range c.Abstract() {
		name, key, ok := strings.Cut(change.Path, "[")
		if !ok {
			got[name] = o.expand(change.Value)
			continue
		}
		k, err := strconv.ParseUint(strings.TrimSuffix(key, "]"), 10, 64)
		if err != nil {
			o.t.Fatalf("%s: %v", change.Path, err)
		}
		keyed[name] = append(keyed[name], entry{k, o.expand(change.Value)})
	}
	for name, entries := range keyed {
		f := onKeys(len(entries), func(i int) uint64 { return entries[i].key })
		got[name] = string(f.append(nil, func(b []byte, i int) []byte { return append(b, entries[i].value...) }))
	}
	for _, name := range variables {
		all, _ := o.state.Get(name)
		own, _ := all.Apply(node)
		if want := string(tla.AppendJSON(nil, own)); got[name] != want {
			o.t.Fatalf("after %+v, %s is\n%s instead of\n%s", e, name, got[name], want)
		}
	}
}
