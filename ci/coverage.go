package ci

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/synod-paxos/synod/ci/coverage"
	"github.com/synod-paxos/synod/ci/gate"
	"github.com/synod-paxos/synod/ci/model"
	"github.com/synod-paxos/synod/ci/tlc"
	"github.com/synod-paxos/synod/spec"
	"github.com/synod-paxos/synod/spec/irgen"
	"github.com/synod-paxos/synod/spec/tla"
)

func coverageGate() gate.Gate {
	return gate.Gate{ID: "coverage", Section: "2", Run: runCoverage,
		Doc: "Each action of each specification is taken, and each branch in it evaluated, in some model: TLC's -coverage says so, or, " +
			"where it says nothing, the evaluator; planted ones that never are, are found."}
}

// runCoverage covers all specifications, and then the planted one, of which
// exactly what is named Never must be missed.
func runCoverage(ctx context.Context, env *gate.Env) (gate.Result, error) {
	models, err := loadModels(env)
	if err != nil {
		return gate.Result{}, err
	}
	var tally coverageTally
	var problems []error
	for _, name := range specsOf(models) {
		env.Progress("coverage: %s", name)
		if err := coverSpec(ctx, env, models, name, &tally); err != nil {
			problems = append(problems, fmt.Errorf("%s: %w", name, err))
		}
	}
	planted, err := coverPlanted(ctx, env)
	return gate.Result{
		Checked: []gate.Count{
			gate.Of(tally.actions, "actions"), gate.Of(tally.branches, "branches"),
			gate.Of(tally.confirmed, "of them seen by TLC"), gate.Of(tally.models, "models"),
		},
		Killed: []gate.Count{gate.Of(planted, "planted actions and branches that are never taken")},
		Notes:  tally.notes,
	}, errors.Join(append(problems, err)...)
}

// A coverageTally counts what is covered.
type coverageTally struct {
	actions, branches, confirmed, models int
	notes                                []string
}

// specsOf are the specifications that have models, in order.
func specsOf(models []model.Model) []string {
	var specs []string
	for _, m := range models {
		if !slices.Contains(specs, m.Spec) {
			specs = append(specs, m.Spec)
		}
	}
	return specs
}

// coverSpec demands that the models of a specification, at the bounds of the run,
// take everything. Only those that hold count, and not those of liveness, whose
// graphs are no larger.
func coverSpec(ctx context.Context, env *gate.Env, models []model.Model, name string, tally *coverageTally) error {
	var from []coverage.Model
	root := ""
	for _, m := range model.Select(models, env.Bounds) {
		if m.Spec != name || !slices.Contains([]model.Kind{model.Check, model.Refinement, model.Graph}, m.Header.Kind) || m.Header.Counts == nil {
			continue
		}
		config, err := spec.Config(m.Name)
		if err != nil {
			return err
		}
		root = m.Root
		from = append(from, coverage.Model{Name: m.Name, Config: config, Cost: m.Header.Counts.Generated})
	}
	if len(from) == 0 {
		return fmt.Errorf("there is no model that holds at %s bounds", env.Bounds)
	}
	module, err := spec.Open(root)
	if err != nil {
		return err
	}
	items, err := coverage.Search(ctx, module, from)
	if err != nil {
		return err
	}
	report, n, err := tellCoverage(ctx, env, models, items)
	if err != nil {
		return err
	}
	tally.models += n
	return judgeCoverage(name, items, report, tally)
}

// tellCoverage runs TLC with -coverage on the models that take the items.
func tellCoverage(ctx context.Context, env *gate.Env, models []model.Model, items []coverage.Item) (*coverage.Report, int, error) {
	var selected []model.Model
	for _, m := range models {
		if slices.ContainsFunc(items, func(i coverage.Item) bool { return i.Model == m.Name }) {
			selected = append(selected, m)
		}
	}
	var report coverage.Report
	runs := runModels(ctx, env, selected, withCoverage)
	for i, m := range selected {
		if err := tlc.Judge(m, runs[i]); err != nil {
			return nil, 0, err
		}
		if err := report.Add(runs[i].Result.Taken, runs[i].Result.Evaluated); err != nil {
			return nil, 0, err
		}
	}
	return &report, len(selected), nil
}

