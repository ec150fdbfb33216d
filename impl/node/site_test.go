package node

import (
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"log/slog"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/synod-paxos/synod/impl/datadir"
	"github.com/synod-paxos/synod/impl/transport"
)

// limit is how long a test waits for what must happen.
const limit = 60 * time.Second

// A tally counts the commands that it was given, by their text.
type tally struct{ counts map[string]uint64 }

func newTally() *tally { return &tally{counts: make(map[string]uint64)} }

func (t *tally) Apply(command []byte) []byte {
	t.counts[string(command)]++
	return fmt.Append(nil, t.counts[string(command)])
}

func (t *tally) Read(query []byte) []byte { return fmt.Append(nil, t.counts[string(query)]) }

func (t *tally) Save(w io.Writer) error {
	var image []byte
	for text, n := range t.counts {
		image = binary.BigEndian.AppendUint64(image, n)
		image = binary.BigEndian.AppendUint64(image, uint64(len(text)))
		image = append(image, text...)
	}
	_, err := w.Write(image)
	return err
}

func (t *tally) Load(r io.Reader) error {
	image, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	counts := make(map[string]uint64)
	for len(image) > 0 {
		n, length := binary.BigEndian.Uint64(image), binary.BigEndian.Uint64(image[8:])
		counts[string(image[16:16+length])] = n
		image = image[16+length:]
	}
	t.counts = counts
	return nil
}

// A logBook collects log lines and lets tests wait for one.
type logBook struct {
	mu    sync.Mutex
	text  strings.Builder
	lines chan struct{}
}

func (l *logBook) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	select {
	case l.lines <- struct{}{}:
	default:
	}
	return l.text.Write(p)
}

func (l *logBook) wait(t *testing.T, ctx context.Context, text string) {
	t.Helper()
	for {
		l.mu.Lock()
		all := l.text.String()
		l.mu.Unlock()
		if strings.Contains(all, text) {
			return
		}
		select {
		case <-l.lines:
		case <-ctx.Done():
			t.Fatalf("the log does not say %q:\n%s", text, all)
		}
	}
}

// A site is a cluster of nodes in this process, over files and loopback.
type site struct {
	t       *testing.T
	ctx     context.Context
	members []datadir.Member
	dir     string
	nodes   map[int]*Node // that run
	books   map[int]*logBook
	change  func(*Options) // of every node that is run
}

func newSite(t *testing.T, size int) *site {
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	t.Cleanup(cancel)
	s := &site{
		t: t, ctx: ctx, dir: t.TempDir(), nodes: map[int]*Node{}, books: map[int]*logBook{},
		change: func(*Options) {},
	}
	addrs, err := transport.LoopbackAddrs(size)
	if err != nil {
		t.Fatal(err)
	}
	for i, addr := range addrs {
		s.members = append(s.members, datadir.Member{Node: i + 1, Addr: addr})
	}
	for _, m := range s.members {
		s.init(m.Node)
	}
	t.Cleanup(func() {
		for n := range s.nodes {
			s.stop(n)
		}
		if t.Failed() {
			for n, book := range s.books {
				t.Logf("node %d:\n%s", n, book.text.String())
			}
		}
	})
	return s
}

func (s *site) data(n int) string { return filepath.Join(s.dir, fmt.Sprint("data-", n)) }

func (s *site) init(n int) {
	id := datadir.Identity{Cluster: "c", Run: "r", Node: n, Nodes: s.members}
	if _, err := Init(s.data(n), id, []byte("secret")); err != nil {
		s.t.Fatal(err)
	}
}

func (s *site) options(n int) Options {
	if s.books[n] == nil {
		s.books[n] = &logBook{lines: make(chan struct{}, 1)}
	}
	o := Options{
		Dir: s.data(n), StateMachine: newTally(), Seed: uint64(n), Timeout: limit,
		Log: slog.New(slog.NewTextHandler(s.books[n], &slog.HandlerOptions{Level: slog.LevelDebug})),
	}
	s.change(&o)
	return o
}

// run runs nodes until they are stopped.
func (s *site) run(numbers ...int) {
	s.t.Helper()
	for _, n := range numbers {
		node, err := Open(s.options(n))
		if err != nil {
			s.t.Fatalf("node %d does not run: %v", n, err)
		}
		s.nodes[n] = node
	}
}

// stop stops a node in good order.
func (s *site) stop(n int) {
	s.t.Helper()
	if err := s.nodes[n].Close(); err != nil {
		s.t.Errorf("node %d: %v", n, err)
	}
	delete(s.nodes, n)
}

// kill stops a node as SIGKILL does: nothing more is written.
func (s *site) kill(n int) {
	s.t.Helper()
	s.nodes[n].abandon()
	delete(s.nodes, n)
}

// count has a node count a text, and is how often it was counted.
func (s *site) count(n int, text string) string {
	s.t.Helper()
	result, err := s.nodes[n].Propose(s.ctx, []byte(text))
	if err != nil {
		s.t.Fatalf("node %d counts %q: %v", n, text, err)
	}
	return string(result)
}

// until waits until something holds, which it asks at every tick of the node.
func (s *site) until(n int, what string, holds func(Status) bool) {
	s.t.Helper()
	ticker := time.NewTicker(Tick)
	defer ticker.Stop()
	for !holds(s.nodes[n].Status()) {
		select {
		case <-ticker.C:
		case <-s.ctx.Done():
			s.t.Fatalf("node %d: not %s: %+v", n, what, s.nodes[n].Status())
		}
	}
}

// agree waits until nodes have applied the same.
func (s *site) agree(numbers ...int) {
	s.t.Helper()
	var most Status
	for _, n := range numbers {
		if status := s.nodes[n].Status(); status.Applied >= most.Applied {
			most = status
		}
	}
	for _, n := range numbers {
		s.until(n, fmt.Sprint("at slot ", most.Applied), func(status Status) bool {
			if status.Applied == most.Applied && status.Prefix != most.Prefix {
				s.t.Fatalf("node %d has the prefix %s at slot %d, another node %s", n, status.Prefix, status.Applied, most.Prefix)
			}
			return status.Applied >= most.Applied
		})
	}
}
