package ci

import (
	"context"
	"fmt"

	"github.com/synod-paxos/synod/ci/bench"
	"github.com/synod-paxos/synod/ci/gate"
	"github.com/synod-paxos/synod/ci/model"
)

// BenchSpec measures the evaluator against TLC, and replay.
func BenchSpec(ctx context.Context, env *gate.Env, o bench.Options, only []string) (*bench.Report, error) {
	synod, err := buildCommand(ctx, env, "synod")
	if err != nil {
		return nil, err
	}
	models, err := loadModels(env)
	if err != nil {
		return nil, err
	}
	if len(only) == 0 {
		only = bench.Chosen
	}
	chosen, err := named(models, only)
	if err != nil {
		return nil, err
	}
	start, ok := model.Find(models, bench.StartModel)
	if !ok {
		return nil, fmt.Errorf("there is no model %q", bench.StartModel)
	}
	engines := bench.Engines{TLC: runner(env), Synod: synod, Models: chosen, Start: start}
	engines.TLC.Cache = nil
	return engines.Run(ctx, o)
}
