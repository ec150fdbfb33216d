package transport_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/synod-paxos/synod/impl/transport"
)

// limit is how long a test waits for what must happen.
const limit = 20 * time.Second

func deadline(t testing.TB) context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	t.Cleanup(cancel)
	return ctx
}

// A logBook collects log lines and lets tests wait for one.
type logBook struct {
	mu    sync.Mutex
	lines []string
	more  chan struct{}
}

func newLogBook() *logBook { return &logBook{more: make(chan struct{}, 1)} }

func (l *logBook) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.lines = append(l.lines, string(p))
	select {
	case l.more <- struct{}{}:
	default:
	}
	return len(p), nil
}

func (l *logBook) wait(t testing.TB, ctx context.Context, text string) {
	t.Helper()
	for !l.says(text) {
		select {
		case <-l.more:
		case <-ctx.Done():
			t.Fatalf("the log does not say %q:\n%s", text, l)
		}
	}
}

func (l *logBook) says(text string) bool { return strings.Contains(l.String(), text) }

func (l *logBook) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return strings.Join(l.lines, "")
}

type delivery struct {
	from    int
	payload string
}

// A peer is a node's end with what arrives there.
type peer struct {
	*transport.TCP
	arrived chan delivery
	book    *logBook
}

type peerConfig struct {
	node  int
	addr  string
	peers map[int]string
	self  func(*transport.Identity)
	tls   *transport.TLS
	serve func(context.Context, []byte) []byte
	admit func(node int, instance string) error
}

// start is a node that keeps what arrives.
func start(t testing.TB, c peerConfig) *peer {
	t.Helper()
	arrived := make(chan delivery, 1000)
	p := newPeer(t, c, func(_ context.Context, from int, payloads [][]byte) {
		for _, payload := range payloads {
			arrived <- delivery{from, string(payload)}
		}
	})
	p.arrived = arrived
	return p
}

type deliver = func(ctx context.Context, from int, payloads [][]byte)

func newPeer(t testing.TB, c peerConfig, deliver deliver) *peer {
	t.Helper()
	p := &peer{book: newLogBook()}
	self := transport.Identity{Cluster: "c", Run: "r", Naming: "full", Node: c.node, Instance: fmt.Sprint("instance of ", c.node)}
	if c.self != nil {
		c.self(&self)
	}
	if c.serve == nil {
		c.serve = func(_ context.Context, payload []byte) []byte {
			return append([]byte("answer to "), payload...)
		}
	}
	if c.admit == nil {
		c.admit = func(int, string) error { return nil }
	}
	tcp, err := transport.Listen(c.addr, transport.Config{
		Self: self, Peers: c.peers, TLS: c.tls, Admit: c.admit,
		Deliver: deliver, Serve: c.serve,
		Log: slog.New(slog.NewTextHandler(p.book, &slog.HandlerOptions{Level: slog.LevelDebug})),
	})
	if err != nil {
		t.Fatal(err)
	}
	p.TCP = tcp
	t.Cleanup(func() { tcp.Close() })
	return p
}

// addresses are free ones for the nodes 1 and 2.
func addresses(t *testing.T) map[int]string {
	t.Helper()
	free, err := transport.LoopbackAddrs(2)
	if err != nil {
		t.Fatal(err)
	}
	return map[int]string{1: free[0], 2: free[1]}
}

func (p *peer) next(t *testing.T, ctx context.Context) delivery {
	t.Helper()
	select {
	case d := <-p.arrived:
		return d
	case <-ctx.Done():
		t.Fatal("nothing arrives")
		return delivery{}
	}
}

func TestPeers(t *testing.T) {
	ctx := deadline(t)
	addr := addresses(t)
	one := start(t, peerConfig{node: 1, addr: addr[1], peers: map[int]string{2: addr[2]}})
	one.Send(2, []byte("early")) // waits in the queue
	one.Send(7, []byte("nobody"))
	two := start(t, peerConfig{node: 2, addr: addr[2], peers: map[int]string{1: addr[1]}})
	if d := two.next(t, ctx); d != (delivery{1, "early"}) {
		t.Errorf("arrived: %v", d)
	}
	two.book.wait(t, ctx, "reached a peer")
	large := strings.Repeat("x", 20<<20)
	two.Send(1, []byte(large))
	two.Send(1, nil)
	if d := one.next(t, ctx); d != (delivery{2, large}) {
		t.Errorf("arrived: %d bytes from %d", len(d.payload), d.from)
	}
	if d := one.next(t, ctx); d != (delivery{2, ""}) {
		t.Errorf("arrived: %v", d)
	}
}

