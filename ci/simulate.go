package ci

import (
	"context"

	"github.com/synod-paxos/synod/ci/gate"
	"github.com/synod-paxos/synod/ci/gotest"
)

// simulations are how many runs the simulator makes, by bounds.
var simulations = map[gate.Bounds]string{"quick": "300", "standard": "3000", "deep": "100000"}

func simulateGate() gate.Gate {
	return gate.Gate{ID: "simulate", Section: "5", Run: runSimulate,
		Doc: "Clusters driven by rapid through loss, duplication, reordering, kills and lost writes do only what the " +
			"specification allows, and decide once the faults end."}
}

func runSimulate(ctx context.Context, env *gate.Env) (gate.Result, error) {
	call := gotest.Call{
		Packages: []string{"./mbt/sim/register"},
		Flags:    []string{"-run", "TestSpecificationIsTheModel", "-count=1", "-timeout=0"},
		Env:      []string{withoutCgo, "RAPID_CHECKS=" + simulations[env.Bounds]},
	}
	outcome, err := call.Run(ctx, env)
	return gate.Result{Checked: []gate.Count{
		gate.Of(outcome.Figures["runs"], "runs"),
		gate.Of(outcome.Figures["steps"], "steps judged"),
		gate.Of(outcome.Figures["crashes"], "crashes"),
	}}, err
}
