package tla

// builder compiles the application of an operator of the language.
type builder func(c *compiler, n *Node, sc scope) code

// builtinNames maps SANY's names of the language's operators to what compiles
// them.
var builtinNames map[string]builder

func init() {
	builtinNames = map[string]builder{
		"TRUE":                 value0(trueValue),
		"FALSE":                value0(falseValue),
		"BOOLEAN":              value0(booleans),
		"STRING":               value0(stringSet),
		"$Nop":                 func(c *compiler, n *Node, sc scope) code { return c.expr(n.Args[0], sc) },
		"'":                    (*compiler).prime,
		"UNCHANGED":            func(c *compiler, n *Node, sc scope) code { return c.unchanged(n.Args[0], sc) },
		"ENABLED":              (*compiler).enabled,
		"$SquareAct":           (*compiler).squareAct,
		"$AngleAct":            (*compiler).angleAct,
		"=":                    equality(true),
		"/=":                   equality(false),
		"\\equiv":              (*compiler).equivalence,
		"\\lnot":               (*compiler).not,
		"\\land":               (*compiler).and,
		"$ConjList":            (*compiler).and,
		"\\lor":                (*compiler).or,
		"$DisjList":            (*compiler).or,
		"=>":                   (*compiler).implies,
		"$IfThenElse":          (*compiler).ifThenElse,
		"$Case":                (*compiler).caseOf,
		"\\in":                 membership(true),
		"\\notin":              membership(false),
		"\\subseteq":           (*compiler).subseteq,
		"\\union":              (*compiler).union,
		"\\intersect":          (*compiler).intersect,
		"\\":                   (*compiler).difference,
		"SUBSET":               (*compiler).subset,
		"UNION":                (*compiler).unionAll,
		"DOMAIN":               (*compiler).domain,
		"$SetEnumerate":        (*compiler).enumerated,
		"$Tuple":               (*compiler).tuple,
		"$CartesianProd":       (*compiler).product,
		"$SetOfFcns":           (*compiler).functions,
		"$SetOfRcds":           (*compiler).records,
		"$RcdConstructor":      (*compiler).record,
		"$RcdSelect":           (*compiler).apply,
		"$FcnApply":            (*compiler).apply,
		"$Except":              (*compiler).except,
		"$BoundedExists":       (*compiler).quantifier,
		"$BoundedForall":       (*compiler).quantifier,
		"$BoundedChoose":       (*compiler).choose,
		"$SubsetOf":            (*compiler).filter,
		"$SetOfAll":            (*compiler).mapped,
		"$FcnConstructor":      (*compiler).function,
		"$NonRecursiveFcnSpec": (*compiler).function,
		"$RecursiveFcnSpec":    (*compiler).recursive,
	}
	for _, name := range []string{"$Pair", "$Seq", "$Qed", "$Pfcase", "$Have", "$Take", "$Pick", "$Witness", "$Suffices"} {
		builtinNames[name] = nil // parts of other expressions, and of proofs
	}
	for name, text := range refusals {
		builtinNames[name] = func(_ *compiler, n *Node, _ scope) code { return never(n, "%s", text) }
	}
}

// refusals are the operators that TLC has no value for, with what to do about
// it. They are errors when they are evaluated; TLC passes over those that are
// not.
var refusals = map[string]string{
	"$UnboundedChoose": "CHOOSE without a set cannot be evaluated: bound it, x \\in S, or give the definition a value in the configuration",
	"$UnboundedExists": "\\E without a set cannot be evaluated: bound it, x \\in S",
	"$UnboundedForall": "\\A without a set cannot be evaluated: bound it, x \\in S",
	"\\cdot":           "action composition (\\cdot) cannot be evaluated",
	"$TemporalExists":  "\\EE cannot be evaluated", "$TemporalForall": "\\AA cannot be evaluated",
	"$TemporalWhile": temporal("-+->"), "-+->": temporal("-+->"), "[]": temporal("[]"), "<>": temporal("<>"), "$WF": temporal("WF"),
	"$SF": temporal("SF"), "~>": temporal("~>"),
}

func temporal(name string) string {
	return "the temporal operator " + name + " has no value in a state or step; check it as a PROPERTY"
}

func (c *compiler) builtin(n *Node, sc scope) code {
	b := builtinNames[n.Sym.Name]
	if b == nil {
		fail(n, "%s is not an operator of expressions", n.Sym.Name)
	}
	if want, ok := builtinArity[n.Sym.Name]; ok && len(n.Args) != want {
		fail(n, "%s has %d arguments instead of %d", n.Sym.Name, len(n.Args), want)
	}
	return b(c, n, sc)
}

