package tla

import (
	"errors"
	"fmt"
	"slices"
)

// An Action is a disjunct of Next. The variables that Next quantifies around it
// are its parameters.
type Action struct {
	Name   string
	Params []string

	spec   *Spec
	from   *disjunct
	u      *unit
	run    step
	params []boundParam // in the order of Params
	order  []int        // indices of params in the order in which Next binds them
	inside scope        // of the disjunct
	needs  map[string]*needs
}

// boundParam is a parameter with its slot and its quantifier's set.
type boundParam struct {
	slot  int
	set   eval
	deps  deps
	node  *Node // the set
	tuple []int // slots of all variables if the quantifier binds a tuple
}

// findActions splits Next and compiles each disjunct for calls.
func (s *Spec) findActions(next *Node, name string) []*Action {
	sp := &splitter{c: s.compiler}
	sp.walk(next, naming{name: name, label: name}, nil, true)
	var out []*Action
	for _, d := range sp.out {
		out = append(out, s.compileAction(d))
	}
	return out
}

// compileAction compiles a disjunct so that its parameters are slots that a
// call fills, and everything that surrounds it in Next is checked.
func (s *Spec) compileAction(d *disjunct) *Action {
	a := &Action{Name: d.name, spec: s, from: d, u: &unit{}, params: make([]boundParam, len(d.params))}
	for _, p := range d.params {
		a.Params = append(a.Params, p.name)
	}
	c := s.compiler
	sc := scope{u: a.u, at: -1, bound: true}
	k := step(func(m *machine) { m.sink(m) })
	var before []func(step) step
	for _, p := range d.path {
		switch p.kind {
		case pathSubst:
			sc = c.substScope(p.node, sc)
		case pathLet:
			inner, slots := c.let(p.node, sc)
			before = append(before, func(k step) step { return forgetting(slots, k) })
			sc = inner
		case pathEnter:
			inner, slots := c.bindArgs(p.sym, p.node.Args, sc, c.baseScope(sc))
			before = append(before, func(k step) step { return forgetting(slots, k) })
			sc = inner
		case pathBeside:
			at := sc
			for i := len(p.node.Args) - 1; i > p.index; i-- {
				k = c.act(p.node.Args[i], at, k, nil)
			}
			for _, g := range p.node.Args[:p.index] {
				before = append(before, func(k step) step { return c.act(g, at, k, nil) })
			}
		case pathBound:
			var checks []func(step) step
			sc, checks = a.bindParams(c, p.node, sc)
			before = append(before, checks...)
		}
	}
	a.inside = sc
	run := c.act(d.node, sc, k, nil)
	for i := len(before) - 1; i >= 0; i-- {
		run = before[i](run)
	}
	a.run = run
	return a
}

// bindParams gives the variables of a quantifier slots and checks that their
// values are in the quantifier's sets.
func (a *Action) bindParams(c *compiler, n *Node, sc scope) (scope, []func(step) step) {
	var checks []func(step) step
	inner := sc
	for _, b := range n.Bounds {
		set := c.expr(b.Set, sc)
		var slots, used []int
		for _, v := range b.Vars {
			var slot int
			inner, slot = inner.bindSlot(v)
			slots = append(slots, slot)
			i := slices.IndexFunc(a.from.params, func(p actionParam) bool { return p.sym == v })
			if i < 0 {
				continue
			}
			used = append(used, slot)
			a.params[i] = boundParam{slot: slot, set: set.f, deps: set.deps, node: b.Set}
			if b.Tuple {
				a.params[i].tuple = slots
			}
			a.order = append(a.order, i)
		}
		if b.Tuple && len(used) > 0 {
			for _, v := range b.Vars {
				if !slices.ContainsFunc(a.from.params, func(p actionParam) bool { return p.sym == v }) {
					fail(n, "%s of a tuple in Next's quantifier is not used", v.Name)
				}
			}
			for _, i := range a.order {
				if a.params[i].tuple != nil && a.params[i].node == b.Set {
					a.params[i].tuple = slots
				}
			}
		}
		checks = append(checks, domainCheck(b, set.f, used))
	}
	return inner, checks
}

