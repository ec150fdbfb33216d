package graph

import (
	"context"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/synod-paxos/synod/mbt/bridge"
	"github.com/synod-paxos/synod/spec/tla"
)

// A Result counts what was compared.
type Result struct {
	States   int            // states visited
	Edges    int            // distinct edges of the graph that were driven
	Steps    int            // steps taken by a core: an edge may have several witnesses
	Refusals int            // steps that the specification forbids and the core refused
	Actions  map[string]int // steps by action
}

// A Mismatch is a step at which core and specification part.
type Mismatch struct {
	State  tla.State
	Action string
	Args   []tla.NamedValue
	Text   string // what differs
}

func (m *Mismatch) Error() string {
	return fmt.Sprintf("the core and the specification part at %s%v\n%s\nin the state\n%v",
		m.Action, m.Args, m.Text, m.State)
}

// Drive drives the whole graph of the specification, on all processors. The
// error is a *Mismatch where the two differ. Progress is told now and then how
// many states are done; it may be nil.
func Drive(ctx context.Context, spec *tla.Spec, g *tla.Graph, progress func(states int)) (*Result, error) {
	d, err := newDriver(spec, g)
	if err != nil {
		return nil, err
	}
	r, err := d.all(ctx, progress)
	if err != nil {
		return nil, err
	}
	if left := len(g.Edges) - r.Edges; left != 0 {
		return nil, fmt.Errorf("%d of %d edges have no witness: no action with arguments leads along them", left, len(g.Edges))
	}
	if r.Steps == 0 || r.Refusals == 0 {
		return nil, fmt.Errorf("nothing was compared: %d steps, %d refusals", r.Steps, r.Refusals)
	}
	return r, nil
}

// chunk is how many states a worker takes at a time.
const chunk = 256

func (d *driver) all(ctx context.Context, progress func(states int)) (*Result, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	total := &Result{Actions: map[string]int{}}
	var mu sync.Mutex
	var next atomic.Int64
	var workers sync.WaitGroup
	for range runtime.NumCPU() {
		workers.Go(func() {
			for ctx.Err() == nil {
				from := int(next.Add(chunk)) - chunk
				if from >= len(d.graph.States) {
					return
				}
				part, err := d.part(from, min(from+chunk, len(d.graph.States)))
				if err != nil {
					cancel(err)
					return
				}
				mu.Lock()
				total.add(part)
				if progress != nil {
					progress(total.States)
				}
				mu.Unlock()
			}
		})
	}
	workers.Wait()
	return total, context.Cause(ctx)
}

// part drives the states from one index up to another.
func (d *driver) part(from, to int) (*Result, error) {
	r := &Result{Actions: map[string]int{}}
	for i := from; i < to; i++ {
		if err := d.state(int32(i), r); err != nil {
			return nil, err
		}
	}
	return r, nil
}

func (r *Result) add(part *Result) {
	r.States += part.States
	r.Edges += part.Edges
	r.Steps += part.Steps
	r.Refusals += part.Refusals
	for action, n := range part.Actions {
		r.Actions[action] += n
	}
}

// An attempt is an action with arguments, tried in a state.
type attempt struct {
	action *tla.Action
	args   []tla.Value
	twice  bool // every message that it reads is received twice
}

func (a attempt) named() []tla.NamedValue {
	named := make([]tla.NamedValue, len(a.args))
	for i, name := range a.action.Params {
		named[i] = tla.NamedValue{Expr: name, Value: a.args[i]}
	}
	return named
}

func (a attempt) arg(name string) tla.Value {
	for i, p := range a.action.Params {
		if p == name {
			return a.args[i]
		}
	}
	return tla.Value{}
}

type driver struct {
	graph     *tla.Graph
	nodes     []int
	attempts  []attempt // all that the bounds allow
	hopeless  []attempt // with a set of nodes that contains no quorum
	edgesFrom map[int32][]tla.Edge
}

func newDriver(spec *tla.Spec, g *tla.Graph) (*driver, error) {
	d := &driver{graph: g, edgesFrom: make(map[int32][]tla.Edge)}
	for _, a := range spec.Actions() {
		all, err := spec.AllArgs(a)
		if err != nil {
			return nil, fmt.Errorf("the arguments of %s: %w", a.Name, err)
		}
		for _, args := range all {
			d.attempts = append(d.attempts, attempt{action: a, args: args})
		}
	}
	if len(g.States) == 0 {
		return nil, fmt.Errorf("the graph is empty")
	}
	node, err := spec.Eval("Node", g.States[0])
	if err != nil {
		return nil, fmt.Errorf("reading Node: %w", err)
	}
	for n := range node.Elements() {
		i, ok := n.Int64()
		if !ok {
			return nil, fmt.Errorf("the node %v is no index", n)
		}
		d.nodes = append(d.nodes, int(i))
	}
	quorums, err := spec.Eval("Quorum", g.States[0])
	if err != nil {
		return nil, fmt.Errorf("reading Quorum: %w", err)
	}
	d.hopeless = withoutQuorum(d.attempts, node, quorums)
	for _, e := range g.Edges {
		d.edgesFrom[e.From] = append(d.edgesFrom[e.From], e)
	}
	return d, nil
}

