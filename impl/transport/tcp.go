package transport

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"sync"
	"time"
)

const (
	handshakeTimeout = 5 * time.Second
	writeTimeout     = 10 * time.Second
	maxConnections   = 512 // that others have opened
)

// A Config says who a node is and what to do with what arrives.
type Config struct {
	Self  Identity
	Peers map[int]string // the address of each other node

	// Admit decides whether a node with this instance is the one that was met
	// before. It may be called from several goroutines.
	Admit func(node int, instance string) error
	// Deliver takes a payload from a peer, Serve answers one from a client. They
	// may be called from several goroutines and end when the context does.
	Deliver func(ctx context.Context, from int, payload []byte)
	Serve   func(ctx context.Context, payload []byte) []byte

	Log *slog.Logger
}

// A TCP is a node's end of the network.
type TCP struct {
	cfg      Config
	listener net.Listener
	queues   map[int]queue
	ctx      context.Context
	cancel   context.CancelFunc
	done     sync.WaitGroup
	slots    chan struct{} // one for each accepted connection
}

// Listen opens a node's end at addr and begins to dial the peers.
func Listen(addr string, cfg Config) (*TCP, error) {
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("listening for peers and clients: %w", err)
	}
	t := &TCP{cfg: cfg, listener: listener, queues: make(map[int]queue), slots: make(chan struct{}, maxConnections)}
	t.ctx, t.cancel = context.WithCancel(context.Background())
	t.done.Go(t.accept)
	for node, addr := range cfg.Peers {
		q := newQueue()
		t.queues[node] = q
		t.done.Go(func() { t.dialForever(node, addr, q) })
	}
	return t, nil
}

// Addr is the address that the node listens at.
func (t *TCP) Addr() string { return t.listener.Addr().String() }

// Send sends a payload to a peer, or loses it. It never waits.
func (t *TCP) Send(to int, payload []byte) {
	if q, ok := t.queues[to]; ok {
		q.put(payload)
	}
}

// Close ends all connections and returns when nothing runs any more.
func (t *TCP) Close() error {
	t.cancel()
	err := t.listener.Close()
	t.done.Wait()
	return err
}

// accept serves those who dial this node.
func (t *TCP) accept() {
	for {
		conn, err := t.listener.Accept()
		switch {
		case t.ctx.Err() != nil:
			return
		case errors.Is(err, net.ErrClosed):
			return
		case err != nil: // such as too many open files: passes, but not at once
			t.cfg.Log.Error("cannot accept a connection", "err", err)
			pause(t.ctx, 50*time.Millisecond)
			continue
		}
		select {
		case t.slots <- struct{}{}:
			t.done.Go(func() {
				defer func() { <-t.slots }()
				t.serve(conn)
			})
		default:
			t.cfg.Log.Warn("too many connections; refusing one", "from", conn.RemoteAddr())
			conn.Close()
		}
	}
}

// guard closes conn when the node stops; the returned function closes it too.
func (t *TCP) guard(conn net.Conn) func() {
	stop := context.AfterFunc(t.ctx, func() { conn.Close() })
	return func() {
		stop()
		conn.Close()
	}
}

// serve answers the hello of a connection that somebody opened, and then takes
// what comes.
func (t *TCP) serve(conn net.Conn) {
	defer t.guard(conn)()
	conn.SetDeadline(time.Now().Add(handshakeTimeout))
	var h hello
	if err := receive(conn, &h); err != nil {
		t.cfg.Log.Debug("no hello", "from", conn.RemoteAddr(), "err", err)
		return
	}
	answer := welcome{Version: Version, From: t.cfg.Self}
	if err := t.welcome(h); err != nil {
		t.cfg.Log.Warn("refusing a connection", "from", conn.RemoteAddr(), "reason", err)
		answer.Refused = err.Error()
	}
	if err := send(conn, answer); err != nil || answer.Refused != "" {
		return
	}
	conn.SetDeadline(time.Time{})
	if h.Client {
		t.serveClient(conn)
	} else {
		t.receiveFrom(conn, h.From.Node)
	}
}

// welcome decides on a hello.
func (t *TCP) welcome(h hello) error {
	if h.Client {
		switch {
		case h.Version != Version:
			return fmt.Errorf("the client speaks version %d, node %d speaks version %d", h.Version, t.cfg.Self.Node, Version)
		case h.From.Cluster != "" && h.From.Cluster != t.cfg.Self.Cluster:
			return fmt.Errorf("the client wants cluster %q, node %d has cluster %q", h.From.Cluster, t.cfg.Self.Node, t.cfg.Self.Cluster)
		}
		return nil
	}
	if h.To != t.cfg.Self.Node {
		return fmt.Errorf("node %d wants to reach node %d, this is node %d", h.From.Node, h.To, t.cfg.Self.Node)
	}
	return t.meet(h.Version, h.From)
}

// meet decides whether a node is a peer.
func (t *TCP) meet(version int, other Identity) error {
	if err := t.cfg.Self.check(version, other); err != nil {
		return err
	}
	if _, ok := t.cfg.Peers[other.Node]; !ok {
		return fmt.Errorf("node %d is not in the cluster", other.Node)
	}
	return t.cfg.Admit(other.Node, other.Instance)
}

func (t *TCP) receiveFrom(conn net.Conn, node int) {
	for {
		payload, err := readFrame(conn, MaxFrame)
		if err != nil {
			t.cfg.Log.Debug("a peer's connection ended", "peer", node, "err", err)
			return
		}
		t.cfg.Deliver(t.ctx, node, payload)
	}
}

func (t *TCP) serveClient(conn net.Conn) {
	for {
		payload, err := readFrame(conn, MaxFrame)
		if err != nil {
			return
		}
		answer := t.cfg.Serve(t.ctx, payload)
		conn.SetWriteDeadline(time.Now().Add(writeTimeout))
		if err := writeFrame(conn, answer); err != nil {
			return
		}
	}
}

// pause waits, or returns early when the context ends.
func pause(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}
