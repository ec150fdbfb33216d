package transport

import (
	"context"
	"net"
	"sync"
	"sync/atomic"
)

const (
	maxPending      = 1024     // requests of one connection that are being served
	maxPendingBytes = 32 << 20 // their payloads, unless it is only one
	noLimit         = 1 << 62
)

// serveClient serves a client's requests side by side. When there are too many,
// the client waits.
func (t *TCP) serveClient(conn net.Conn, frames *frameReader) {
	frames.limit = numberSize + MaxRequest
	ctx, cancel := context.WithCancel(t.ctx)
	answers, ended := newQueue(noLimit), make(chan struct{})
	var serving sync.WaitGroup
	serving.Go(func() {
		drain(ctx, ended, conn, answers, new(atomic.Uint64))
		conn.Close()
	})
	room := newRoom(maxPending, maxPendingBytes)
	for {
		text, err := frames.one()
		if err != nil {
			break
		}
		number, request, err := splitNumber(text)
		if err != nil {
			t.cfg.Log.Debug("ending a client's connection", "from", conn.RemoteAddr(), "err", err)
			break
		}
		request = append([]byte{}, request...)
		room.enter(len(request))
		serving.Go(func() {
			defer room.leave(len(request))
			answers.put(numbered(number, t.cfg.Serve(ctx, request)))
		})
	}
	cancel() // whoever asked has gone
	close(ended)
	serving.Wait()
}

// A room holds a number of requests, of so many bytes together, or one.
type room struct {
	mu           sync.Mutex
	left         sync.Cond
	count, bytes int // free
	inside       int
}

func newRoom(count, bytes int) *room {
	r := &room{count: count, bytes: bytes}
	r.left.L = &r.mu
	return r
}

// enter waits until there is room. Those inside leave sooner or later.
func (r *room) enter(bytes int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for r.inside > 0 && (r.count == 0 || r.bytes < bytes) {
		r.left.Wait()
	}
	r.inside++
	r.count--
	r.bytes -= bytes
}

func (r *room) leave(bytes int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.inside--
	r.count++
	r.bytes += bytes
	r.left.Signal()
}
