package tla

import "strconv"

// expr reads an expression as irexpr.go describes it.
func (r *irReader) expr(x sexpr) *Node {
	if r.depth++; r.depth > maxNesting {
		r.fail(x, "expressions are nested too deeply")
	}
	outer := r.in
	defer func() { r.depth--; r.in = outer }()
	word, args := r.head(x)
	n := &Node{}
	n.Pos, args = r.place(args)
	r.in = n.Pos.Module
	if x.list[0].quoted {
		return r.application(n, x, args)
	}
	one := func(what string) sexpr {
		if len(args) != 1 {
			r.fail(x, "%s has one argument", what)
		}
		return args[0]
	}
	two := func(what string) []sexpr {
		if len(args) != 2 || !args[0].isList {
			r.fail(x, "%s has a list and an expression", what)
		}
		return args[0].list
	}
	switch word {
	case "num":
		num, err := strconv.ParseInt(r.word(one(word)), 10, 64)
		if err != nil || num < 0 || num > maxInt {
			r.fail(x, "number out of range")
		}
		n.Kind, n.Num = nodeNum, num
	case "str":
		n.Kind, n.Text = nodeStr, r.word(one(word))
	case "at":
		n.Kind = nodeAt
	case "op":
		n.Kind = nodeOp
		a := one(word)
		if !a.isList {
			n.Sym = r.ref(a)
			break
		}
		kind, rest := r.head(a)
		if kind != "lambda" {
			r.fail(a, "a lambda is expected")
		}
		w := r.words(a, rest, 1)
		n.Sym = &Symbol{Kind: symDef, Name: w[0], Module: r.in}
		r.body(n.Sym, a, rest[1:])
	case "let":
		n.Kind = nodeLet
		r.let(n, two(word))
		n.Args = []*Node{r.expr(args[1])}
	case "subst":
		n.Kind = nodeSubst
		for _, s := range two(word) {
			if !s.isList || len(s.list) != 2 {
				r.fail(s, "malformed substitution")
			}
			decl := r.ref(s.list[0])
			if decl.Kind != symConstant && decl.Kind != symVariable {
				r.fail(s, "only declarations can be substituted")
			}
			n.Substs = append(n.Substs, Subst{decl, r.expr(s.list[1])})
		}
		n.Args = []*Node{r.expr(args[1])}
	default:
		return r.application(n, x, args)
	}
	return n
}

// let declares all definitions of a LET before it reads their bodies.
func (r *irReader) let(n *Node, defs []sexpr) {
	for _, d := range defs {
		word, args := r.head(d)
		args, recursive := recursiveFlag(args)
		if word != "def" {
			r.fail(d, "a definition is expected")
		}
		name := r.words(d, args, 1)[0]
		s := r.local(args[0])
		s.Kind, s.Recursive, s.Module = symDef, recursive, r.in
		r.locals[name] = s
		n.Defs = append(n.Defs, s)
	}
	for i, d := range defs {
		_, args := r.head(d)
		args, _ = recursiveFlag(args)
		r.body(n.Defs[i], d, args[1:])
	}
}

func (r *irReader) application(n *Node, x sexpr, args []sexpr) *Node {
	n.Kind = nodeApp
	n.Sym = r.ref(x.list[0])
	isCase := n.Sym.Kind == symBuiltin && n.Sym.Name == "$Pair"
	for i, a := range args {
		if a.isList && len(a.list) > 0 && !a.list[0].isList && !a.list[0].quoted {
			switch a.list[0].atom {
			case "in", "tuple", "unbound":
				n.Bounds = append(n.Bounds, r.bound(a))
				continue
			case "other":
				if !isCase || i != 0 {
					r.fail(a, "OTHER outside a CASE")
				}
				n.Args = append(n.Args, nil)
				continue
			}
		}
		n.Args = append(n.Args, r.expr(a))
	}
	if n.Sym.Kind != symBuiltin {
		arity := n.Sym.Arity
		if n.Sym.Kind == symDef && n.Sym.Body == nil && n.Sym.Params == nil {
			return n // its parameters are not read yet; compiling checks the number
		}
		if len(n.Args) != arity {
			r.fail(x, "%s has %d arguments instead of %d", n.Sym.Name, len(n.Args), arity)
		}
	}
	return n
}

func (r *irReader) bound(x sexpr) Bound {
	word, args := r.head(x)
	want := 2
	if word == "unbound" {
		want = 1
	}
	if len(args) != want || !args[0].isList || len(args[0].list) == 0 {
		r.fail(x, "malformed bound")
	}
	b := Bound{Tuple: word == "tuple"}
	if want == 2 {
		b.Set = r.expr(args[1]) // read before the variables: they are not in scope
	}
	for _, v := range args[0].list {
		b.Vars = append(b.Vars, r.local(v))
	}
	return b
}
