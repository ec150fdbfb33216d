package ci

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"

	"github.com/synod-paxos/synod/ci/gate"
	"github.com/synod-paxos/synod/ci/parallel"
	"github.com/synod-paxos/synod/ci/proc"
	"github.com/synod-paxos/synod/spec/tla/conformance/fault"
)

// plantFaults plants faults in the evaluator, in every operator of its tables
// and by hand, and demands that its cases notice each. It returns their number.
func plantFaults(ctx context.Context, env *gate.Env) (int64, error) {
	dir, err := os.MkdirTemp("", "synod-faults-")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(dir)
	overlay, err := fault.Overlay(env.Root, dir)
	if err != nil {
		return 0, err
	}
	env.Progress("language: building the evaluator with its faults")
	b := faulty{binary: filepath.Join(dir, "conformance.test"), dir: filepath.Join(env.Root, "spec", "tla", "conformance")}
	if _, err := goTool(env, "test", "-c", "-overlay", overlay, "-o", b.binary, "./spec/tla/conformance").Output(ctx); err != nil {
		return 0, err
	}
	if err := b.fine(ctx); err != nil {
		return 0, err
	}
	names, err := b.operators(ctx)
	if err != nil {
		return 0, err
	}
	var faults []string
	for _, name := range names {
		faults = append(faults, "operator "+name)
	}
	for _, f := range fault.Faults {
		faults = append(faults, f.Name)
	}
	var noticed atomic.Int64
	err = parallel.Each(ctx, faults, func(name string) error {
		env.Progress("language: the fault %q", name)
		if err := b.notices(ctx, name); err != nil {
			return err
		}
		noticed.Add(1)
		return nil
	})
	return noticed.Load(), err
}

// faulty is a build of the evaluator's cases with all faults.
type faulty struct{ binary, dir string }

// run compares the cases with a fault active.
func (b faulty) run(ctx context.Context, name string) (code int, output string, err error) {
	var out strings.Builder
	cmd := proc.Cmd{Dir: b.dir, Name: b.binary, Args: []string{"-test.run=^TestRecorded$", "-test.timeout=2m"},
		Env: []string{fault.Variable + "=" + name}, Stdout: &out, Stderr: &out}
	code, err = cmd.Run(ctx)
	return code, out.String(), err
}

// fine demands that without a fault nothing is noticed.
func (b faulty) fine(ctx context.Context) error {
	code, output, err := b.run(ctx, "")
	if err == nil && code != 0 {
		err = errors.New(proc.Tail(output, 20))
	}
	if err != nil {
		return fmt.Errorf("without a fault: %w", err)
	}
	return nil
}

// operators are the names in the evaluator's tables.
func (b faulty) operators(ctx context.Context) ([]string, error) {
	code, output, err := b.run(ctx, fault.List)
	names := strings.Fields(output)
	if err == nil && (code != 0 || len(names) == 0) {
		err = fmt.Errorf("exit code %d: %s", code, proc.Tail(output, 20))
	}
	if err != nil {
		return nil, fmt.Errorf("listing the operators: %w", err)
	}
	return names, nil
}

// notices demands that the cases notice a fault.
func (b faulty) notices(ctx context.Context, name string) error {
	code, output, err := b.run(ctx, name)
	if err == nil {
		err = noticed(code, output, "--- FAIL: TestRecorded", "case ")
	}
	if err != nil {
		return fmt.Errorf("the fault %q: %w", name, err)
	}
	return nil
}
