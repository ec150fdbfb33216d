// Package tracetest makes traces without an implementation: the specification
// itself takes the steps, and what it does is written down. Tests of whatever
// reads traces start from one of these and, mostly, break it.
package tracetest

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/synod-paxos/synod/spec"
	"github.com/synod-paxos/synod/spec/tla"
	"github.com/synod-paxos/synod/trace"
	"github.com/synod-paxos/synod/trace/post"
	"github.com/synod-paxos/synod/trace/values"
)

// A Builder takes steps of a specification and records them.
type Builder struct {
	Nodes []int
	Spec  string // the module
	Hash  string

	spec     *tla.Spec
	shape    *post.Shape
	values   values.Dictionary
	defined  map[int]map[string]bool // by node: the names that its segment defines
	durable  map[string]bool         // variables
	actions  map[string]*tla.Action
	st       tla.State
	sent     map[sort][]message
	started  []int // the ballots of which there is a 1a message
	segments []*Segment
	current  map[int]*Segment
	inc      map[int]uint64
	seq      map[int]uint64
}

// A message is one that was sent, and the event that added it.
type message struct {
	trace.Cited
	value tla.Value
}

// A sort of messages has one type and one ballot.
type sort struct {
	kind string
	bal  int
}

func sortOf(m tla.Value) sort {
	t, _ := m.Field("type")
	kind, _ := t.Text()
	x, _ := m.Field("bal")
	bal, _ := x.Int64()
	return sort{kind, int(bal)}
}

// A Segment is a file of a trace.
type Segment struct {
	Name    string
	Entries []trace.Entry
}

// New starts a run of BasicPaxos by nodes 1..n.
func New(n int) (*Builder, error) { return newBuilder("BasicPaxos", n) }

func newBuilder(module string, n int) (*Builder, error) {
	b := &Builder{Spec: module, defined: map[int]map[string]bool{}, durable: map[string]bool{}, actions: map[string]*tla.Action{}, sent: map[sort][]message{}, current: map[int]*Segment{}, inc: map[int]uint64{}, seq: map[int]uint64{}}
	var members []tla.Value
	for i := 1; i <= n; i++ {
		b.Nodes = append(b.Nodes, i)
		members = append(members, tla.Int(int64(i)))
	}
	m, err := spec.Open("Replay" + module)
	if err != nil {
		return nil, fmt.Errorf("making a trace: %w", err)
	}
	b.Hash = m.Hash()
	cfg, err := spec.Config("Replay" + module)
	if err != nil {
		return nil, fmt.Errorf("making a trace: %w", err)
	}
	cfg = cfg.Clone()
	cfg.SetConstant("Node", tla.SetOf(members...))
	if b.spec, err = tla.Load(m, cfg); err != nil {
		return nil, fmt.Errorf("making a trace: %w", err)
	}
	if b.shape, err = post.ShapeOf(m); err != nil {
		return nil, fmt.Errorf("making a trace: %w", err)
	}
	durable, err := m.VariableClass("DurableVars")
	if err != nil {
		return nil, fmt.Errorf("making a trace: %w", err)
	}
	for _, name := range durable {
		b.durable[name] = true
	}
	for _, a := range b.spec.Actions() {
		b.actions[a.Name] = a
	}
	states, err := b.spec.Init()
	if err != nil {
		return nil, fmt.Errorf("making a trace: %w", err)
	}
	b.st = states[0]
	for _, node := range b.Nodes {
		b.begin(node, nil)
	}
	return b, nil
}

// begin opens the segment of a node's next incarnation.
func (b *Builder) begin(node int, prev *trace.Prev) {
	b.inc[node]++
	b.seq[node] = 0
	h := &trace.Header{
		Format: trace.Format, Run: "r1", Cluster: "test", Node: node, Inc: b.inc[node], First: 1,
		Spec: b.Spec, Hash: b.Hash, Nodes: b.Nodes, Prev: prev,
	}
	b.defined[node] = map[string]bool{}
	if prev == nil {
		h.State = b.State(node)
	}
	b.current[node] = &Segment{
		Name:    fmt.Sprintf("node-%d.inc-%d.jsonl", node, b.inc[node]),
		Entries: []trace.Entry{h},
	}
	b.segments = append(b.segments, b.current[node])
}

// State is a node's whole own state.
func (b *Builder) State(node int) []trace.Change {
	var list []post.Change
	for _, name := range b.shape.Variables {
		list = b.shape.Whole(list, name, b.own(b.st, name, node))
	}
	return (&rendering{}).changes(list)
}

func (b *Builder) own(st tla.State, name string, node int) tla.Value {
	f, _ := st.Get(name)
	v, _ := f.Apply(tla.Int(int64(node)))
	return v
}