// domainCheck tests that parameters are in their quantifier's set, which must
// not be empty if there are none.
func domainCheck(b Bound, set eval, slots []int) func(step) step {
	return func(k step) step {
		return func(m *machine) {
			s := asSet(b.Set, set(m))
			m.node = b.Set
			switch {
			case len(slots) == 0:
				if !isInfinite(s) && force(m, s).o.count == 0 {
					return
				}
			case b.Tuple:
				xs := make([]Value, len(slots))
				for i, slot := range slots {
					xs[i] = m.stack[m.fp+slot]
				}
				if !contains(m, s, tupleOf(xs)) {
					return
				}
			default:
				for _, slot := range slots {
					if !contains(m, s, m.stack[m.fp+slot]) {
						return
					}
				}
			}
			k(m)
		}
	}
}

// Call takes the action in st with the given arguments. The action is enabled
// if the arguments are in the sets that Next quantifies over and the action and
// everything around it in Next hold; next is then its one successor. It is an
// error if the arguments leave more than one.
func (a *Action) Call(st State, args ...Value) (next State, enabled bool, err error) {
	if err := a.check(st, args); err != nil {
		return State{}, false, err
	}
	s := a.spec
	m := s.machine()
	defer s.release(m)
	var first []Value
	err = guard(func() {
		m.call(a, st, args, func(m *machine) {
			if first == nil {
				first = m.taken(s, a.from.node, m.nx, a.Name)
				return
			}
			for i, v := range m.nx {
				if !Equal(v, first[i]) {
					fail(a.from.node, "%s%s has more than one successor; %s differs: %s and %s", a.Name,
						formatArgs(args), s.vars[i], describe(first[i]), describe(v))
				}
			}
		})
	})
	if err != nil || first == nil {
		return State{}, false, err
	}
	return newState(s, first), true, nil
}

var errNoAction = errors.New("tla: an action of the specification is needed")

func (a *Action) check(st State, args []Value) error {
	if a == nil || a.spec == nil {
		return errNoAction
	}
	if len(args) != len(a.params) {
		return fmt.Errorf("%s has %d parameters %v and is given %d arguments", a.Name, len(a.params), a.Params, len(args))
	}
	for i, v := range args {
		if !v.IsValid() {
			return fmt.Errorf("%s: argument %s is no value", a.Name, a.Params[i])
		}
	}
	return a.spec.owns(st, true)
}

func (m *machine) call(a *Action, st State, args []Value, sink step) {
	defer m.placeFailure()
	m.begin(a.u)
	m.setState(st.vals)
	clear(m.nx)
	m.done = false
	m.sink = sink
	for i, p := range a.params {
		m.stack[p.slot] = args[i]
	}
	a.run(m)
}

func formatArgs(args []Value) string {
	if len(args) == 0 {
		return ""
	}
	b := []byte{'('}
	for i, v := range args {
		if i > 0 {
			b = append(b, ", "...)
		}
		b = appendText(b, v)
	}
	return string(append(b, ')'))
}

// AllArgs returns every tuple of arguments in the sets that Next quantifies over.
// It is an error if one of them is infinite or depends on the state.
func (s *Spec) AllArgs(a *Action) (all [][]Value, err error) {
	if a == nil || a.spec != s {
		return nil, errNoAction
	}
	for _, p := range a.params {
		if p.deps&(depVar|depPrime) != 0 {
			return nil, errorAt(p.node, "%s: a parameter's set depends on the state", a.Name)
		}
	}
	m := s.machine()
	defer s.release(m)
	err = guard(func() {
		defer m.placeFailure()
		m.begin(a.u)
		m.setState(nil)
		args := make([]Value, len(a.params))
		var rec func(i int)
		rec = func(i int) {
			if i == len(a.order) {
				checkSize(m, "the arguments of "+a.Name, len(all)+1)
				all = append(all, slices.Clone(args))
				return
			}
			p := a.params[a.order[i]]
			m.node = p.node
			set := force(m, asSet(p.node, p.set(m)))
			width := max(1, len(p.tuple))
			for x := range set.Elements() {
				for j := range width {
					v := x
					if p.tuple != nil {
						v, _ = x.Apply(Int(int64(j + 1)))
					}
					at := a.order[i+j]
					args[at] = v
					m.stack[a.params[at].slot] = v
				}
				rec(i + width)
			}
		}
		rec(0)
	})
	return all, err
}
