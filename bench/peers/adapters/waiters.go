package adapters

import (
	"fmt"
	"sync"

	"github.com/synod-paxos/synod/bench/peers/system"
)

// waiters are the clients of a system that only hands back payloads. Each has a
// channel of its own, found by the client's number without a lock: nothing that
// a peer could do itself is cheaper.
type waiters struct {
	slots []chan error
	once  sync.Once
}

func newWaiters(clients int) *waiters {
	w := &waiters{slots: make([]chan error, clients)}
	for i := range w.slots {
		w.slots[i] = make(chan error, 2) // the answer, and the failure
	}
	return w
}

func (w *waiters) slot(number int) (chan error, error) {
	if number < 0 || number >= len(w.slots) {
		return nil, fmt.Errorf("client %d of %d", number, len(w.slots))
	}
	return w.slots[number], nil
}

// applied wakes the client whose payload was applied.
func (w *waiters) applied(payload []byte) {
	if h, ok := system.ReadHeader(payload); ok && h.Client >= 0 && h.Client < len(w.slots) {
		w.slots[h.Client] <- nil
	}
}

// fail wakes all clients, for good: without a leader nobody would answer them.
func (w *waiters) fail(err error) {
	w.once.Do(func() {
		for _, c := range w.slots {
			c <- err
		}
	})
}
