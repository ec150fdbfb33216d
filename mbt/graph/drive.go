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

func (r *Result) add(part *Result) {
	r.States += part.States
	r.Edges += part.Edges
	r.Steps += part.Steps
	r.Refusals += part.Refusals
	for action, n := range part.Actions {
		r.Actions[action] += n
	}
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

// Drive drives the whole graph of the specification through an implementation,
// on all processors. The error is a *Mismatch where the two differ. Progress is
// told now and then how many states are done; it may be nil.
func Drive(ctx context.Context, g *tla.Graph, impl bridge.Implementation, progress func(states int)) (*Result, error) {
	d, err := newDriver(g, impl)
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

type driver struct {
	graph     *tla.Graph
	impl      bridge.Implementation
	classes   bridge.Classes
	attempts  []attempt // all that the bounds allow
	hopeless  []attempt // with a set of nodes that contains no quorum
	edgesFrom map[int32][]tla.Edge
}

func newDriver(g *tla.Graph, impl bridge.Implementation) (*driver, error) {
	d := &driver{graph: g, impl: impl, edgesFrom: make(map[int32][]tla.Edge)}
	var err error
	if d.classes, err = bridge.ClassesOf(g.Spec.Module()); err != nil {
		return nil, err
	}
	if d.attempts, err = d.bounded(g.Spec); err != nil {
		return nil, err
	}
	few, err := minorities(g.Spec)
	if err != nil {
		return nil, err
	}
	if d.hopeless, err = d.withoutQuorum(d.attempts, few); err != nil {
		return nil, err
	}
	for _, e := range g.Edges {
		d.edgesFrom[e.From] = append(d.edgesFrom[e.From], e)
	}
	return d, nil
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

// A place is a state of the graph: as the model has it, as the implementation
// tells of it, and as the nodes meet it.
type place struct {
	state     tla.State
	concrete  tla.State
	situation bridge.Situation
}

func (d *driver) place(s tla.State) (*place, error) {
	concrete, err := d.impl.Concrete(s)
	if err != nil {
		return nil, err
	}
	situation, err := d.impl.Situation(concrete)
	if err != nil {
		return nil, err
	}
	return &place{s, concrete, situation}, nil
}

// state drives all that can be tried in one state.
func (d *driver) state(i int32, r *Result) error {
	p, err := d.place(d.graph.States[i])
	if err != nil {
		return err
	}
	driven := map[tla.Edge]bool{}
	for _, a := range d.attempts {
		next, enabled, err := a.action.Call(p.state, a.args...)
		if err != nil {
			return fmt.Errorf("evaluating %s%v: %w", a.action.Name, a.named(), err)
		}
		if !enabled {
			if err := d.mustRefuse(p, a, r); err != nil {
				return err
			}
			continue
		}
		if err := d.mustStep(p, a, next, r); err != nil {
			return err
		}
		for _, e := range d.edgesFrom[i] {
			if d.graph.Actions[e.Action] == a.action.Name && d.graph.States[e.To].Equal(next) {
				driven[e] = true
			}
		}
	}
	for _, a := range d.hopeless {
		if err := d.mustRefuse(p, a, r); err != nil {
			return err
		}
	}
	r.States++
	r.Edges += len(driven)
	return nil
}

// mustRefuse has the core refuse what the specification does not allow. Where a
// message that the action reads was never sent, nothing can be tried.
func (d *driver) mustRefuse(p *place, a attempt, r *Result) error {
	call, err := p.situation.Call(a.told())
	if err != nil || call == nil {
		return err
	}
	reason, err := call.Refused()
	switch {
	case err != nil:
		return p.mismatch(a, "%v", err)
	case reason == nil:
		return p.mismatch(a, "the specification forbids the step and the core takes it%s: %s", a.how(), whyNot(p.state, a))
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
func (d *driver) mustStep(p *place, a attempt, next tla.State, r *Result) error {
	call, err := p.situation.Call(a.told())
	if err != nil {
		return err
	}
	if call == nil {
		return p.mismatch(a, "a message that the step reads is not among the sent ones")
	}
	outcome, err := call.Take()
	if err != nil {
		return p.mismatch(a, "the specification allows the step and the core refuses it: %v", err)
	}
	after, err := d.impl.Concrete(next)
	if err != nil {
		return err
	}
	if err := d.compare(outcome, step{a, p.concrete, after}); err != nil {
		return p.mismatch(a, "%v", err)
	}
	r.Steps++
	r.Actions[a.action.Name]++
	return nil
}

func (p *place) mismatch(a attempt, format string, args ...any) error {
	return &Mismatch{State: p.state, Action: a.action.Name, Args: a.named(), Text: fmt.Sprintf(format, args...)}
}
