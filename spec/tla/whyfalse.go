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
	s.mu.Lock()
	defer s.mu.Unlock()
	sym = s.compiler.resolve(sym)
	if len(args) != len(sym.Params) {
		return nil, fmt.Errorf("%s has %d parameters and is given %d arguments", def, len(sym.Params), len(args))
	}
	x := newExplainer(s, st, nil)
	err = guard(func() {
		call := &Node{Kind: nodeApp, Sym: sym, Pos: sym.Pos}
		sc := scope{u: x.u, at: -1}
		for i, p := range sym.Params {
			arg := &Symbol{Kind: symLocal, Name: p.Name}
			var slot int
			sc, slot = sc.bindSlot(arg)
			x.fit()
			x.m.stack[slot] = args[i]
			call.Args = append(call.Args, &Node{Kind: nodeApp, Sym: arg, Pos: sym.Pos})
		}
		if x.truth(call, sc) {
			return
		}
		if u := x.unfold(call, sc); u != nil { // its own name need not be said
			x.forget(u.slots)
			why = x.describe(u.body, u.sc, true)
		} else {
			why = x.leaf(call, sc, true)
		}
	})
	return why, err
}