// builtinArity lists the operators with a fixed number of arguments, because an
// IR may have been damaged.
var builtinArity = map[string]int{"TRUE": 0, "FALSE": 0, "BOOLEAN": 0, "STRING": 0, "$Nop": 1, "'": 1, "UNCHANGED": 1,
	"$SquareAct": 2, "$AngleAct": 2, "=": 2, "/=": 2, "\\equiv": 2, "\\lnot": 1, "=>": 2, "$IfThenElse": 3, "\\in": 2,
	"\\notin": 2, "\\subseteq": 2, "\\union": 2, "\\intersect": 2, "\\": 2, "SUBSET": 1, "UNION": 1, "DOMAIN": 1,
	"$SetOfFcns": 2, "$RcdSelect": 2, "$FcnApply": 2, "$BoundedExists": 1, "$BoundedForall": 1, "$BoundedChoose": 1,
	"$SubsetOf": 1, "$SetOfAll": 1, "$FcnConstructor": 1, "$NonRecursiveFcnSpec": 1, "$RecursiveFcnSpec": 1}

func value0(v Value) builder { return func(*compiler, *Node, scope) code { return literal(v) } }

// truth returns the truth value of v, which the expression n has.
func truth(n *Node, v Value) bool {
	if v.o != boolObject {
		fail(n, "%s is used as a truth value", describe(v))
	}
	return v.n == 1
}

func describe(v Value) string {
	return "the " + v.Kind().String() + " " + v.Abbreviate(200)
}

// test compiles an expression that must be TRUE or FALSE.
func (c *compiler) test(n *Node, sc scope) (func(m *machine) bool, deps) {
	k := c.expr(n, sc)
	if k.p != nil {
		return k.p, k.deps
	}
	f := k.f
	return func(m *machine) bool {
		v := f(m)
		if v.o != boolObject {
			truth(n, v)
		}
		return v.n == 1
	}, k.deps
}

func (c *compiler) tests(ns []*Node, sc scope) (fs []func(m *machine) bool, d deps) {
	for _, n := range ns {
		f, k := c.test(n, sc)
		fs, d = append(fs, f), d|k
	}
	return fs, d
}

func (c *compiler) all(ns []*Node, sc scope) (fs []eval, d deps, sure bool) {
	sure = true
	for _, n := range ns {
		k := c.expr(n, sc)
		fs, d, sure = append(fs, k.f), d|k.deps, sure && k.sure
	}
	return fs, d, sure
}

func (c *compiler) binary(n *Node, sc scope, f func(m *machine, a, b Value) Value) code {
	a, b := c.expr(n.Args[0], sc), c.expr(n.Args[1], sc)
	af, bf := a.f, b.f
	return code{f: func(m *machine) Value {
		x := af(m)
		y := bf(m)
		m.node = n
		return f(m, x, y)
	}, deps: a.deps | b.deps}
}

// relation compiles a test of two values.
func (c *compiler) relation(n *Node, sc scope, f func(m *machine, a, b Value) bool) code {
	a, b := c.expr(n.Args[0], sc), c.expr(n.Args[1], sc)
	af, bf := a.f, b.f
	return boolean(func(m *machine) bool {
		x := af(m)
		y := bf(m)
		m.node = n
		return f(m, x, y)
	}, a.deps|b.deps)
}

func (c *compiler) and(n *Node, sc scope) code {
	fs, d := c.tests(n.Args, sc)
	if len(fs) == 2 {
		p, q := fs[0], fs[1]
		return boolean(func(m *machine) bool { return p(m) && q(m) }, d)
	}
	return boolean(func(m *machine) bool {
		for _, f := range fs {
			if !f(m) {
				return false
			}
		}
		return true
	}, d)
}

func (c *compiler) or(n *Node, sc scope) code {
	fs, d := c.tests(n.Args, sc)
	return boolean(func(m *machine) bool {
		for _, f := range fs {
			if f(m) {
				return true
			}
		}
		return false
	}, d)
}

func (c *compiler) not(n *Node, sc scope) code {
	f, d := c.test(n.Args[0], sc)
	return boolean(func(m *machine) bool { return !f(m) }, d)
}

func (c *compiler) implies(n *Node, sc scope) code {
	fs, d := c.tests(n.Args, sc)
	p, q := fs[0], fs[1]
	return boolean(func(m *machine) bool { return !p(m) || q(m) }, d)
}

