package parallel

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync/atomic"
	"testing"
)

func TestEach(t *testing.T) {
	items := make([]int, 100)
	for i := range items {
		items[i] = i
	}
	var running, most, done atomic.Int64
	err := Each(t.Context(), items, func(i int) error {
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
	err = Each(ctx, items, func(int) error { return nil })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("when it is over: %v", err)
	}
}
