package tla

import "fmt"

// ConjunctKind says what a conjunct of an action does.
type ConjunctKind uint8

// The kinds of conjuncts.
const (
	Guard      ConjunctKind = iota + 1 // it mentions no next state
	Assignment                         // x' = e or x' \in S
	Frame                              // UNCHANGED e
	OtherStep                          // anything else about the next state
)

// Conjunct is a member of a definition's top-level conjunction.
type Conjunct struct {
	Kind     ConjunctKind
	Variable string // of an assignment
	Pos      Pos
	Text     string
}

// Conjuncts lists the members of a definition's top-level conjunction, in order,
// conjunctions among them taken apart. What is no conjunction has one member:
// itself.
func (m *Module) Conjuncts(def string) ([]Conjunct, error) {
	s, err := m.definition(def)
	if err != nil {
		return nil, err
	}
	var out []Conjunct
	err = guard(func() {
		c := &compiler{primes: map[*Symbol]bool{}}
		for _, n := range conjuncts(s.Body) {
			kind, variable := kindOf(c, n)
			x := Conjunct{Kind: kind, Pos: n.Pos, Text: m.sourceOf(n)}
			if variable != nil {
				x.Variable = variable.Name
			}
			out = append(out, x)
		}
	})
	return out, err
}

// conjuncts are the members of a conjunction.
func conjuncts(n *Node) []*Node {
	if !isBuiltin(n, "$ConjList", "\\land") {
		return []*Node{n}
	}
	var out []*Node
	for _, a := range n.Args {
		out = append(out, conjuncts(a)...)
	}
	return out
}

// kindOf says what a conjunct does, and which variable it assigns.
func kindOf(c *compiler, n *Node) (ConjunctKind, *Symbol) {
	switch {
	case !c.hasPrimes(n, scope{}):
		return Guard, nil
	case isBuiltin(n, "UNCHANGED"):
		return Frame, nil
	case isBuiltin(n, "=", "\\in") && len(n.Args) == 2 && isBuiltin(n.Args[0], "'"):
		if x := n.Args[0].Args[0]; x.Kind == nodeApp && x.Sym.Kind == symVariable {
			return Assignment, x.Sym
		}
	}
	return OtherStep, nil
}

var (
	trueSymbol      = &Symbol{Kind: symBuiltin, Name: "TRUE"}
	unchangedSymbol = &Symbol{Kind: symBuiltin, Name: "UNCHANGED", Arity: 1}
)

// WithoutConjunct returns a module that is m with TRUE in the place of conjunct i
// of a definition, as Conjuncts numbers them. Both share everything else, so the
// copy answers to the same configurations; its hash differs.
func (m *Module) WithoutConjunct(def string, i int) (*Module, error) {
	n, err := m.conjunct(def, i)
	if err != nil {
		return nil, err
	}
	return m.with(n, func(*Node) *Node { return &Node{Kind: nodeApp, Pos: n.Pos, Sym: trueSymbol} }), nil
}

// WithoutAssignment returns a module that is m with UNCHANGED x in the place of
// conjunct i of a definition, which assigns variable x.
func (m *Module) WithoutAssignment(def string, i int) (*Module, error) {
	n, err := m.conjunct(def, i)
	if err != nil {
		return nil, err
	}
	kind, variable := kindOf(&compiler{primes: map[*Symbol]bool{}}, n)
	if kind != Assignment {
		return nil, fmt.Errorf("conjunct %d of %s assigns no variable", i, def)
	}
	x := &Node{Kind: nodeApp, Pos: n.Pos, Sym: variable}
	return m.with(n, func(*Node) *Node {
		return &Node{Kind: nodeApp, Pos: n.Pos, Sym: unchangedSymbol, Args: []*Node{x}}
	}), nil
}

// conjunct is conjunct i of a definition.
func (m *Module) conjunct(def string, i int) (*Node, error) {
	s, err := m.definition(def)
	if err != nil {
		return nil, err
	}
	all := conjuncts(s.Body)
	if i < 0 || i >= len(all) {
		return nil, fmt.Errorf("%s has %d conjuncts; there is no conjunct %d", def, len(all), i)
	}
	return all[i], nil
}

// with returns a module that is m with something else in the place of an
// expression, made from its copy.
func (m *Module) with(old *Node, instead func(*Node) *Node) *Module {
	cp := &copier{old: old, instead: instead, symbols: map[*Symbol]*Symbol{}}
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
	return out
}

// copier copies a graph with one expression replaced. Declarations are shared,
// because nothing in them changes.
type copier struct {
	old     *Node
	instead func(*Node) *Node
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
	switch n {
	case nil:
		return nil
	case cp.old:
		return cp.instead(cp.plain(n))
	}
	return cp.plain(n)
}

// plain copies an expression whose parts may be replaced.
func (cp *copier) plain(n *Node) *Node {
	c := *n
	c.Sym = cp.symbol(n.Sym)
	c.Args = nil
	for _, a := range n.Args {
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
	return &c
}
