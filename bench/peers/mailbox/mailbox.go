// Package mailbox has a queue that is emptied at one go: whoever takes gets all
// that came since, which is what coalesces proposals.
package mailbox

import "sync"

// A Mailbox is filled by many and emptied by one.
type Mailbox[T any] struct {
	mu    sync.Mutex
	items []T
	wake  chan struct{}
}

// New makes a mailbox. Several may share the channel that tells of items.
func New[T any](wake chan struct{}) *Mailbox[T] { return &Mailbox[T]{wake: wake} }

// Wake makes a channel for mailboxes of one taker.
func Wake() chan struct{} { return make(chan struct{}, 1) }

// Put adds an item; it never waits.
func (m *Mailbox[T]) Put(item T) {
	m.mu.Lock()
	m.items = append(m.items, item)
	first := len(m.items) == 1
	m.mu.Unlock()
	if !first {
		return // whoever put the first one has told
	}
	select {
	case m.wake <- struct{}{}:
	default:
	}
}

// Take empties the mailbox. The items are the caller's; the given slice, of an
// earlier call, is used again.
func (m *Mailbox[T]) Take(used []T) []T {
	clear(used)
	m.mu.Lock()
	defer m.mu.Unlock()
	items := m.items
	m.items = used[:0]
	return items
}
