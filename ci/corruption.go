package ci

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/synod-paxos/synod/ci/gate"
	"github.com/synod-paxos/synod/trace/corrupt"
)

func corruptionGate() gate.Gate {
	return gate.Gate{ID: "corruption", Section: "6", Run: runCorruption,
		Doc: "Every field and line of what real, killed processes leave (traces of Basic Paxos and of Multi-Paxos, and logs of " +
			"nodes that traced nothing) is altered in turn: trace-check's verdict is the one that the table of the suite demands, " +
			"and every row of the table has occurred."}
}

// A corrupted is a kind of run to alter.
type corrupted struct {
	what string // the plural of such a run
	runs map[gate.Bounds]int
	logs bool // what is altered is the write-ahead logs
	// make makes so many runs in a directory and returns where each is.
	make func(ctx context.Context, synod, dir string, runs int) ([]string, error)
}

// The runs that the specification makes are for actions and rows that few real
// runs have.
var corruptedKinds = []corrupted{
	{"runs of Basic Paxos", map[gate.Bounds]int{"quick": 3, "standard": 15, "deep": 100}, false, demoRuns},
	{"runs of Multi-Paxos", map[gate.Bounds]int{"quick": 2, "standard": 15, "deep": 100}, false, briefRuns},
	{"runs of Multi-Paxos without traces", map[gate.Bounds]int{"quick": 3, "standard": 30, "deep": 200}, true, briefLogs},
	{"runs with every action of Multi-Paxos", map[gate.Bounds]int{"quick": 1, "standard": 1, "deep": 1}, false, scriptRuns},
	{"logs with every action of Multi-Paxos", map[gate.Bounds]int{"quick": 1, "standard": 1, "deep": 1}, true, scriptLogs},
}

func runCorruption(ctx context.Context, env *gate.Env) (gate.Result, error) {
	synod, err := buildCommand(ctx, env, "synod")
	if err != nil {
		return gate.Result{}, err
	}
	dir := filepath.Join(env.Out, "corruption")
	if err := os.RemoveAll(dir); err != nil {
		return gate.Result{}, err
	}
	result := gate.Result{Notes: []string{"every row of the table, with its counts: corruption.txt"}}
	var table strings.Builder
	var errs []error
	all := new(corrupt.Result)
	for i, kind := range corruptedKinds {
		sum, err := kind.alter(ctx, env, synod, filepath.Join(dir, fmt.Sprint(i+1)))
		if err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", kind.what, err))
		}
		all.Add(sum)
		fmt.Fprintf(&table, "%s: %s\n", kind.what, sum)
		result.Checked = append(result.Checked, gate.Of(kind.runs[env.Bounds], kind.what),
			gate.Of(sum.Events, "events in them"), gate.Of(sum.Alterations, "alterations of them"))
		result.Killed = append(result.Killed, gate.Of(sum.Rejected(), "alterations of "+kind.what))
	}
	if never := all.Never(); len(never) > 0 {
		errs = append(errs, fmt.Errorf("in no run was anything altered as these rows of the table say: %s", strings.Join(never, "; ")))
	}
	result.Notes = append(result.Notes, "the alterations that were not killed are equivalent, as the table says")
	errs = append(errs, os.WriteFile(filepath.Join(env.Out, "corruption.txt"), []byte(table.String()), 0o644))
	return result, errors.Join(errs...)
}

// alter makes runs, has the suite alter each, and sums up.
func (k corrupted) alter(ctx context.Context, env *gate.Env, synod, dir string) (*corrupt.Result, error) {
	sum, want := new(corrupt.Result), k.runs[env.Bounds]
	env.Progress("corruption: making %d %s", want, k.what)
	runs, err := k.make(ctx, synod, dir, want)
	if err == nil && len(runs) != want {
		err = fmt.Errorf("there are %d, not %d", len(runs), want)
	}
	for i, run := range runs {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return sum, err
		}
		env.Progress("corruption: %s: %d of %d", k.what, i+1, want)
		r, failed := corrupt.Suite(run, corrupt.Options{Lenient: true, Logs: k.logs})
		if r != nil {
			sum.Add(r)
		}
		if failed != nil {
			err = fmt.Errorf("%s: %w", run, failed)
		}
	}
	if missing := sum.Wanting(); err == nil && len(missing) > 0 {
		err = fmt.Errorf("nothing in %d runs was altered as these rows of the table say: %s", len(runs), strings.Join(missing, "; "))
	}
	return sum, err
}
