// Package parallel does the same to many things at once.
package parallel

import (
	"context"
	"errors"
	"runtime"
	"sync"
)

// Each calls f for each item, as many at a time as there are processors, and
// goes on after one that fails. It returns all errors, in the order of the
// items.
func Each[T any](ctx context.Context, items []T, f func(item T) error) error {
	errs := make([]error, len(items))
	free := make(chan struct{}, runtime.NumCPU())
	var wg sync.WaitGroup
	for i, item := range items {
		free <- struct{}{}
		if ctx.Err() != nil {
			errs[i] = ctx.Err()
			break
		}
		wg.Go(func() {
			errs[i] = f(item)
			<-free
		})
	}
	wg.Wait()
	return errors.Join(errs...)
}
