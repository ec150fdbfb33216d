package tla

import "fmt"

// definition compiles a definition so that it can be called with values.
func (s *Spec) definition(name string) (*compiled, error) {
	if d := s.evals[name]; d != nil {
		return d, nil
	}
	sym := s.module.visible[name]
	if sym == nil || sym.Kind != symDef && sym.Kind != symConstant {
		return nil, fmt.Errorf("module %s has no definition or constant %s", s.module.name, name)
	}
	var d *compiled
	err := guard(func() {
		s.compiler.steps = 0
		sym := s.compiler.resolve(sym)
		u := &unit{}
		d = &compiled{u: u}
		call := &Node{Kind: nodeApp, Sym: sym, Pos: sym.Pos}
		d.node = call
		sc := scope{u: u, at: -1}
		for _, p := range sym.Params {
			if p.Arity > 0 {
				fail(call, "%s has the operator %s as a parameter and cannot be evaluated by name", name, p.Name)
			}
			arg := &Symbol{Kind: symLocal, Name: p.Name}
			var slot int
			sc, slot = sc.bindSlot(arg)
			d.params = append(d.params, slot)
			call.Args = append(call.Args, &Node{Kind: nodeApp, Sym: arg, Pos: sym.Pos})
		}
		k := s.compiler.expr(call, sc)
		d.f, d.deps = k.f, k.deps
	})
	if err != nil {
		return nil, err
	}
	s.evals[name] = d
	return d, nil
}

func (s *Spec) lookup(name string) (*compiled, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.definition(name)
}

// Eval returns the value of a definition or constant in a state, applied to args
// if it has parameters. The zero State will do for a definition that depends on constants
// only.
func (s *Spec) Eval(def string, st State, args ...Value) (v Value, err error) {
	d, err := s.lookup(def)
	if err != nil {
		return Value{}, err
	}
	if len(args) != len(d.params) {
		return Value{}, fmt.Errorf("%s has %d parameters and is given %d arguments", def, len(d.params), len(args))
	}
	if err := s.owns(st, d.deps&depVar != 0); err != nil {
		return Value{}, err
	}
	m := s.machine()
	defer s.release(m)
	err = guard(func() { v = whole(m, m.run(d, st.vals, args)) })
	return v, err
}

// whole fails for a set whose elements cannot be put in order, and a function
// with such a domain: TLC can do nothing with it but ask for elements.
func whole(m *machine, v Value) Value {
	if v.o.lazy == nil {
		return v
	}
	set := v
	if f, ok := v.o.lazy.fn.(*lambda); ok {
		set = f.dom
	}
	if set.o.lazy != nil {
		if s, ok := set.o.lazy.set.(looseSet); ok && !anyInfinite(s.elems) {
			return s.force(m)
		}
	}
	return v
}

// run evaluates a definition.
func (m *machine) run(d *compiled, st []Value, args []Value) Value {
	defer m.placeFailure()
	m.begin(d.u)
	m.setState(st)
	for i, a := range args {
		if a.o == nil {
			fail(d.node, "argument %d is no value", i+1)
		}
		m.stack[m.fp+d.params[i]] = a
	}
	m.node = d.node
	return d.f(m)
}

// CheckAssumptions evaluates the ASSUMEs of the module; the error names the one
// that does not hold.
func (s *Spec) CheckAssumptions() error {
	for _, a := range s.module.assumes {
		var f func(*machine) bool
		u := &unit{}
		s.mu.Lock()
		s.compiler.steps = 0
		err := guard(func() { f, _ = s.compiler.test(a.body, scope{u: u, at: -1}) })
		s.mu.Unlock()
		ok := false
		if err == nil {
			m := s.machine()
			err = guard(func() {
				defer m.placeFailure()
				m.begin(u)
				m.setState(nil)
				m.node = a.body
				ok = f(m)
			})
			s.release(m)
		}
		if err != nil {
			return err
		}
		if !ok {
			if a.name != "" {
				return errorAt(a.body, "assumption %s does not hold", a.name)
			}
			return errorAt(a.body, "the assumption does not hold")
		}
	}
	return nil
}
