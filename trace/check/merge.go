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
	all := numbered(w, chains)
	effects := effectsOf(all)
	blocked := make([]int32, len(all)) // by how many; afterwards, of what is sorted, less than none
	for i, l := range all {
		blocked[i] = int32(len(l.causes))
		if l.prev != nil {
			blocked[i]++
		}
		if blocked[i] == 0 {
			heap.Push(q, l)
		}
	}
	release := func(l *link) {
		if blocked[l.id]--; blocked[l.id] == 0 {
			heap.Push(q, l)
		}
	}
	sorted = make([]*link, 0, len(all))
	for q.Len() > 0 {
		l := heap.Pop(q).(*link)
		sorted = append(sorted, l)
		blocked[l.id] = -1
		if l.next != nil {
			release(l.next)
		}
		for _, e := range effects.of(l) {
			release(all[e])
		}
	}
	done := len(sorted)
	for _, l := range all {
		if blocked[l.id] >= 0 {
			sorted = append(sorted, l)
		}
	}
	return sorted, len(all) - done
}

// numbered gives all links of a world their numbers.
func numbered(w *world, chains map[int]*chain) []*link {
	all := slices.Clone(w.absent)
	for _, n := range sortedKeys(chains) {
		all = append(all, chains[n].links...)
	}
	for i, l := range all {
		l.id = i
	}
	return all
}

// effects are, of each link, those that it is among the causes of, by number.
type effects struct {
	from []int32 // where those of a link begin in list
	list []int32
}

func effectsOf(all []*link) effects {
	e := effects{from: make([]int32, len(all)+1)}
	for _, l := range all {
		for _, by := range l.causes {
			e.from[by.id+1]++
		}
	}
	for i := range all {
		e.from[i+1] += e.from[i]
	}
	e.list = make([]int32, e.from[len(all)])
	next := slices.Clone(e.from)
	for i, l := range all {
		for _, by := range l.causes {
			e.list[next[by.id]] = int32(i)
			next[by.id]++
		}
	}
	return e
}

func (e effects) of(l *link) []int32 { return e.list[e.from[l.id]:e.from[l.id+1]] }

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