// withCoverage makes TLC tell the coverage, at the end: no run takes so many
// minutes.
func withCoverage(job *tlc.Job) {
	job.Name += ".coverage"
	job.Extra = append(job.Extra, "-coverage", "100000")
}

// judgeCoverage demands that everything is taken, and that TLC says nothing else.
func judgeCoverage(name string, items []coverage.Item, report *coverage.Report, tally *coverageTally) error {
	var problems []error
	var silent []string
	for _, i := range items {
		says := report.Says(i)
		switch {
		case i.Model == "":
			problems = append(problems, fmt.Errorf("no model takes the %s", i))
		case says == coverage.Never || i.Action != "" && says == coverage.Silent:
			problems = append(problems, fmt.Errorf("the evaluator takes the %s in %s, and TLC does not", i, i.Model))
		case says == coverage.Silent:
			silent = append(silent, i.Branch.Definition)
		}
		if i.Action != "" {
			tally.actions++
		} else {
			tally.branches++
		}
		if says == coverage.Taken {
			tally.confirmed++
		}
	}
	if len(silent) > 0 {
		tally.notes = append(tally.notes, fmt.Sprintf("%s: the evaluator takes %d branches that TLC's -coverage says nothing of, in %s",
			name, len(silent), strings.Join(slices.Compact(silent), ", ")))
	}
	return errors.Join(problems...)
}

// plantedCoverage is the module in testdata with what is never taken.
const plantedCoverage = "PlantedCoverage"

// coverPlanted demands that what is planted is missed, and nothing else, and
// that TLC agrees as far as it says anything.
func coverPlanted(ctx context.Context, env *gate.Env) (int, error) {
	env.Progress("coverage: planted")
	dir := filepath.Join(env.Root, "ci", "testdata")
	module, err := irgen.Parse(ctx, env.Tools.Jar.Path, filepath.Join(dir, plantedCoverage+".tla"))
	if err != nil {
		return 0, err
	}
	path := filepath.Join(dir, plantedCoverage+".cfg")
	text, err := os.ReadFile(path)
	if err != nil {
		return 0, err
	}
	config, err := tla.ParseConfig(path, bytes.NewReader(text))
	if err != nil {
		return 0, err
	}
	items, err := coverage.Search(ctx, module, []coverage.Model{{Name: plantedCoverage, Config: config}})
	if err != nil {
		return 0, err
	}
	job := tlc.Job{Name: plantedCoverage, Dir: dir, Root: plantedCoverage, Config: path}
	withCoverage(&job)
	run := runner(env).Run(ctx, job)
	if run.Err != nil || run.Result.Verdict != tlc.OK {
		return 0, fmt.Errorf("%s: TLC gives %q: %w", plantedCoverage, run.Result.Verdict, run.Err)
	}
	var report coverage.Report
	if err := report.Add(run.Result.Taken, run.Result.Evaluated); err != nil {
		return 0, err
	}
	return judgePlanted(items, &report)
}

// judgePlanted counts what is planted and was found.
func judgePlanted(items []coverage.Item, report *coverage.Report) (int, error) {
	found := 0
	var problems []error
	for _, i := range items {
		never := strings.HasPrefix(i.Action, "Never") || strings.Contains(i.Branch.Text, "Never")
		says := report.Says(i)
		switch {
		case never != (i.Model == ""):
			problems = append(problems, fmt.Errorf("planted: the %s: the evaluator takes it: %v", i, i.Model != ""))
		case !never && says == coverage.Never:
			problems = append(problems, fmt.Errorf("planted: the %s: TLC never takes it", i))
		case never && i.Action != "" && says != coverage.Never:
			problems = append(problems, fmt.Errorf("planted: TLC does not say that the %s is never taken", i))
		case never:
			found++
		}
	}
	return found, errors.Join(problems...)
}
