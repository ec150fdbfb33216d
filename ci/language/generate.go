package language

import (
	"fmt"
	"slices"

	"pgregory.net/rapid"
)

// helpers are the definitions that random expressions use.
const helpers = `CONSTANTS m1, m2, m3
Ap(F(_), x) == F(x)
RECURSIVE Fold(_, _, _)
Fold(F(_, _), z, s) == IF s = <<>> THEN z ELSE Fold(F, F(z, Head(s)), Tail(s))
`

// helperConfig gives the constants of helpers values.
const helperConfig = "CONSTANTS m1 = m1 m2 = m2 m3 = m3\n"

// helperModules are what random expressions extend.
const helperModules = "Integers, Sequences, FiniteSets, TLC"

// A generator draws expressions.
type generator struct {
	t     *rapid.T
	scope []*expr // variables that may be used
	names int
	wild  int // one of so many operands has another shape than it should; 0 for none
}

// expressions are what RandomExpression draws from.
var expressions = rapid.Custom(func(t *rapid.T) *expr {
	// An error anywhere makes all of an expression one: most are to have a value.
	g := &generator{t: t, wild: 60}
	return g.expr(anyShape(t, 2), 4)
})

func (g *generator) upTo(n int) int { return rapid.IntRange(0, n).Draw(g.t, "choice") }

// pick draws one of several ways to go on.
func (g *generator) pick(ways ...func() *expr) *expr { return ways[g.upTo(len(ways)-1)]() }

// operand draws an expression for an operator that looks at its operand at once,
// so that one of another shape is an error there and not somewhere else.
func (g *generator) operand(s shape, depth int) *expr {
	if g.wild > 0 && g.upTo(g.wild-1) == 0 {
		s = anyShape(g.t, 1)
	}
	return g.expr(s, depth)
}

// expr draws an expression of a shape.
func (g *generator) expr(s shape, depth int) *expr {
	if depth <= 0 {
		return g.simple(s)
	}
	switch n := g.upTo(11); {
	case n < 2:
		return g.simple(s)
	case n < 5:
		return g.general(s, depth-1)
	}
	return g.proper(s, depth-1)
}

// simple is a variable or a literal.
func (g *generator) simple(s shape) *expr {
	var fit []*expr
	for _, v := range g.scope {
		if v.shape.equal(s) {
			fit = append(fit, v)
		}
	}
	if len(fit) > 0 && g.upTo(3) > 0 {
		return fit[g.upTo(len(fit)-1)]
	}
	choose := func(texts ...string) *expr { return leaf(s, texts[g.upTo(len(texts)-1)]) }
	switch s.form {
	case aNumber:
		return choose("0", "1", "2", "3", "(-1)", "(-2)", "4", "5", "6", "7", "10", "12", "100", "(-7)", "2147483647")
	case aTruth:
		return choose("TRUE", "FALSE")
	case aString:
		// Names of the parser's own: TLC orders other strings as it meets them.
		return choose(`"a"`, `"b"`)
	case aModel:
		return choose("m1", "m2", "m3")
	case aSet:
		return g.list(s, "{", "}", 0)
	case aSequence:
		return g.list(s, "<<", ">>", 0)
	case aPair:
		return node(s, "<<%s, %s>>", g.expr(s.of[0], 0), g.expr(s.of[1], 0))
	case aRecord:
		return node(s, "[a |-> %s, b |-> %s]", g.expr(s.of[0], 0), g.expr(s.of[1], 0))
	}
	return node(s, "(%s :> %s)", g.expr(s.of[0], 0), g.expr(s.of[1], 0))
}

// list is a set or a sequence of up to three elements.
func (g *generator) list(s shape, open, end string, depth int) *expr {
	e := &expr{shape: s, form: open}
	for i := range g.upTo(3) {
		if i > 0 {
			e.form += ", "
		}
		e.form += "%s"
		e.kids = append(e.kids, g.expr(s.of[0], depth))
	}
	e.form += end
	return e
}

