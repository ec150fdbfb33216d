package ci

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/synod-paxos/synod/ci/gate"
	"github.com/synod-paxos/synod/spec/eventgen"
	"github.com/synod-paxos/synod/spec/irgen"
)

func generatedGate() gate.Gate {
	return gate.Gate{ID: "generated", Section: "1", Run: runGenerated,
		Doc: "The checked-in IR and event constructors are what the specifications give."}
}

func runGenerated(ctx context.Context, env *gate.Env) (gate.Result, error) {
	env.Progress("generated: IR")
	irs, err := irgen.Generate(ctx, env.Tools.Jar.Path, specDir(env))
	if err != nil {
		return gate.Result{}, err
	}
	differences, err := irgen.Check(irs, filepath.Join(specDir(env), "ir"))
	if err != nil {
		return gate.Result{}, err
	}
	var errs []error
	for _, d := range differences {
		errs = append(errs, fmt.Errorf("spec/ir/%s: %s; run: go run ./cmd/synod spec ir", d.File, d.What))
	}
	beside, err := checkBeside(ctx, env)
	errs = append(errs, err, eventgen.Check(env.Root))
	return gate.Result{Checked: []gate.Count{
		gate.Of(len(irs)+beside, "IR files"), gate.Of(len(eventgen.Cores()), "cores with generated events"),
	}}, errors.Join(errs...)
}

// irDirs hold modules of tests, each with its IR beside it. Those
// of the conformance suite are made anew by the gate that runs TLC on it.
var irDirs = []string{"spec/tla/testdata/explore", "spec/tla/testdata/persist", "spec/tla/testdata/tables",
	"spec/tla/testdata/why"}

// checkBeside compares each IR in irDirs with what SANY makes of its module, and
// returns their number.
func checkBeside(ctx context.Context, env *gate.Env) (n int, err error) {
	var errs []error
	for _, dir := range irDirs {
		files, err := filepath.Glob(filepath.Join(env.Root, filepath.FromSlash(dir), "*.ir"))
		if err != nil || len(files) == 0 {
			errs = append(errs, fmt.Errorf("%s holds no IR (%v)", dir, err))
		}
		for _, file := range files {
			env.Progress("generated: %s", filepath.Base(file))
			n++
			errs = append(errs, checkIR(ctx, env, file))
		}
	}
	return n, errors.Join(errs...)
}

func checkIR(ctx context.Context, env *gate.Env, file string) error {
	m, err := irgen.Parse(ctx, env.Tools.Jar.Path, strings.TrimSuffix(file, ".ir")+".tla")
	if err != nil {
		return err
	}
	var want bytes.Buffer
	if err := m.WriteIR(&want); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	got, err := os.ReadFile(file)
	if err == nil && !bytes.Equal(got, want.Bytes()) {
		err = fmt.Errorf("%s is not what SANY makes of its module; run: go run ./cmd/synod spec ir %s.tla", file, strings.TrimSuffix(file, ".ir"))
	}
	return err
}
