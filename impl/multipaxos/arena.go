package multipaxos

// An arena hands out short slices of one array, and takes the next array when
// that one is used up: so small things that live about equally long cost one
// allocation together. What it hands out stays valid for ever.
type arena[T any] struct{ rest []T }

const arenaItems = 64

// take is a slice of n zero items, that cannot grow into its neighbours.
func (a *arena[T]) take(n int) []T {
	if n > len(a.rest) {
		a.rest = make([]T, max(n, arenaItems))
	}
	taken := a.rest[:n:n]
	a.rest = a.rest[n:]
	return taken
}

// one is an item with this value.
func (a *arena[T]) one(item T) *T {
	p := &a.take(1)[0]
	*p = item
	return p
}
