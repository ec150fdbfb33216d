package node

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/synod-paxos/synod/impl/datadir"
	"github.com/synod-paxos/synod/impl/multipaxos"
	"github.com/synod-paxos/synod/impl/sitetest"
	"github.com/synod-paxos/synod/impl/snapshot"
)

// TestCluster: three nodes elect a leader, serve many callers at each, go on
// without any one of them, and agree.
func TestCluster(t *testing.T) {
	s := newSite(t, 3)
	s.run(1, 2, 3)
	var callers sync.WaitGroup
	for n := range s.nodes {
		for c := range 16 {
			callers.Go(func() {
				for i := range 25 {
					text := fmt.Sprintf("%d.%d.%d", n, c, i)
					result, err := s.nodes[n].Propose(s.Ctx, []byte(text))
					if err != nil || string(result) != "1" {
						t.Errorf("%s: %q, %v", text, result, err)
					}
				}
			})
		}
	}
	callers.Wait()
	s.agree(1, 2, 3)
	leader := s.nodes[1].Status().Leader
	s.kill(leader)
	for n := range s.nodes {
		if got := s.count(n, "after the leader's death"); got != "1" && got != "2" {
			t.Errorf("counted %s", got)
		}
	}
	s.run(leader)
	if got := s.count(leader, "after the leader's death"); got != "3" {
		t.Errorf("counted %s times", got)
	}
	s.agree(1, 2, 3)
	for n, node := range s.nodes {
		if got, err := node.StaleRead([]byte("1.2.3")); err != nil || string(got) != "1" {
			t.Errorf("node %d reads %q, %v", n, got, err)
		}
	}
}

// TestRestartOfAll: what was answered is still there after all nodes died at
// once, from logs and snapshots.
func TestRestartOfAll(t *testing.T) {
	for name, snapshots := range map[string]int{"from the log": 1 << 20, "from snapshots": 20} {
		t.Run(name, func(t *testing.T) {
			s := newSite(t, 3)
			s.change = func(o *Options) { o.Limits = multipaxos.Limits{Snapshot: snapshots, Keep: 5} }
			for round := 1; round <= 3; round++ {
				s.run(1, 2, 3)
				for i := range 100 {
					if got := s.count(1+i%3, fmt.Sprint(i)); got != fmt.Sprint(round) {
						t.Fatalf("round %d: %d was counted %s times", round, i, got)
					}
				}
				for n := 1; n <= 3; n++ {
					s.kill(n)
				}
			}
			held, err := snapshot.List(snapshot.In(s.Data(1)))
			if err != nil || (len(held) > 0) != (snapshots == 20) {
				t.Errorf("there are snapshots up to slots %v, %v", held, err)
			}
		})
	}
}

// TestCatchUpBySnapshot: a node that was away while the others forgot what it
// lacks gets it as a snapshot.
func TestCatchUpBySnapshot(t *testing.T) {
	s := newSite(t, 3)
	s.change = func(o *Options) { o.Limits = multipaxos.Limits{Snapshot: 10, Keep: 5} }
	s.run(1, 2, 3)
	s.count(1, "x")
	s.agree(1, 2, 3)
	s.kill(3)
	for i := range 200 {
		s.count(1+i%2, "y")
	}
	s.run(3)
	s.agree(1, 2, 3)
	if got, err := s.nodes[3].StaleRead([]byte("y")); err != nil || string(got) != "200" {
		t.Errorf("node 3 reads %s, %v", got, err)
	}
	s.books[3].Wait(t, s.Ctx, "a snapshot has arrived")
	slots, err := s.nodes[3].Snapshot(s.Ctx)
	if status := s.nodes[3].Status(); err != nil || slots < 200 || slots > status.Applied {
		t.Errorf("a snapshot of %d slots (%v) at %+v", slots, err, status)
	}
}

