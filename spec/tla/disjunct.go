package tla

import "slices"

// disjunct is one way to take Next: the path from Next down to an action, and
// the action. The path holds what surrounds the action: quantifiers, conjuncts
// beside it, and definitions that only dispatch to others.
type disjunct struct {
	name   string
	label  string // TLC's name for it
	path   []pathItem
	node   *Node
	params []actionParam
}

type pathKind uint8

const (
	pathBound  pathKind = iota // \E: its variables become parameters
	pathBeside                 // a conjunction, of which conjunct index goes on
	pathEnter                  // the call of a definition that only dispatches
	pathSubst                  // an instance
	pathLet                    // local definitions
)

type pathItem struct {
	kind  pathKind
	node  *Node
	sym   *Symbol // entered
	index int
}

// actionParam is a variable of a quantifier around an action.
type actionParam struct {
	name string
	sym  *Symbol
	set  *Node
}

// splitter finds the disjuncts of a next-state relation.
type splitter struct {
	c   *compiler
	out []*disjunct
}

func (sp *splitter) callee(n *Node) *Symbol {
	if n.Kind != nodeApp {
		return nil
	}
	s := sp.c.resolve(n.Sym)
	if s.Kind == symDef && !s.Recursive && sp.c.definitionPrimes(s) && len(n.Args) == len(s.Params) {
		return s
	}
	return nil
}

func isBuiltin(n *Node, names ...string) bool {
	return n.Kind == nodeApp && n.Sym.Kind == symBuiltin && slices.Contains(names, n.Sym.Name)
}

// dispatches says whether an expression does nothing but choose among calls of
// other actions.
func (sp *splitter) dispatches(n *Node) bool {
	switch {
	case isBuiltin(n, "$DisjList", "\\lor"):
		for _, a := range n.Args {
			if !sp.dispatches(a) {
				return false
			}
		}
		return len(n.Args) > 0
	case isBuiltin(n, "$BoundedExists", "$Nop"):
		return len(n.Args) == 1 && sp.dispatches(n.Args[0])
	case n.Kind == nodeSubst || n.Kind == nodeLet:
		return sp.dispatches(n.Args[0])
	}
	return sp.callee(n) != nil
}

// naming is the name of the definition that a walk is in, and TLC's label, which
// stops following the name where TLC stops splitting the relation.
type naming struct {
	name, label string
	frozen      bool
}

func (nm naming) enter(name string, constant bool) naming {
	nm.name = name
	if !nm.frozen {
		nm.label = name
	}
	nm.frozen = nm.frozen || !constant
	return nm
}

func (nm naming) freeze(yes bool) naming {
	nm.frozen = nm.frozen || yes
	return nm
}

func (sp *splitter) constant(ns []*Node) bool {
	for _, n := range ns {
		if n.Kind == nodeOp || !sp.c.constantLevel(n, scope{}) {
			return false
		}
	}
	return true
}

// walk descends from n, which is (part of) the body of a definition. The root
// may have conjuncts beside its actions.
func (sp *splitter) walk(n *Node, nm naming, path []pathItem, root bool) {
	path = slices.Clip(path)
	if len(path) > 500 { // an override may send a definition back to itself
		fail(n, "the disjuncts of the next-state relation are nested too deeply")
	}
	switch {
	case n.Kind == nodeSubst && sp.dispatches(n.Args[0]):
		sp.walk(n.Args[0], nm.freeze(len(n.Substs) > 0), append(path, pathItem{kind: pathSubst, node: n}), root)
		return
	case n.Kind == nodeLet && sp.dispatches(n.Args[0]):
		sp.walk(n.Args[0], nm, append(path, pathItem{kind: pathLet, node: n}), root)
		return
	case isBuiltin(n, "$DisjList", "\\lor"):
		for _, a := range n.Args {
			sp.walk(a, nm, path, root)
		}
		return
	case isBuiltin(n, "$Nop"):
		sp.walk(n.Args[0], nm, path, root)
		return
	case isBuiltin(n, "$BoundedExists") && len(n.Args) == 1 && (root || sp.dispatches(n)):
		sp.walk(n.Args[0], nm.freeze(!sp.c.constantBounds(n, scope{})), append(path, pathItem{kind: pathBound, node: n}), root)
		return
	case root && isBuiltin(n, "$ConjList", "\\land"):
		if i := sp.onlyAction(n); i >= 0 {
			sp.walk(n.Args[i], nm.freeze(true), append(path, pathItem{kind: pathBeside, node: n, index: i}), root)
			return
		}
	}
	if s := sp.callee(n); s != nil {
		nm = nm.enter(s.Name, sp.constant(n.Args))
		if sp.dispatches(s.Body) {
			sp.walk(s.Body, nm, append(path, pathItem{kind: pathEnter, node: n, sym: s}), false)
			return
		}
	}
	d := &disjunct{name: nm.name, label: nm.label, path: slices.Clone(path), node: n}
	d.findParams(sp.c)
	sp.out = append(sp.out, d)
}

// onlyAction returns the index of the single conjunct with primes if it chooses
// among actions, -1 otherwise.
func (sp *splitter) onlyAction(n *Node) int {
	found := -1
	for i, a := range n.Args {
		if sp.c.hasPrimes(a, scope{}) {
			if found >= 0 {
				return -1
			}
			found = i
		}
	}
	if found < 0 || !isBuiltin(n.Args[found], "$ConjList", "\\land") && !sp.dispatches(n.Args[found]) {
		return -1
	}
	return found
}

