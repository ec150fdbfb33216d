package tla

import "fmt"

// WhyFalse says why a predicate that is defined in the module, such as an
// invariant, is FALSE in a state. It returns nil if it is TRUE.
func (s *Spec) WhyFalse(def string, st State, args ...Value) (why *Why, err error) {
	sym := s.module.visible[def]
	if sym == nil || sym.Kind != symDef {
		return nil, fmt.Errorf("module %s has no definition %s", s.module.name, def)
	}
	if err := s.owns(st, true); err != nil {
		return nil, err
	}
	var wrong error
	err = s.explain(st, nil, func(x *explainer) { why, wrong = x.definition(sym, args) })
	if err == nil {
		err = wrong
	}
	return why, err
}

// definition says why a definition is FALSE.
func (x *explainer) definition(sym *Symbol, args []Value) (*Why, error) {
	sym = x.c.resolve(sym)
	if len(args) != len(sym.Params) {
		return nil, fmt.Errorf("%s has %d parameters and is given %d arguments", sym.Name, len(sym.Params), len(args))
	}
	call := &Node{Kind: nodeApp, Sym: sym, Pos: sym.Pos}
	sc := scope{u: x.u, at: -1}
	for i, p := range sym.Params {
		if !args[i].IsValid() {
			return nil, fmt.Errorf("%s: argument %s is no value", sym.Name, p.Name)
		}
		arg := &Symbol{Kind: symLocal, Name: p.Name}
		var slot int
		sc, slot = sc.bindSlot(arg)
		x.fit()
		x.m.stack[slot] = args[i]
		call.Args = append(call.Args, &Node{Kind: nodeApp, Sym: arg, Pos: sym.Pos})
	}
	if x.truth(call, sc) {
		return nil, nil
	}
	if u := x.unfold(call, sc); u != nil { // its own name need not be said
		x.forget(u.slots)
		return x.describe(u.body, u.sc, true), nil
	}
	return x.leaf(call, sc, true), nil
}
