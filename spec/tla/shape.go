package tla

// What the operators of the language look like in a graph. SANY writes nothing
// else; a damaged file may, and whatever walks through the graph relies on it.

// shape is the form of an operator's application.
type shape struct {
	min, max int      // arguments; max < 0: any number
	bounds   boundsOf // quantifier
	args     argsOf   // arguments of a special form
}

type boundsOf uint8

const (
	noBounds   boundsOf = iota
	overSets            // x \in S, ...
	withoutSet          // x, ...
	recursion           // f without a set, then x \in S, ...
)

type argsOf uint8

const (
	plainArgs  argsOf = iota
	caseArms          // pairs of a test, nil for OTHER, and an expression
	fieldPairs        // pairs of a name and an expression
	updates           // an expression, then pairs of a path and an expression
	selection         // a record and a name
)

var shapes = map[string]shape{
	"\\land": {min: 1, max: 2}, "\\lor": {min: 1, max: 2}, "$ConjList": {min: 1, max: -1}, "$DisjList": {min: 1, max: -1},
	"$SetEnumerate": {max: -1}, "$Tuple": {max: -1}, "$CartesianProd": {min: 2, max: -1}, "$Seq": {max: -1}, "$Pair": {min: 2, max: 2},
	"$Case": {min: 1, max: -1, args: caseArms}, "$Except": {min: 2, max: -1, args: updates},
	"$RcdConstructor": {min: 1, max: -1, args: fieldPairs}, "$SetOfRcds": {min: 1, max: -1, args: fieldPairs},
	"$RcdSelect": {min: 2, max: 2, args: selection},
}

func init() {
	for name, n := range builtinArity {
		if _, known := shapes[name]; !known {
			shapes[name] = shape{min: n, max: n}
		}
	}
	for _, name := range []string{"[]", "<>", "ENABLED"} {
		shapes[name] = shape{min: 1, max: 1}
	}
	for _, name := range []string{"~>", "\\cdot", "-+->", "$WF", "$SF"} {
		shapes[name] = shape{min: 2, max: 2}
	}
	for kind, list := range map[boundsOf][]string{
		overSets: {"$BoundedExists", "$BoundedForall", "$BoundedChoose", "$SubsetOf", "$SetOfAll", "$FcnConstructor",
			"$NonRecursiveFcnSpec"},
		withoutSet: {"$UnboundedExists", "$UnboundedForall", "$UnboundedChoose", "$TemporalExists", "$TemporalForall"},
		recursion:  {"$RecursiveFcnSpec"},
	} {
		for _, name := range list {
			shapes[name] = shape{min: 1, max: 1, bounds: kind}
		}
	}
}

// checkShapes fails at the first application that is not of its operator's form.
func (m *Module) checkShapes() {
	for _, d := range m.defs {
		checkShape(d.Body)
	}
	for _, a := range m.assumes {
		checkShape(a.body)
	}
}

func checkShape(n *Node) {
	if n.Kind == nodeApp && !fits(n) {
		fail(n, "malformed application of %s", n.Sym.Name)
	}
	if n.Kind == nodeOp && n.Sym.Kind == symDef && n.Sym.Name == "LAMBDA" {
		checkShape(n.Sym.Body)
	}
	n.eachChild(checkShape)
}

// fits says whether an application has its operator's form.
func fits(n *Node) bool {
	switch n.Sym.Kind {
	case symBuiltin:
		sh, known := shapes[n.Sym.Name]
		return !known || sh.fits(n)
	case symDef:
		return len(n.Bounds) == 0 && fitsParameters(n.Args, n.Sym.Params)
	case symStd:
		return len(n.Bounds) == 0
	}
	return len(n.Bounds) == 0 && len(n.Args) == n.Sym.Arity
}

// fitsParameters says whether operators are given exactly where a definition
// takes operators.
func fitsParameters(args []*Node, params []*Symbol) bool {
	if len(args) != len(params) {
		return false
	}
	for i, a := range args {
		if (a.Kind == nodeOp) != (params[i].Arity > 0) {
			return false
		}
	}
	return true
}

func (sh shape) fits(n *Node) bool {
	if len(n.Args) < sh.min || sh.max >= 0 && len(n.Args) > sh.max || !sh.bounds.fit(n.Bounds) {
		return false
	}
	for i, a := range n.Args {
		// The readers let only a pair have no first argument.
		if a != nil && a.Kind == nodeOp || !sh.args.fit(i, a) {
			return false
		}
	}
	return true
}

func (kind boundsOf) fit(bounds []Bound) bool {
	for i, b := range bounds {
		without := kind == withoutSet || kind == recursion && i == 0
		if len(b.Vars) == 0 || (b.Set == nil) != without {
			return false
		}
	}
	switch kind {
	case noBounds:
		return len(bounds) == 0
	case recursion:
		return len(bounds) >= 2 && len(bounds[0].Vars) == 1 && !mentionedIn(bounds[0].Vars[0], bounds[1:])
	}
	return len(bounds) > 0
}

// mentionedIn says whether the sets of a quantifier mention a name: a function
// cannot be used in its own domain.
func mentionedIn(s *Symbol, bounds []Bound) bool {
	found := false
	var look func(n *Node)
	look = func(n *Node) {
		found = found || n.Sym == s
		n.eachChild(look)
	}
	for _, b := range bounds {
		if b.Set != nil {
			look(b.Set)
		}
	}
	return found
}

func (kind argsOf) fit(i int, a *Node) bool {
	pair := a != nil && isBuiltin(a, "$Pair") && len(a.Args) == 2
	first := func() *Node { return a.Args[0] }
	switch kind {
	case caseArms:
		return pair
	case fieldPairs:
		return pair && first() != nil && first().Kind == nodeStr
	case updates:
		return i == 0 || pair && first() != nil && isBuiltin(first(), "$Seq") && len(first().Args) > 0
	case selection:
		return i == 0 || a.Kind == nodeStr
	}
	return true
}
