package transport_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/synod-paxos/synod/impl/transport"
)

// TestBurst: a burst within the bounds of a queue arrives whole and in order,
// and how it went can be seen.
func TestBurst(t *testing.T) {
	ctx := deadline(t)
	two := start(t, peerConfig{node: 2, addr: "127.0.0.1:0", peers: map[int]string{1: "127.0.0.1:1"}})
	one := start(t, peerConfig{node: 1, addr: "127.0.0.1:0", peers: map[int]string{2: two.Addr()}})
	one.book.wait(t, ctx, "reached a peer")
	const n = 50_000
	for i := range n {
		one.Send(2, fmt.Append(nil, i))
	}
	for i := range n {
		if d := two.next(t, ctx); d != (delivery{1, fmt.Sprint(i)}) {
			t.Fatalf("delivery %d is %v", i, d)
		}
	}
	if s := one.Peers()[2]; !s.Connected || s.Sent != n || s.Dropped != 0 || s.Waiting != 0 {
		t.Errorf("the way to the peer is %+v", s)
	}
	if s := two.Peers()[1]; s.Connected {
		t.Errorf("the way to a node that does not listen is %+v", s)
	}
}

// TestStandstill: a node that takes nothing costs its peers a bounded amount of
// memory and holds nobody up; when it goes on, the newest arrives.
func TestStandstill(t *testing.T) {
	ctx := deadline(t)
	free, taken := make(chan struct{}), make(chan []byte, 1<<16)
	p := newPeer(t, peerConfig{node: 2, addr: "127.0.0.1:0", peers: map[int]string{1: "127.0.0.1:1"}},
		func(_ context.Context, _ int, payloads [][]byte) {
			<-free
			for _, payload := range payloads {
				taken <- bytes.Clone(payload[:4])
			}
		})
	one := start(t, peerConfig{node: 1, addr: "127.0.0.1:0", peers: map[int]string{2: p.Addr()}})
	one.book.wait(t, ctx, "reached a peer")
	for one.Peers()[2].Dropped == 0 {
		one.Send(2, make([]byte, 1<<20))
		if s := one.Peers()[2]; s.Bytes > 17<<20 {
			t.Fatalf("the way to the peer is %+v", s)
		}
	}
	one.Send(2, []byte("last"))
	close(free)
	for {
		select {
		case head := <-taken:
			if string(head) == "last" {
				return
			}
		case <-ctx.Done():
			t.Fatal("the last one does not arrive")
		}
	}
}

// TestManyRequests: requests of one client are served side by side.
func TestManyRequests(t *testing.T) {
	ctx := deadline(t)
	const n = 300
	var met sync.WaitGroup
	met.Add(n)
	node := newServer(t, func(_ context.Context, payload []byte) []byte {
		met.Done()
		met.Wait() // for all others
		return append([]byte("answer to "), payload...)
	})
	client, err := transport.Dial(ctx, node.Addr(), "c", nil)
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() {
			text := strings.Repeat(fmt.Sprint(i, " "), 1+10*i)
			if answer, err := client.Do(ctx, []byte(text)); err != nil || string(answer) != "answer to "+text {
				t.Errorf("the answer to request %d is %.30q, %v", i, answer, err)
			}
		})
	}
	all.Wait()
}

// TestAbandoned: who stops waiting gets no answer, and the others do.
func TestAbandoned(t *testing.T) {
	ctx := deadline(t)
	asked, answer := make(chan struct{}), make(chan struct{})
	node := newServer(t, func(_ context.Context, payload []byte) []byte {
		if string(payload) == "slow" {
			close(asked)
			<-answer
		}
		return payload
	})
	client, err := transport.Dial(ctx, node.Addr(), "", nil)
	if err != nil {
		t.Fatal(err)
	}
	impatient, cancel := context.WithCancel(ctx)
	go func() {
		<-asked
		cancel()
	}()
	if _, err := client.Do(impatient, []byte("slow")); !errors.Is(err, context.Canceled) {
		t.Errorf("the error is %v", err)
	}
	if got, err := client.Do(ctx, []byte("next")); err != nil || string(got) != "next" {
		t.Errorf("the answer is %q, %v", got, err)
	}
	close(answer)
	if err := client.Close(); err != nil {
		t.Error(err)
	}
	if _, err := client.Do(ctx, []byte("late")); err == nil {
		t.Error("a closed client is answered")
	}
}

// TestNodeGoes: requests under way end when the node goes.
func TestNodeGoes(t *testing.T) {
	ctx := deadline(t)
	asked := make(chan struct{})
	node := newServer(t, func(ctx context.Context, _ []byte) []byte {
		close(asked)
		<-ctx.Done()
		return nil
	})
	client, err := transport.Dial(ctx, node.Addr(), "", nil)
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	go func() {
		<-asked
		node.Close()
	}()
	if answer, err := client.Do(ctx, []byte("x")); err == nil && len(answer) > 0 {
		t.Errorf("the answer is %q", answer)
	}
	if _, err := client.Do(ctx, []byte("y")); err == nil {
		t.Error("a node that is gone answers")
	}
}

