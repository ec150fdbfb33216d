package transport

import (
	"context"
	"sync"
)

// A Hub is a network without wires for nodes of one process, which delivers by
// itself, side by side: to each node from each other one what was sent, in that
// order, many at once.
type Hub struct {
	mu    sync.Mutex
	ports map[int]*Port
	cut   map[[2]int]bool // from, to
}

// NewHub is a network without nodes.
func NewHub() *Hub { return &Hub{ports: make(map[int]*Port), cut: make(map[[2]int]bool)} }

// A Port is a node's end.
type Port struct {
	hub     *Hub
	node    int
	deliver func(ctx context.Context, from int, payloads [][]byte)
	ctx     context.Context
	cancel  context.CancelFunc
	done    sync.WaitGroup
	mu      sync.Mutex
	inbox   map[int]*queue // by sender
}

// Join connects a node, in place of one with the same number. Deliver is as in
// Config.
func (h *Hub) Join(node int, deliver func(ctx context.Context, from int, payloads [][]byte)) *Port {
	p := &Port{hub: h, node: node, deliver: deliver, inbox: make(map[int]*queue)}
	p.ctx, p.cancel = context.WithCancel(context.Background())
	h.mu.Lock()
	defer h.mu.Unlock()
	h.ports[node] = p
	return p
}

// Cut cuts the way from one node to another, or mends it.
func (h *Hub) Cut(from, to int, cut bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.cut[[2]int{from, to}] = cut
}

// Send sends a payload to a node, or loses it. It never waits.
func (p *Port) Send(to int, payload []byte) {
	p.hub.mu.Lock()
	other := p.hub.ports[to]
	if p.hub.cut[[2]int{p.node, to}] {
		other = nil
	}
	p.hub.mu.Unlock()
	if other != nil {
		other.from(p.node).put(payload)
	}
}

// from is the queue of what a node sends to this one. Something takes from it
// until the port is closed.
func (p *Port) from(node int) *queue {
	p.mu.Lock()
	defer p.mu.Unlock()
	q, ok := p.inbox[node]
	if !ok {
		q = newQueue(queueLimit)
		p.inbox[node] = q
		if p.ctx.Err() == nil {
			p.done.Go(func() { p.take(node, q) })
		}
	}
	return q
}

func (p *Port) take(from int, q *queue) {
	var items [][]byte
	for {
		select {
		case <-p.ctx.Done():
			return
		case <-q.ready:
		}
		if items = q.take(items); len(items) > 0 {
			p.deliver(p.ctx, from, items)
		}
	}
}

// Close disconnects the node and returns when nothing is delivered any more.
func (p *Port) Close() error {
	p.hub.mu.Lock()
	if p.hub.ports[p.node] == p {
		delete(p.hub.ports, p.node)
	}
	p.hub.mu.Unlock()
	p.mu.Lock()
	p.cancel()
	p.mu.Unlock()
	p.done.Wait()
	return nil
}
