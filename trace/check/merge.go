package check

import (
	"cmp"
	"container/heap"
	"maps"
	"math/rand/v2"
	"slices"
)

// order gives all links of a world so that each comes after its predecessor in
// its chain and after the links of the events it cites. With seed 0 it is the
// canonical order, in which of those that could come next the one of the least
// node does; other seeds shuffle. Links that wait for themselves come last,
// and are counted.
func order(w *world, chains map[int]*chain, seed uint64) (sorted []*link, cyclic int) {
	q := &queue{}
	if seed != 0 {
		q.random = rand.New(rand.NewPCG(seed, seed))
	}
	blocked := map[*link]int{}
	start := func(l *link) {
		blocked[l] = len(l.causes)
		if l.prev != nil {
			blocked[l]++
		}
		if blocked[l] == 0 {
			heap.Push(q, l)
		}
	}
	var all []*link
	all = append(all, w.absent...)
	for _, n := range sortedKeys(chains) {
		all = append(all, chains[n].links...)
	}
	for i, l := range all {
		l.id = i
		start(l)
	}
	release := func(l *link) {
		if blocked[l]--; blocked[l] == 0 {
			heap.Push(q, l)
		}
	}
	for q.Len() > 0 {
		l := heap.Pop(q).(*link)
		sorted = append(sorted, l)
		delete(blocked, l)
		if l.next != nil {
			release(l.next)
		}
		for _, e := range l.effects {
			release(e)
		}
	}
	rest := slices.SortedFunc(maps.Keys(blocked), func(a, b *link) int { return cmp.Compare(a.id, b.id) })
	return append(sorted, rest...), len(rest)
}

// A queue is a heap of the links that could come next.
type queue struct {
	links  []*link
	rank   []uint64
	random *rand.Rand
}

func (q *queue) Len() int { return len(q.links) }

func (q *queue) Less(i, j int) bool {
	return cmp.Or(cmp.Compare(q.rank[i], q.rank[j]), cmp.Compare(q.links[i].id, q.links[j].id)) < 0
}

func (q *queue) Swap(i, j int) {
	q.links[i], q.links[j] = q.links[j], q.links[i]
	q.rank[i], q.rank[j] = q.rank[j], q.rank[i]
}

func (q *queue) Push(x any) {
	var rank uint64
	if q.random != nil {
		rank = q.random.Uint64()
	}
	q.links = append(q.links, x.(*link))
	q.rank = append(q.rank, rank)
}

func (q *queue) Pop() any {
	n := len(q.links) - 1
	l := q.links[n]
	q.links, q.rank = q.links[:n], q.rank[:n]
	return l
}

func sortedKeys[V any](m map[int]V) []int { return slices.Sorted(maps.Keys(m)) }
