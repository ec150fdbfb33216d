package tla

import "slices"

// Branch is one of several ways in which an evaluation can go on: an arm of IF
// or CASE, or a member of a disjunction.
type Branch struct {
	What       string // "THEN", "ELSE", "CASE" or "disjunct"
	Definition string // in which it stands
	Pos        Pos
	Text       string

	node *Node
}

const disjunctBranch = "disjunct"

// Branches lists the branches of definitions and of all that they call, each
// once. Operators of standard modules have none.
func (m *Module) Branches(defs ...string) ([]Branch, error) {
	w := &branchWalk{m: m, seen: map[*Symbol]bool{}, known: map[*Node]bool{}}
	for _, def := range defs {
		s, err := m.definition(def)
		if err != nil {
			return nil, err
		}
		if err := guard(func() { w.definition(s) }); err != nil {
			return nil, err
		}
	}
	return w.out, nil
}

type branchWalk struct {
	m     *Module
	seen  map[*Symbol]bool
	known map[*Node]bool
	in    []string // the definitions that the walk is in
	out   []Branch
}

func (w *branchWalk) definition(s *Symbol) {
	if s == nil || s.Kind != symDef || w.seen[s] || s.Body == nil {
		return
	}
	w.seen[s] = true
	w.in = append(w.in, s.Name)
	w.node(s.Body)
	w.in = w.in[:len(w.in)-1]
}

func (w *branchWalk) node(n *Node) {
	switch {
	case isBuiltin(n, "$IfThenElse") && len(n.Args) == 3:
		w.add("THEN", n.Args[1])
		w.add("ELSE", n.Args[2])
	case isBuiltin(n, "$Case"):
		for _, arm := range n.Args {
			if len(arm.Args) == 2 {
				w.add("CASE", arm.Args[1])
			}
		}
	case isBuiltin(n, "$DisjList", "\\lor"):
		for _, a := range n.Args {
			w.add(disjunctBranch, a)
		}
	}
	if n.Kind == nodeApp || n.Kind == nodeOp {
		w.definition(n.Sym)
	}
	n.eachChild(w.node)
}

func (w *branchWalk) add(what string, n *Node) {
	if w.known[n] {
		return // a function that a LET defines is there twice
	}
	w.known[n] = true
	w.out = append(w.out, Branch{what, w.in[len(w.in)-1], n.Pos, w.m.sourceOf(n), n})
}

// ActionNames are the names of the actions of the definition Next, each once, in
// their order.
func (m *Module) ActionNames() ([]string, error) {
	actions, err := m.NextActions()
	if err != nil {
		return nil, err
	}
	var names []string
	for _, a := range actions {
		if !slices.Contains(names, a.Name) {
			names = append(names, a.Name)
		}
	}
	return names, nil
}

// WithoutBranch returns a module that is m, except that it is an error to take
// the given branch: to evaluate an arm, or to find that a disjunct holds. It tells
// whether a branch is ever taken.
func (m *Module) WithoutBranch(b Branch) *Module {
	failing := &Node{Kind: nodeApp, Pos: b.Pos, Sym: caseSymbol}
	return m.with(b.node, func(n *Node) *Node {
		if b.What != disjunctBranch {
			return failing
		}
		return &Node{Kind: nodeApp, Pos: b.Pos, Sym: conjunctionSymbol, Args: []*Node{n, failing}}
	})
}

// caseSymbol is that of CASE. One without arms cannot be evaluated.
var caseSymbol = &Symbol{Kind: symBuiltin, Name: "$Case"}
