// Package sitetest has what the tests of the shells have in common: a place for
// the nodes of a cluster, over files and loopback, and what the nodes log.
package sitetest

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/synod-paxos/synod/impl/datadir"
	"github.com/synod-paxos/synod/impl/transport"
)

// Limit is how long a test waits for what must happen.
const Limit = 60 * time.Second

// A Site is where the nodes of a cluster are to run in this process.
type Site struct {
	T       *testing.T
	Ctx     context.Context // ends after Limit
	Members []datadir.Member
	Dir     string // for whatever the test keeps
	init    Init
}

// Init makes a node's data directory.
type Init func(dir string, id datadir.Identity, secret []byte) (datadir.Identity, error)

// New is a site with data directories for nodes 1 to size.
func New(t *testing.T, size int, init Init) *Site {
	ctx, cancel := context.WithTimeout(context.Background(), Limit)
	t.Cleanup(cancel)
	s := &Site{T: t, Ctx: ctx, Dir: t.TempDir(), init: init}
	addrs, err := transport.LoopbackAddrs(size)
	if err != nil {
		t.Fatal(err)
	}
	for i, addr := range addrs {
		s.Members = append(s.Members, datadir.Member{Node: i + 1, Addr: addr})
	}
	for _, m := range s.Members {
		s.Init(m.Node)
	}
	return s
}

// Data is a node's data directory.
func (s *Site) Data(n int) string { return filepath.Join(s.Dir, fmt.Sprint("data-", n)) }

// Traces is a directory for traces.
func (s *Site) Traces() string { return filepath.Join(s.Dir, "traces") }

// Init makes a node's data directory.
func (s *Site) Init(n int) {
	s.T.Helper()
	id := datadir.Identity{Cluster: "c", Run: "r", Node: n, Nodes: s.Members}
	if _, err := s.init(s.Data(n), id, []byte("secret")); err != nil {
		s.T.Fatal(err)
	}
}

// A Book collects log lines and lets tests wait for one.
type Book struct {
	mu    sync.Mutex
	text  strings.Builder
	lines chan struct{}
}

// NewBook is an empty book.
func NewBook() *Book { return &Book{lines: make(chan struct{}, 1)} }

// Write takes a line.
func (b *Book) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	select {
	case b.lines <- struct{}{}:
	default:
	}
	return b.text.Write(p)
}

// String is what was written so far.
func (b *Book) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.String()
}

// Wait waits for a text.
func (b *Book) Wait(t *testing.T, ctx context.Context, text string) {
	t.Helper()
	for {
		all := b.String()
		if strings.Contains(all, text) {
			return
		}
		select {
		case <-b.lines:
		case <-ctx.Done():
			t.Fatalf("the log does not say %q:\n%s", text, all)
		}
	}
}
