package node

import "sync"

// A mailbox hands what many goroutines put in to the one that takes it out, all
// at once: one short lock for each item that goes in, one for everything that
// comes out.
type mailbox[T any] struct {
	bell chan struct{} // rings when there is something after there was nothing

	mu     sync.Mutex
	items  []T
	limit  int
	closed bool
}

func newMailbox[T any](limit int) *mailbox[T] {
	return &mailbox[T]{bell: make(chan struct{}, 1), limit: limit}
}

// put puts an item in, unless the mailbox is full or closed.
func (m *mailbox[T]) put(item T) (full, closed bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.closed || len(m.items) >= m.limit {
		return !m.closed, m.closed
	}
	m.items = append(m.items, item)
	if len(m.items) == 1 {
		select {
		case m.bell <- struct{}{}:
		default: // it rings already
		}
	}
	return false, false
}

// take takes everything out, in the order it was put in. The mailbox goes on in
// the storage of empty, whose items the caller has done with.
func (m *mailbox[T]) take(empty []T) []T {
	clear(empty)
	m.mu.Lock()
	defer m.mu.Unlock()
	items := m.items
	m.items = empty[:0]
	return items
}

// close takes what is left out and lets nothing in any more.
func (m *mailbox[T]) close() []T {
	m.mu.Lock()
	defer m.mu.Unlock()
	items := m.items
	m.items, m.closed = nil, true
	return items
}
