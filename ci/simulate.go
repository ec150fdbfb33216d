package ci

import (
	"context"
	"errors"
	"fmt"

	"github.com/synod-paxos/synod/ci/gate"
	"github.com/synod-paxos/synod/ci/gotest"
	"github.com/synod-paxos/synod/ci/model"
)

// A simulation is a package that runs clusters, and how many runs it makes, by
// bounds.
type simulation struct {
	pkg  string
	runs map[gate.Bounds]int
}

var simulations = []simulation{
	{"./mbt/sim/register", map[gate.Bounds]int{model.Quick: 300, model.Standard: 3000, model.Deep: 100_000}},
	{"./mbt/sim/log", map[gate.Bounds]int{model.Quick: 300, model.Standard: 2000, model.Deep: 50_000}},
}

func simulateGate() gate.Gate {
	return gate.Gate{ID: "simulate", Section: "5", Run: runSimulate,
		Doc: "Clusters driven by rapid through loss, duplication, reordering, partitions, kills and lost writes do only what the " +
			"specification allows, and answer their clients once the faults end."}
}

func runSimulate(ctx context.Context, env *gate.Env) (gate.Result, error) {
	total := map[string]int64{}
	var errs []error
	for _, s := range simulations {
		env.Progress("simulate: %s", s.pkg)
		call := gotest.Call{
			Packages: []string{s.pkg},
			Flags:    []string{"-run", "TestSpecificationIsTheModel", "-count=1", "-timeout=0"},
			Env:      []string{withoutCgo, fmt.Sprintf("RAPID_CHECKS=%d", s.runs[env.Bounds])},
		}
		outcome, err := call.Run(ctx, env)
		errs = append(errs, err)
		for name, n := range outcome.Figures {
			total[name] += n
		}
	}
	return gate.Result{Checked: []gate.Count{
		gate.Of(total["runs"], "runs"),
		gate.Of(total["steps"], "steps judged"),
		gate.Of(total["crashes"], "crashes"),
	}}, errors.Join(errs...)
}
