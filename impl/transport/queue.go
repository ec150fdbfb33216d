package transport

// queueSize bounds what waits for a peer that is slow or away.
const queueSize = 256

// A queue holds payloads for one peer. When it is full, the oldest makes room:
// in these protocols the newest message is worth most.
type queue struct{ items chan []byte }

func newQueue() queue { return queue{items: make(chan []byte, queueSize)} }

func (q queue) put(payload []byte) {
	for {
		select {
		case q.items <- payload:
			return
		default:
		}
		select {
		case <-q.items:
		default:
		}
	}
}
