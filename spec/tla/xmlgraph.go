package tla

import (
	"strconv"
	"strings"
)

// graph turns the elements of SANY's XML into symbols and nodes. SANY numbers
// every symbol; the numbers change from run to run and do not survive here.
type graph struct {
	entries map[string]*element // symbol elements by UID
	symbols map[string]*Symbol  // those made so far
	pending []*Symbol           // definitions without a body yet
	bodies  map[*Symbol]*element
	depth   int
}

func bad(format string, args ...any) { panic(errorAt(nil, format, args...)) }

func (g *graph) module(root *element) *Module {
	g.bodies = map[*Symbol]*element{}
	m := newModule(root.textOf("RootModule"))
	var rootNode *element
	for _, e := range root.get("context").children() {
		uid := e.textOf("UID")
		for _, k := range e.kids {
			if k.tag != "UID" {
				g.entries[uid] = k
			}
		}
	}
	for _, ref := range root.kids {
		x := ref
		if ref.tag == "ModuleNodeRef" {
			x = g.entries[ref.textOf("UID")]
		} else if ref.tag != "ModuleNode" {
			continue
		}
		if x == nil || x.tag != "ModuleNode" {
			bad("reference to a module that is not there")
		}
		name := x.textOf("uniquename")
		if !nativeModules[name] && !distributedModules[name] {
			m.modules = append(m.modules, name)
		}
		if name == m.name {
			rootNode = x
		}
	}
	if rootNode == nil {
		bad("no root module %q", m.name)
	}
	for _, ref := range rootNode.kids {
		g.topLevel(m, ref)
	}
	for len(g.pending) > 0 {
		s := g.pending[0]
		g.pending = g.pending[1:]
		s.Body = g.expr(g.bodies[s])
	}
	m.collect()
	m.checkShapes()
	m.checkCycles()
	return m
}

// topLevel adds what the root module's list refers to.
func (g *graph) topLevel(m *Module, ref *element) {
	switch ref.tag {
	case "OpDeclNodeRef", "UserDefinedOpKindRef":
		s := g.symbol(ref)
		switch s.Kind {
		case symConstant:
			m.constants = append(m.constants, s)
		case symVariable:
			m.variables = append(m.variables, s)
		case symStd:
			return
		}
		m.visible[s.Name] = s
	case "AssumeNodeRef", "AssumeNode":
		x := ref
		if ref.tag == "AssumeNodeRef" {
			x = g.entries[ref.textOf("UID")]
		}
		a := &assumption{body: g.only(x.get("body"))}
		if d := x.get("definition"); d != nil && len(d.kids) == 1 {
			a.name = g.entries[d.kids[0].textOf("UID")].textOf("uniquename")
		}
		m.assumes = append(m.assumes, a)
	}
}

// symbol returns the symbol that a reference element names.
func (g *graph) symbol(ref *element) *Symbol {
	uid := ref.textOf("UID")
	if s := g.symbols[uid]; s != nil {
		return s
	}
	x := g.entries[uid]
	if x == nil {
		bad("%s: symbol %q is not defined", ref.tag, uid)
	}
	s := &Symbol{Name: x.textOf("uniquename"), Pos: position(x)}
	s.Module = s.Pos.Module
	s.Arity, _ = strconv.Atoi(x.textOf("arity"))
	g.symbols[uid] = s
	switch x.tag {
	case "FormalParamNode":
		s.Kind = symLocal
	case "OpDeclNode":
		switch x.textOf("kind") {
		case "2":
			s.Kind = symConstant
		case "3":
			s.Kind = symVariable
		default:
			bad("%s: declaration of %s is of a kind that is not supported", s.Pos, s.Name)
		}
	case "BuiltInKind":
		s.Kind = symBuiltin
	case "UserDefinedOpKind":
		g.define(s, x)
	case "TheoremDefNode", "AssumeDef":
		g.defineNamed(s, x)
	default:
		bad("%s: %s %s is not supported", s.Pos, x.tag, s.Name)
	}
	return s
}

func (g *graph) define(s *Symbol, x *element) {
	s.Kind = symDef
	body := x.get("body")
	if body == nil || len(body.kids) != 1 {
		bad("%s: definition of %s has no body", s.Pos, s.Name)
	}
	inner := body.kids[0]
	for inner.tag == "SubstInNode" && len(inner.get("body").children()) == 1 {
		inner = inner.get("body").kids[0]
	}
	// An operator of a standard module, perhaps named through an instance.
	mod, name := position(inner).Module, s.Name[strings.LastIndex(s.Name, "!")+1:]
	if native := nativeModules[mod] || nativeOperators[mod+"."+name]; native || nativeModules[s.Module] {
		s.Kind = symStd
		if native {
			s.Module = mod
		}
		s.Name = name
		s.Pos = Pos{}
		return
	}
	g.parameters(s, x)
	s.Recursive = x.get("recursive") != nil
	g.bodies[s] = body.kids[0]
	g.pending = append(g.pending, s)
}

