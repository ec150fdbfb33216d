package ci

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/synod-paxos/synod/ci/gate"
	"github.com/synod-paxos/synod/ci/proc"
	"github.com/synod-paxos/synod/trace/corrupt"
)

func corruptionGate() gate.Gate {
	return gate.Gate{ID: "corruption", Section: "6", Run: runCorruption,
		Doc: "Every field and line of the traces of real, killed processes is altered in turn: trace-check's verdict is the " +
			"one that the table of the suite demands, and every row of the table has occurred."}
}

// corruptedRuns are how many runs are altered, by bounds.
var corruptedRuns = map[gate.Bounds]int{"quick": 3, "standard": 15, "deep": 100}

func runCorruption(ctx context.Context, env *gate.Env) (gate.Result, error) {
	synod, err := buildCommand(ctx, env, "synod")
	if err != nil {
		return gate.Result{}, err
	}
	want := corruptedRuns[env.Bounds]
	env.Progress("corruption: running %d rounds", want)
	dir := filepath.Join(env.Out, "corruption")
	if _, err := (proc.Cmd{Dir: env.Root, Name: synod, Args: []string{
		"demo", "--rounds", strconv.Itoa(want), "--kill", "--json", "--dir", dir}}).Output(ctx); err != nil {
		return gate.Result{}, err
	}
	runs, err := filepath.Glob(filepath.Join(dir, "round-*", "traces"))
	if err != nil {
		return gate.Result{}, fmt.Errorf("looking for the runs to alter: %w", err)
	}
	if len(runs) != want {
		return gate.Result{}, fmt.Errorf("the demo left the traces of %d rounds, not of %d", len(runs), want)
	}
	sum, err := alterAll(ctx, env, runs)
	if missing := sum.Wanting(); err == nil && len(missing) > 0 {
		err = fmt.Errorf("nothing in %d runs was altered as these rows of the table say: %s", len(runs), strings.Join(missing, "; "))
	}
	table := os.WriteFile(filepath.Join(env.Out, "corruption.txt"), []byte(sum.String()), 0o644)
	return gate.Result{
		Checked: []gate.Count{
			gate.Of(len(runs), "runs"), gate.Of(sum.Events, "events"), gate.Of(sum.Alterations, "alterations"),
		},
		Killed: []gate.Count{gate.Of(sum.Rejected(), "alterations; the others are listed as equivalent")},
		Notes:  []string{"every row of the table, with its counts: corruption.txt"},
	}, errors.Join(err, table)
}

// alterAll runs the suite on each run and sums up.
func alterAll(ctx context.Context, env *gate.Env, runs []string) (*corrupt.Result, error) {
	sum := new(corrupt.Result)
	var errs []error
	for i, run := range runs {
		if ctx.Err() != nil {
			return sum, errors.Join(append(errs, ctx.Err())...)
		}
		env.Progress("corruption: run %d of %d", i+1, len(runs))
		r, err := corrupt.Suite(run, corrupt.Options{Lenient: true})
		if r != nil {
			sum.Add(r)
		}
		if err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", run, err))
		}
	}
	return sum, errors.Join(errs...)
}
