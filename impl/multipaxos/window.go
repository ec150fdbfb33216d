package multipaxos

import (
	"iter"
	"math/bits"
	"slices"
)

// A window holds something for some slots. Its slots move: new ones come at the
// high end and old ones go at the low one, mostly without gaps; but any slot may
// be put, however far away, and removed. Looking a slot up costs little, and what goes leaves
// its memory to what comes. The zero window is empty.
type window[T any] struct {
	pages []*page[T] // ascending, none empty
	spare []*page[T]
	size  int
}

const pageSlots = 64

// A page holds the entries of the slots from first to first+63.
type page[T any] struct {
	first Slot
	used  uint64 // bit i is set if items[i] is there
	items [pageSlots]T
}

// at splits a slot into its page's first slot and its index in the page.
func at(s Slot) (first Slot, i uint) {
	i = uint(s) % pageSlots
	return s - Slot(i), i
}

// find is the index of the page that begins with slot first, or where it would
// have to be.
func (w *window[T]) find(first Slot) (int, bool) {
	last := len(w.pages) - 1
	switch {
	case last < 0:
		return 0, false
	case w.pages[last].first == first:
		return last, true
	case w.pages[last].first < first:
		return last + 1, false
	}
	// Without gaps, the page is where it should be.
	if i := (first - w.pages[0].first) / pageSlots; i >= 0 && i < Slot(last) && w.pages[i].first == first {
		return int(i), true
	}
	return slices.BinarySearchFunc(w.pages, first, func(p *page[T], first Slot) int {
		return int(min(max(p.first-first, -1), 1))
	})
}

// get is what the window holds for slot s.
func (w *window[T]) get(s Slot) (item T, ok bool) {
	first, i := at(s)
	if at, found := w.find(first); found && w.pages[at].used&(1<<i) != 0 {
		return w.pages[at].items[i], true
	}
	return item, false
}

// has tells whether the window holds something for slot s.
func (w *window[T]) has(s Slot) bool {
	_, ok := w.get(s)
	return ok
}

// put has the window hold item for slot s.
func (w *window[T]) put(s Slot, item T) {
	first, i := at(s)
	n, found := w.find(first)
	if !found {
		w.pages = slices.Insert(w.pages, n, w.page(first))
	}
	p := w.pages[n]
	if p.used&(1<<i) == 0 {
		p.used |= 1 << i
		w.size++
	}
	p.items[i] = item
}

func (w *window[T]) page(first Slot) *page[T] {
	if n := len(w.spare); n > 0 {
		p := w.spare[n-1]
		w.spare = w.spare[:n-1]
		p.first = first
		return p
	}
	return &page[T]{first: first}
}

// remove removes what is held for slot s, if anything is.
func (w *window[T]) remove(s Slot) {
	first, i := at(s)
	n, found := w.find(first)
	if !found || w.pages[n].used&(1<<i) == 0 {
		return
	}
	var zero T
	p := w.pages[n]
	p.items[i] = zero
	p.used &^= 1 << i
	w.size--
	if p.used == 0 {
		w.recycle(n, n+1)
	}
}

// dropBelow removes what is held for slots below t, and calls removed, if it is
// not nil, with each run [from, to) of neighbouring slots that went, as long as
// possible and in ascending order.
func (w *window[T]) dropBelow(t Slot, removed func(from, to Slot)) {
	var from, to Slot
	emptied := 0
	for _, p := range w.pages {
		if p.first >= t {
			break
		}
		for used := p.used & below(t-p.first); used != 0; used &= used - 1 {
			i := bits.TrailingZeros64(used)
			var zero T
			p.items[i] = zero
			if s := p.first + Slot(i); s != to {
				if from < to && removed != nil {
					removed(from, to)
				}
				from, to = s, s
			}
			to++
			w.size--
		}
		p.used &^= below(t - p.first)
		if p.used == 0 {
			emptied++
		}
	}
	if from < to && removed != nil {
		removed(from, to)
	}
	w.recycle(0, emptied)
}

// maxSpare is how many empty pages a window keeps.
const maxSpare = 16

// recycle takes the pages from..to-1, which are empty, out.
func (w *window[T]) recycle(from, to int) {
	for _, p := range w.pages[from:to] {
		if len(w.spare) < maxSpare {
			w.spare = append(w.spare, p)
		}
	}
	w.pages = slices.Delete(w.pages, from, to)
}

// below are the bits of the indices below n.
func below(n Slot) uint64 {
	if n >= pageSlots {
		return ^uint64(0)
	}
	return 1<<uint(n) - 1
}

// from gives what is held for the slots from s on, in their order.
func (w *window[T]) from(s Slot) iter.Seq2[Slot, T] {
	return func(yield func(Slot, T) bool) {
		first, _ := at(s)
		n, _ := w.find(first)
		for _, p := range w.pages[n:] {
			used := p.used
			if p.first < s {
				used &^= below(s - p.first)
			}
			for ; used != 0; used &= used - 1 {
				i := bits.TrailingZeros64(used)
				if !yield(p.first+Slot(i), p.items[i]) {
					return
				}
			}
		}
	}
}
