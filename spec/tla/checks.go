package tla

import "fmt"

// checks are the compiled predicates of an exploration.
type checks struct {
	invariants  []predicate // of every state
	initials    []predicate // of the initial states
	steps       []predicate // of every step
	constraints []*compiled
	bounds      []*compiled // ACTION_CONSTRAINT
	deadlock    bool
	identity    *identity
	unchecked   []Unchecked
}

// newChecks compiles what the options ask to check.
func newChecks(s *Spec, o ExploreOptions) (*checks, error) {
	c := &checks{deadlock: o.CheckDeadlock, identity: &identity{}}
	var err error
	if !o.IgnoreSymmetry {
		if c.identity, err = s.identity(); err != nil {
			return nil, err
		}
	}
	if o.CheckInvariants {
		all, err := s.predicates(s.cfg.Invariants)
		if err != nil {
			return nil, err
		}
		for i, d := range all {
			c.invariants = append(c.invariants, predicate{name: s.cfg.Invariants[i], code: d})
		}
	}
	if o.CheckProperties {
		if err := c.addProperties(s, o.SafetyOnly); err != nil {
			return nil, err
		}
	}
	if c.constraints, err = s.predicates(s.cfg.Constraints); err != nil {
		return nil, err
	}
	c.bounds, err = s.predicates(s.cfg.ActionBounds)
	return c, err
}

func (c *checks) addProperties(s *Spec, safetyOnly bool) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.properties()
	if err != nil {
		return err
	}
	if len(p.unchecked) > 0 && !safetyOnly {
		return TemporalError(p.unchecked)
	}
	c.invariants = append(c.invariants, p.states...)
	c.initials, c.steps, c.unchecked = p.initials, p.steps, p.unchecked
	return nil
}

// predicates looks definitions without parameters up.
func (s *Spec) predicates(names []string) ([]*compiled, error) {
	var out []*compiled
	for _, name := range names {
		d, err := s.lookup(name)
		if err != nil {
			return nil, err
		}
		if len(d.params) > 0 {
			return nil, fmt.Errorf("%s%s has parameters", s.cfg.where(name), name)
		}
		out = append(out, d)
	}
	return out, nil
}

// judge evaluates the predicates of one goroutine. Predicates of a state and of
// a step have machines of their own, so that definitions are evaluated once for
// a state and once for all steps from a state.
type judge struct {
	*checks
	id          *identifier
	state, step *machine
}

func newJudge(s *Spec, c *checks) *judge {
	j := &judge{c, c.identity.identifier(), s.machine(), s.machine()}
	j.level(0)
	return j
}

func (j *judge) release(s *Spec) {
	s.release(j.state)
	s.release(j.step)
}

// level is that of the state whose successors are judged, 0 for initial states.
func (j *judge) level(n int) { j.state.level, j.step.level = initialLevel+n, initialLevel+n }

// check evaluates a predicate in the state that the machine is in.
func (m *machine) check(d *compiled) bool {
	defer m.placeFailure()
	m.begin(d.u)
	m.node = d.node
	return truth(d.node, d.f(m))
}

// inModel says whether the constraints admit a state.
func (j *judge) inModel(vals []Value) bool {
	if len(j.constraints) == 0 {
		return true
	}
	j.state.setState(vals)
	for _, c := range j.constraints {
		if !j.state.check(c) {
			return false
		}
	}
	return true
}

// from makes vals the state from which the steps that come next begin.
func (j *judge) from(vals []Value) { j.step.setState(vals) }

// to makes vals the state where a step ends.
func (j *judge) to(vals []Value) { j.step.setNext(vals) }

// inActions says whether the action constraints admit the step.
func (j *judge) inActions() bool {
	for _, b := range j.bounds {
		if !j.step.check(b) {
			return false
		}
	}
	return true
}

// badState returns the first predicate that a state violates.
func (j *judge) badState(all []predicate, kind ViolationKind, vals []Value) *Violation {
	if len(all) == 0 {
		return nil
	}
	j.state.setState(vals)
	return violated(j.state, all, kind)
}

// badStep returns the first property that the step violates.
func (j *judge) badStep() *Violation { return violated(j.step, j.steps, StepProperty) }

func violated(m *machine, all []predicate, kind ViolationKind) *Violation {
	for i := range all {
		p := &all[i]
		ok := false
		err := guard(func() { ok = m.check(p.code) })
		if err != nil || !ok {
			return &Violation{Kind: kind, Name: p.name, Part: p.part, State: -1, Err: err}
		}
	}
	return nil
}
