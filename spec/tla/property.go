package tla

import (
	"fmt"
	"strings"
)

// Unchecked is a property, or a conjunct of one, that exploring cannot decide,
// because it is not a statement about single states and steps.
type Unchecked struct {
	Property string // as the configuration names it
	Formula  string // the conjunct
	Pos      Pos
	What     string // the operator that makes it temporal
}

func (u Unchecked) String() string {
	return fmt.Sprintf("%s: property %s: %s is a temporal formula with %s; only predicates of the initial states, []P and [][A]_v are checked",
		u.Pos, u.Property, u.Formula, u.What)
}

// predicate is something that has to hold, with the name by which the
// configuration asked for it and, of a property, the conjunct that it is.
type predicate struct {
	name string
	part string
	code *compiled
}

// properties are the conjuncts of the configuration's properties by what they
// are about.
type properties struct {
	initials, states, steps []predicate
	unchecked               []Unchecked
}

// properties takes the properties of the configuration apart. It belongs under
// the lock.
func (s *Spec) properties() (*properties, error) {
	p := &propertySplitter{s: s, c: s.compiler, out: &properties{}}
	for _, name := range s.cfg.Properties {
		sym, err := s.module.definition(name)
		if err != nil {
			return nil, fmt.Errorf("%s%w", s.cfg.where(""), err)
		}
		s.compiler.steps = 0
		p.property = name
		sym = s.compiler.resolve(sym)
		err = guard(func() {
			if len(sym.Params) > 0 {
				fail(&Node{Pos: sym.Pos}, "property %s has parameters", name)
			}
			p.split(sym.Body, scope{u: &unit{}, at: -1}, nil)
		})
		if err != nil {
			return nil, fmt.Errorf("%sproperty %s: %w", s.cfg.where(""), name, err)
		}
	}
	return p.out, nil
}

// A TemporalError says which properties are more than exploring can check. With
// SafetyOnly they are left out instead.
type TemporalError []Unchecked

func (e TemporalError) Error() string {
	lines := make([]string, len(e))
	for i, u := range e {
		lines[i] = u.String()
	}
	return strings.Join(lines, "\n")
}

// propertySplitter finds the conjuncts of a property. What leads to a conjunct
// (definitions with arguments, instances, LET, \A over a constant set) becomes
// its scope and the loops around it.
type propertySplitter struct {
	s        *Spec
	c        *compiler
	property string
	out      *properties
}

// wrap puts a conjunct's test into what surrounds it.
type wrap func(eval) eval

func (w wrap) then(inner wrap) wrap {
	if w == nil {
		return inner
	}
	return func(f eval) eval { return w(inner(f)) }
}

func (p *propertySplitter) split(n *Node, sc scope, w wrap) {
	c := p.c
	if c.depth++; c.depth > maxNesting {
		fail(n, "the property is nested too deeply")
	}
	defer func() { c.depth-- }()
	c.work(n)
	switch n.Kind {
	case nodeSubst:
		p.split(n.Args[0], c.substScope(n, sc), w)
		return
	case nodeLet:
		inner, slots := c.let(n, sc)
		p.split(n.Args[0], inner, w.then(func(f eval) eval { return resetting(slots, f) }))
		return
	case nodeApp:
		if p.application(n, sc, w) {
			return
		}
	}
	if what, temporal := p.temporal(n, sc); temporal {
		p.out.unchecked = append(p.out.unchecked, Unchecked{p.property, formatNode(n), n.Pos, what})
		return
	}
	if c.hasPrimes(n, sc) {
		fail(n, "%s is about a step and stands outside [][...]_v", formatNode(n))
	}
	p.add(&p.out.initials, n, sc, w)
}

// application follows what an operator stands for, if it only leads to other
// formulas.
func (p *propertySplitter) application(n *Node, sc scope, w wrap) bool {
	c := p.c
	switch {
	case isBuiltin(n, "$Nop", "$ConjList", "\\land"):
		for _, a := range n.Args {
			p.split(a, sc, w)
		}
		return true
	case isBuiltin(n, "[]"):
		return p.box(n, n.Args[0], sc, w)
	case isBuiltin(n, "$BoundedForall"):
		if _, temporal := p.temporal(n, sc); !temporal || !c.constantBounds(n, sc) {
			return false
		}
		p.forall(n, sc, w)
		return true
	}
	if b := sc.env.find(n.Sym); b != nil {
		return p.binding(n, b, sc, w)
	}
	if b := sc.sub.find(n.Sym); b != nil {
		return p.binding(n, b, sc, w)
	}
	s := c.resolve(n.Sym)
	if s.Kind != symDef || s.Recursive || len(n.Args) != len(s.Params) {
		return false
	}
	if _, value := c.consts[n.Sym]; value {
		return false
	}
	p.call(s, n.Args, sc, c.baseScope(sc), w)
	return true
}

