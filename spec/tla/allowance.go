package tla

import (
	"errors"
	"math"
)

// Limits bound what one evaluation of a specification may cost: a call of Eval,
// Init, Call or Successors, or one state of an exploration. Without them a wrong
// or hostile specification can keep the machine busy for ever, with three nested
// quantifiers over large sets for instance.
type Limits struct {
	// Steps bounds the elements that loops visit and the calls that are made; 0
	// is no bound.
	Steps int64
	// Elements bounds the elements of one set or function that is written out; 0
	// is four million.
	Elements int
}

// ErrLimits is within the error of an evaluation that would go beyond its limits.
var ErrLimits = errors.New("beyond the limits of an evaluation")

// defaultElements keeps the sets that are enumerated from filling the memory.
const defaultElements = 1 << 22

// allowance is what remains of the limits in one evaluation.
type allowance struct {
	limits   Limits
	steps    int64
	elements int
}

func (l Limits) allowance() allowance {
	a := allowance{limits: l, steps: math.MaxInt64, elements: defaultElements}
	if l.Steps > 0 {
		a.steps = l.Steps
	}
	if l.Elements > 0 {
		a.elements = l.Elements
	}
	return a
}

// spend counts one step.
func (m *machine) spend(n *Node) {
	if m.left.steps--; m.left.steps < 0 {
		beyond(n, "the evaluation takes more than %d steps", m.left.limits.Steps)
	}
}

// beyond ends an evaluation that would go beyond its limits.
func beyond(n *Node, format string, args ...any) {
	e := errorAt(n, format, args...)
	e.cause = ErrLimits
	panic(e)
}

// checkSize fails for a value with more elements than may be written out.
func checkSize(m *machine, what string, n int) {
	if n < 0 || n > m.left.elements {
		beyond(m.node, "%s has more than %d elements, too many to enumerate", what, m.left.elements)
	}
}
