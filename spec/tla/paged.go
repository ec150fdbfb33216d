package tla

// paged is a list that grows without copying what it holds, as a long slice
// would with nearly twice the memory.
type paged[T any] struct {
	pages [][]T
	n     int
}

const pageSize = 1 << 14 // what a short list takes at least, and little beside a long one

func (p *paged[T]) add(x T) {
	if p.n == len(p.pages)*pageSize {
		p.pages = append(p.pages, make([]T, 0, pageSize))
	}
	last := &p.pages[len(p.pages)-1]
	*last = append(*last, x)
	p.n++
}

func (p *paged[T]) at(i int) T { return p.pages[i/pageSize][i%pageSize] }