// in draws an expression in which more variables may be used.
func (g *generator) in(depth int, s shape, more ...*expr) *expr {
	outer := g.scope
	g.scope = append(slices.Clip(outer), more...)
	e := g.expr(s, depth)
	g.scope = outer
	return e
}

func (g *generator) fresh(s shape) *expr {
	g.names++
	return leaf(s, fmt.Sprintf("v%d", g.names))
}

// overSet is an expression that binds a variable to the elements of a set; the
// second kid is of the given shape.
func (g *generator) overSet(s, elements, inner shape, form string, depth int) *expr {
	set := g.expr(setOf(elements), depth)
	v := g.fresh(elements)
	return binding(s, form, []*expr{v}, []int{1}, set, g.in(depth, inner, v))
}

// general is an expression that there is for every shape.
func (g *generator) general(s shape, d int) *expr {
	return g.pick(
		func() *expr {
			return node(s, "(IF %s THEN %s ELSE %s)", g.operand(truth, d), g.expr(s, d), g.expr(s, d))
		},
		func() *expr {
			return node(s, "(CASE %s -> %s [] %s -> %s [] OTHER -> %s)", g.operand(truth, d), g.expr(s, d), g.operand(truth, d),
				g.expr(s, d), g.expr(s, d))
		},
		func() *expr {
			of := anyShape(g.t, 1)
			v := g.fresh(of)
			return binding(s, "(LET %v == %s IN %s)", []*expr{v}, []int{1}, g.expr(of, d), g.in(d, s, v))
		},
		func() *expr {
			of := anyShape(g.t, 1)
			v := g.fresh(of)
			return binding(s, "Ap(LAMBDA %v : %s, %s)", []*expr{v}, []int{0}, g.in(d, s, v), g.expr(of, d))
		},
		func() *expr {
			of := anyShape(g.t, 0)
			acc, v := g.fresh(s), g.fresh(of)
			step := g.in(min(d, 1), s, acc, v)
			return binding(s, "Fold(LAMBDA %v, %v : %s, %s, %s)", []*expr{acc, v}, []int{0}, step, g.expr(s, d), g.expr(sequenceOf(of), d))
		},
		func() *expr { return node(s, "Head(<<%s>> \\o %s)", g.expr(s, d), g.expr(sequenceOf(s), d)) },
		func() *expr {
			return node(s, "(\"a\" :> %s @@ %s)[\"a\"]", g.expr(s, d), g.expr(functionOf(text, s), d))
		},
		func() *expr { return node(s, "%s.a", g.expr(recordOf(s, number), d)) },
		func() *expr { return node(s, "%s[2]", g.expr(pairOf(number, s), d)) },
		func() *expr {
			return binding(s, "(CHOOSE %v \\in {%s} \\cup %s : TRUE)", []*expr{g.fresh(s)}, nil, g.expr(s, d), g.expr(setOf(s), d))
		},
		func() *expr { return g.partial(s, d) },
	)
}

// partial is an expression that may well have no value.
func (g *generator) partial(s shape, d int) *expr {
	return g.pick(
		func() *expr {
			return node(s, "(CASE %s -> %s [] %s -> %s)", g.operand(truth, d), g.expr(s, d), g.operand(truth, d), g.expr(s, d))
		},
		func() *expr { return node(s, "Head(%s)", g.operand(sequenceOf(s), d)) },
		func() *expr { return node(s, "%s[%s]", g.operand(functionOf(text, s), d), g.operand(text, 0)) },
		func() *expr { return node(s, "%s[%s]", g.operand(sequenceOf(s), d), g.operand(number, 0)) },
		func() *expr { return node(s, "%s.a", g.expr(recordOf(s, number), d)) },
		func() *expr { return node(s, "%s[2]", g.expr(pairOf(number, s), d)) },
		func() *expr { return g.overSet(s, s, truth, "(CHOOSE %v \\in %s : %s)", d) },
	)
}
