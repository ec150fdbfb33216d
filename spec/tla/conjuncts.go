package tla

import "fmt"

// Conjunct is a guard of a definition: a member of its top-level conjunction
// that mentions no next state.
type Conjunct struct {
	Pos  Pos
	Text string
}

// Conjuncts lists the guards of a definition's top-level conjunction, in order;
// there are none if the definition is not a conjunction.
func (m *Module) Conjuncts(def string) ([]Conjunct, error) {
	s, err := m.definition(def)
	if err != nil {
		return nil, err
	}
	var out []Conjunct
	err = guard(func() {
		for _, n := range guards(s.Body) {
			out = append(out, Conjunct{n.Pos, m.sourceOf(n)})
		}
	})
	return out, err
}

// guards returns the members of a conjunction that have no primes.
func guards(n *Node) []*Node {
	if !isBuiltin(n, "$ConjList", "\\land") {
		return nil
	}
	c := &compiler{primes: map[*Symbol]bool{}}
	var out []*Node
	for _, a := range n.Args {
		switch {
		case isBuiltin(a, "$ConjList", "\\land"):
			out = append(out, guards(a)...)
		case !c.hasPrimes(a, scope{}):
			out = append(out, a)
		}
	}
	return out
}

// WithoutConjunct returns a module that is m without guard i of a definition, as
// Conjuncts numbers them. Both share everything else, so the copy answers to the
// same configurations; its hash differs.
func (m *Module) WithoutConjunct(def string, i int) (*Module, error) {
	s, err := m.definition(def)
	if err != nil {
		return nil, err
	}
	all := guards(s.Body)
	if i < 0 || i >= len(all) {
		return nil, fmt.Errorf("%s has %d guards; there is no guard %d", def, len(all), i)
	}
	cp := &copier{drop: all[i], symbols: map[*Symbol]*Symbol{}}
	out := newModule(m.name)
	out.modules = append(out.modules, m.modules...)
	for k, v := range m.hashes {
		out.hashes[k] = v
	}
	for k, v := range m.sources {
		out.sources[k] = v
	}
	out.constants, out.variables = cp.list(m.constants), cp.list(m.variables)
	out.defs = cp.list(m.defs)
	for name, s := range m.visible {
		out.visible[name] = cp.symbol(s)
	}
	for _, a := range m.assumes {
		out.assumes = append(out.assumes, &assumption{a.name, cp.node(a.body)})
	}
	return out, nil
}

// copier copies a graph without one conjunct. Declarations are shared, because
// nothing in them changes.
type copier struct {
	drop    *Node
	symbols map[*Symbol]*Symbol
}

func (cp *copier) list(ss []*Symbol) []*Symbol {
	out := make([]*Symbol, len(ss))
	for i, s := range ss {
		out[i] = cp.symbol(s)
	}
	return out
}

func (cp *copier) symbol(s *Symbol) *Symbol {
	if s == nil || s.Kind != symDef {
		return s
	}
	if t := cp.symbols[s]; t != nil {
		return t
	}
	t := *s
	cp.symbols[s] = &t
	t.Body = cp.node(s.Body)
	return &t
}

func (cp *copier) node(n *Node) *Node {
	if n == nil {
		return nil
	}
	c := *n
	c.Sym = cp.symbol(n.Sym)
	c.Args = nil
	for _, a := range n.Args {
		if a == cp.drop && a != nil {
			continue
		}
		c.Args = append(c.Args, cp.node(a))
	}
	c.Bounds = nil
	for _, b := range n.Bounds {
		b.Set = cp.node(b.Set)
		c.Bounds = append(c.Bounds, b)
	}
	c.Defs = nil
	for _, d := range n.Defs {
		c.Defs = append(c.Defs, cp.symbol(d))
	}
	c.Substs = nil
	for _, s := range n.Substs {
		c.Substs = append(c.Substs, Subst{s.Decl, cp.node(s.Expr)})
	}
	if isBuiltin(&c, "\\land") && len(c.Args) == 1 {
		return c.Args[0]
	}
	return &c
}