// TestReconnect: a peer that dies and comes back is found again.
func TestReconnect(t *testing.T) {
	ctx := deadline(t)
	addr := addresses(t)
	one := start(t, peerConfig{node: 1, addr: addr[1], peers: map[int]string{2: addr[2]}})
	for range 3 {
		two := start(t, peerConfig{node: 2, addr: addr[2], peers: map[int]string{1: addr[1]}})
		// What is sent into a connection that is breaking is lost, so send again.
		sending, stop := context.WithCancel(ctx)
		go func() {
			for sending.Err() == nil {
				one.Send(2, []byte("hello"))
				select {
				case <-time.After(time.Millisecond):
				case <-sending.Done():
				}
			}
		}()
		two.next(t, ctx)
		stop()
		if err := two.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// TestRefusals: nodes that do not belong together do not talk, and both say why.
func TestRefusals(t *testing.T) {
	forgotten := errors.New("it has forgotten")
	tests := []struct {
		name   string
		change func(*transport.Identity)
		admit  func(int, string) error
		reason string
	}{
		{"another cluster", func(i *transport.Identity) { i.Cluster = "d" }, nil, "cluster"},
		{"another run", func(i *transport.Identity) { i.Run = "s" }, nil, "run"},
		{"other names", func(i *transport.Identity) { i.Naming = "digest" }, nil, "naming"},
		{"not in the cluster", func(i *transport.Identity) { i.Node = 3 }, nil, "not in the cluster"},
		{"my own number", func(i *transport.Identity) { i.Node = 2 }, nil, "own number"},
		{"no identity", func(i *transport.Identity) { i.Instance = "" }, nil, "no identity"},
		{"not admitted", nil, func(int, string) error { return forgotten }, forgotten.Error()},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			ctx := deadline(t)
			two := start(t, peerConfig{node: 2, addr: "127.0.0.1:0", peers: map[int]string{1: "127.0.0.1:1"}, admit: tt.admit})
			one := start(t, peerConfig{node: 1, addr: "127.0.0.1:0", peers: map[int]string{2: two.Addr()}, self: tt.change})
			one.Send(2, []byte("x"))
			two.book.wait(t, ctx, tt.reason)
			one.book.wait(t, ctx, tt.reason)
			if len(two.arrived) != 0 {
				t.Error("something arrived all the same")
			}
		})
	}
}

// TestWrongAddress: a node that answers in another's place is no peer.
func TestWrongAddress(t *testing.T) {
	ctx := deadline(t)
	three := start(t, peerConfig{node: 3, addr: "127.0.0.1:0", peers: map[int]string{1: "127.0.0.1:1"}})
	one := start(t, peerConfig{node: 1, addr: "127.0.0.1:0", peers: map[int]string{2: three.Addr()}})
	one.book.wait(t, ctx, "wants to reach node 2, this is node 3")
}

func TestClients(t *testing.T) {
	ctx := deadline(t)
	node := start(t, peerConfig{node: 1, addr: "127.0.0.1:0"})
	if _, err := transport.Dial(ctx, node.Addr(), "other", nil); err == nil || !strings.Contains(err.Error(), "other") {
		t.Errorf("a client of another cluster: %v", err)
	}
	client, err := transport.Dial(ctx, node.Addr(), "c", nil)
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	for _, text := range []string{"one", "", "three"} {
		answer, err := client.Do(ctx, []byte(text))
		if err != nil || string(answer) != "answer to "+text {
			t.Errorf("the answer is %q, %v", answer, err)
		}
	}
	if _, err := client.Do(ctx, make([]byte, transport.MaxRequest+1)); err == nil {
		t.Error("a request that is too large is sent")
	}
	ended, cancel := context.WithCancel(ctx)
	cancel()
	if _, err := transport.Dial(ended, node.Addr(), "", nil); err == nil {
		t.Error("dialled after the context ended")
	}
}

// TestNoise: what is no hello, or too long a frame, ends the connection and
// nothing else.
func TestNoise(t *testing.T) {
	ctx := deadline(t)
	node := start(t, peerConfig{node: 1, addr: "127.0.0.1:0"})
	for _, noise := range [][]byte{
		[]byte("GET / HTTP/1.1\r\n\r\n"),
		{0, 0, 0, 3, 1, 2, 3},
		{0xff, 0xff, 0xff, 0xff},
		{0, 0, 0, 0},
	} {
		conn, err := net.Dial("tcp", node.Addr())
		if err != nil {
			t.Fatal(err)
		}
		conn.SetDeadline(time.Now().Add(limit))
		if _, err := conn.Write(noise); err != nil {
			t.Fatal(err)
		}
		var rest bytes.Buffer
		rest.ReadFrom(conn) // ends when the node closes the connection
		if rest.Len() != 0 {
			t.Errorf("to %q the node answers %q", noise, rest.Bytes())
		}
		conn.Close()
	}
	if client, err := transport.Dial(ctx, node.Addr(), "", nil); err != nil {
		t.Errorf("after the noise: %v", err)
	} else {
		client.Close()
	}
}

func TestListenFails(t *testing.T) {
	node := start(t, peerConfig{node: 1, addr: "127.0.0.1:0"})
	if _, err := transport.Listen(node.Addr(), transport.Config{}); err == nil {
		t.Error("two nodes listen at one address")
	}
}

func TestMemory(t *testing.T) {
	m := transport.NewMemory()
	var got []string
	m.Join(2, func(from int, payload []byte) { got = append(got, fmt.Sprint(from, string(payload))) })
	one := m.Endpoint(1)
	for _, text := range []string{"a", "b", "c", "d"} {
		one.Send(2, []byte(text))
	}
	m.Deliver(1, true)
	m.Deliver(1, false)
	m.Lose(0)
	m.Deliver(1, false)
	m.Leave(2)
	m.Deliver(0, false)
	if want := "[1b 1b 1d]"; fmt.Sprint(got) != want || len(m.Waiting()) != 0 {
		t.Errorf("got %v, not %s; %d under way", got, want, len(m.Waiting()))
	}
}
