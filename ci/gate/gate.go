// Package gate is the frame in which every check of the project runs: what a
// gate is given, what it must tell, and when it has failed. A gate that
// checked nothing has failed, whatever it says.
package gate

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/synod-paxos/synod/ci/model"
	"github.com/synod-paxos/synod/ci/tools"
)

// Bounds say how far a run goes. The gates are the same at all bounds.
type Bounds = model.Set

// An Env is what a gate works with.
type Env struct {
	Root   string // the module's directory
	Out    string // directory for what a gate leaves to be read
	Bounds Bounds
	Tools  tools.Tools
	Cache  string // directory for results that may be used again; "" for none
	// Progress shows a line that the next one replaces, on a terminal, and
	// nothing elsewhere.
	Progress func(format string, args ...any)
}

// A Count is a number of things.
type Count struct {
	N    int64  `json:"n"`
	What string `json:"what"` // plural: "models"
}

// Of makes a Count.
func Of[T int | int64](n T, what string) Count { return Count{int64(n), what} }

func (c Count) String() string { return Thousands(c.N) + " " + c.What }

// Thousands writes a number with a comma before each group of three digits.
func Thousands(n int64) string {
	digits := strconv.FormatInt(n, 10)
	sign := ""
	if n < 0 {
		sign, digits = "-", digits[1:]
	}
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return sign + digits
}

// A Result is what a gate tells, besides whether it failed.
type Result struct {
	Checked []Count  `json:"checked"`          // each must be positive
	Killed  []Count  `json:"killed,omitempty"` // planted faults that were found
	Notes   []string `json:"notes,omitempty"`  // what a reader should know, such as listed exceptions
}

// A Gate is one check.
type Gate struct {
	ID      string // what -only and reports call it
	Section string // of design.md §7
	Doc     string // one sentence: what holds when it passes
	Run     func(ctx context.Context, env *Env) (Result, error)
}

// A Report is what became of one gate.
type Report struct {
	ID      string        `json:"id"`
	Section string        `json:"section"`
	Doc     string        `json:"doc"`
	Result  Result        `json:"result"`
	Time    time.Duration `json:"nanoseconds"`
	Failure string        `json:"failure,omitempty"` // empty if the gate passed
}

// Passed tells whether the gate did.
func (r Report) Passed() bool { return r.Failure == "" }

// Execute runs a gate and judges its result. A gate that panics has failed,
// like one that returns an error; the others still run.
func (g Gate) Execute(ctx context.Context, env *Env) (report Report) {
	report = Report{ID: g.ID, Section: g.Section, Doc: g.Doc}
	start := time.Now()
	result, err := g.runSafely(ctx, env)
	report.Result, report.Time = result, time.Since(start)
	if err := errors.Join(err, emptiness(result, err)); err != nil {
		report.Failure = err.Error()
	}
	return report
}

func (g Gate) runSafely(ctx context.Context, env *Env) (result Result, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("the gate itself crashed: %v", p)
		}
	}()
	return g.Run(ctx, env)
}

// emptiness is an error if a gate that found no fault did not look, either.
func emptiness(r Result, err error) error {
	if err != nil {
		return nil
	}
	if len(r.Checked) == 0 {
		return errors.New("the gate checked nothing")
	}
	for _, c := range r.Checked {
		if c.N <= 0 {
			return fmt.Errorf("the gate checked no %s", c.What)
		}
	}
	for _, c := range r.Killed {
		if c.N <= 0 {
			return fmt.Errorf("the gate killed no %s", c.What)
		}
	}
	return nil
}

// Describe joins counts for one cell of a table.
func Describe(counts []Count) string {
	var parts []string
	for _, c := range counts {
		parts = append(parts, c.String())
	}
	return strings.Join(parts, ", ")
}
