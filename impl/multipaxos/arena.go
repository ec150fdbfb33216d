package multipaxos

// An arena hands out short slices of one array, and takes the next array when
// that one is used up: so small things that live about equally long cost one
// allocation together. What it hands out stays valid for ever.
type arena[T any] struct {
	items []T
	taken int // of them
}

const arenaItems = 64

// take is a slice of n zero items, that cannot grow into its neighbours.
func (a *arena[T]) take(n int) []T {
	end := a.taken + n
	if end > len(a.items) {
		a.items, end = make([]T, max(n, arenaItems)), n
	}
	a.taken = end
	return a.items[end-n : end : end]
}

// untake takes items back that nobody uses any more, if no others were handed
// out since.
func (a *arena[T]) untake(items []T) {
	from := a.taken - len(items)
	if len(items) > 0 && from >= 0 && &a.items[from] == &items[0] {
		clear(items)
		a.taken = from
	}
}

// one is an item with this value.
func (a *arena[T]) one(item *T) *T {
	p := &a.take(1)[0]
	*p = *item
	return p
}