func (c *compiler) equivalence(n *Node, sc scope) code {
	fs, d := c.tests(n.Args, sc)
	p, q := fs[0], fs[1]
	return boolean(func(m *machine) bool { return p(m) == q(m) }, d)
}

func (c *compiler) ifThenElse(n *Node, sc scope) code {
	p, d := c.test(n.Args[0], sc)
	a, b := c.expr(n.Args[1], sc), c.expr(n.Args[2], sc)
	af, bf := a.f, b.f
	return code{f: func(m *machine) Value {
		if p(m) {
			return af(m)
		}
		return bf(m)
	}, deps: d | a.deps | b.deps}
}

// arms splits a CASE; the test of OTHER is nil.
func (c *compiler) arms(n *Node, sc scope) (tests []func(m *machine) bool, d deps) {
	for i, p := range n.Args {
		if p == nil || len(p.Args) != 2 || p.Args[0] == nil && i != len(n.Args)-1 {
			fail(n, "malformed CASE")
		}
		if p.Args[0] == nil {
			tests = append(tests, nil)
			continue
		}
		f, k := c.test(p.Args[0], sc)
		tests, d = append(tests, f), d|k
	}
	return tests, d
}

func (c *compiler) caseOf(n *Node, sc scope) code {
	tests, d := c.arms(n, sc)
	var values []eval
	for _, p := range n.Args {
		k := c.expr(p.Args[1], sc)
		values, d = append(values, k.f), d|k.deps
	}
	return code{f: func(m *machine) Value {
		for i, t := range tests {
			if t == nil || t(m) {
				return values[i](m)
			}
		}
		fail(n, "no arm of the CASE holds")
		return Value{}
	}, deps: d}
}

func equality(want bool) builder {
	return func(c *compiler, n *Node, sc scope) code {
		a, b := c.expr(n.Args[0], sc), c.expr(n.Args[1], sc)
		af, bf := a.f, b.f
		return boolean(func(m *machine) bool {
			x := af(m)
			y := bf(m)
			if sameValue(x, y) {
				return want
			}
			m.node = n
			return equalValues(m, x, y) == want
		}, a.deps|b.deps)
	}
}

func membership(want bool) builder {
	return func(c *compiler, n *Node, sc scope) code {
		if f, ok := domainOperand(n.Args[1]); ok {
			return c.inDomain(n, n.Args[0], f, want, sc)
		}
		return c.relation(n, sc, func(m *machine, x, s Value) bool { return contains(m, asSet(n, s), x) == want })
	}
}

// never is code for what TLC fails to evaluate: an error where, and only if, it
// is reached.
func never(n *Node, format string, args ...any) code {
	return code{f: func(*machine) Value { fail(n, format, args...); return Value{} }, deps: depLocal}
}

// prime compiles e' for a state expression e.
func (c *compiler) prime(n *Node, sc scope) code {
	if sc.primed {
		return never(n, "a primed expression is primed again")
	}
	if sc.initial {
		return never(n, "a primed expression in the initial predicate")
	}
	sc.primed = true
	return c.expr(n.Args[0], sc)
}

// primedNode is the expression n'.
func primedNode(n *Node) *Node {
	return &Node{Kind: nodeApp, Pos: n.Pos, Sym: primeSymbol, Args: []*Node{n}}
}

var primeSymbol = &Symbol{Kind: symBuiltin, Name: "'", Arity: 1}

// unchanged compiles e' = e.
func (c *compiler) unchanged(e *Node, sc scope) code {
	if sc.primed || sc.initial {
		return never(e, "UNCHANGED is not allowed here")
	}
	now, next := c.expr(e, sc), c.expr(primedNode(e), sc)
	return code{f: func(m *machine) Value {
		a, b := now.f(m), next.f(m)
		m.node = e
		return Bool(equalValues(m, a, b))
	}, deps: now.deps | next.deps}
}

// squareAct is [A]_v as a predicate of two states.
func (c *compiler) squareAct(n *Node, sc scope) code {
	a, d := c.test(n.Args[0], sc)
	same := c.unchanged(n.Args[1], sc)
	return code{f: func(m *machine) Value {
		if a(m) {
			return trueValue
		}
		return same.f(m)
	}, deps: d | same.deps}
}

func (c *compiler) angleAct(n *Node, sc scope) code {
	a, d := c.test(n.Args[0], sc)
	same := c.unchanged(n.Args[1], sc)
	return code{f: func(m *machine) Value { return Bool(a(m) && same.f(m).n == 0) }, deps: d | same.deps}
}
