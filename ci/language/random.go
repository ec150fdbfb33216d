package language

import (
	"context"
	"fmt"
	"os"
)

// Values counts what CompareValues compared.
type Values struct {
	Values int // expressions with the same value on both sides
	Errors int // expressions that neither side can evaluate
	// Unevaluated are expressions whose value TLC prints without working it out.
	Unevaluated int
}

// batch is how many expressions one JVM evaluates.
const batch = 1000

// CompareValues draws n expressions from a seed and demands that TLC and the
// evaluator agree on them: the same value, or errors on both sides.
func (t TLC) CompareValues(ctx context.Context, seed, n int) (Values, error) {
	var sum Values
	for from := 0; from < n; from += batch {
		exprs := make([]*expr, min(batch, n-from))
		for i := range exprs {
			exprs[i] = expressions.Example(seed + from + i)
		}
		done, bad, err := t.compare(ctx, exprs)
		if err != nil {
			return sum, err
		}
		if len(bad) > 0 {
			return sum, t.report(ctx, bad, seed)
		}
		sum.Values, sum.Errors, sum.Unevaluated = sum.Values+done.Values, sum.Errors+done.Errors, sum.Unevaluated+done.Unevaluated
	}
	return sum, nil
}

// report is the error for disagreements: the first of them, made small.
func (t TLC) report(ctx context.Context, bad []disagreement, seed int) error {
	small, err := t.shrink(ctx, bad[0])
	if err != nil {
		return err
	}
	return fmt.Errorf("the evaluator and TLC disagree on %d random expressions (%s=%d), at its smallest on\n  %s\nevaluator: %s\nTLC: %s",
		len(bad), SeedVariable, seed, small.expr, small.ours, small.theirs)
}

// A disagreement is an expression on which both sides differ.
type disagreement struct {
	expr         *expr
	ours, theirs result
}

// compare evaluates expressions on both sides and returns those on which they
// differ.
func (t TLC) compare(ctx context.Context, exprs []*expr) (done Values, bad []disagreement, err error) {
	dir, err := os.MkdirTemp("", "synod-values-")
	if err != nil {
		return done, nil, err
	}
	defer os.RemoveAll(dir)
	ours, err := t.ours(ctx, dir, exprs)
	if err != nil {
		return done, nil, err
	}
	theirs, err := t.theirs(ctx, dir, exprs)
	if err != nil {
		return done, nil, err
	}
	for i, e := range exprs {
		switch {
		case theirs[i].err == errUnevaluated:
			done.Unevaluated++
		case !ours[i].agrees(theirs[i]):
			bad = append(bad, disagreement{e, ours[i], theirs[i]})
		case theirs[i].err != nil:
			done.Errors++
		default:
			done.Values++
		}
	}
	return done, bad, nil
}

// Bounds of the shrinking of a disagreement: rounds, and expressions in each.
const (
	rounds  = 12
	breadth = 200
)

// shrink looks for a smaller expression on which both sides differ, until none
// of the smaller ones does.
func (t TLC) shrink(ctx context.Context, d disagreement) (disagreement, error) {
	for range rounds {
		smaller := d.expr.smaller()
		if len(smaller) == 0 {
			break
		}
		_, bad, err := t.compare(ctx, smaller[:min(len(smaller), breadth)])
		if err != nil {
			return d, fmt.Errorf("while shrinking %s: %w", d.expr, err)
		}
		if len(bad) == 0 {
			break
		}
		d = bad[0]
	}
	return d, nil
}