// TestNothingIsLeft: when all are closed no goroutine is left.
func TestNothingIsLeft(t *testing.T) {
	ctx := deadline(t)
	before := runtime.NumGoroutine()
	for range 5 {
		addr := addresses(t)
		one := start(t, peerConfig{node: 1, addr: addr[1], peers: map[int]string{2: addr[2]}})
		two := start(t, peerConfig{node: 2, addr: addr[2], peers: map[int]string{1: addr[1]}})
		one.Send(2, []byte("x"))
		two.next(t, ctx)
		client, err := transport.Dial(ctx, addr[1], "", nil)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := client.Do(ctx, []byte("x")); err != nil {
			t.Fatal(err)
		}
		for _, c := range []interface{ Close() error }{one, client, two} {
			if err := c.Close(); err != nil {
				t.Error(err)
			}
		}
	}
	for runtime.NumGoroutine() > before { // those of the last connections are on their way
		select {
		case <-ctx.Done():
			t.Fatalf("%d goroutines, %d before", runtime.NumGoroutine(), before)
		default:
			runtime.Gosched()
		}
	}
}

// BenchmarkPeers sends payloads from one node to another over loopback, as fast as
// they are taken: small ones, and batches of 256 commands of 16 bytes and of 1 KiB.
func BenchmarkPeers(b *testing.B) {
	for _, files := range []bool{false, true} {
		b.Run(map[bool]string{false: "plain", true: "TLS"}[files], func(b *testing.B) {
			for _, size := range []int{100, 7 << 10, 260 << 10} {
				b.Run(fmt.Sprint(size), func(b *testing.B) { benchmarkPeers(b, files, size) })
			}
		})
	}
}

func benchmarkPeers(b *testing.B, files bool, size int) {
	var arrived sync.WaitGroup
	one, two := peerConfig{node: 1, addr: "127.0.0.1:0"}, peerConfig{node: 2, addr: "127.0.0.1:0", peers: map[int]string{1: "127.0.0.1:1"}}
	if files {
		a := newAuthority(b)
		one.tls, two.tls = a.files(b, "node-1"), a.files(b, "node-2")
	}
	p := newPeer(b, two, func(_ context.Context, _ int, payloads [][]byte) { arrived.Add(-len(payloads)) })
	one.peers = map[int]string{2: p.Addr()}
	sender := start(b, one)
	sender.book.wait(b, deadline(b), "reached a peer")
	payload := make([]byte, size)
	b.SetBytes(int64(size))
	b.ReportAllocs()
	b.ResetTimer()
	for left := b.N; left > 0; {
		n := min(left, max(1, 1_000_000/size))
		arrived.Add(n)
		for range n {
			sender.Send(2, payload)
		}
		arrived.Wait()
		left -= n
	}
}

// BenchmarkRequests has 64 requests of 100 bytes under way on one connection.
func BenchmarkRequests(b *testing.B) {
	node := newServer(b, func(_ context.Context, payload []byte) []byte { return payload })
	client, err := transport.Dial(deadline(b), node.Addr(), "", nil)
	if err != nil {
		b.Fatal(err)
	}
	defer client.Close()
	payload := make([]byte, 100)
	b.ReportAllocs()
	b.SetParallelism(32)
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if _, err := client.Do(context.Background(), payload); err != nil {
				b.Error(err)
				return
			}
		}
	})
}

// newServer is a node that only serves.
func newServer(t testing.TB, serve func(context.Context, []byte) []byte) *transport.TCP {
	t.Helper()
	c := peerConfig{node: 1, addr: "127.0.0.1:0", serve: serve}
	return newPeer(t, c, nil).TCP
}

// TestManyClients: clients without end do not keep a peer out.
func TestManyClients(t *testing.T) {
	ctx := deadline(t)
	two := start(t, peerConfig{node: 2, addr: "127.0.0.1:0", peers: map[int]string{1: "127.0.0.1:1"}})
	refused := 0
	for range 600 {
		client, err := transport.Dial(ctx, two.Addr(), "", nil)
		if err != nil {
			refused++
			continue
		}
		defer client.Close()
	}
	if refused == 0 || refused > 300 {
		t.Errorf("%d of 600 clients were refused", refused)
	}
	one := start(t, peerConfig{node: 1, addr: "127.0.0.1:0", peers: map[int]string{2: two.Addr()}})
	one.book.wait(t, ctx, "reached a peer")
	one.Send(2, []byte("hello"))
	if d := two.next(t, ctx); d != (delivery{1, "hello"}) {
		t.Errorf("%v arrives", d)
	}
}