// defineNamed makes the name of a theorem or an assumption a definition of what
// it says. SANY exports no parameters for it.
func (g *graph) defineNamed(s *Symbol, x *element) {
	s.Kind = symDef
	for _, k := range x.kids {
		switch k.tag {
		case "level", "uniquename", "location", "pre-comments", "arity":
		default:
			g.bodies[s] = k
		}
	}
	if g.bodies[s] == nil {
		bad("%s: %s has no body", s.Pos, s.Name)
	}
	g.pending = append(g.pending, s)
}

func (g *graph) parameters(s *Symbol, x *element) {
	for _, p := range x.get("params").children() {
		ref := p.get("FormalParamNodeRef")
		if ref == nil {
			bad("%s: malformed parameters of %s", s.Pos, s.Name)
		}
		s.Params = append(s.Params, g.symbol(ref))
	}
}

func position(x *element) Pos {
	loc := x.get("location")
	num := func(axis, end string) int {
		n, _ := strconv.Atoi(loc.get(axis).textOf(end))
		return n
	}
	return Pos{loc.textOf("filename"), num("line", "begin"), num("column", "begin"), num("line", "end"), num("column", "end")}
}

// only converts the single child of a wrapper element.
func (g *graph) only(x *element) *Node {
	if x == nil || len(x.kids) != 1 {
		bad("an expression is missing")
	}
	return g.expr(x.kids[0])
}

func (g *graph) expr(x *element) *Node {
	if g.depth++; g.depth > maxNesting {
		bad("expressions are nested too deeply")
	}
	defer func() { g.depth-- }()
	n := &Node{Pos: position(x)}
	switch x.tag {
	case "NumeralNode":
		num, err := strconv.ParseInt(x.textOf("IntValue"), 10, 64)
		if err != nil || num > maxInt {
			fail(n, "the number %s is larger than %d", x.textOf("IntValue"), int64(maxInt))
		}
		n.Kind, n.Num = nodeNum, num
	case "StringNode":
		n.Kind, n.Text = nodeStr, x.text
		if v := x.get("StringValue"); v != nil {
			n.Text = v.text
		}
	case "OpApplNode":
		g.application(n, x)
	case "LetInNode":
		n.Kind = nodeLet
		for _, k := range x.get("opDefs").children() {
			if k.tag != "UserDefinedOpKindRef" {
				fail(n, "%s in LET is not supported", k.tag)
			}
			if d := g.symbol(k); d.Kind == symDef { // not a standard operator of an instance
				n.Defs = append(n.Defs, d)
			}
		}
		n.Args = []*Node{g.only(x.get("body"))}
	case "SubstInNode", "APSubstInNode":
		n.Kind = nodeSubst
		for _, k := range x.get("substs").children() {
			if len(k.kids) != 2 {
				fail(n, "malformed substitution")
			}
			n.Substs = append(n.Substs, Subst{g.symbol(k.kids[0]), g.expr(k.kids[1])})
		}
		n.Args = []*Node{g.only(x.get("body"))}
	case "AtNode":
		n.Kind = nodeAt
	case "OpArgNode":
		n.Kind = nodeOp
		arg := x.get("argument")
		if arg == nil || len(arg.kids) != 1 {
			fail(n, "malformed operator argument")
		}
		n.Sym = g.symbol(arg.kids[0])
	case "LabelNode":
		return g.only(x.get("body"))
	default:
		fail(n, "%s is not supported", strings.TrimSuffix(x.tag, "Node"))
	}
	return n
}

func (g *graph) application(n *Node, x *element) {
	n.Kind = nodeApp
	op := x.get("operator")
	if op == nil || len(op.kids) != 1 {
		fail(n, "malformed application")
	}
	n.Sym = g.symbol(op.kids[0])
	for _, b := range x.get("boundSymbols").children() {
		bound := Bound{}
		for _, k := range b.kids {
			switch k.tag {
			case "FormalParamNodeRef":
				bound.Vars = append(bound.Vars, g.symbol(k))
			case "tuple":
				bound.Tuple = true
			default:
				bound.Set = g.expr(k)
			}
		}
		if len(bound.Vars) == 0 || (bound.Set == nil && b.tag == "bound") {
			fail(n, "malformed quantifier")
		}
		n.Bounds = append(n.Bounds, bound)
	}
	for _, a := range x.get("operands").children() {
		n.Args = append(n.Args, g.expr(a))
	}
	if n.Sym.Kind == symBuiltin && n.Sym.Name == "$Case" {
		for _, p := range n.Args {
			if p.Kind == nodeApp && len(p.Args) == 2 && p.Args[0].Kind == nodeStr && p.Args[0].Text == "$Other" {
				p.Args[0] = nil
			}
		}
	}
	if n.Sym.Kind == symDef && n.Sym.Name == "LAMBDA" {
		defineHere(n)
	}
}

// defineHere makes LET of an applied LAMBDA. SANY applies one where a part of a
// quantifier or a function is named, as in Op!(e).
func defineHere(n *Node) {
	applied := *n
	*n = Node{Kind: nodeLet, Pos: n.Pos, Defs: []*Symbol{n.Sym}, Args: []*Node{&applied}}
}
