package main

import (
	"errors"
	"fmt"
	"io"

	"github.com/synod-paxos/synod/spec/tla"
)

// The results of a check.
const (
	resultHolds      = "holds"
	resultViolated   = "violated"
	resultFailed     = "failed"     // it cannot be evaluated
	resultIncomplete = "incomplete" // it was not explored to its end
)

// specCheckOutcome is what spec check prints.
type specCheckOutcome struct {
	Module     string              `json:"module"`
	Hash       string              `json:"hash"`
	Config     string              `json:"config"`
	Result     string              `json:"result"`
	Reason     string              `json:"reason,omitempty"` // of any result but "holds"
	Generated  int                 `json:"generated"`
	Distinct   int                 `json:"distinct"`
	Initial    int                 `json:"initial"`
	Queue      int                 `json:"queue"`
	Depth      int                 `json:"depth"`
	Deadlocks  int                 `json:"deadlocks"`
	Collision  float64             `json:"collision_probability"`
	Behaviour  bool                `json:"behaviour"` // the configuration names one; else only assumptions are checked
	Deadlock   bool                `json:"deadlock_checked"`
	Invariants []string            `json:"invariants"`
	Properties []string            `json:"properties"`
	Unchecked  []specUnchecked     `json:"unchecked"`
	Violation  *specCheckViolation `json:"violation,omitempty"`
	Trace      []specTraceStep     `json:"trace,omitempty"`

	steps []tla.Step
	err   error
}

// specUnchecked is a conjunct of a property that was left out.
type specUnchecked struct {
	Property string `json:"property"`
	Formula  string `json:"formula"`
	Operator string `json:"operator"`
	Module   string `json:"module"`
	Line     int    `json:"line"`
	Column   int    `json:"column"`
}

type specCheckViolation struct {
	Kind string `json:"kind"`           // assumption, deadlock, invariant, initial or step
	Name string `json:"name,omitempty"` // of the invariant or property
	Part string `json:"part,omitempty"` // of the property
}

type specTraceStep struct {
	Action  string            `json:"action,omitempty"`
	State   map[string]string `json:"state"`
	Changed []string          `json:"changed,omitempty"`
}

// newCheckOutcome says what an exploration has come to. It is nil if the
// exploration did not begin, or ended for a reason outside the specification.
func newCheckOutcome(s *tla.Spec, r *tla.Report, err error, options tla.ExploreOptions) *specCheckOutcome {
	cfg := s.Config()
	o := &specCheckOutcome{Module: s.Module().Name(), Hash: s.Module().Hash(), Config: cfg.File, Result: resultHolds,
		Behaviour: cfg.Specification+cfg.Init+cfg.Next != "", Deadlock: options.CheckDeadlock, Invariants: append([]string{}, cfg.Invariants...),
		Properties: append([]string{}, cfg.Properties...), Unchecked: []specUnchecked{}, err: err}
	var assumption *tla.AssumptionError
	switch {
	case errors.As(err, &assumption):
		o.Result, o.Violation = resultViolated, &specCheckViolation{Kind: "assumption"}
	case r == nil:
		return nil
	case err != nil && !o.ended(err):
		return nil
	}
	if err != nil && o.Reason == "" {
		o.Reason = err.Error()
	}
	if r != nil {
		o.report(r)
	}
	o.Trace = jsonTrace(s, o.steps)
	return o
}

// ended says what ended an exploration before its time, if that is worth an
// outcome.
func (o *specCheckOutcome) ended(err error) bool {
	var evaluation *tla.EvaluationError
	var limit tla.LimitError
	switch {
	case errors.As(err, &evaluation):
		o.Result, o.Reason, o.steps = resultFailed, evaluation.Err.Error(), evaluation.Trace
	case errors.As(err, &limit):
		o.Result, o.Reason = resultIncomplete, limit.Error()
		if limit.Memory > 0 {
			o.Reason += "; --memory allows more"
		}
	case interrupted(err):
		o.Result = resultIncomplete
	default:
		return false
	}
	return true
}

func (o *specCheckOutcome) report(r *tla.Report) {
	o.Generated, o.Distinct, o.Initial, o.Queue, o.Depth = r.Generated, r.Distinct, r.Initial, r.Queue, r.Depth
	o.Deadlocks, o.Collision = r.Deadlocks, r.CollisionProbability()
	for _, u := range r.Unchecked {
		o.Unchecked = append(o.Unchecked, specUnchecked{u.Property, u.Formula, u.What, u.Pos.Module, u.Pos.Line, u.Pos.Col})
	}
	if v := r.Violation; v != nil {
		o.Result, o.Reason, o.steps = resultViolated, v.String(), v.Trace
		o.Violation = &specCheckViolation{v.Kind.String(), v.Name, v.Part}
		o.err = violationError{v}
	}
}

func jsonTrace(s *tla.Spec, steps []tla.Step) []specTraceStep {
	var out []specTraceStep
	for i, st := range steps {
		step := specTraceStep{Action: st.Action, State: stateTexts(st.State, s.Variables())}
		if i > 0 {
			step.Changed = tla.Changed(steps[i-1].State, st.State)
		}
		out = append(out, step)
	}
	return out
}

// stateTexts gives each variable's value as TLA+ writes it.
func stateTexts(st tla.State, variables []string) map[string]string {
	out := make(map[string]string, len(variables))
	for _, name := range variables {
		v, _ := st.Get(name)
		out[name] = v.String()
	}
	return out
}

func (o *specCheckOutcome) print(out io.Writer, asJSON bool) error {
	if asJSON {
		return printJSON(out, o)
	}
	switch {
	case o.Result == resultHolds && !o.Behaviour:
		fmt.Fprintln(out, "the assumptions hold; the configuration names no behaviour")
	case o.Result == resultHolds:
		fmt.Fprintf(out, "no violation: %s, %s%s\n", plural(len(o.Invariants), "invariant", "invariants"), plural(len(o.Properties), "property", "properties"),
			map[bool]string{true: ", no deadlock"}[o.Deadlock])
	case o.Result == resultIncomplete:
		fmt.Fprintf(out, "not explored to its end: %s\n", o.Reason)
	default:
		fmt.Fprintf(out, "%s\n", o.Reason)
	}
	if len(o.steps) > 0 {
		fmt.Fprintf(out, "\n%s\n", tla.FormatTrace(o.steps))
	}
	for _, u := range o.Unchecked {
		fmt.Fprintf(out, "not checked: property %s: %s (%s:%d:%d), a temporal formula with %s\n", u.Property, u.Formula,
			u.Module, u.Line, u.Column, u.Operator)
	}
	return o.printCounts(out)
}

func (o *specCheckOutcome) printCounts(out io.Writer) error {
	fmt.Fprintf(out, "probability that a state was missed because its hash is that of another one: %.1E\n", o.Collision)
	_, err := fmt.Fprintf(out, "%d states generated, %d distinct states, %d states left on the queue, depth %d\n",
		o.Generated, o.Distinct, o.Queue, o.Depth)
	return err
}

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
