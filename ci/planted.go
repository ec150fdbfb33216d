package ci

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/synod-paxos/synod/ci/gate"
	"github.com/synod-paxos/synod/ci/model"
	"github.com/synod-paxos/synod/ci/parallel"
	"github.com/synod-paxos/synod/ci/proc"
	"github.com/synod-paxos/synod/mbt/mutant"
)

func plantedGate() gate.Gate {
	return gate.Gate{ID: "planted", Section: "7", Run: runPlanted,
		Doc: "Every bug planted in the Go core is noticed by each layer that its row in the catalogue names, for the reason " +
			"that the row names."}
}

// attempts are how many rounds of real processes a planted bug is given to show
// itself.
const attempts = 20

func runPlanted(ctx context.Context, env *gate.Env) (gate.Result, error) {
	checker, err := buildCommand(ctx, env, "trace-check")
	if err != nil {
		return gate.Result{}, err
	}
	bugs := toPlant(env.Bounds)
	var trials []trial
	for _, m := range bugs {
		for _, layer := range m.Layers() {
			trials = append(trials, trial{m, layer})
		}
	}
	var kills atomic.Int64
	err = parallel.Each(ctx, trials, func(t trial) error {
		env.Progress("planted: %s: %s", t.bug.Name, t.layer)
		if err := plant(ctx, env, t.bug, t.layer, checker); err != nil {
			return fmt.Errorf("%s, %s: %w", t.bug.Name, t.layer, err)
		}
		kills.Add(1)
		return nil
	})
	return gate.Result{
		Checked: []gate.Count{gate.Of(len(bugs), "planted bugs")},
		Killed:  []gate.Count{gate.Of(kills.Load(), "times, once by each layer")},
	}, err
}

// A trial is a planted bug and a layer that must notice it.
type trial struct {
	bug   mutant.Mutant
	layer mutant.Layer
}

// toPlant are the bugs to plant at the given bounds.
func toPlant(b gate.Bounds) []mutant.Mutant {
	if b != model.Quick {
		return mutant.Catalogue
	}
	return slices.DeleteFunc(slices.Clone(mutant.Catalogue), func(m mutant.Mutant) bool { return !m.Quick })
}

// plant plants a bug and demands that the layer notices it.
func plant(ctx context.Context, env *gate.Env, m mutant.Mutant, layer mutant.Layer, checker string) error {
	dir, err := os.MkdirTemp("", "synod-planted-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	overlay, err := m.Overlay(env.Root, dir)
	if err != nil {
		return err
	}
	switch layer {
	case mutant.Graph:
		return plantedTest(ctx, env, overlay, m.Killed[layer], "./mbt/graph", "TestEveryEdge", "SYNOD_GRAPH="+m.Graph())
	case mutant.Simulator:
		return plantedTest(ctx, env, overlay, m.Killed[layer], "./mbt/sim/register", "TestSpecificationIsTheModel", "RAPID_CHECKS=5000")
	case mutant.Trace:
		return plantedProcesses(ctx, env, overlay, m.Killed[layer], dir, checker)
	}
	return fmt.Errorf("there is no layer %q", layer)
}

// plantedTest demands that a test fails for the given reason.
func plantedTest(ctx context.Context, env *gate.Env, overlay, reason, pkg, test, setting string) error {
	var out strings.Builder
	cmd := goTool(env, "test", "-overlay", overlay, "-count=1", "-timeout=20m", "-run", "^"+test+"$", pkg)
	cmd.Env = append(cmd.Env, setting, "RAPID_NOFAILFILE=true")
	cmd.Stdout, cmd.Stderr = &out, &out
	code, err := cmd.Run(ctx)
	if err != nil {
		return err
	}
	return noticed(code, out.String(), "--- FAIL: "+test, reason)
}

// plantedProcesses runs real processes with the bug until trace-check, built
// without it, finds a violation.
func plantedProcesses(ctx context.Context, env *gate.Env, overlay, reason, dir, checker string) error {
	synod := filepath.Join(dir, "synod")
	if _, err := goTool(env, "build", "-buildvcs=false", "-overlay", overlay, "-o", synod, "./cmd/synod").Output(ctx); err != nil {
		return err
	}
	for seed := 1; seed <= attempts; seed++ {
		// What the buggy processes say of themselves counts for nothing.
		demo := filepath.Join(dir, "demo")
		if _, err := (proc.Cmd{Name: synod, Args: []string{"demo", "--dir", demo, "--kill", "--seed", fmt.Sprint(seed)}}).Run(ctx); err != nil {
			return err
		}
		var out strings.Builder
		code, err := proc.Cmd{Name: checker, Args: []string{filepath.Join(demo, "traces")}, Stdout: &out, Stderr: &out}.Run(ctx)
		if err != nil {
			return err
		}
		if code == 1 {
			return noticed(code, out.String(), "violation", reason)
		}
	}
	return fmt.Errorf("trace-check found no violation in %d rounds", attempts)
}

// noticed demands exit code 1 and every given text.
func noticed(code int, output string, texts ...string) error {
	if code != 1 {
		return fmt.Errorf("not noticed: exit code %d\n%s", code, proc.Tail(output, 20))
	}
	for _, text := range texts {
		if !strings.Contains(output, text) {
			return fmt.Errorf("noticed, but not for the reason %q:\n%s", text, proc.Tail(output, 40))
		}
	}
	return nil
}
