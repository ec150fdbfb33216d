package tla

import "sync"

// pool is the queue of a breadth-first search and the workers that expand it.
// States are put into batches in the order of discovery; up to some batches are
// handed out ahead of the one that is merged, so that the workers always have
// something to do. One worker needs no goroutine.
type pool struct {
	x      *explorer
	size   int // of a batch
	open   *batch
	ready  []*batch
	flying []*batch // handed out, in order
	free   []*batch
	todo   chan *batch
	wait   sync.WaitGroup
}

const (
	batchSize     = 64 // so many states are worth two switches of a goroutine
	aloneSize     = 8  // one worker has nobody to wait for: what it finds is merged while it is in the cache
	aheadByWorker = 4  // batches that cost more than others keep no worker waiting
)

func newPool(x *explorer) *pool {
	p := &pool{x: x, size: aloneSize}
	n := x.o.Workers
	if n == 1 {
		return p
	}
	p.size = batchSize
	p.todo = make(chan *batch, p.ahead())
	for range n {
		w := newWorker(x)
		p.wait.Go(func() {
			defer w.release()
			for b := range p.todo {
				w.expand(b)
				b.done <- struct{}{}
			}
		})
	}
	return p
}

// close ends the workers.
func (p *pool) close() {
	if p.todo != nil {
		p.x.stopped.Store(true)
		close(p.todo)
		p.wait.Wait()
	}
}

func (p *pool) ahead() int {
	if p.x.o.Workers == 1 {
		return 1
	}
	return aheadByWorker * p.x.o.Workers
}

// push appends a state to the queue. The states of a batch have one level.
func (p *pool) push(st State, level int) {
	if p.open != nil && p.open.level != level {
		p.ready, p.open = append(p.ready, p.open), nil
	}
	if p.open == nil {
		p.open = p.fresh()
		p.open.level = level
	}
	p.open.states = append(p.open.states, st)
	if len(p.open.states) == p.size {
		p.ready, p.open = append(p.ready, p.open), nil
	}
}

func (p *pool) fresh() *batch {
	if n := len(p.free); n > 0 {
		b := p.free[n-1]
		p.free = p.free[:n-1]
		return b
	}
	return &batch{done: make(chan struct{}, 1)}
}

// next returns the batch that is merged next, expanded; nil if the queue is
// empty and nobody works.
func (p *pool) next() *batch {
	for len(p.flying) < p.ahead() {
		b := p.take()
		if b == nil {
			break
		}
		p.flying = append(p.flying, b)
		if p.todo != nil {
			p.todo <- b
		}
	}
	if len(p.flying) == 0 {
		return nil
	}
	b := p.flying[0]
	p.flying = append(p.flying[:0], p.flying[1:]...)
	if p.todo == nil {
		p.x.own.expand(b)
	} else {
		<-b.done
	}
	return b
}

// take removes the first batch of the queue; one that is not full only if
// somebody has nothing to do.
func (p *pool) take() *batch {
	if len(p.ready) > 0 {
		b := p.ready[0]
		p.ready[0] = nil
		p.ready = p.ready[1:]
		return b
	}
	if len(p.flying) < p.x.o.Workers {
		b := p.open
		p.open = nil
		return b
	}
	return nil
}

// recycle takes a merged batch back.
func (p *pool) recycle(b *batch) {
	if len(p.free) > p.ahead() {
		return
	}
	clear(b.states)
	clear(b.successors)
	b.states, b.successors, b.expansions = b.states[:0], b.successors[:0], b.expansions[:0]
	p.free = append(p.free, b)
}
