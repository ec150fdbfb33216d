package ci

import (
	"context"
	"errors"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/synod-paxos/synod/ci/gate"
	"github.com/synod-paxos/synod/ci/gotest"
	"github.com/synod-paxos/synod/ci/proc"
)

// withoutCgo is the setting for everything that the gates build, except under
// the race detector, which needs cgo. It is how the commands are released, and
// with one setting the packages of the standard library that know of cgo, and
// all above them, are compiled once.
const withoutCgo = "CGO_ENABLED=0"

// goTool is the go command in the module's directory.
func goTool(env *gate.Env, args ...string) proc.Cmd {
	return proc.Cmd{Dir: env.Root, Name: "go", Args: args, Env: []string{withoutCgo}}
}

// buildCommand builds a command and returns the path of the binary.
func buildCommand(ctx context.Context, env *gate.Env, name string) (string, error) {
	path := filepath.Join(env.Root, "bin", name)
	_, err := goTool(env, "build", "-buildvcs=false", "-o", path, "./cmd/"+name).Output(ctx)
	return path, err
}

// targets are the systems that every command must build for.
var targets = []string{"linux/amd64", "linux/arm64", "darwin/amd64", "darwin/arm64"}

// plain makes the compiler leave out what only makes programs fast. Whether a
// command builds and links for another system does not depend on that, and
// compiling the standard library for it takes two thirds of the time. For the
// system that the gates run on everything is compiled in full anyway.
const plain = "-gcflags=all=-N -l"

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
		_, err := crossBuild(env, target, commands).Output(ctx)
		errs = append(errs, err)
	}
	return gate.Result{Checked: []gate.Count{
		gate.Of(len(commands), "commands"), gate.Of(len(targets), "targets"),
	}}, errors.Join(errs...)
}

// crossBuild builds and links commands for a target and keeps nothing. With
// several commands go build does so by itself; the null device makes it so with
// one, too.
func crossBuild(env *gate.Env, target string, commands []string) proc.Cmd {
	goos, goarch, _ := strings.Cut(target, "/")
	args := []string{"build", "-buildvcs=false", "-o", "/dev/null"}
	if goos != runtime.GOOS || goarch != runtime.GOARCH {
		args = append(args, plain)
	}
	cmd := goTool(env, append(args, commands...)...)
	cmd.Env = append(cmd.Env, "GOOS="+goos, "GOARCH="+goarch)
	return cmd
}

func unitGate() gate.Gate {
	return gate.Gate{ID: "unit", Section: "1", Run: runUnit,
		Doc: "All Go tests pass under the race detector; none is skipped."}
}

// runUnit runs every test anew. go test would take the result of an earlier run
// for that of this one where the test binary and the files that the test itself
// opens are the same; it does not see what a program that the test starts reads,
// such as the sources of a command that the test builds. To run them all costs
// about a minute and a half where there is something to take, and nothing on a
// fresh machine.
func runUnit(ctx context.Context, env *gate.Env) (gate.Result, error) {
	call := gotest.Call{Packages: []string{"./..."}, Flags: []string{"-race", "-count=1"}, Env: []string{"CGO_ENABLED=1"}}
	outcome, err := call.Run(ctx, env)
	return gate.Result{Checked: []gate.Count{
		gate.Of(outcome.Packages, "packages"), gate.Of(outcome.Tests, "tests"),
	}}, err
}