// findParams makes parameters of the variables that are bound on the path. They
// are named and ordered as the action's own formal parameters where they are
// handed to it directly; other variables that matter follow.
func (d *disjunct) findParams(c *compiler) {
	var bound []actionParam
	alias := map[*Symbol]*Symbol{} // formal parameters of entered definitions
	resolve := func(n *Node) *Symbol {
		if n.Kind != nodeApp || len(n.Args) > 0 {
			return nil
		}
		s := n.Sym
		for range len(d.path) + 1 {
			if t := alias[s]; t != nil {
				s = t
			}
		}
		return s
	}
	used := map[*Symbol]bool{}
	use := func(n *Node) { markUsed(n, alias, used) }
	for _, p := range d.path {
		switch p.kind {
		case pathBound:
			for _, b := range p.node.Bounds {
				if b.Set != nil {
					use(b.Set)
				}
				for _, v := range b.Vars {
					bound = append(bound, actionParam{v.Name, v, b.Set})
				}
			}
		case pathLet:
			for _, d := range p.node.Defs {
				use(d.Body)
			}
		case pathBeside:
			for i, a := range p.node.Args {
				if i != p.index {
					use(a)
				}
			}
		case pathEnter:
			for i, a := range p.node.Args {
				if s := resolve(a); s != nil {
					alias[p.sym.Params[i]] = s
				} else {
					use(a)
				}
			}
		}
	}
	use(d.node)
	taken := map[*Symbol]bool{}
	if s := c.resolve(d.node.callSymbol()); s != nil && s.Kind == symDef && len(s.Params) == len(d.node.Args) {
		for i, a := range d.node.Args {
			if a.Kind == nodeOp {
				continue
			}
			v := resolve(a)
			for _, b := range bound {
				if b.sym == v && !taken[v] {
					taken[v] = true
					d.params = append(d.params, actionParam{s.Params[i].Name, b.sym, b.set})
				}
			}
		}
	}
	for _, b := range bound {
		if !taken[b.sym] && used[b.sym] {
			d.params = append(d.params, b)
		}
	}
}

// callSymbol returns the symbol of an application, nil for other nodes.
func (n *Node) callSymbol() *Symbol {
	if n.Kind == nodeApp {
		return n.Sym
	}
	return nil
}

func markUsed(n *Node, alias map[*Symbol]*Symbol, used map[*Symbol]bool) {
	if n.Sym != nil && n.Sym.Kind == symLocal {
		s := n.Sym
		for alias[s] != nil {
			s = alias[s]
		}
		used[s] = true
	}
	n.eachChild(func(k *Node) { markUsed(k, alias, used) })
}

// ActionInfo describes a disjunct of Next.
type ActionInfo struct {
	Name   string
	Params []ParamInfo
}

// ParamInfo is a parameter of an action and the set that Next quantifies it
// over, as text.
type ParamInfo struct{ Name, Set string }

func (d *disjunct) info() ActionInfo {
	out := ActionInfo{Name: d.name}
	for _, p := range d.params {
		out.Params = append(out.Params, ParamInfo{p.name, formatNode(p.set)})
	}
	return out
}

// NextActions returns the disjuncts of the definition Next in their order.
func (m *Module) NextActions() ([]ActionInfo, error) {
	s, err := m.definition("Next")
	if err != nil {
		return nil, err
	}
	var out []ActionInfo
	err = guard(func() {
		sp := &splitter{c: &compiler{primes: map[*Symbol]bool{}}}
		sp.walk(s.Body, naming{name: "Next", label: "Next"}, nil, true)
		for _, d := range sp.out {
			out = append(out, d.info())
		}
	})
	return out, err
}

// VariableClass returns the variables that a definition such as
// NodeVars == <<a, b>> or Messages == msgs lists.
func (m *Module) VariableClass(name string) ([]string, error) {
	return m.class(name, "variable", func(n *Node) bool { return n.Kind == nodeApp && n.Sym.Kind == symVariable })
}

// DefinitionClass returns the names of the definitions that a definition such
// as Checked == <<Agreement, Validity>> lists.
func (m *Module) DefinitionClass(name string) ([]string, error) {
	return m.class(name, "definition", func(n *Node) bool { return n.Kind == nodeApp && n.Sym.Kind == symDef && len(n.Args) == 0 })
}

// class collects the members that a definition lists in tuples, unions and
// concatenations, also of other such lists.
func (m *Module) class(name, what string, isMember func(*Node) bool) ([]string, error) {
	s, err := m.definition(name)
	if err != nil {
		return nil, err
	}
	out := []string{}
	var walk func(n *Node) error
	walk = func(n *Node) error {
		switch {
		case isMember(n):
			out = append(out, n.Sym.Name)
			return nil
		case isBuiltin(n, "$Tuple", "\\union", "\\o"):
			for _, a := range n.Args {
				if err := walk(a); err != nil {
					return err
				}
			}
			return nil
		case n.Kind == nodeApp && n.Sym.Kind == symDef && len(n.Args) == 0 && !n.Sym.Recursive:
			return walk(n.Sym.Body)
		}
		return errorAt(n, "%s is not a %s or a tuple of %ss", name, what, what)
	}
	return out, walk(s.Body)
}
