package language

import "pgregory.net/rapid"

// A shape is the kind of value that a random expression is meant to have.
type shape struct {
	form shapeForm
	of   []shape // of a set or sequence: the elements; of a function: argument and result; of a pair or record: the parts
}

type shapeForm int

const (
	aNumber shapeForm = iota
	aTruth
	aString
	aModel
	aSet
	aSequence
	aPair
	aRecord // with the fields a and b
	aFunction
)

var (
	number = shape{form: aNumber}
	truth  = shape{form: aTruth}
	text   = shape{form: aString}
	models = shape{form: aModel}
)

func setOf(e shape) shape         { return shape{aSet, []shape{e}} }
func sequenceOf(e shape) shape    { return shape{aSequence, []shape{e}} }
func pairOf(a, b shape) shape     { return shape{aPair, []shape{a, b}} }
func recordOf(a, b shape) shape   { return shape{aRecord, []shape{a, b}} }
func functionOf(a, b shape) shape { return shape{aFunction, []shape{a, b}} }

func (s shape) equal(t shape) bool {
	if s.form != t.form || len(s.of) != len(t.of) {
		return false
	}
	for i := range s.of {
		if !s.of[i].equal(t.of[i]) {
			return false
		}
	}
	return true
}

// literal is a simple expression of the shape.
func (s shape) literal() *expr {
	switch s.form {
	case aNumber:
		return leaf(s, "1")
	case aTruth:
		return leaf(s, "TRUE")
	case aString:
		return leaf(s, `"a"`)
	case aModel:
		return leaf(s, "m1")
	case aSet:
		return node(s, "{%s}", s.of[0].literal())
	case aSequence:
		return node(s, "<<%s>>", s.of[0].literal())
	case aPair:
		return node(s, "<<%s, %s>>", s.of[0].literal(), s.of[1].literal())
	case aRecord:
		return node(s, "[a |-> %s, b |-> %s]", s.of[0].literal(), s.of[1].literal())
	}
	return node(s, "(%s :> %s)", s.of[0].literal(), s.of[1].literal())
}

// anyShape draws a shape nested to a depth.
func anyShape(t *rapid.T, depth int) shape {
	simple := []shape{number, number, truth, text, models}
	if depth == 0 {
		return rapid.SampledFrom(simple).Draw(t, "shape")
	}
	part := func() shape { return anyShape(t, depth-1) }
	switch rapid.IntRange(0, 9).Draw(t, "form") {
	case 0, 1:
		return setOf(part())
	case 2:
		return sequenceOf(part())
	case 3:
		return pairOf(part(), part())
	case 4:
		return recordOf(part(), part())
	case 5:
		return functionOf(rapid.SampledFrom([]shape{number, text, models}).Draw(t, "argument"), part())
	}
	return rapid.SampledFrom(simple).Draw(t, "shape")
}
