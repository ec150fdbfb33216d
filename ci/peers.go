package ci

import (
	"context"
	"fmt"
	"path/filepath"

	"github.com/synod-paxos/synod/ci/gate"
	"github.com/synod-paxos/synod/ci/gotest"
	"github.com/synod-paxos/synod/ci/proc"
)

// peersDir holds a module of its own, below the root: what it compares Synod
// with must not enter Synod's go.mod. No pattern of packages at the root reaches
// into it.
const peersDir = "bench/peers"

func peersGate() gate.Gate {
	return gate.Gate{ID: "peers", Section: "1", Run: runPeers,
		Doc: "The comparison with other libraries, a module of its own: go vet has nothing to say, its tests pass."}
}

// runPeers leaves staticcheck out, which would go through all that the peers are
// made of, and needs some twenty modules that nothing else does. Where there is no
// way to get them, the rest of the project can be judged nevertheless: then only
// what needs none of them is checked, and a note says so.
func runPeers(ctx context.Context, env *gate.Env) (gate.Result, error) {
	env.Progress("peers: modules")
	if _, err := inPeers(env, "mod", "download").Output(ctx); err != nil {
		return peersWithout(ctx, env, err)
	}
	env.Progress("peers: go vet")
	if _, err := inPeers(env, "vet", "./...").Output(ctx); err != nil {
		return gate.Result{}, err
	}
	call := gotest.Call{Dir: peersDir, Packages: []string{"./..."}, Flags: []string{"-count=1"}, Env: []string{withoutCgo}}
	outcome, err := call.Run(ctx, env)
	return gate.Result{Checked: []gate.Count{
		gate.Of(outcome.Packages, "packages"), gate.Of(outcome.Tests, "tests"),
	}}, err
}

// peersWithout checks what can be checked without the modules: the packages that
// use the standard library alone.
func peersWithout(ctx context.Context, env *gate.Env, reason error) (gate.Result, error) {
	call := gotest.Call{Dir: peersDir, Packages: []string{"./system", "./journal", "./link", "./mailbox"},
		Flags: []string{"-count=1"}, Env: []string{withoutCgo}}
	outcome, err := call.Run(ctx, env)
	return gate.Result{
		Checked: []gate.Count{gate.Of(outcome.Packages, "packages"), gate.Of(outcome.Tests, "tests")},
		Notes:   []string{fmt.Sprintf("the modules of the peers cannot be had here, so that only packages without them were tested: %v", reason)},
	}, err
}

// inPeers is the go command in the module of the peers.
func inPeers(env *gate.Env, args ...string) proc.Cmd {
	cmd := goTool(env, args...)
	cmd.Dir = filepath.Join(env.Root, filepath.FromSlash(peersDir))
	return cmd
}
