package ci

import (
	"context"
	"errors"
	"fmt"
	"os"
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
	if err := controls(ctx, env, trials, checker); err != nil {
		return gate.Result{}, err
	}
	var kills atomic.Int64
	err = parallel.Each(ctx, trials, func(t trial) error {
		env.Progress("planted: %s: %s: %s", t.bug.Protocol, t.bug.Name, t.layer)
		if err := t.plant(ctx, env, checker); err != nil {
			return fmt.Errorf("%s: %s: %s: %w", t.bug.Protocol, t.bug.Name, t.layer, err)
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

// plant plants the bug and demands that the layer notices it.
func (t trial) plant(ctx context.Context, env *gate.Env, checker string) error {
	dir, err := os.MkdirTemp("", "synod-planted-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	overlay, err := t.bug.Overlay(env.Root, dir)
	if err != nil {
		return err
	}
	reason := t.bug.Killed[t.layer]
	if test, ok := t.test(); ok {
		code, output, err := test.run(ctx, env, manyRuns, "-overlay", overlay)
		if err != nil {
			return err
		}
		return noticed(code, output, "--- FAIL: "+test.name, reason)
	}
	return processesOf[t.bug.Protocol].notice(ctx, env, overlay, reason, dir, checker)
}

// A layerTest is the Go test that is a layer.
type layerTest struct{ pkg, name, setting string }

// test is the test of the trial's layer, unless real processes are run for it.
func (t trial) test() (layerTest, bool) {
	switch t.layer {
	case mutant.Graph:
		return layerTest{"./mbt/graph", "TestEveryEdge", "SYNOD_GRAPH=" + t.bug.Model}, true
	case mutant.Trace:
		return layerTest{t.bug.Simulator(), "TestTracesConform", ""}, true
	case mutant.Simulator:
		return layerTest{t.bug.Simulator(), "TestSpecificationIsTheModel", ""}, true
	}
	return layerTest{}, false
}

// How many clusters a simulation is given, to show a bug or to show none.
const (
	manyRuns = "RAPID_CHECKS=5000"
	someRuns = "RAPID_CHECKS=100"
)

func (t layerTest) run(ctx context.Context, env *gate.Env, runs string, flags ...string) (code int, output string, err error) {
	var out strings.Builder
	args := append([]string{"test", "-count=1", "-timeout=20m", "-run", "^" + t.name + "$"}, flags...)
	cmd := goTool(env, append(args, t.pkg)...)
	cmd.Env = append(cmd.Env, runs, "RAPID_NOFAILFILE=true", "RAPID_SHRINKTIME=1s")
	if t.setting != "" {
		cmd.Env = append(cmd.Env, t.setting)
	}
	cmd.Stdout, cmd.Stderr = &out, &out
	code, err = cmd.Run(ctx)
	return code, out.String(), err
}

// controls demands that each layer passes what has no bug.
func controls(ctx context.Context, env *gate.Env, trials []trial, checker string) error {
	var tests []layerTest
	var processes []mutant.Protocol
	for _, t := range trials {
		test, ok := t.test()
		switch {
		case ok && !slices.Contains(tests, test):
			tests = append(tests, test)
		case !ok && !slices.Contains(processes, t.bug.Protocol):
			processes = append(processes, t.bug.Protocol)
		}
	}
	err := parallel.Each(ctx, tests, func(t layerTest) error {
		env.Progress("planted: nothing: %s %s %s", t.pkg, t.name, t.setting)
		code, output, err := t.run(ctx, env, someRuns)
		if err == nil && code != 0 {
			err = fmt.Errorf("%s %s %s fails without a planted bug:\n%s", t.pkg, t.name, t.setting, proc.Tail(output, 40))
		}
		return err
	})
	for _, p := range processes {
		env.Progress("planted: nothing: processes of %s", p)
		err = errors.Join(err, processesOf[p].control(ctx, env, checker))
	}
	return err
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