// Step takes an action of a node, using the given messages, if the
// specification allows it.
func (b *Builder) Step(node int, action string, args []tla.Value, in []trace.Cited) (*trace.Event, error) {
	a := b.actions[action]
	if a == nil {
		return nil, fmt.Errorf("there is no action %s", action)
	}
	var used []tla.Value
	for _, c := range in {
		v, err := b.values.Read(c.Msg)
		if err != nil {
			return nil, err
		}
		used = append(used, v)
	}
	next, enabled, err := a.Call(b.st.With("msgs", tla.SetOf(used...)), append([]tla.Value{tla.Int(int64(node))}, args...)...)
	if err != nil {
		return nil, err
	}
	if !enabled {
		return nil, fmt.Errorf("%s(%d, %v) is not enabled", action, node, args)
	}
	if action == "Restart" {
		b.begin(node, &trace.Prev{Inc: b.inc[node], Last: b.seq[node], Events: b.seq[node]})
	}
	b.seq[node]++
	e := b.event(node, a, args, in, next)
	added, _ := next.Get("msgs")
	for m := range added.Elements() {
		k := sortOf(m)
		text := (&rendering{}).value(m)
		b.sent[k] = append(b.sent[k], message{trace.Cited{Ref: e.Ref, Msg: text}, m})
		if k.kind == "1a" {
			b.started = append(b.started, k.bal)
		}
	}
	b.st = next
	s := b.segment(node)
	s.Entries = append(s.Entries, e)
	return e, nil
}

// event writes down a step from b.st to next.
func (b *Builder) event(node int, a *tla.Action, args []tla.Value, in []trace.Cited, next tla.State) *trace.Event {
	e := &trace.Event{Ref: trace.Ref{Node: node, Inc: b.inc[node], Seq: b.seq[node]}, Action: a.Name, In: in}
	var r rendering
	for i, name := range a.Params[1:] {
		e.Args = append(e.Args, trace.Arg{Name: name, Value: r.value(args[i])})
	}
	for _, c := range in {
		v, _ := b.values.Read(c.Msg) // it was read before the step
		r.value(v)
	}
	added, _ := next.Get("msgs")
	for m := range added.Elements() {
		e.Out = append(e.Out, r.value(m))
	}
	var list []post.Change
	if a.Name == "Restart" {
		for _, name := range b.shape.Variables {
			list = b.shape.Whole(list, name, b.own(next, name, node))
		}
	} else {
		list = b.shape.Of(nil, b.st, next, tla.Int(int64(node)))
	}
	e.Post = r.changes(list)
	for _, def := range r.named {
		if !b.defined[node][def.Name] {
			b.defined[node][def.Name] = true
			e.Values = append(e.Values, def)
		}
	}
	if err := b.values.Define(e.Values...); err != nil {
		panic(err) // it made the names itself
	}
	return e
}

// segment is the last one of a node.
func (b *Builder) segment(node int) *Segment {
	return b.current[node]
}

// End stops a node in good order.
func (b *Builder) End(node int) {
	s := b.segment(node)
	s.Entries = append(s.Entries, &trace.End{Node: node, Inc: b.inc[node], Seq: b.seq[node], Events: b.seq[node]})
}

// EndAll stops all nodes in good order.
func (b *Builder) EndAll() {
	for _, n := range b.Nodes {
		b.End(n)
	}
}

// Segments gives what was recorded. The entries are the builder's own.
func (b *Builder) Segments() []*Segment { return b.segments }

// Write writes segments into a directory, one file each.
func Write(dir string, segments []*Segment) error {
	for _, s := range segments {
		var text []byte
		for _, e := range s.Entries {
			text = trace.AppendJSON(text, e)
		}
		if err := os.WriteFile(filepath.Join(dir, s.Name), text, 0o644); err != nil {
			return fmt.Errorf("writing a trace: %w", err)
		}
	}
	return nil
}

// Logs gives the write-ahead logs of the run: of each node the headers, and the
// events that change something durable. They name values without defining them.
func (b *Builder) Logs() []*Segment {
	var logs []*Segment
	for _, node := range b.Nodes {
		log := &Segment{Name: fmt.Sprintf("wal-%d.jsonl", node)}
		for _, s := range b.segments {
			if s.Entries[0].(*trace.Header).Node != node {
				continue
			}
			for _, e := range s.Entries {
				if e, ok := e.(*trace.Event); ok && !b.logged(e) {
					continue
				}
				log.Entries = append(log.Entries, undefined(e))
			}
		}
		logs = append(logs, log)
	}
	return logs
}

// logged tells whether an event changes something durable.
func (b *Builder) logged(e *trace.Event) bool {
	return slices.ContainsFunc(e.Post, func(c trace.Change) bool {
		variable, _, _ := strings.Cut(c.Path, "[")
		return b.durable[variable]
	})
}

func undefined(e trace.Entry) trace.Entry {
	event, ok := e.(*trace.Event)
	if !ok {
		return e
	}
	copied := *event
	copied.Values = nil
	return &copied
}
