package transport

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"sync"
	"sync/atomic"
	"time"
)

const (
	handshakeTimeout = 5 * time.Second
	writeTimeout     = 10 * time.Second
	maxConnections   = 512 // that others have opened
	maxClients       = 448 // of them, so that clients never keep peers out
)

// A Config says who a node is and what to do with what arrives.
type Config struct {
	Self  Identity
	Peers map[int]string // the address of each other node
	TLS   *TLS           // the node's files; without TLS if nil

	// Admit decides whether a node with this instance is the one that was met
	// before. It may be called from several goroutines.
	Admit func(node int, instance string) error
	// Deliver takes payloads from a peer; Serve answers one from a client. Each
	// payload has memory of its own, which is theirs to keep; the list of them is
	// not. They may be called from several goroutines and end when the context does.
	Deliver func(ctx context.Context, from int, payloads [][]byte)
	Serve   func(ctx context.Context, payload []byte) []byte

	Log *slog.Logger
}

// A TCP is a node's end of the network.
type TCP struct {
	cfg      Config
	listener net.Listener
	own      *credentials
	peers    map[int]*peer
	ctx      context.Context
	cancel   context.CancelFunc
	done     sync.WaitGroup
	slots    chan struct{} // one for each accepted connection
	clients  atomic.Int64  // that are served
}

// A peer is another node and the way to it.
type peer struct {
	node      int
	addr      string
	queue     *queue
	connected atomic.Bool
	sent      atomic.Uint64
}

// Listen opens a node's end at addr and begins to dial the peers.
func Listen(addr string, cfg Config) (*TCP, error) {
	own, err := cfg.TLS.load()
	if err != nil {
		return nil, err
	}
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("listening for peers and clients: %w", err)
	}
	t := &TCP{cfg: cfg, listener: listener, own: own, peers: make(map[int]*peer), slots: make(chan struct{}, maxConnections)}
	t.ctx, t.cancel = context.WithCancel(context.Background())
	t.done.Go(t.accept)
	for node, addr := range cfg.Peers {
		p := &peer{node: node, addr: addr, queue: newQueue(awayLimit)}
		t.peers[node] = p
		t.done.Go(func() { t.dialForever(p) })
	}
	return t, nil
}

// Addr is the address that the node listens at.
func (t *TCP) Addr() string { return t.listener.Addr().String() }

// Send sends a payload to a peer, or loses it. It never waits. Nobody may change
// the payload any more.
func (t *TCP) Send(to int, payload []byte) { t.SendSplit(to, payload, nil) }

// SendSplit is Send for a payload that is in two places.
func (t *TCP) SendSplit(to int, head, tail []byte) {
	p, ok := t.peers[to]
	switch whole := (payload{head, tail}); {
	case !ok:
	case whole.size() > MaxFrame:
		t.cfg.Log.Error("a message is too large to be sent", "peer", to, "bytes", whole.size())
	default:
		p.queue.put(whole)
	}
}

// A PeerState is what operators see of the way to a peer.
type PeerState struct {
	Connected bool
	Waiting   int    // payloads that are to be sent
	Bytes     int    // of them
	Sent      uint64 // payloads, so far
	Dropped   uint64 // payloads that had to make room
}

// Peers tells how the ways to the peers are.
func (t *TCP) Peers() map[int]PeerState {
	states := make(map[int]PeerState)
	for node, p := range t.peers {
		s := PeerState{Connected: p.connected.Load(), Sent: p.sent.Load()}
		s.Waiting, s.Bytes, s.Dropped = p.queue.state()
		states[node] = s
	}
	return states
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
	conn = t.own.server(conn)
	conn.SetDeadline(time.Now().Add(handshakeTimeout))
	frames := newFrameReader(conn, maxHello)
	var h hello
	if err := receive(frames, &h); err != nil {
		t.cfg.Log.Debug("no hello", "from", conn.RemoteAddr(), "err", err)
		return
	}
	answer := welcome{Version: Version, From: t.cfg.Self}
	if h.Client {
		defer t.clients.Add(-1)
		t.clients.Add(1)
	}
	if err := t.welcome(conn, h); err != nil {
		t.cfg.Log.Warn("refusing a connection", "from", conn.RemoteAddr(), "reason", err)
		answer.Refused = err.Error()
	}
	if err := send(conn, answer); err != nil || answer.Refused != "" {
		return
	}
	conn.SetDeadline(time.Time{})
	if h.Client {
		t.serveClient(conn, frames)
	} else {
		t.receiveFrom(conn, frames, h.From.Node)
	}
}

// welcome decides on a hello.
func (t *TCP) welcome(conn net.Conn, h hello) error {
	if err := is(conn, h.name()); err != nil {
		return fmt.Errorf("the certificate is not that of %s: %w", h.name(), err)
	}
	if h.Client {
		switch {
		case h.Version != Version:
			return fmt.Errorf("the client speaks version %d, node %d speaks version %d", h.Version, t.cfg.Self.Node, Version)
		case h.From.Cluster != "" && h.From.Cluster != t.cfg.Self.Cluster:
			return fmt.Errorf("the client wants cluster %q, node %d has cluster %q", h.From.Cluster, t.cfg.Self.Node, t.cfg.Self.Cluster)
		case t.clients.Load() > maxClients:
			return fmt.Errorf("node %d serves %d clients already", t.cfg.Self.Node, maxClients)
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

// receiveFrom delivers what a peer sends. While that is being taken the peer
// waits.
func (t *TCP) receiveFrom(conn net.Conn, frames *frameReader, node int) {
	frames.limit = MaxFrame
	for {
		payloads, err := frames.all()
		if err != nil {
			t.cfg.Log.Debug("a peer's connection ended", "peer", node, "from", conn.RemoteAddr(), "err", err)
			return
		}
		t.cfg.Deliver(t.ctx, node, payloads)
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
