package ci

import (
	"context"
	"errors"
	"fmt"

	"github.com/synod-paxos/synod/ci/gate"
	"github.com/synod-paxos/synod/ci/model"
	"github.com/synod-paxos/synod/ci/tlc"
)

func distributedGate() gate.Gate {
	return gate.Gate{ID: "distributed", Section: "2", Run: runDistributed,
		Doc: "TLC's distributed mode, with one server and two workers as processes on loopback, finds as many distinct states as a single " +
			"run, and the violation in a mutant; another count is rejected."}
}

// distributedWorkers is the number of worker processes.
const distributedWorkers = 2

// distributed are the models that are run in the distributed mode from which
// bounds on, and distributedMutant one of which it must find the violation.
var distributed = map[gate.Bounds][]string{
	model.Quick:    {"MultiPaxos_n2_b2_s2_v1_graph"},
	model.Standard: {"MultiPaxos_n3_b2_s1_v2_crash"},
	model.Deep:     {"MultiPaxos_n3_b3_s2_v1_core"},
}

const distributedMutant = "MultiPaxos_n3_b2_s1_v2_mutant_below"

func runDistributed(ctx context.Context, env *gate.Env) (gate.Result, error) {
	models, err := loadModels(env)
	if err != nil {
		return gate.Result{}, err
	}
	var names []string
	for _, b := range []gate.Bounds{model.Quick, model.Standard, model.Deep} {
		if b.Within(env.Bounds) {
			names = append(names, distributed[b]...)
		}
	}
	states, err := distribute(ctx, env, models, names)
	result := gate.Result{Checked: []gate.Count{
		gate.Of(len(names), "models"), gate.Of(states, "distinct states"), gate.Of(distributedWorkers, "workers"),
	}}
	if err != nil {
		return result, err
	}
	killed, err := plantDifference(ctx, env, models)
	result.Killed = []gate.Count{gate.Of(killed, "mutants and planted counts")}
	return result, err
}

// distribute runs models and returns their distinct states.
func distribute(ctx context.Context, env *gate.Env, models []model.Model, names []string) (int64, error) {
	var states int64
	for _, name := range names {
		m, ok := model.Find(models, name)
		if !ok || m.Header.Counts == nil {
			return states, fmt.Errorf("there is no model %s with counts", name)
		}
		run := runDistributedModel(ctx, env, m)
		if err := judgeDistributed(m, run); err != nil {
			return states, err
		}
		states += run.Result.Counts.Distinct
	}
	return states, nil
}

func runDistributedModel(ctx context.Context, env *gate.Env, m model.Model) tlc.Run {
	job := tlc.JobFor(m, modelsDir(env))
	job.Name += ".distributed"
	if m.Config.Deadlock == "FALSE" { // the server does not read this in a cfg
		job.Extra = append(job.Extra, "-deadlock")
	}
	job.Progress = func(line string) { env.Progress("distributed: %s: %s", m.Name, line) }
	return runner(env).RunDistributed(ctx, job, distributedWorkers)
}

// judgeDistributed compares the verdict and the distinct states with those of a
// single run. The distributed mode does not name what is violated.
func judgeDistributed(m model.Model, run tlc.Run) error {
	want, got := m.Header, run.Result
	switch {
	case run.Err != nil:
		return fmt.Errorf("distributed: %s: %w", m.Name, run.Err)
	case string(got.Verdict) != want.Expect.Verdict:
		return fmt.Errorf("distributed: %s: the verdict is %q, expected is: %s (see %s)", m.Name, got.Verdict, want.Expect, run.Log)
	case want.Expect.OK() && got.Counts.Distinct != want.Counts.Distinct:
		return fmt.Errorf("distributed: %s has %d distinct states; in a single run %d", m.Name, got.Counts.Distinct, want.Counts.Distinct)
	}
	return nil
}

// plantDifference demands that a violation is found, and that the same run does
// not pass for one of the mutant's base, nor a run with another count.
func plantDifference(ctx context.Context, env *gate.Env, models []model.Model) (int, error) {
	m, ok := model.Find(models, distributedMutant)
	if !ok {
		return 0, fmt.Errorf("there is no model %s", distributedMutant)
	}
	base, ok := model.Find(models, m.Header.Base)
	if !ok {
		return 0, fmt.Errorf("there is no model %s", m.Header.Base)
	}
	run := runDistributedModel(ctx, env, m)
	if err := judgeDistributed(m, run); err != nil {
		return 0, err
	}
	if judgeDistributed(base, run) == nil {
		return 0, errors.New("distributed: a violation passes for none")
	}
	other := run
	other.Result = tlc.Result{Verdict: tlc.OK, Finished: true, Counts: *base.Header.Counts}
	other.Result.Counts.Distinct--
	if judgeDistributed(base, other) == nil {
		return 0, errors.New("distributed: a lost state is not noticed")
	}
	return 2, nil
}
