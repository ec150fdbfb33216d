package transport

import "sync"

const (
	queueLimit = 16 << 20 // bytes that wait for a peer
	awayLimit  = 1 << 20  // while there is no connection to it
	itemCost   = 32       // what a payload costs besides its bytes
)

// A queue holds payloads until a connection takes them. Who puts one never
// waits: above the limit the oldest make room. The newest stays, however large.
type queue struct {
	mu      sync.Mutex
	items   [][]byte
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
func cost(payload []byte) int { return min(len(payload), queueLimit/2) + itemCost }

func (q *queue) put(payload []byte) {
	q.mu.Lock()
	q.items = append(q.items, payload)
	q.bytes += cost(payload)
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
		q.bytes -= cost(q.items[n])
		q.items[n] = nil
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

// take takes all items; free is memory for the next ones, whose items are not
// used any more.
func (q *queue) take(free [][]byte) [][]byte {
	clear(free)
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
