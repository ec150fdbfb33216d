package tla

// Expressions in the IR:
//
//	(num @place 12)   (str @place "text")   (at @place)
//	(op @place REF)                              an operator as an argument
//	(op @place (lambda @place (params) body))
//	(let @place ((def ...) ...) body)
//	(subst @place ((REF expr) ...) body)
//	(REF @place bounds... args...)               an application
//	bounds: (in (x y) set)  (tuple (x y) set)  (unbound (x))
//	CASE's OTHER is (other).

func (iw *irWriter) expr(n *Node, depth int) {
	if n == nil {
		iw.put("(other)")
		return
	}
	outer := iw.in
	defer func() { iw.in = outer }()
	iw.put("(")
	switch n.Kind {
	case nodeNum:
		iw.put("num")
		iw.at(n.Pos)
		iw.put(" %d", n.Num)
	case nodeStr:
		iw.put("str")
		iw.at(n.Pos)
		iw.put(" %q", n.Text)
	case nodeAt:
		iw.put("at")
		iw.at(n.Pos)
	case nodeOp:
		iw.put("op")
		iw.at(n.Pos)
		iw.in = n.Pos.Module
		if n.Sym.Kind == symDef && n.Sym.Name == "LAMBDA" {
			iw.names[n.Sym] = "LAMBDA"
			iw.line(depth + 1)
			iw.define("lambda", n.Sym, depth+1)
		} else {
			iw.put(" %s", iw.ref(n.Sym))
		}
	case nodeLet:
		iw.put("let")
		iw.at(n.Pos)
		iw.in = n.Pos.Module
		iw.put(" (")
		for _, d := range n.Defs {
			iw.fresh(d)
		}
		for _, d := range n.Defs {
			iw.line(depth + 2)
			iw.define("def", d, depth+2)
		}
		iw.put(")")
		iw.line(depth + 1)
		iw.expr(n.Args[0], depth+1)
	case nodeSubst:
		iw.put("subst")
		iw.at(n.Pos)
		iw.in = n.Pos.Module
		iw.put(" (")
		for _, s := range n.Substs {
			iw.line(depth + 2)
			iw.put("(%s ", iw.ref(s.Decl))
			iw.expr(s.Expr, depth+2)
			iw.put(")")
		}
		iw.put(")")
		iw.line(depth + 1)
		iw.expr(n.Args[0], depth+1)
	default:
		iw.put("%s", iw.ref(n.Sym))
		iw.at(n.Pos)
		iw.in = n.Pos.Module
		iw.bounds(n, depth)
		for _, a := range n.Args {
			if len(n.Args) == 1 && len(n.Bounds) == 0 {
				iw.put(" ")
			} else {
				iw.line(depth + 1)
			}
			iw.expr(a, depth+1)
		}
	}
	iw.put(")")
}

func (iw *irWriter) bounds(n *Node, depth int) {
	for _, b := range n.Bounds {
		word := "in"
		switch {
		case b.Set == nil:
			word = "unbound"
		case b.Tuple:
			word = "tuple"
		}
		iw.line(depth + 1)
		iw.put("(%s (", word)
		for i, v := range b.Vars {
			if i > 0 {
				iw.put(" ")
			}
			iw.put("%s", iw.declared(v))
		}
		iw.put(")")
		if b.Set != nil {
			iw.put(" ")
			iw.expr(b.Set, depth+1)
		}
		iw.put(")")
	}
}

// declarationWalker finds the declarations of instantiated modules.
type declarationWalker struct {
	seen                 map[*Symbol]bool
	constants, variables []*Symbol
}

func (w *declarationWalker) module(m *Module) {
	for _, s := range m.constants {
		w.seen[s] = true
	}
	for _, s := range m.variables {
		w.seen[s] = true
	}
	for _, s := range m.defs {
		w.node(s.Body)
	}
	for _, a := range m.assumes {
		w.node(a.body)
	}
}

func (w *declarationWalker) symbol(s *Symbol) {
	if s == nil || w.seen[s] {
		return
	}
	switch s.Kind {
	case symConstant:
		w.seen[s] = true
		w.constants = append(w.constants, s)
	case symVariable:
		w.seen[s] = true
		w.variables = append(w.variables, s)
	case symDef:
		if s.Name == "LAMBDA" {
			w.seen[s] = true
			w.node(s.Body)
		}
	}
}

func (w *declarationWalker) node(n *Node) {
	w.symbol(n.Sym)
	for _, s := range n.Substs {
		w.symbol(s.Decl)
	}
	n.eachChild(w.node)
}
