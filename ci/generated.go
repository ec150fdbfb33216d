package ci

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

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
	errs = append(errs, eventgen.Check(env.Root))
	return gate.Result{Checked: []gate.Count{
		gate.Of(len(irs), "IR files"), gate.Of(len(eventgen.Cores()), "cores with generated events"),
	}}, errors.Join(errs...)
}
