package node

import (
	"encoding/binary"
	"fmt"
	"io"
	"log/slog"
	"testing"
	"time"

	"github.com/synod-paxos/synod/impl/sitetest"
)

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

// A site is a cluster of nodes in this process, over files and loopback.
type site struct {
	*sitetest.Site
	nodes  map[int]*Node // that run
	books  map[int]*sitetest.Book
	change func(*Options) // of every node that is run
}

func newSite(t *testing.T, size int) *site {
	s := &site{
		Site: sitetest.New(t, size, Init), nodes: map[int]*Node{}, books: map[int]*sitetest.Book{},
		change: func(*Options) {},
	}
	t.Cleanup(func() {
		for n := range s.nodes {
			s.stop(n)
		}
		if t.Failed() {
			for n, book := range s.books {
				t.Logf("node %d:\n%s", n, book)
			}
		}
	})
	return s
}

func (s *site) options(n int) Options {
	if s.books[n] == nil {
		s.books[n] = sitetest.NewBook()
	}
	o := Options{
		Dir: s.Data(n), StateMachine: newTally(), Seed: uint64(n), Timeout: sitetest.Limit,
		Log: slog.New(slog.NewTextHandler(s.books[n], &slog.HandlerOptions{Level: slog.LevelDebug})),
	}
	s.change(&o)
	return o
}

// run runs nodes until they are stopped.
func (s *site) run(numbers ...int) {
	s.T.Helper()
	for _, n := range numbers {
		node, err := Open(s.options(n))
		if err != nil {
			s.T.Fatalf("node %d does not run: %v", n, err)
		}
		s.nodes[n] = node
	}
}

// stop stops a node in good order.
func (s *site) stop(n int) {
	s.T.Helper()
	if err := s.nodes[n].Close(); err != nil {
		s.T.Errorf("node %d: %v", n, err)
	}
	delete(s.nodes, n)
}

// kill stops a node as SIGKILL does: nothing more is written.
func (s *site) kill(n int) {
	s.T.Helper()
	s.nodes[n].abandon()
	delete(s.nodes, n)
}

// count has a node count a text, and is how often it was counted.
func (s *site) count(n int, text string) string {
	s.T.Helper()
	result, err := s.nodes[n].Propose(s.Ctx, []byte(text))
	if err != nil {
		s.T.Fatalf("node %d counts %q: %v", n, text, err)
	}
	return string(result)
}

// until waits until something holds, which it asks at every tick of the node.
func (s *site) until(n int, what string, holds func(Status) bool) {
	s.T.Helper()
	ticker := time.NewTicker(Tick)
	defer ticker.Stop()
	for !holds(s.nodes[n].Status()) {
		select {
		case <-ticker.C:
		case <-s.Ctx.Done():
			s.T.Fatalf("node %d: not %s: %+v", n, what, s.nodes[n].Status())
		}
	}
}

// agree waits until nodes have applied the same.
func (s *site) agree(numbers ...int) {
	s.T.Helper()
	var most Status
	for _, n := range numbers {
		if status := s.nodes[n].Status(); status.Applied >= most.Applied {
			most = status
		}
	}
	for _, n := range numbers {
		s.until(n, fmt.Sprint("at slot ", most.Applied), func(status Status) bool {
			if status.Applied == most.Applied && status.Prefix != most.Prefix {
				s.T.Fatalf("node %d has the prefix %s at slot %d, another node %s", n, status.Prefix, status.Applied, most.Prefix)
			}
			return status.Applied >= most.Applied
		})
	}
}
