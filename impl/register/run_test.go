package register

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/synod-paxos/synod/impl/basicpaxos"
	"github.com/synod-paxos/synod/impl/datadir"
	"github.com/synod-paxos/synod/impl/sitetest"
	"github.com/synod-paxos/synod/trace"
)

// A site is a cluster of nodes in this process, over files and loopback.
type site struct{ *sitetest.Site }

func newSite(t *testing.T, size int) site { return site{sitetest.New(t, size, Init)} }

// run runs a node until stop is called.
func (s site) run(n int, change func(*Options)) (book *sitetest.Book, stop func()) {
	s.T.Helper()
	book = sitetest.NewBook()
	ready, done := make(chan struct{}), make(chan error, 1)
	ctx, cancel := context.WithCancel(s.Ctx)
	o := Options{
		Dir: s.Data(n), TraceDir: s.Traces(), Naming: datadir.Digest, Seed: uint64(n),
		Log: slog.New(slog.NewTextHandler(book, nil)), Ready: func(string) { close(ready) },
	}
	if change != nil {
		change(&o)
	}
	go func() { done <- Run(ctx, o) }()
	var once sync.Once
	stop = func() {
		once.Do(func() {
			cancel()
			if err := <-done; err != nil {
				s.T.Errorf("node %d: %v", n, err)
			}
		})
	}
	s.T.Cleanup(stop)
	select {
	case <-ready:
	case err := <-done:
		s.T.Fatalf("node %d does not run: %v", n, err)
	}
	return book, stop
}

func (s site) call(n int, v *[]byte, timeout time.Duration) Response {
	s.T.Helper()
	r, err := Call(s.Ctx, s.Members[n-1].Addr, "c", Request{Value: v, Timeout: timeout.Milliseconds()})
	if err != nil {
		s.T.Fatal(err)
	}
	return r
}

func (s site) expect(n int, v *[]byte, outcome Outcome, want string) {
	s.T.Helper()
	timeout := sitetest.Limit
	if outcome == Unknown {
		timeout = 50 * time.Millisecond
	}
	if r := s.call(n, v, timeout); r.Outcome != outcome || string(r.Value) != want {
		s.T.Errorf("node %d answers %+v, not %s %q", n, r, outcome, want)
	}
}

func bytesOf(s string) *[]byte {
	b := []byte(s)
	return &b
}

func TestRegister(t *testing.T) {
	s := newSite(t, 3)
	_, stop1 := s.run(1, nil)
	s.expect(1, nil, Unknown, "") // no quorum
	_, stop2 := s.run(2, nil)
	s.run(3, func(o *Options) { o.TraceDir = "" })
	s.expect(1, nil, Undecided, "")
	s.expect(1, bytesOf("first"), Decided, "first")
	s.expect(2, bytesOf("second"), Decided, "first")
	stop1()
	s.expect(3, nil, Decided, "first")
	s.run(1, nil)
	s.expect(1, nil, Decided, "first")
	stop2()
	s.expect(1, bytesOf("third"), Decided, "first")

	large := strings.Repeat("x", basicpaxos.MaxValue+1)
	if r := s.call(1, &[]byte{}, time.Second); r.Outcome != Decided {
		t.Errorf("an empty value: %+v", r)
	}
	if r := s.call(1, bytesOf(large), time.Second); r.Outcome != Rejected || !strings.Contains(r.Reason, "65536") {
		t.Errorf("a value that is too large: %+v", r)
	}
	if r := s.call(1, nil, 0); r.Outcome != Rejected {
		t.Errorf("without a timeout: %+v", r)
	}
}

// TestWipedNode: a node whose directory was lost and made anew does not
// re-join, and both sides say why.
func TestWipedNode(t *testing.T) {
	s := newSite(t, 3)
	book1, _ := s.run(1, nil)
	_, stop2 := s.run(2, nil)
	s.expect(1, bytesOf("x"), Decided, "x")
	stop2()
	if err := os.RemoveAll(s.Data(2)); err != nil {
		t.Fatal(err)
	}
	s.Init(2)
	book2, _ := s.run(2, func(o *Options) { o.TraceDir = "" })
	book1.Wait(t, s.Ctx, "must not re-join")
	book2.Wait(t, s.Ctx, "must not re-join")
	s.expect(2, nil, Unknown, "")
}

func TestDirectoryIsLocked(t *testing.T) {
	s := newSite(t, 1)
	s.run(1, nil)
	err := Run(s.Ctx, Options{Dir: s.Data(1), Naming: datadir.Digest, Log: slog.New(slog.DiscardHandler)})
	if err == nil || !strings.Contains(err.Error(), "another process") {
		t.Errorf("two processes share a directory: %v", err)
	}
}

// TestNamingIsKept: a directory whose log names values in one way is not served
// in another.
func TestNamingIsKept(t *testing.T) {
	s := newSite(t, 1)
	_, stop := s.run(1, nil)
	stop()
	err := Run(s.Ctx, Options{Dir: s.Data(1), Naming: datadir.Full, Log: slog.New(slog.DiscardHandler)})
	if err == nil || !strings.Contains(err.Error(), "could not be compared") {
		t.Errorf("the error is %v", err)
	}
	if err := Run(s.Ctx, Options{Dir: s.Data(1), Naming: "odd", Log: slog.New(slog.DiscardHandler)}); err == nil {
		t.Error("values can be named oddly")
	}
}

// TestUntracedIncarnation: a node that ran without a trace still knows, for the
// header of its next one, the last event that others can cite.
func TestUntracedIncarnation(t *testing.T) {
	s := newSite(t, 1)
	_, stop := s.run(1, func(o *Options) { o.TraceDir = "" })
	s.expect(1, bytesOf("x"), Decided, "x")
	stop()
	_, stop = s.run(1, nil)
	stop()
	entries := readAll(t, filepath.Join(s.Traces(), trace.SegmentName(1, 2)))
	h, ok := entries[0].(*trace.Header)
	if !ok || h.Prev == nil || *h.Prev != (trace.Prev{Inc: 1, Last: 4, Events: 4}) || len(h.State) != 0 {
		t.Errorf("the header is %+v", entries[0])
	}
	if _, ok := entries[len(entries)-1].(*trace.End); !ok {
		t.Errorf("the last entry is %+v", entries[len(entries)-1])
	}
}
