package ci

import (
	"context"
	"errors"
	"strings"

	"github.com/synod-paxos/synod/ci/gate"
	"github.com/synod-paxos/synod/ci/gotest"
	"github.com/synod-paxos/synod/ci/proc"
)

// targets are the systems that every command must build for.
var targets = []string{"linux/amd64", "linux/arm64", "darwin/amd64", "darwin/arm64"}

func crossGate() gate.Gate {
	return gate.Gate{ID: "cross", Section: "1", Run: runCross,
		Doc: "Every command builds, without cgo, for " + strings.Join(targets, ", ") + "."}
}

func runCross(ctx context.Context, env *gate.Env) (gate.Result, error) {
	commands, err := goList(ctx, env, `{{if eq .Name "main"}}{{.ImportPath}}{{end}}`, "./cmd/...")
	if err != nil {
		return gate.Result{}, err
	}
	var errs []error
	for _, target := range targets {
		env.Progress("cross: %s", target)
		goos, goarch, _ := strings.Cut(target, "/")
		// With several commands go build keeps nothing of what it builds; the
		// null device makes it so with one, too.
		args := append([]string{"build", "-buildvcs=false", "-o", "/dev/null"}, commands...)
		_, err := proc.Cmd{Dir: env.Root, Name: "go", Args: args,
			Env: []string{"CGO_ENABLED=0", "GOOS=" + goos, "GOARCH=" + goarch}}.Output(ctx)
		errs = append(errs, err)
	}
	return gate.Result{Checked: []gate.Count{
		gate.Of(len(commands), "commands"), gate.Of(len(targets), "targets"),
	}}, errors.Join(errs...)
}

func unitGate() gate.Gate {
	return gate.Gate{ID: "unit", Section: "1", Run: runUnit,
		Doc: "All Go tests pass under the race detector; none is skipped."}
}

func runUnit(ctx context.Context, env *gate.Env) (gate.Result, error) {
	call := gotest.Call{Packages: []string{"./..."}, Flags: []string{"-race"}, Env: []string{"CGO_ENABLED=1"}}
	outcome, err := call.Run(ctx, env)
	return gate.Result{Checked: []gate.Count{
		gate.Of(outcome.Packages, "packages"), gate.Of(outcome.Tests, "tests"),
	}}, err
}
