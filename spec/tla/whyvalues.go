package tla

import "slices"

// leaf describes a predicate that is not want by the values of what it is made
// of.
func (x *explainer) leaf(n *Node, sc scope, want bool) *Why {
	w := x.failure(n, x.values(n, sc))
	if !want {
		w.Conjunct = negated(w.Conjunct)
	}
	return w
}

func negated(source string) string {
	for _, c := range source {
		if c == ' ' {
			return "~(" + source + ")"
		}
	}
	return "~" + source
}

// maxValues bounds the values that are listed for one conjunct.
const maxValues = 6

// values lists the two sides of a comparison, and what they and other
// predicates are computed from.
func (x *explainer) values(n *Node, sc scope) []NamedValue {
	if isBuiltin(n, "\\lnot", "$Nop") {
		return x.values(n.Args[0], sc)
	}
	var out []NamedValue
	if n.Kind == nodeApp && len(n.Args) == 2 && comparisons[n.Sym.Name] && n.Sym.Kind != symDef {
		for _, side := range n.Args {
			if side.Kind != nodeNum && side.Kind != nodeStr && !isBuiltin(side, "TRUE", "FALSE", "$SetEnumerate") {
				out = merge(out, x.value(side, sc))
			}
		}
		for _, side := range n.Args {
			if isInfix(side) {
				out = x.terms(side, sc, out)
			}
		}
	} else {
		out = x.terms(n, sc, out)
	}
	return out[:min(len(out), maxValues)]
}

var comparisons = map[string]bool{"=": true, "/=": true, "<": true, ">": true, "\\leq": true, "\\geq": true,
	"\\in": true, "\\notin": true, "\\subseteq": true}

func isInfix(n *Node) bool {
	if n.Kind != nodeApp || n.Sym.Kind != symBuiltin && n.Sym.Kind != symStd {
		return false
	}
	_, infix := infixOps[n.Sym.Name]
	return infix && len(n.Args) == 2
}

// terms adds the variables, parameters, and applications of these, that n is
// made of.
func (x *explainer) terms(n *Node, sc scope, out []NamedValue) []NamedValue {
	if len(out) >= maxValues {
		return out
	}
	if x.isTerm(n, sc) {
		if v := x.value(n, sc); v != nil {
			return merge(out, v)
		}
	}
	n.eachChild(func(k *Node) { out = x.terms(k, sc, out) })
	return out
}

func (x *explainer) isTerm(n *Node, sc scope) bool {
	if n.Kind != nodeApp {
		return false
	}
	if isBuiltin(n, "$FcnApply", "$RcdSelect") {
		return x.isTerm(n.Args[0], sc)
	}
	return n.Sym.Kind == symVariable || n.Sym.Kind == symLocal && len(n.Args) == 0 && holdsValue(sc.env.find(n.Sym))
}

func holdsValue(b *binding) bool {
	return b != nil && b.kind != bindOp && b.kind != bindOpSlot && b.kind != bindLet
}

// locals lists the parameters and bound variables in n that have values in sc.
func (x *explainer) locals(n *Node, sc scope) []NamedValue {
	var out []NamedValue
	var walk func(k *Node)
	walk = func(k *Node) {
		if k.Kind == nodeApp && len(k.Args) == 0 && k.Sym.Kind == symLocal && holdsValue(sc.env.find(k.Sym)) {
			out = merge(out, x.value(k, sc))
		}
		k.eachChild(walk)
	}
	walk(n)
	return out[:min(len(out), maxValues)]
}

// value evaluates one expression for display; what cannot be evaluated, or is
// its own value, is left away.
func (x *explainer) value(n *Node, sc scope) []NamedValue {
	var v Value
	if err := x.attemptTo(func() { v = x.eval(n, sc) }); err != nil {
		return nil
	}
	source := x.source(n)
	if text := v.Abbreviate(maxShown); text == source {
		return nil
	}
	return []NamedValue{{source, v}}
}

func merge(a, b []NamedValue) []NamedValue {
	for _, v := range b {
		if !slices.ContainsFunc(a, func(w NamedValue) bool { return w.Expr == v.Expr }) {
			a = append(a, v)
		}
	}
	return a
}

// maxDifferences bounds the differences that are listed for one variable.
const maxDifferences = 6

// differences compares the value that a conjunct gives with the one that there
// is, part by part.
func differences(path string, gives, has Value) []Difference {
	var out []Difference
	var compare func(path string, gives, has Value, depth int)
	note := func(d Difference) {
		if len(out) < maxDifferences {
			out = append(out, d)
		}
	}
	compare = func(path string, gives, has Value, depth int) {
		switch {
		case !gives.IsValid() || !has.IsValid():
			note(Difference{Path: path, Gives: gives, Has: has})
		case Equal(gives, has):
		case isFunction(gives) && isFunction(has) && depth < 3 && overlap(gives, has):
			gives.o.eachPair(func(k, v Value) bool {
				w, _ := has.o.get(k)
				compare(pathTo(path, k, gives), v, w, depth+1)
				return true
			})
			has.o.eachPair(func(k, w Value) bool {
				if _, both := gives.o.get(k); !both {
					compare(pathTo(path, k, has), Value{}, w, depth+1)
				}
				return true
			})
		case gives.Kind() == KindSet && has.Kind() == KindSet:
			filter(gives, func(e Value) bool {
				if !has.o.has(e) {
					note(Difference{Path: path, Element: true, Gives: e})
				}
				return false
			})
			filter(has, func(e Value) bool {
				if !gives.o.has(e) {
					note(Difference{Path: path, Element: true, Has: e})
				}
				return false
			})
		default:
			note(Difference{Path: path, Gives: gives, Has: has})
		}
	}
	compare(path, gives, has, 0)
	return out
}

// overlap says whether two functions have an argument in common: then they are
// compared argument by argument.
func overlap(f, g Value) bool {
	return !f.o.eachPair(func(k, _ Value) bool {
		_, both := g.o.get(k)
		return !both
	})
}

func pathTo(path string, key, in Value) string {
	if name, ok := key.Text(); ok && in.Kind() == KindRecord && isIdentifier(name) {
		return path + "." + name
	}
	return path + "[" + key.Abbreviate(40) + "]"
}
