package transport

import (
	"context"
	"net"
	"sync"
)

const (
	maxPending      = 1024     // requests of one connection that are being served or answered
	maxPendingBytes = 32 << 20 // their payloads or those of the answers, unless it is only one
	noLimit         = 1 << 62
)

// serveClient serves a client's requests side by side. When there are too many,
// or too many answers that it does not take, the client waits.
func (t *TCP) serveClient(conn net.Conn, frames *frameReader) {
	frames.limit = numberSize + MaxRequest
	ctx, cancel := context.WithCancel(t.ctx)
	answers, ended := newQueue(noLimit), make(chan struct{})
	room := newRoom(maxPending, maxPendingBytes)
	var serving sync.WaitGroup
	serving.Go(func() {
		drain(ctx, ended, conn, answers, room.leave)
		conn.Close()
		room.open()
	})
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
		room.enter(len(request))
		serving.Go(func() {
			answer := numbered(number, t.cfg.Serve(ctx, request))
			room.turn(len(request), answer.size())
			answers.put(answer)
		})
	}
	cancel() // whoever asked has gone
	close(ended)
	serving.Wait()
}

// A room holds a number of requests, and later the answers to them, of so many
// bytes together, or one.
type room struct {
	mu           sync.Mutex
	left         sync.Cond
	count, bytes int // free
	inside       int
	opened       bool
}

func newRoom(count, bytes int) *room {
	r := &room{count: count, bytes: bytes}
	r.left.L = &r.mu
	return r
}

// enter waits until there is room. Those inside leave sooner or later, or the
// room is opened.
func (r *room) enter(bytes int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for !r.opened && r.inside > 0 && (r.count == 0 || r.bytes < bytes) {
		r.left.Wait()
	}
	r.inside++
	r.count--
	r.bytes -= bytes
}

// turn has an answer stand for a request.
func (r *room) turn(request, answer int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.bytes += request - answer
	r.left.Signal()
}

// leave has answers leave.
func (r *room) leave(answers []payload) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.inside -= len(answers)
	r.count += len(answers)
	for _, a := range answers {
		r.bytes += a.size()
	}
	r.left.Signal()
}

// open lets everybody in, for nobody leaves any more.
func (r *room) open() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.opened = true
	r.left.Signal()
}