// TestWithoutQuorum: a node alone answers nothing, and says what it knows of the
// commands' fate.
func TestWithoutQuorum(t *testing.T) {
	s := newSite(t, 3)
	s.run(1, 2)
	s.count(1, "x")
	s.kill(2)
	ctx, cancel := context.WithTimeout(s.Ctx, 200*time.Millisecond)
	defer cancel()
	if result, err := s.nodes[1].Propose(ctx, []byte("x")); !errors.Is(err, ErrUnknown) {
		t.Errorf("alone, node 1 answers %q, %v", result, err)
	}
	canceled, cancel := context.WithCancel(s.Ctx)
	cancel()
	if result, err := s.nodes[1].Propose(canceled, []byte("x")); !errors.Is(err, ErrRejected) || !errors.Is(err, context.Canceled) {
		t.Errorf("at once cancelled: %q, %v", result, err)
	}
	long := make([]byte, 2<<20)
	if result, err := s.nodes[1].Propose(s.Ctx, long); !errors.Is(err, ErrRejected) {
		t.Errorf("too long: %q, %v", result, err)
	}
	node := s.nodes[1]
	s.stop(1)
	if result, err := node.Propose(s.Ctx, []byte("x")); !errors.Is(err, ErrRejected) {
		t.Errorf("stopped: %q, %v", result, err)
	}
	if _, err := node.Snapshot(s.Ctx); err == nil {
		t.Error("a stopped node makes a snapshot")
	}
}

// TestWipedNode: a node whose directory was lost and made anew does not
// re-join, and both sides say why.
func TestWipedNode(t *testing.T) {
	s := newSite(t, 3)
	s.run(1, 2)
	s.count(1, "x")
	s.stop(2)
	if err := os.RemoveAll(s.Data(2)); err != nil {
		t.Fatal(err)
	}
	s.Init(2)
	s.run(2)
	s.books[1].Wait(t, s.Ctx, "must not re-join")
	s.books[2].Wait(t, s.Ctx, "must not re-join")
	ctx, cancel := context.WithTimeout(s.Ctx, 200*time.Millisecond)
	defer cancel()
	if _, err := s.nodes[1].Propose(ctx, []byte("x")); err == nil {
		t.Error("a majority was found")
	}
}

// TestClient: a client in another process can ask what a caller can, and gets
// the same errors.
func TestClient(t *testing.T) {
	s := newSite(t, 3)
	s.run(1, 2, 3)
	c, err := Dial(s.Ctx, s.Members[1].Addr, "c", nil)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if result, err := c.Propose(s.Ctx, []byte("x")); err != nil || string(result) != "1" {
		t.Errorf("proposed: %q, %v", result, err)
	}
	if result, err := c.StaleRead(s.Ctx, []byte("x")); err != nil || string(result) != "1" {
		t.Errorf("read: %q, %v", result, err)
	}
	if slots, err := c.Snapshot(s.Ctx); err != nil || slots < 2 {
		t.Errorf("a snapshot of %d slots, %v", slots, err)
	}
	if status, err := c.Status(s.Ctx); err != nil || status.Node != 2 || status.Snapshot < 2 {
		t.Errorf("status: %+v, %v", status, err)
	}
	if result, err := c.Propose(s.Ctx, make([]byte, 1<<20-100)); err != nil {
		t.Errorf("long: %q, %v", result, err)
	}
	s.kill(1)
	s.kill(3)
	ctx, cancel := context.WithTimeout(s.Ctx, 200*time.Millisecond)
	defer cancel()
	if result, err := c.Propose(ctx, []byte("x")); !errors.Is(err, ErrUnknown) {
		t.Errorf("without a majority: %q, %v", result, err)
	}
	if _, err := Dial(s.Ctx, s.Members[1].Addr, "another", nil); err == nil || !strings.Contains(err.Error(), "another") {
		t.Errorf("a client of another cluster: %v", err)
	}
}

