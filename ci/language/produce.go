package language

// proper is an expression that there is for one form of shape only.
func (g *generator) proper(s shape, d int) *expr {
	switch s.form {
	case aNumber:
		return g.number(s, d)
	case aTruth:
		return g.truth(s, d)
	case aSet:
		return g.set(s, d)
	case aSequence:
		return g.sequence(s, d)
	case aRecord:
		return g.record(s, d)
	case aFunction:
		return g.function(s, d)
	}
	return g.general(s, d)
}

// infix draws one of several operators between two expressions.
func (g *generator) infix(s, operands shape, d int, operators ...string) *expr {
	return node(s, "(%s "+operators[g.upTo(len(operators)-1)]+" %s)", g.operand(operands, d), g.operand(operands, d))
}

func (g *generator) number(s shape, d int) *expr {
	return g.pick(
		func() *expr { return g.infix(s, number, d, "+", "-", "*") },
		func() *expr {
			return node(s, "(%s "+[]string{"\\div", "%"}[g.upTo(1)]+" %s)", g.operand(number, d), leaf(number, []string{"1", "2", "3", "5", "0", "(-3)"}[g.upTo(5)]))
		},
		func() *expr {
			return node(s, "(%s ^ %s)", g.operand(number, d), leaf(number, []string{"0", "1", "2", "3", "2", "31"}[g.upTo(5)]))
		},
		func() *expr { return node(s, "(-%s)", g.operand(number, d)) },
		func() *expr { return node(s, "Cardinality(%s)", g.operand(setOf(anyShape(g.t, 1)), d)) },
		func() *expr { return node(s, "Len(%s)", g.operand(sequenceOf(anyShape(g.t, 0)), d)) },
	)
}

func (g *generator) truth(s shape, d int) *expr {
	return g.pick(
		func() *expr { return g.infix(s, truth, d, "/\\", "\\/", "=>", "<=>") },
		func() *expr { return node(s, "(~%s)", g.operand(truth, d)) },
		func() *expr { return g.infix(s, number, d, "<", "<=", ">", ">=") },
		func() *expr { return g.comparison(s, anyShape(g.t, 2), d) },
		func() *expr {
			of := anyShape(g.t, 1)
			return node(s, "(%s "+[]string{"\\in", "\\notin"}[g.upTo(1)]+" %s)", g.expr(of, d), g.operand(setOf(of), d))
		},
		func() *expr {
			of := setOf(anyShape(g.t, 0))
			return node(s, "(%s \\subseteq %s)", g.expr(of, d), g.expr(of, d))
		},
		func() *expr { return g.overSet(s, anyShape(g.t, 0), truth, "(\\A %v \\in %s : %s)", d) },
		func() *expr { return g.overSet(s, anyShape(g.t, 0), truth, "(\\E %v \\in %s : %s)", d) },
		func() *expr { return g.inInfinite(s, d) },
		func() *expr {
			// Numbers only: of other values TLC's text may tell how they were made, and is refused.
			return node(s, "(ToString(%s) = ToString(%s))", g.expr(number, d), g.expr(number, d))
		},
		func() *expr { return node(s, "IsFiniteSet(%s)", g.expr(setOf(anyShape(g.t, 0)), d)) },
	)
}

// comparison is an equation. To TLC a tuple may equal a string, a sequence too:
// these have operands as they should be.
func (g *generator) comparison(s, of shape, d int) *expr {
	operator := []string{"=", "#"}[g.upTo(1)]
	switch of.form {
	case aString, aSequence, aPair:
		return node(s, "(%s "+operator+" %s)", g.expr(of, d), g.expr(of, d))
	}
	return g.infix(s, of, d, operator)
}

// inInfinite is membership in a set that is not, or need not be, written out.
func (g *generator) inInfinite(s shape, d int) *expr {
	return g.pick(
		func() *expr { return node(s, "(%s \\in Nat)", g.operand(number, d)) },
		func() *expr { return node(s, "(%s \\in Int \\ %s)", g.operand(number, d), g.expr(setOf(number), d)) },
		func() *expr { return node(s, "(%s \\in STRING)", g.expr(text, d)) },
		func() *expr { return node(s, "(%s \\in Seq(Nat))", g.expr(sequenceOf(number), d)) },
		func() *expr { return node(s, "(%s \\in (SUBSET Nat))", g.expr(setOf(number), d)) },
		func() *expr { return node(s, "(%s \\in Nat \\X STRING)", g.expr(pairOf(number, text), d)) },
		func() *expr { return node(s, "(%s \\in [a : Int, b : BOOLEAN])", g.expr(recordOf(number, truth), d)) },
		func() *expr {
			return node(s, "(%s \\in [%s -> Nat])", g.expr(functionOf(text, number), d), g.expr(setOf(text), d))
		},
		func() *expr {
			of := anyShape(g.t, 0)
			return node(s, "(%s \\in (SUBSET %s))", g.operand(setOf(of), d), g.operand(setOf(of), d))
		},
	)
}