// call goes on in the body of a definition, so that a violation names the
// conjunct that is written there.
func (p *propertySplitter) call(s *Symbol, args []*Node, sc, base scope, w wrap) {
	inner, slots := p.c.bindArgs(s, args, sc, base)
	p.split(s.Body, inner, w.then(func(f eval) eval { return resetting(slots, f) }))
}

func (p *propertySplitter) binding(n *Node, b *binding, sc scope, w wrap) bool {
	switch b.kind {
	case bindName:
		if len(n.Args) == 0 {
			p.split(b.node, b.scopeIn(sc), w)
			return true
		}
	case bindLet:
		base := b.sc
		base.u = sc.u
		if !n.Sym.Recursive && len(n.Args) == len(n.Sym.Params) {
			p.call(n.Sym, n.Args, sc, base, w)
			return true
		}
	}
	return false
}

// box handles []P and [][A]_v.
func (p *propertySplitter) box(n, arg *Node, sc scope, w wrap) bool {
	for isBuiltin(arg, "$Nop") {
		arg = arg.Args[0]
	}
	if isBuiltin(arg, "$SquareAct") {
		p.add(&p.out.steps, arg, sc, w)
		return true
	}
	if _, temporal := p.temporal(arg, sc); temporal {
		return p.boxed(arg, sc, w)
	}
	if p.c.hasPrimes(arg, sc) {
		fail(n, "%s is about steps and is not of the form [][A]_v", formatNode(n))
	}
	p.add(&p.out.states, arg, sc, w)
	return true
}

// boxed handles [] of a temporal formula: [][]P is []P, and [] of a conjunction
// is that of its conjuncts.
func (p *propertySplitter) boxed(arg *Node, sc scope, w wrap) bool {
	switch {
	case isBuiltin(arg, "[]"):
		p.split(arg, sc, w)
	case isBuiltin(arg, "$ConjList", "\\land"):
		for _, a := range arg.Args {
			always := *arg
			always.Sym, always.Args, always.Pos = boxSymbol, []*Node{a}, a.Pos
			p.split(&always, sc, w)
		}
	default:
		return false
	}
	return true
}

var boxSymbol = &Symbol{Kind: symBuiltin, Name: "[]", Arity: 1}

// forall checks the conjuncts below a \A over constant sets for each element.
func (p *propertySplitter) forall(n *Node, sc scope, w wrap) {
	inner, loops, _ := p.c.loops(n, sc)
	p.split(n.Args[0], inner, w.then(func(f eval) eval {
		run := nest(loops, func(m *machine) bool { return truth(n, f(m)) })
		return func(m *machine) Value { return Bool(run(m)) }
	}))
}

// add compiles a conjunct.
func (p *propertySplitter) add(to *[]predicate, n *Node, sc scope, w wrap) {
	test, d := p.c.test(n, sc)
	f := eval(func(m *machine) Value { return Bool(test(m)) })
	if w != nil {
		f = w(f)
	}
	part := fmt.Sprintf("%s (%s)", formatNode(n), n.Pos)
	*to = append(*to, predicate{p.property, part, &compiled{u: sc.u, f: f, deps: d, node: n}})
}

// temporal finds the first temporal operator that a formula is made with.
func (p *propertySplitter) temporal(n *Node, sc scope) (string, bool) {
	t := temporalFinder{p.c, map[*Symbol]bool{}}
	what := t.find(n, sc)
	return what, what != ""
}

// temporalNames are the temporal operators, by SANY's names, with those that
// people know.
var temporalNames = map[string]string{"[]": "[]", "<>": "<>", "~>": "~>", "-+->": "-+->", "$WF": "WF", "$SF": "SF",
	"$TemporalForall": "\\AA", "$TemporalExists": "\\EE"}

type temporalFinder struct {
	c    *compiler
	seen map[*Symbol]bool
}

func (t *temporalFinder) find(n *Node, sc scope) string {
	t.c.work(n)
	if n.Sym != nil {
		if name, temporal := temporalNames[n.Sym.Name]; temporal && n.Sym.Kind == symBuiltin {
			return name
		}
		b := sc.env.find(n.Sym)
		if b == nil {
			b = sc.sub.find(n.Sym)
		}
		if b != nil && b.node != nil && b.kind != bindLet {
			if what := t.find(b.node, b.sc); what != "" {
				return what
			}
		}
		if s := t.c.resolve(n.Sym); s.Kind == symDef && !t.seen[s] {
			t.seen[s] = true
			if what := t.find(s.Body, sc); what != "" {
				return what
			}
		}
	}
	found := ""
	n.eachChild(func(k *Node) {
		if found == "" {
			found = t.find(k, sc)
		}
	})
	return found
}
