package check

import (
	"errors"
	"fmt"
	"slices"

	"github.com/synod-paxos/synod/spec/tla"
	"github.com/synod-paxos/synod/trace/post"
)

// A model is a specification with the constants of one replay: the judge.
type model struct {
	spec       *tla.Spec
	shape      *post.Shape // nil of a specification without nodes
	nodeVars   []string    // shape's
	durable    map[string]bool
	messages   string
	actions    map[string]*action
	invariants []string
	asks       []string // invariants that may fail for want of a message
	init       tla.State
	empty      tla.Value       // the empty set
	has        map[string]bool // definitions of the module

	decisions map[string]bool // the variables in Decisions
	progress  []string        // those in Progress, or none
	holds     map[string]bool // variables that are records with these as fields
	voting    []string        // those in VotingVars: the promise, the vote and, perhaps, below what votes are forgotten
}

// An action is one that a node can take.
type action struct {
	*tla.Action
	params []string // after the node
}

// MaxNodes bounds Node: the replay's quorums are sets of nodes, so that checking
// the specification's assumption about them costs 4 to the power of it.
const MaxNodes = 11

// mostSteps bounds one evaluation, so that numbers in a trace that no cluster would
// come to do not keep the checker busy for ever: no step of a cluster with a window of
// a hundred thousand slots takes as many. Checking the assumptions takes more, the
// more nodes there are.
const (
	mostSteps       = 1 << 24
	assumptionSteps = 1 << 6
)

// typeInvariant is the invariant that says of which types the variables are.
const typeInvariant = "TypeOK"

// newModel binds Node and checks the specification's assumptions about it.
func newModel(s *source, nodes []int) (*model, error) {
	if len(nodes) > MaxNodes {
		return nil, fmt.Errorf("the headers name %d nodes, and this checker judges clusters of at most %d: "+
			"that any two quorums meet is checked for all of them, at a cost of 4 to the power of the nodes; "+
			"take traces of a smaller cluster", len(nodes), MaxNodes)
	}
	members := make([]tla.Value, len(nodes))
	for i, n := range nodes {
		members[i] = tla.Int(int64(n))
	}
	cfg := s.config.Clone()
	cfg.SetConstant(s.nodeConstant, tla.SetOf(members...))
	cfg.Limits.Steps = mostSteps + assumptionSteps<<(2*len(nodes))
	spec, err := tla.Load(s.module, cfg)
	if err != nil {
		return nil, fmt.Errorf("loading %s: %w", s.module.Name(), err)
	}
	if err := spec.CheckAssumptions(); err != nil {
		return nil, fmt.Errorf("%s with nodes %v: %w", s.module.Name(), nodes, err)
	}
	m := &model{spec: spec, durable: map[string]bool{}, actions: map[string]*action{}, invariants: cfg.Invariants, empty: tla.SetOf()}
	if err := m.classes(s.module); err != nil {
		return nil, err
	}
	for _, a := range spec.Actions() {
		if len(a.Params) == 0 {
			return nil, fmt.Errorf("%s: action %s has no node to take it", s.module.Name(), a.Name)
		}
		m.actions[a.Name] = &action{Action: a, params: a.Params[1:]}
	}
	states, err := spec.Init()
	if err != nil {
		return nil, fmt.Errorf("%s: initial state: %w", s.module.Name(), err)
	}
	if len(states) != 1 {
		return nil, fmt.Errorf("%s has %d initial states; a replay needs one", s.module.Name(), len(states))
	}
	m.init = states[0]
	m.holders(members[0])
	return m, nil
}

