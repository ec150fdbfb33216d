package tla

import (
	"fmt"
	"strings"
)

// Why says why an action is not enabled: the innermost conjunct that fails, the
// values of its parts, and through which operators it was reached.
type Why struct {
	Module                     string
	Line, Col, EndLine, EndCol int
	Conjunct                   string // in source form
	Values                     []NamedValue
	Through                    []Call // calls that lead to the conjunct, outermost first

	outside string // instead of a conjunct: a parameter is not in its set
}

// NamedValue is an expression of a specification and its value.
type NamedValue struct {
	Expr  string
	Value Value
}

// Call is a place where an operator is used whose body then fails.
type Call struct {
	Pos  Pos
	Text string
}

// maxShown bounds the text of a value in a message.
const maxShown = 300

// String describes the failure in a line for the conjunct, one for the values
// and one for each call that leads to it:
//
//	b >= promised[n] does not hold (BasicPaxos:88:24)
//	  b = 1025, promised[n] = 1026
//	  in HighEnough(n, b) (BasicPaxos:173:6)
func (w *Why) String() string {
	if w == nil {
		return "the action is enabled"
	}
	var b strings.Builder
	if w.outside != "" {
		b.WriteString(w.outside)
	} else {
		b.WriteString(w.Conjunct + " does not hold")
	}
	fmt.Fprintf(&b, " (%s:%d:%d)", w.Module, w.Line, w.Col)
	if w.outside == "" && len(w.Values) > 0 {
		b.WriteString("\n  ")
		for i, v := range w.Values {
			if i > 0 {
				b.WriteString(", ")
			}
			b.WriteString(v.String())
		}
	}
	for i := len(w.Through) - 1; i >= 0; i-- {
		fmt.Fprintf(&b, "\n  in %s (%s)", w.Through[i].Text, w.Through[i].Pos)
	}
	return b.String()
}

// String returns "expression = value", shortened if the value is long.
func (v NamedValue) String() string { return v.Expr + " = " + shortened(v.Value) }

func shortened(v Value) string {
	s := v.String()
	if len(s) > maxShown {
		cut := maxShown
		for cut > 0 && s[cut]&0xC0 == 0x80 {
			cut--
		}
		s = s[:cut] + "…"
	}
	return s
}

// Why returns nil if the action is enabled in st with these arguments. An error
// says that the question could not be evaluated.
func (a *Action) Why(st State, args ...Value) (why *Why, err error) {
	if err := a.check(st, args); err != nil {
		return nil, err
	}
	s := a.spec
	s.mu.Lock()
	defer s.mu.Unlock()
	// Explaining compiles expressions as it goes, into a compiler of its own:
	// what others run must not change under them.
	c := *s.compiler
	c.procs, c.substs, c.locals = map[procKey]*proc{}, map[substKey]*substFrame{}, map[localKey]*localProc{}
	x := &explainer{c: &c, m: newMachine(s), u: &unit{}}
	x.m.setState(st.vals)
	err = guard(func() { why = x.disjunct(a.from, args) })
	return why, err
}

// explainer takes an action apart while it evaluates it.
type explainer struct {
	c       *compiler
	m       *machine
	u       *unit
	through []Call
}

// fit makes room for slots that compiling has added.
func (x *explainer) fit() {
	if n := x.u.slots; x.m.sp < n {
		x.m.sp = 0
		x.m.push(n)
	}
}

func (x *explainer) eval(n *Node, sc scope) Value {
	k := x.c.expr(n, sc)
	x.fit()
	x.m.node = n
	return k.f(x.m)
}

func (x *explainer) forget(slots []int) {
	x.fit()
	for _, s := range slots {
		x.m.stack[s] = Value{}
	}
}

// disjunct follows the path from Next to the action.
func (x *explainer) disjunct(d *disjunct, args []Value) *Why {
	sc := scope{u: x.u, at: -1, bound: true}
	var after []func() *Why
	for _, p := range d.path {
		switch p.kind {
		case pathSubst:
			sc = x.c.substScope(p.node, sc)
		case pathLet:
			inner, slots := x.c.let(p.node, sc)
			x.forget(slots)
			sc = inner
		case pathEnter:
			inner, slots := x.c.bindArgs(p.sym, p.node.Args, sc, x.base(sc))
			x.forget(slots)
			sc = inner
		case pathBeside:
			at := sc
			for i, n := range p.node.Args {
				switch {
				case i < p.index:
					if w := x.explain(n, at); w != nil {
						return w
					}
				case i > p.index:
					after = append(after, func() *Why { return x.explain(n, at) })
				}
			}
		case pathBound:
			var w *Why
			if sc, w = x.bounds(d, p.node, sc, args); w != nil {
				return w
			}
		}
	}
	if w := x.explain(d.node, sc); w != nil {
		return w
	}
	for i := len(after) - 1; i >= 0; i-- {
		if w := after[i](); w != nil {
			return w
		}
	}
	return nil
}

func (x *explainer) base(sc scope) scope {
	base := sc
	base.env = nil
	if sc.sub.isOpen() {
		base.env = sc.env
	}
	return base
}

// bounds gives parameters their values and finds the first that is outside its
// quantifier's set.
func (x *explainer) bounds(d *disjunct, n *Node, sc scope, args []Value) (scope, *Why) {
	inner := sc
	for _, b := range n.Bounds {
		set := asSet(b.Set, x.eval(b.Set, sc))
		var parts []Value
		var names []string
		for _, v := range b.Vars {
			var slot int
			inner, slot = inner.bindSlot(v)
			x.fit()
			for i, p := range d.params {
				if p.sym == v {
					x.m.stack[slot] = args[i]
					parts, names = append(parts, args[i]), append(names, p.name)
				}
			}
		}
		if len(parts) == 0 {
			if !isInfinite(set) && force(x.m, set).o.count == 0 {
				return sc, x.outsideSet(b, fmt.Sprintf("%s is empty", x.source(b.Set)), nil)
			}
			continue
		}
		if b.Tuple {
			parts, names = []Value{tupleOf(parts)}, []string{"<<" + strings.Join(names, ", ") + ">>"}
		}
		for i, v := range parts {
			if !contains(x.m, set, v) {
				text := fmt.Sprintf("%s = %s is not in %s", names[i], shortened(v), x.source(b.Set))
				return sc, x.outsideSet(b, text, []NamedValue{{names[i], v}})
			}
		}
	}
	return inner, nil
}

func (x *explainer) outsideSet(b Bound, text string, values []NamedValue) *Why {
	w := x.failure(b.Set, values)
	w.Conjunct = formatBounds([]Bound{{Vars: b.Vars, Tuple: b.Tuple}}) + ` \in ` + x.source(b.Set)
	w.outside = text
	return w
}

func (x *explainer) source(n *Node) string { return x.c.spec.module.sourceOf(n) }

func (x *explainer) failure(n *Node, values []NamedValue) *Why {
	p := n.Pos
	return &Why{Module: p.Module, Line: p.Line, Col: p.Col, EndLine: p.EndLine, EndCol: p.EndCol,
		Conjunct: x.source(n), Values: values, Through: append([]Call(nil), x.through...)}
}
