package main

import (
	"context"
	"errors"

	"github.com/synod-paxos/synod/spec/tla"
)

// TLC's exit codes.
const (
	tlcAssumption    = 10
	tlcDeadlock      = 11
	tlcInvariant     = 12
	tlcProperty      = 13
	tlcAssert        = 14
	tlcEvaluation    = 75
	tlcInvariantEval = 76
	tlcParsing       = 150
	tlcConfiguration = 151
	tlcOther         = 255
)

// A stageError says in which stage of TLC's an error would have ended it.
type stageError struct {
	tlc int
	err error
}

func (e stageError) Error() string { return e.err.Error() }

func (e stageError) Unwrap() error { return e.err }

// inStage marks an error with TLC's code for it.
func inStage(tlc int, err error) error {
	if err == nil {
		return nil
	}
	return stageError{tlc, err}
}

// violationError makes a violation an error, for its exit code.
type violationError struct{ *tla.Violation }

func (e violationError) Error() string { return e.String() }

// interrupted says whether somebody ended the command.
func interrupted(err error) bool {
	return errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
}

// exit is the error that ends a check with the code for its outcome. It carries
// the reason, from which withTLCCode tells TLC's code.
func (o *specCheckOutcome) exit() error {
	code := map[string]int{resultHolds: exitHolds, resultViolated: exitFails, resultFailed: exitUsage,
		resultIncomplete: exitUnknown}[o.Result]
	if code == exitHolds {
		return nil
	}
	return exitError{code: code, err: said{o.err}}
}

// said is an error that the outcome has told already.
type said struct{ error }

func (e said) Unwrap() error { return e.error }

// withTLCCode gives an error the code with which TLC would have ended. Limits and
// interruptions keep theirs: TLC has none.
func withTLCCode(err error) error {
	var exit exitError
	if err == nil || errors.As(err, &exit) && exit.code == exitUnknown {
		return err
	}
	out := exitError{code: tlcCode(err), err: err}
	if errors.As(err, &exit) {
		out.err = exit.err
	}
	return out
}

func tlcCode(err error) int {
	var assumption *tla.AssumptionError
	var violation violationError
	var evaluation *tla.EvaluationError
	var stage stageError
	switch {
	case errors.As(err, &assumption):
		return tlcAssumption
	case errors.As(err, &violation):
		return tlcViolation(violation.Violation)
	case errors.As(err, &evaluation):
		var e *tla.Error
		if errors.As(err, &e) && e.Assertion {
			return tlcAssert
		}
		return tlcEvaluation
	case errors.As(err, &stage):
		return stage.tlc
	}
	return tlcOther
}

func tlcViolation(v *tla.Violation) int {
	switch {
	case v.Err != nil && v.Kind == tla.Invariant && len(v.Trace) > 1:
		return tlcInvariantEval
	case v.Err != nil:
		return tlcEvaluation
	case v.Kind == tla.Deadlock:
		return tlcDeadlock
	case v.Kind == tla.Invariant:
		return tlcInvariant
	}
	return tlcProperty
}