// classes reads which variables are a node's own, durable, or the messages.
// Voting, which has no nodes' logs of its own, names none.
func (m *model) classes(module *tla.Module) error {
	m.has = map[string]bool{}
	for _, name := range module.Definitions() {
		m.has[name] = true
	}
	if !m.has["NodeVars"] {
		return nil
	}
	var err error
	if m.shape, err = post.ShapeOf(module); err != nil {
		return err
	}
	m.nodeVars = m.shape.Variables
	durable, err := module.VariableClass("DurableVars")
	if err != nil {
		return fmt.Errorf("reading the variables of %s: %w", module.Name(), err)
	}
	for _, v := range durable {
		m.durable[v] = true
	}
	messages, err := module.VariableClass("Messages")
	if err == nil && len(messages) != 1 {
		err = fmt.Errorf("definition Messages names %d variables, not one", len(messages))
	}
	if err != nil {
		return fmt.Errorf("reading the variables of %s: %w", module.Name(), err)
	}
	m.messages = messages[0]
	if m.asks, err = module.DefinitionClass("AsksForMessages"); err != nil {
		return fmt.Errorf("reading the invariants of %s: %w", module.Name(), err)
	}
	return m.agreed(module)
}

// agreed reads what nodes must agree in, and what Voting has a name for. A
// specification that says nothing of it, as those of one decision do, has
// variables with the usual names.
func (m *model) agreed(module *tla.Module) error {
	var failed error
	class := func(name string, usual ...string) []string {
		if !m.has[name] {
			return slices.DeleteFunc(usual, func(v string) bool { return !m.knowsVariable(v) })
		}
		list, err := module.VariableClass(name)
		failed = errors.Join(failed, err)
		return list
	}
	m.decisions = map[string]bool{}
	for _, v := range class("Decisions", "decided") {
		m.decisions[v] = true
	}
	m.progress = class("Progress")
	m.voting = class("VotingVars", "promised", "vote")
	if failed != nil {
		return fmt.Errorf("reading the variables of %s: %w", module.Name(), failed)
	}
	return nil
}

// holders finds the variables that hold what Progress is about.
func (m *model) holders(node tla.Value) {
	m.holds = map[string]bool{}
	o, _ := m.own(m.init, node)
	for name, v := range o {
		if len(m.progress) == 2 {
			_, ok1 := v.Field(m.progress[0])
			_, ok2 := v.Field(m.progress[1])
			m.holds[name] = ok1 && ok2
		}
	}
}

// own takes a node's own state out of a state; ok is false if it is not there.
func (m *model) own(st tla.State, node tla.Value) (own, bool) {
	o := own{}
	for _, name := range m.nodeVars {
		v, ok := get(st, name).Apply(node)
		if !ok {
			return nil, false
		}
		o[name] = v
	}
	return o, true
}

// with puts a node's own state into a state.
func (m *model) with(st tla.State, node tla.Value, o own) tla.State {
	for _, name := range m.nodeVars {
		st = st.With(name, get(st, name).With(node, o[name]))
	}
	return st
}

// typed tells whether a node's own state has values of the right types, as far
// as the specification says of which they are.
func (m *model) typed(node tla.Value, o own) (bool, error) {
	if !m.has[typeInvariant] {
		return true, nil
	}
	got, err := m.spec.Eval(typeInvariant, m.with(m.init, node, o).With(m.messages, m.empty))
	if err != nil {
		return false, err
	}
	ok, _ := got.Truth()
	return ok, nil
}

// without takes a node out of a state, so that whatever reads its variables
// fails rather than guesses.
func (m *model) without(st tla.State, node tla.Value) tla.State {
	for _, name := range m.nodeVars {
		st = st.With(name, get(st, name).Without(node))
	}
	return st
}

// flat lists all paths of a node's own state.
func (m *model) flat(o own) []post.Change {
	var list []post.Change
	for _, name := range m.nodeVars {
		list = m.shape.Whole(list, name, o[name])
	}
	return list
}

// diff lists the paths of a node that differ between two states.
func (m *model) diff(before, after tla.State, node tla.Value) []post.Change {
	return m.shape.Of(nil, before, after, node)
}

// knowsVariable tells whether name is one of the node's own variables.
func (m *model) knowsVariable(name string) bool { return slices.Contains(m.nodeVars, name) }

// get is the value of a variable that the specification has.
func get(st tla.State, name string) tla.Value {
	v, _ := st.Get(name)
	return v
}
