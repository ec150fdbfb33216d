package transport

import "sync"

const (
	queueLimit = 16 << 20 // bytes that wait for a peer
	awayLimit  = 1 << 20  // while there is no connection to it
	itemCost   = 32       // what a payload costs besides its bytes
)

// A payload comes in two pieces, so that what is there already need not be copied
// to stand behind what is new.
type payload struct{ head, tail []byte }

func (p payload) size() int { return len(p.head) + len(p.tail) }

// A queue holds payloads until a connection takes them. Who puts one never
// waits: above the limit the oldest make room. The newest stays, however large.
type queue struct {
	mu      sync.Mutex
	items   []payload
	bytes   int
	limit   int
	dropped uint64
	ready   chan struct{} // holds one when there may be items
}

func newQueue(limit int) *queue {
	return &queue{limit: limit, ready: make(chan struct{}, 1)}
}

// cost is what a payload counts for. A very large one counts for less than it
// is, or the next small one would always push it out.
func (p payload) cost() int { return min(p.size(), queueLimit/2) + itemCost }

func (q *queue) put(p payload) {
	q.mu.Lock()
	q.items = append(q.items, p)
	q.bytes += p.cost()
	q.shrink()
	q.mu.Unlock()
	select {
	case q.ready <- struct{}{}:
	default:
	}
}

// shrink drops what is above the limit.
func (q *queue) shrink() {
	n := 0
	for ; q.bytes > q.limit && n < len(q.items)-1; n++ {
		q.bytes -= q.items[n].cost()
		q.items[n] = payload{}
	}
	q.items = q.items[n:]
	q.dropped += uint64(n)
}

// setLimit changes the limit.
func (q *queue) setLimit(limit int) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.limit = limit
	q.shrink()
}

// take takes all items; free is memory for the next ones.
func (q *queue) take(free []payload) []payload {
	q.mu.Lock()
	defer q.mu.Unlock()
	items := q.items
	q.items, q.bytes = free[:0], 0
	return items
}

// state is for those who watch.
func (q *queue) state() (items, bytes int, dropped uint64) {
	q.mu.Lock()
	defer q.mu.Unlock()
	return len(q.items), q.bytes, q.dropped
}
