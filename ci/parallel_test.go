package ci

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/synod-paxos/synod/ci/gate"
)

func TestEachOf(t *testing.T) {
	items := make([]int, 100)
	for i := range items {
		items[i] = i
	}
	var running, most, done atomic.Int64
	err := eachOf(t.Context(), items, func(i int) error {
		if n := running.Add(1); n > most.Load() {
			most.Store(n)
		}
		defer running.Add(-1)
		done.Add(1)
		if i%40 == 7 {
			return fmt.Errorf("item %d", i)
		}
		return nil
	})
	if err == nil || err.Error() != "item 7\nitem 47\nitem 87" || done.Load() != 100 || most.Load() > int64(runtime.NumCPU()) {
		t.Errorf("%d items, %d at a time: %v", done.Load(), most.Load(), err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	err = eachOf(ctx, items, func(int) error { return nil })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("when it is over: %v", err)
	}
}

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