// withoutQuorum are attempts like the given ones, each with every set of nodes
// that contains no quorum in the place of Q, whose messages may also come twice.
// The specification's Next does not even try these; an implementation must
// refuse them.
func withoutQuorum(attempts []attempt, node, quorums tla.Value) []attempt {
	minorities := minorities(node, quorums)
	seen := map[string]bool{}
	var hopeless []attempt
	for _, a := range attempts {
		for i, p := range a.action.Params {
			if p != "Q" {
				continue
			}
			for _, q := range minorities {
				args := append([]tla.Value(nil), a.args...)
				args[i] = q
				if key := fmt.Sprint(a.action.Name, args); !seen[key] {
					seen[key] = true
					hopeless = append(hopeless,
						attempt{action: a.action, args: args},
						attempt{action: a.action, args: args, twice: true})
				}
			}
		}
	}
	return hopeless
}

func minorities(node, quorums tla.Value) []tla.Value {
	var nodes []tla.Value
	for n := range node.Elements() {
		nodes = append(nodes, n)
	}
	var sets []tla.Value
	for bits := 1; bits < 1<<len(nodes); bits++ {
		var members []tla.Value
		for i, n := range nodes {
			if bits>>i&1 == 1 {
				members = append(members, n)
			}
		}
		if s := tla.SetOf(members...); !containsAny(s, quorums) {
			sets = append(sets, s)
		}
	}
	return sets
}

// containsAny tells whether s contains one of the sets.
func containsAny(s, sets tla.Value) bool {
	for q := range sets.Elements() {
		inside := true
		for n := range q.Elements() {
			inside = inside && s.Contains(n)
		}
		if inside {
			return true
		}
	}
	return false
}

// state drives all that can be tried in one state.
func (d *driver) state(i int32, r *Result) error {
	s := d.graph.States[i]
	in, err := d.readInbox(s)
	if err != nil {
		return err
	}
	driven := map[tla.Edge]bool{}
	for _, a := range d.attempts {
		next, enabled, err := a.action.Call(s, a.args...)
		if err != nil {
			return fmt.Errorf("evaluating %s%v: %w", a.action.Name, a.named(), err)
		}
		if !enabled {
			if err := d.mustRefuse(in, a, r); err != nil {
				return err
			}
			continue
		}
		if err := d.mustStep(in, a, next, r); err != nil {
			return err
		}
		for _, e := range d.edgesFrom[i] {
			if d.graph.Actions[e.Action] == a.action.Name && d.graph.States[e.To].Equal(next) {
				driven[e] = true
			}
		}
	}
	for _, a := range d.hopeless {
		if err := d.mustRefuse(in, a, r); err != nil {
			return err
		}
	}
	r.States++
	r.Edges += len(driven)
	return nil
}

// mustRefuse has the core refuse what the specification does not allow. Where a
// message that the action reads was never sent, nothing can be tried.
func (d *driver) mustRefuse(in *inbox, a attempt, r *Result) error {
	call, err := d.prepare(in, a)
	if err != nil || call == nil {
		return err
	}
	if _, _, err := call.try(); err == nil {
		return &Mismatch{State: in.state, Action: a.action.Name, Args: a.named(),
			Text: "the specification forbids the step and the core takes it" + a.how() + ": " + whyNot(in.state, a)}
	}
	r.Refusals++
	return nil
}

func (a attempt) how() string {
	if a.twice {
		return ", each message counted twice"
	}
	return ""
}

func whyNot(s tla.State, a attempt) string {
	why, err := a.action.Why(s, a.args...)
	if err != nil || why == nil {
		return "no reason could be evaluated"
	}
	return why.String()
}

// mustStep has the core take a step that the specification allows, and
// compares everything that can be seen of it.
func (d *driver) mustStep(in *inbox, a attempt, next tla.State, r *Result) error {
	mismatch := func(format string, args ...any) error {
		return &Mismatch{State: in.state, Action: a.action.Name, Args: a.named(), Text: fmt.Sprintf(format, args...)}
	}
	call, err := d.prepare(in, a)
	if err != nil {
		return err
	}
	if call == nil {
		return mismatch("a message that the step reads is not among the sent ones")
	}
	took, err := call.take()
	if err != nil {
		return mismatch("the specification allows the step and the core refuses it: %v", err)
	}
	if err := compare(took, in.state, next, call.node, a); err != nil {
		return mismatch("%v", err)
	}
	r.Steps++
	r.Actions[a.action.Name]++
	return nil
}

// messages is the specification's set of messages.
func messages(s tla.State) (tla.Value, error) {
	msgs, ok := s.Get("msgs")
	if !ok {
		return msgs, fmt.Errorf("the specification has no variable msgs")
	}
	return msgs, nil
}

// own is what a node holds in a state of the specification.
func own(s tla.State, n tla.Value) (map[string]tla.Value, error) {
	return bridge.Own(s, bridge.Variables, n)
}
