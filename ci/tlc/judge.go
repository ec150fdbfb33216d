package tlc

import (
	"fmt"
	"strings"

	"github.com/synod-paxos/synod/ci/model"
	"github.com/synod-paxos/synod/ci/proc"
)

// A run may generate so many times the states recorded, and so many more,
// before it is given up.
const (
	limitFactor = 4
	limitSlack  = 200_000
)

// JobFor is the run of a model. A model without counts costs nothing known, is
// run last and has no limit.
func JobFor(m model.Model, dir string) Job {
	job := Job{Name: m.Name, Dir: dir, Root: m.Root, Config: m.Path}
	if m.Header.Counts != nil {
		job.Cost = m.Header.Counts.Generated
		job.Limit = limitFactor*job.Cost + limitSlack
	}
	return job
}

// Judge compares a run with what the model's header says it must give. Where
// the header holds no counts they are not compared.
func Judge(m model.Model, run Run) error {
	if err := JudgeVerdict(m, run); err != nil {
		return err
	}
	if want := m.Header.Counts; want != nil && *want != run.Result.Counts {
		return fmt.Errorf("%s gives %s; recorded is %s", m.Name, run.Result.Counts, *want)
	}
	return nil
}

// JudgeVerdict is Judge without the counts.
func JudgeVerdict(m model.Model, run Run) error {
	r := run.Result
	if run.Err != nil {
		return fmt.Errorf("%s: %w", m.Name, run.Err)
	}
	want := m.Header.Expect
	switch {
	case r.Verdict == Broken || r.Verdict == Assumption:
		return fmt.Errorf("%s: TLC could not check the model (exit code %d, see %s):\n%s",
			m.Name, r.Exit, run.Log, proc.Tail(strings.Join(r.Errors, "\n"), 12))
	case string(r.Verdict) == want.Verdict && (r.Verdict != Invariant || r.Invariant == want.Invariant):
		return nil
	case r.Verdict == OK:
		return fmt.Errorf("%s: nothing is violated; expected is: %s%s", m.Name, want, mutantNote(m))
	default:
		return fmt.Errorf("%s: %s is violated%s; expected is: %s", m.Name, r.what(), r.where(), want)
	}
}

func mutantNote(m model.Model) string {
	if m.Header.Kind != model.Mutant {
		return ""
	}
	return fmt.Sprintf("; the mutant %q lives", m.Header.Mutates)
}

// what names the thing violated, as far as TLC does.
func (r Result) what() string {
	switch r.Verdict {
	case Invariant:
		return r.Invariant
	case Property:
		return "the PROPERTY"
	}
	return "the absence of deadlock"
}

// where names the last action of the counterexample.
func (r Result) where() string {
	last := r.Last()
	if last.Line == 0 {
		return ""
	}
	return fmt.Sprintf(" after %d steps, the last of them %s (%s.tla, line %d)", len(r.Trace)-1, last.Action, last.Module, last.Line)
}
