package tla

// specSplitter takes a specification Init /\ [][Next]_vars /\ fairness apart. What
// is inside an instance or a LET keeps that around it.
type specSplitter struct {
	s     *Spec
	inits []*Node
	next  *Node
}

var conjunctionSymbol = &Symbol{Kind: symBuiltin, Name: "$ConjList"}

// init is the conjunction of all state predicates of the specification.
func (sp *specSplitter) init() *Node {
	if len(sp.inits) == 1 {
		return sp.inits[0]
	}
	return &Node{Kind: nodeApp, Pos: sp.inits[0].Pos, Sym: conjunctionSymbol, Args: sp.inits}
}

func (sp *specSplitter) split(n *Node, around func(*Node) *Node) {
	c := sp.s.compiler
	if c.depth++; c.depth > maxNesting {
		fail(n, "the specification is nested too deeply")
	}
	defer func() { c.depth-- }()
	switch {
	case n.Kind == nodeSubst || n.Kind == nodeLet:
		sp.split(n.Args[0], func(inner *Node) *Node {
			m := *n
			m.Args = []*Node{inner}
			return around(&m)
		})
		return
	case isBuiltin(n, "$ConjList", "\\land"):
		for _, a := range n.Args {
			sp.split(a, around)
		}
		return
	case isBuiltin(n, "$Nop"):
		sp.split(n.Args[0], around)
		return
	case isBuiltin(n, "[]"):
		if len(n.Args) != 1 || !isBuiltin(n.Args[0], "$SquareAct") {
			fail(n, "[] of something that is not [Next]_vars is not supported in a specification")
		}
		if sp.next != nil {
			fail(n, "a second next-state relation [][...]_vars in the specification")
		}
		sp.next = around(n.Args[0].Args[0])
		return
	}
	if n.Kind == nodeApp && len(n.Args) == 0 {
		if d := c.resolve(n.Sym); d.Kind == symDef && !d.Recursive && sp.s.isTemporal(d.Body, map[*Symbol]bool{}) {
			sp.split(d.Body, around)
			return
		}
	}
	if !sp.s.isTemporal(n, map[*Symbol]bool{}) { // otherwise fairness, which has no influence on the state graph
		sp.inits = append(sp.inits, around(n))
	}
}

func (s *Spec) isTemporal(n *Node, seen map[*Symbol]bool) bool {
	if n.Sym != nil {
		switch n.Sym.Name {
		case "[]", "<>", "$WF", "$SF", "~>":
			if n.Sym.Kind == symBuiltin {
				return true
			}
		}
		if n.Sym.Kind == symDef && !seen[n.Sym] {
			seen[n.Sym] = true
			if s.isTemporal(s.compiler.resolve(n.Sym).Body, seen) {
				return true
			}
		}
	}
	return n.anyChild(func(k *Node) bool { return s.isTemporal(k, seen) })
}
