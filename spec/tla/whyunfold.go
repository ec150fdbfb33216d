package tla

// unfolding is what an expression stands for: the body of the definition that it
// uses, what an instance or LET is about.
type unfolding struct {
	body  *Node
	sc    scope
	slots []int // remembered values, to be forgotten before the body is evaluated
	call  *Call // if an operator is used
}

// unfold looks one step into an expression. It is nil for the operators of the
// language and for what cannot be taken apart.
func (x *explainer) unfold(n *Node, sc scope) *unfolding {
	switch n.Kind {
	case nodeLet:
		inner, slots := x.c.let(n, sc)
		return &unfolding{body: n.Args[0], sc: inner, slots: slots}
	case nodeSubst:
		return &unfolding{body: n.Args[0], sc: x.c.substScope(n, sc)}
	case nodeApp:
	default:
		return nil
	}
	if isBuiltin(n, "$Nop") {
		return &unfolding{body: n.Args[0], sc: sc}
	}
	if b := sc.env.find(n.Sym); b != nil {
		return x.unfoldBinding(n, b, sc)
	}
	if b := sc.sub.find(n.Sym); b != nil && (n.Sym.Kind == symConstant || n.Sym.Kind == symVariable) {
		return x.unfoldBinding(n, b, sc)
	}
	if _, value := x.c.consts[n.Sym]; value {
		return nil
	}
	return x.unfoldCall(n, x.c.resolve(n.Sym), sc, x.c.baseScope(sc))
}

func (x *explainer) unfoldBinding(n *Node, b *binding, sc scope) *unfolding {
	switch b.kind {
	case bindName, bindMemo:
		if len(n.Args) == 0 && b.node.Kind != nodeOp {
			return &unfolding{body: b.node, sc: b.scopeIn(sc)}
		}
	case bindLet:
		base := b.sc
		base.u = sc.u
		return x.unfoldCall(n, n.Sym, sc, base)
	case bindOp:
		given := b.scopeIn(sc)
		if given.env.find(b.node.Sym) != nil {
			return nil
		}
		s := x.c.resolve(b.node.Sym)
		return x.unfoldCall(n, s, sc, given.ofOperator(s))
	}
	return nil
}

// unfoldAction is unfold for an action, which may use itself: it is followed only
// as far as it is taken.
func (x *explainer) unfoldAction(n *Node, sc scope) *unfolding {
	x.recursive = true
	u := x.unfold(n, sc)
	x.recursive = false
	return u
}

func (x *explainer) unfoldCall(n *Node, s *Symbol, sc, base scope) *unfolding {
	if s.Kind != symDef || s.Recursive && !x.recursive || len(s.Params) != len(n.Args) {
		return nil
	}
	inner, slots := x.c.bindArgs(s, n.Args, sc, base)
	return &unfolding{body: s.Body, sc: inner, slots: slots, call: &Call{Pos: n.Pos, Text: x.source(n)}}
}

// inside runs f with calls added to those that lead to what is looked at.
func (x *explainer) inside(call *Call, f func()) {
	outer := x.through
	if call != nil {
		x.through = append(outer[:len(outer):len(outer)], *call)
	}
	f()
	x.through = outer
}
