package tla

import (
	"cmp"
	"slices"
)

func newModule(name string) *Module {
	return &Module{name: name, hashes: map[string]string{}, sources: map[string][]byte{}, visible: map[string]*Symbol{}}
}

// eachChild calls f with the expressions directly inside n.
func (n *Node) eachChild(f func(*Node)) {
	for _, b := range n.Bounds {
		if b.Set != nil {
			f(b.Set)
		}
	}
	for _, s := range n.Substs {
		f(s.Expr)
	}
	for _, d := range n.Defs {
		f(d.Body)
	}
	for _, a := range n.Args {
		if a != nil {
			f(a)
		}
	}
}

// anyChild says whether f is true of an expression directly inside n.
func (n *Node) anyChild(f func(*Node) bool) bool {
	found := false
	n.eachChild(func(k *Node) { found = found || f(k) })
	return found
}

// walker visits every expression that a module can reach.
type walker struct {
	seen  map[*Symbol]bool
	local map[*Symbol]bool // LET definitions and LAMBDAs: part of an expression
	defs  []*Symbol
}

func (w *walker) symbol(s *Symbol) {
	if s == nil || s.Kind != symDef || w.seen[s] {
		return
	}
	w.seen[s] = true
	w.node(s.Body)
	w.defs = append(w.defs, s)
}

func (w *walker) node(n *Node) {
	for _, d := range n.Defs {
		w.local[d] = true
	}
	if n.Kind == nodeOp && n.Sym.Kind == symDef && n.Sym.Name == "LAMBDA" {
		w.local[n.Sym] = true
	}
	w.symbol(n.Sym)
	n.eachChild(w.node)
}

// collect fills defs with all definitions that are reachable, ordered by module
// and place.
func (m *Module) collect() {
	w := &walker{seen: map[*Symbol]bool{}, local: map[*Symbol]bool{}}
	names := make([]string, 0, len(m.visible))
	for name := range m.visible {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		w.symbol(m.visible[name])
	}
	for _, a := range m.assumes {
		w.node(a.body)
	}
	m.defs = nil
	for _, s := range w.defs {
		if !w.local[s] {
			m.defs = append(m.defs, s)
		}
	}
	order := map[string]int{}
	for i, name := range m.modules {
		order[name] = i
	}
	for _, list := range [][]*Symbol{m.constants, m.variables, m.defs} {
		slices.SortStableFunc(list, func(a, b *Symbol) int {
			return cmp.Or(cmp.Compare(order[a.Module], order[b.Module]), cmp.Compare(a.Module, b.Module),
				cmp.Compare(a.Pos.Line, b.Pos.Line), cmp.Compare(a.Pos.Col, b.Pos.Col), cmp.Compare(a.Name, b.Name))
		})
	}
}

// checkCycles fails if a definition uses itself without having been declared
// RECURSIVE. SANY never writes that; a damaged IR may, and every walk through
// definitions would be without end.
func (m *Module) checkCycles() {
	const visiting, done = 1, 2
	state := map[*Symbol]int{}
	depth := 0
	var visit func(s *Symbol)
	var walk func(n *Node)
	visit = func(s *Symbol) {
		if s == nil || s.Kind != symDef || s.Recursive || state[s] == done || s.Body == nil {
			return
		}
		if state[s] == visiting {
			fail(s.Body, "%s is defined by itself and is not declared RECURSIVE", s.Name)
		}
		if depth++; depth > maxNesting {
			fail(s.Body, "definitions are nested too deeply")
		}
		state[s] = visiting
		walk(s.Body)
		state[s] = done
		depth--
	}
	walk = func(n *Node) {
		visit(n.Sym)
		n.eachChild(walk)
	}
	for _, s := range m.defs {
		visit(s)
		if s.Recursive {
			walk(s.Body)
		}
	}
	for _, a := range m.assumes {
		walk(a.body)
	}
}
