package tla

import (
	"fmt"
	"strings"
)

// disjunct follows the path from Next to the action, and the action.
func (x *explainer) disjunct(d *disjunct, args []Value) {
	x.path(d, d.path, scope{u: x.u, at: -1, bound: true}, args, x.finish)
}

func (x *explainer) path(d *disjunct, path []pathItem, sc scope, args []Value, k func()) {
	if len(path) == 0 {
		x.act(d.node, sc, k)
		return
	}
	switch p, rest := path[0], path[1:]; p.kind {
	case pathSubst:
		x.path(d, rest, x.c.substScope(p.node, sc), args, k)
	case pathLet:
		inner, slots := x.c.let(p.node, sc)
		x.forget(slots)
		x.path(d, rest, inner, args, k)
	case pathEnter:
		inner, slots := x.c.bindArgs(p.sym, p.node.Args, sc, x.c.baseScope(sc))
		x.forget(slots)
		x.path(d, rest, inner, args, k)
	case pathBeside:
		ns := p.node.Args
		x.conjunction(ns[:p.index], sc, func() {
			x.path(d, rest, sc, args, func() { x.conjunction(ns[p.index+1:], sc, k) })
		})
	case pathBound:
		inner := sc
		for _, b := range p.node.Bounds {
			for _, v := range b.Vars {
				inner, _ = inner.bindSlot(v)
			}
		}
		x.fit()
		x.bounds(d, p.node.Bounds, sc, inner, args, func() { x.path(d, rest, inner, args, k) })
	}
}

// bounds gives parameters their values and tests that they are in their
// quantifiers' sets.
func (x *explainer) bounds(d *disjunct, bs []Bound, sc, inner scope, args []Value, k func()) {
	if len(bs) == 0 {
		k()
		return
	}
	b := bs[0]
	rest := func() { x.bounds(d, bs[1:], sc, inner, args, k) }
	set := asSet(b.Set, x.eval(b.Set, sc))
	var given []NamedValue
	for _, v := range b.Vars {
		for i, p := range d.params {
			if p.sym == v {
				x.m.stack[inner.env.find(v).slot] = args[i]
				given = append(given, NamedValue{p.name, args[i]})
			}
		}
	}
	if text, values := x.outside(b, set, given); text != "" {
		x.miss(x.source(b.Set), func() *Why {
			w := x.failure(b.Set, values)
			w.Conjunct = formatBounds([]Bound{{Vars: b.Vars, Tuple: b.Tuple}}) + ` \in ` + x.source(b.Set)
			w.outside = text
			return w
		}, rest)
		return
	}
	x.pass(rest)
}

// outside says which of the given values is not in a quantifier's set.
func (x *explainer) outside(b Bound, set Value, given []NamedValue) (string, []NamedValue) {
	source := x.source(b.Set)
	if len(given) == 0 {
		if !isInfinite(set) && force(x.m, set).o.count == 0 {
			return source + " is empty", nil
		}
		return "", nil
	}
	if b.Tuple {
		var names []string
		var parts []Value
		for _, g := range given {
			names, parts = append(names, g.Expr), append(parts, g.Value)
		}
		given = []NamedValue{{"<<" + strings.Join(names, ", ") + ">>", tupleOf(parts)}}
	}
	for _, g := range given {
		if !contains(x.m, set, g.Value) {
			text := fmt.Sprintf("%s is not in %s", g, source)
			if shown := set.Abbreviate(60); shown != source && len(shown) <= 60 {
				text += " = " + shown
			}
			return text, []NamedValue{g}
		}
	}
	return "", nil
}
