package tlc

import (
	"cmp"
	"context"
	"runtime"
	"slices"
	"sync"
)

// RunAll runs the jobs, as many at a time as there are processors, those that
// cost most first. It returns the runs in the order of the jobs and calls
// finished after each, one call at a time.
func (r Runner) RunAll(ctx context.Context, jobs []Job, finished func(done int, run Run)) []Run {
	order := byCost(jobs)
	queue := make(chan int, len(order))
	for _, i := range order {
		queue <- i
	}
	close(queue)

	runs := make([]Run, len(jobs))
	var mu sync.Mutex
	var wg sync.WaitGroup
	done := 0
	for range min(runtime.NumCPU(), len(jobs)) {
		wg.Go(func() {
			for i := range queue {
				run := r.Run(ctx, jobs[i])
				mu.Lock()
				runs[i] = run
				done++
				finished(done, run)
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	return runs
}

// byCost is the order in which to start the jobs: longest first, so that none
// is left over at the end while the other processors idle.
func byCost(jobs []Job) []int {
	order := make([]int, len(jobs))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(jobs[b].Cost, jobs[a].Cost) })
	return order
}