// TestOperators: metrics and health are there.
func TestOperators(t *testing.T) {
	s := newSite(t, 3)
	var addr string
	s.change = func(o *Options) {
		o.HTTPAddr = "127.0.0.1:0"
		o.Ready = func(a Addrs) { addr = a.HTTP }
	}
	s.run(3, 2, 1)
	s.count(1, "x")
	s.until(1, "aware of a leader", func(status Status) bool { return status.HasLeader })
	get := func(path string) (int, string) {
		response, err := http.Get("http://" + addr + path)
		if err != nil {
			t.Fatal(err)
		}
		defer response.Body.Close()
		body, err := io.ReadAll(response.Body)
		if err != nil {
			t.Fatal(err)
		}
		return response.StatusCode, string(body)
	}
	for _, path := range []string{"/healthz", "/readyz"} {
		if code, body := get(path); code != http.StatusOK {
			t.Errorf("%s: %d %s", path, code, body)
		}
	}
	_, text := get("/metrics")
	for _, name := range []string{
		`synod_requests_total{outcome="applied"} 1`, "synod_log_sync_seconds_count", "synod_batch_commands",
		"synod_applied_slots", "synod_ballot_changes_total", "synod_calls_waiting", "synod_snapshot_write_seconds",
		`synod_messages_total{direction="sent"}`, "synod_slots_in_flight", `synod_peer_connected{peer="2"}`,
		"synod_peer_queue_payloads", "synod_peer_dropped_total",
	} {
		if !strings.Contains(text, name) {
			t.Errorf("the metrics lack %s:\n%s", name, text)
		}
	}
	s.kill(2)
	s.kill(3)
	s.until(1, "without a leader", func(status Status) bool { return !status.HasLeader })
	if code, body := get("/readyz"); code != http.StatusServiceUnavailable {
		t.Errorf("/readyz without a leader: %d %s", code, body)
	}
}

// TestBadOptions: what cannot be run is refused with the reason.
func TestBadOptions(t *testing.T) {
	s := newSite(t, 1)
	for name, tt := range map[string]struct {
		change func(*Options)
		want   string
	}{
		"no state machine":  {func(o *Options) { o.StateMachine = nil }, "state machine"},
		"another machine":   {func(o *Options) { o.Machine = "kv" }, "synod init --machine"},
		"no directory":      {func(o *Options) { o.Dir = filepath.Join(s.Dir, "none") }, "synod init"},
		"an odd naming":     {func(o *Options) { o.Naming = "odd" }, "odd"},
		"a long timeout":    {func(o *Options) { o.Timeout = 2 * time.Hour }, "at most 1h"},
		"too many sessions": {func(o *Options) { o.Sessions = 1 << 20 }, "65536"},
		"no HTTP":           {func(o *Options) { o.HTTPAddr = "nowhere:x" }, "HTTP"},
	} {
		o := s.options(1)
		tt.change(&o)
		if n, err := Open(o); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v", name, err)
			if err == nil {
				n.Close()
			}
		}
	}
	s.run(1)
	if _, err := Open(s.options(1)); err == nil || !strings.Contains(err.Error(), "another process") {
		t.Errorf("two nodes share a directory: %v", err)
	}
	s.stop(1)
	o := s.options(1)
	o.Naming = datadir.Full
	if _, err := Open(o); err == nil || !strings.Contains(err.Error(), "could not be compared") {
		t.Errorf("another naming: %v", err)
	}
	if err := Run(s.Ctx, Options{Dir: s.Data(1), StateMachine: newTally(), HTTPAddr: "x", Log: slog.Default()}); err == nil {
		t.Error("Run does not tell of an error")
	}
}

// TestInMemory: a cluster in memory serves as one on disks does.
func TestInMemory(t *testing.T) {
	nodes, err := OpenInMemory([]StateMachine{newTally(), newTally(), newTally()}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), sitetest.Limit)
	defer cancel()
	var callers sync.WaitGroup
	for c := range 64 {
		callers.Go(func() {
			for i := range 50 {
				text := fmt.Sprintf("%d.%d", c, i)
				if result, err := nodes[c%3].Propose(ctx, []byte(text)); err != nil || string(result) != "1" {
					t.Errorf("%s: %q, %v", text, result, err)
				}
			}
		})
	}
	callers.Wait()
	for _, n := range nodes {
		if err := n.Close(); err != nil {
			t.Error(err)
		}
	}
	if _, err := OpenInMemory([]StateMachine{nil}, Options{}); err == nil {
		t.Error("a node without a state machine")
	}
}
