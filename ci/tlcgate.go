package ci

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"

	"github.com/synod-paxos/synod/ci/gate"
	"github.com/synod-paxos/synod/ci/model"
	"github.com/synod-paxos/synod/ci/tlc"
)

func tlcGate() gate.Gate {
	return gate.Gate{ID: "tlc", Section: "2", Run: runTLC,
		Doc: "Each model gives its recorded result in TLC; each mutant of the specifications is killed by the invariant named for it."}
}

// runTLC runs all models of the bounds but the graph models, which the gate
// "edges" runs with their dumps.
func runTLC(ctx context.Context, env *gate.Env) (gate.Result, error) {
	models, err := loadModels(env)
	if err != nil {
		return gate.Result{}, err
	}
	problems, err := gaps(env, models)
	if err != nil {
		return gate.Result{}, err
	}
	problems = append(model.Uncounted(models), problems...)
	var selected []model.Model
	for _, m := range model.Select(models, env.Bounds) {
		if m.Header.Kind != model.Graph {
			selected = append(selected, m)
		}
	}
	defs, err := tlc.ReadDefinitions(specDir(env), modelsDir(env))
	if err != nil {
		return gate.Result{}, err
	}
	runs := runModels(ctx, env, selected)
	var tally tally
	for i, m := range selected {
		err := tlc.Judge(m, runs[i])
		if err == nil {
			tally.add(m, runs[i])
			continue
		}
		problems = append(problems, explain(models, m, runs[i], defs, err))
	}
	return tally.result(), errors.Join(problems...)
}

// gaps says what the set of models lacks, by itself and by the two lists that
// are kept by hand.
func gaps(env *gate.Env, models []model.Model) ([]error, error) {
	catalogue, err := model.ReadList(filepath.Join(env.Root, "ci", "mutants.txt"))
	if err != nil {
		return nil, err
	}
	list, err := model.ReadList(filepath.Join(env.Root, "ci", "models.txt"))
	if err != nil {
		return nil, err
	}
	return slices.Concat(model.Unlisted(models, list), model.Missing(models, catalogue),
		model.Gaps(models, specDir(env), implemented())), nil
}

// loadModels reads the models and stops where one of them is unsound.
func loadModels(env *gate.Env) ([]model.Model, error) {
	models, problems := model.Load(modelsDir(env))
	problems = append(problems, model.Lint(models)...)
	return models, errors.Join(problems...)
}

// runModels runs TLC on the models, each job adjusted first, and tells how far
// it is.
func runModels(ctx context.Context, env *gate.Env, models []model.Model, adjust ...func(*tlc.Job)) []tlc.Run {
	jobs := make([]tlc.Job, len(models))
	for i, m := range models {
		jobs[i] = tlc.JobFor(m, modelsDir(env))
		for _, f := range adjust {
			f(&jobs[i])
		}
	}
	return runner(env).RunAll(ctx, jobs, func(done int, run tlc.Run) {
		env.Progress("tlc: %d of %d models, last %s", done, len(jobs), run.Job.Name)
	})
}

// explain adds to a failure where to look, if what should hold is violated.
func explain(models []model.Model, m model.Model, run tlc.Run, defs tlc.Definitions, err error) error {
	if run.Err != nil || !m.Header.Expect.OK() || run.Result.Verdict == tlc.Broken {
		return err
	}
	if hint := tlc.Hint(models, m, run.Result, defs); hint != "" {
		return fmt.Errorf("%w\n%s\nthe counterexample stands in %s", err, hint, run.Log)
	}
	return err
}

// A tally counts what the runs that went as recorded have shown.
type tally struct {
	models, mutants, probes int
	cached                  int
	distinct, generated     int64
	notes                   []string
}

func (t *tally) add(m model.Model, run tlc.Run) {
	t.models++
	if run.Cached {
		t.cached++
	}
	t.distinct += run.Result.Counts.Distinct
	t.generated += run.Result.Counts.Generated
	switch {
	case m.Header.Kind == model.Probe:
		t.probes++
	case m.Header.Kind == model.Mutant && m.Header.Equivalent == "":
		t.mutants++
	case m.Header.Kind == model.Mutant:
		t.notes = append(t.notes, fmt.Sprintf("%s: %q is equivalent: %s", m.Name, m.Header.Mutates, m.Header.Equivalent))
	}
}

func (t *tally) result() gate.Result {
	if t.cached > 0 {
		t.notes = append(t.notes, fmt.Sprintf("%d of %d results are those of an earlier run with the same TLC, modules and configuration; --fresh runs them again", t.cached, t.models))
	}
	return gate.Result{
		Checked: []gate.Count{
			gate.Of(t.models, "models"), gate.Of(t.distinct, "distinct states"), gate.Of(t.generated, "states generated"),
		},
		Killed: []gate.Count{gate.Of(t.mutants, "mutants"), gate.Of(t.probes, "probes")},
		Notes:  t.notes,
	}
}