func (g *generator) set(s shape, d int) *expr {
	of := s.of[0]
	ways := []func() *expr{
		func() *expr { return g.list(s, "{", "}", d) },
		func() *expr {
			return node(s, "(%s "+[]string{"\\cup", "\\cap", "\\"}[g.upTo(2)]+" %s)", g.expr(s, d), g.expr(s, d))
		},
		func() *expr { return g.overSet(s, of, truth, "{%v \\in %s : %s}", d) },
		func() *expr {
			from := g.expr(setOf(number), d)
			v := g.fresh(number)
			return binding(s, "{%s : %v \\in %s}", []*expr{v}, []int{0}, g.in(d, of, v), from)
		},
		func() *expr { return node(s, "(UNION %s)", g.expr(setOf(s), min(d, 1))) },
		func() *expr { return node(s, "(DOMAIN %s)", g.expr(functionOf(of, number), d)) },
	}
	small := min(d, 1)
	switch of.form {
	case aNumber:
		ways = append(ways, func() *expr { return node(s, "(%s .. %s)", g.small(), g.small()) })
	case aTruth:
		ways = append(ways, func() *expr { return leaf(s, "BOOLEAN") })
	case aSet:
		ways = append(ways, func() *expr { return node(s, "(SUBSET %s)", g.list(of, "{", "}", small)) })
	case aPair:
		ways = append(ways, func() *expr {
			return node(s, "(%s \\X %s)", g.expr(setOf(of.of[0]), small), g.expr(setOf(of.of[1]), small))
		})
	case aRecord:
		ways = append(ways, func() *expr {
			return node(s, "[a : %s, b : %s]", g.expr(setOf(of.of[0]), small), g.expr(setOf(of.of[1]), small))
		})
	case aFunction:
		ways = append(ways, func() *expr {
			return node(s, "[%s -> %s]", g.list(setOf(of.of[0]), "{", "}", 0), g.list(setOf(of.of[1]), "{", "}", small))
		})
	}
	return g.pick(ways...)
}

// small is a number that bounds an interval which can be written out.
func (g *generator) small() *expr {
	return leaf(number, []string{"0", "1", "2", "3", "4", "(-1)"}[g.upTo(5)])
}

func (g *generator) sequence(s shape, d int) *expr {
	of := s.of[0]
	return g.pick(
		func() *expr { return g.list(s, "<<", ">>", d) },
		func() *expr { return node(s, "Append(%s, %s)", g.expr(s, d), g.expr(of, d)) },
		func() *expr { return node(s, "Tail(%s)", g.operand(s, d)) },
		func() *expr { return node(s, "(%s \\o %s)", g.expr(s, d), g.expr(s, d)) },
		func() *expr { return node(s, "SubSeq(%s, %s, %s)", g.expr(s, d), g.small(), g.small()) },
		func() *expr {
			v := g.fresh(of)
			return binding(s, "SelectSeq(%s, LAMBDA %v : %s)", []*expr{v}, []int{1}, g.expr(s, d), g.in(d, truth, v))
		},
		func() *expr {
			v := g.fresh(number)
			return binding(s, "[%v \\in 1 .. %s |-> %s]", []*expr{v}, []int{1}, g.small(), g.in(d, of, v))
		},
		func() *expr { return node(s, "[%s EXCEPT ![%s] = %s]", g.expr(s, d), g.small(), g.expr(of, d)) },
		func() *expr { return node(s, "(%s @@ %s)", g.expr(s, d), g.expr(s, d)) },
	)
}

func (g *generator) record(s shape, d int) *expr {
	return g.pick(
		func() *expr {
			return node(s, "[a |-> %s, b |-> %s]", g.expr(s.of[0], d), g.expr(s.of[1], d))
		},
		func() *expr { return node(s, "[b |-> %s, a |-> %s]", g.expr(s.of[1], d), g.expr(s.of[0], d)) },
		func() *expr { return node(s, "[%s EXCEPT !.a = %s]", g.expr(s, d), g.expr(s.of[0], d)) },
		func() *expr {
			return node(s, "[%s EXCEPT !.a = IF TRUE THEN @ ELSE %s, !.b = %s]", g.expr(s, d), g.expr(s.of[0], d), g.expr(s.of[1], d))
		},
	)
}

func (g *generator) function(s shape, d int) *expr {
	from, to := s.of[0], s.of[1]
	return g.pick(
		func() *expr { return g.overSet(s, from, to, "[%v \\in %s |-> %s]", d) },
		func() *expr { return node(s, "(%s :> %s)", g.expr(from, d), g.expr(to, d)) },
		func() *expr { return node(s, "(%s @@ %s)", g.expr(s, d), g.expr(s, d)) },
		func() *expr { return node(s, "[%s EXCEPT ![%s] = %s]", g.expr(s, d), g.expr(from, d), g.expr(to, d)) },
		func() *expr {
			return node(s, "[%s EXCEPT ![%s] = <<@, %s>>[2]]", g.expr(s, d), g.expr(from, d), g.expr(to, d))
		},
	)
}
