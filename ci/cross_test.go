package ci

import (
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/synod-paxos/synod/ci/gate"
)

// All targets are built without cgo; only those that nothing else is compiled
// for are compiled in a hurry.
func TestCrossBuild(t *testing.T) {
	native := runtime.GOOS + "/" + runtime.GOARCH
	for _, target := range append(slices.Clone(targets), native) {
		cmd := crossBuild(&gate.Env{}, target, []string{"./cmd/a", "./cmd/b"})
		goos, goarch, _ := strings.Cut(target, "/")
		for _, want := range []string{withoutCgo, "GOOS=" + goos, "GOARCH=" + goarch} {
			if !slices.Contains(cmd.Env, want) {
				t.Errorf("%s: no %s in %v", target, want, cmd.Env)
			}
		}
		if got := slices.Contains(cmd.Args, plain); got != (target != native) || cmd.Args[len(cmd.Args)-1] != "./cmd/b" {
			t.Errorf("%s: %v", target, cmd.Args)
		}
	}
}
