package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"

	"github.com/synod-paxos/synod/impl/datadir"
	"github.com/synod-paxos/synod/impl/node"
	"github.com/synod-paxos/synod/impl/transport"
	"github.com/synod-paxos/synod/mbt/chaos"
)

var firstSeed = flag.Uint64("seed", 0, "seed of the random test; 0 draws one")

// bounds say how long the random test makes trouble at least, by what runs it.
var bounds = map[string]time.Duration{"": 12 * time.Second, "quick": 12 * time.Second, "standard": time.Minute, "deep": 5 * time.Minute}

// build builds the program, as people do.
func build(t *testing.T) string {
	path := filepath.Join(t.TempDir(), "kv")
	cmd := exec.Command("go", "build", "-buildvcs=false", "-o", path, ".")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if said, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	return path
}

// A cluster is three processes and those who use them.
type cluster struct {
	*chaos.Cluster
	t       *testing.T
	ctx     context.Context
	addrs   []string // of HTTP
	start   time.Time
	working sync.WaitGroup
	left    atomic.Bool // the clients go

	mu      sync.Mutex
	history []porcupine.Operation
	unknown int
}

func newCluster(t *testing.T, seed uint64) *cluster {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Minute)
	t.Cleanup(cancel)
	addrs, err := transport.LoopbackAddrs(3)
	if err != nil {
		t.Fatal(err)
	}
	program := chaos.Program{Path: build(t), Machine: "kv", Args: func(number int, dir, _ string) []string {
		return []string{"--dir", dir, "--http", addrs[number-1]}
	}}
	nodes, err := chaos.New(chaos.Config{Program: program, Dir: t.TempDir(), Nodes: 3, Loss: 0.02, Seed: seed, First: int(seed % 1000), Note: t.Logf})
	if err == nil {
		t.Cleanup(nodes.Close)
		err = nodes.Start(ctx)
	}
	if err != nil {
		t.Fatal(err)
	}
	return &cluster{Cluster: nodes, t: t, ctx: ctx, addrs: addrs, start: time.Now()}
}

// do carries a request out at a node. It reports false if it certainly was not
// carried out.
func (c *cluster) do(i int, r request) (o outcome, carried bool) {
	address := url.URL{Scheme: "http", Host: c.addrs[i], Path: "/" + r.key}
	if r.expected != nil {
		address.RawQuery = url.Values{"if": {*r.expected}}.Encode()
	}
	q, err := http.NewRequestWithContext(c.ctx, strings.ToUpper(r.op), address.String(), strings.NewReader(r.value))
	if err != nil {
		c.t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(q)
	if nobody := new(net.OpError); errors.As(err, &nobody) && nobody.Op == "dial" {
		return outcome{}, false
	}
	if err != nil {
		return outcome{unknown: true}, true
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return outcome{unknown: true}, true
	}
	text := strings.TrimSuffix(string(body), "\n")
	switch response.StatusCode {
	case http.StatusOK, http.StatusNoContent:
		return outcome{found: true, value: text}, true
	case http.StatusNotFound:
		return outcome{}, true
	case http.StatusPreconditionFailed:
		return outcome{refused: true, value: text}, true
	case http.StatusServiceUnavailable:
		return outcome{}, false
	}
	return outcome{unknown: true}, true
}

// anything is a random request. Values are unique, so that a read tells which
// write it saw.
func anything(random *rand.Rand, client, number int, last string) request {
	r := request{key: fmt.Sprint("key ", random.IntN(12)), value: fmt.Sprintf("%d.%d", client, number)}
	switch what := random.IntN(10); {
	case what < 4:
		r.op, r.value = "get", ""
	case what < 7:
		r.op = "put"
	case what < 9:
		r.op, r.expected = "put", &last
	default:
		r.op, r.value = "delete", ""
	}
	return r
}

// use has a client ask for one thing after the other, of any node.
func (c *cluster) use(client int, seed uint64) {
	random := rand.New(rand.NewPCG(seed, uint64(client)))
	last := ""
	for number := 0; !c.left.Load() && c.ctx.Err() == nil; number++ {
		r := anything(random, client, number, last)
		call := time.Since(c.start).Nanoseconds()
		o, carried := c.do(random.IntN(3), r)
		if o.value != "" {
			last = o.value
		}
		if carried {
			c.record(porcupine.Operation{ClientId: client, Input: r, Call: call, Output: o, Return: time.Since(c.start).Nanoseconds()})
		}
		pause := 5 * time.Millisecond
		if !carried || o.unknown {
			pause = 50 * time.Millisecond // there is trouble
		}
		select {
		case <-time.After(pause):
		case <-c.ctx.Done():
		}
	}
}

func (c *cluster) record(o porcupine.Operation) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if o.Output.(outcome).unknown {
		o.Return = math.MaxInt64
		c.unknown++
	}
	c.history = append(c.history, o)
}

// known is how many operations have an outcome.
func (c *cluster) known() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.history) - c.unknown
}

// never is what should have gone wrong and has not yet.
func (c *cluster) never() (kinds []string) {
	for _, count := range c.Troubles().Counts() {
		if count.N == 0 {
			kinds = append(kinds, count.What)
		}
	}
	return kinds
}

// trouble makes trouble for a while, and then as long as there is a kind that was
// not seen yet, within reason. In the end all is well, and some clients see it.
func (c *cluster) trouble(atLeast time.Duration) {
	err := c.Trouble(c.ctx, atLeast)
	for i := 0; err == nil && len(c.never()) > 0 && i < 10; i++ {
		err = c.Trouble(c.ctx, 3*time.Second)
	}
	if err == nil {
		err = c.Heal(c.ctx)
	}
	if err != nil {
		c.t.Error(err)
	}
	for want := c.known() + 200; c.known() < want; {
		select {
		case <-time.After(10 * time.Millisecond):
		case <-c.ctx.Done():
			c.t.Fatal("the nodes do not serve again")
		}
	}
}

// TestLinearizable: what clients see of three processes, in all the trouble that
// chaos can make, is what they could have seen of a single store.
func TestLinearizable(t *testing.T) {
	seed := *firstSeed
	if seed == 0 {
		seed = rand.Uint64()
	}
	c := newCluster(t, seed)
	for client := range 10 {
		c.working.Go(func() { c.use(client, seed) })
	}
	c.trouble(bounds[os.Getenv("SYNOD_BOUNDS")])
	c.left.Store(true)
	c.working.Wait()
	result, info := porcupine.CheckOperationsVerbose(model, c.history, time.Minute)
	if result != porcupine.Ok {
		path := filepath.Join(os.TempDir(), "kv-history.html")
		t.Errorf("seed %d: the history of %d operations is %s; drawn in %s (%v)",
			seed, len(c.history), result, path, porcupine.VisualizePath(model, info, path))
	}
	if never := c.never(); c.known() < 500 || len(never) > 0 {
		t.Errorf("seed %d: vacuous: %d of %d operations have an outcome; never seen: %q", seed, c.known(), len(c.history), never)
	}
	t.Logf("seed %d: %d operations, %d of unknown outcome; %+v", seed, len(c.history), c.unknown, c.Troubles())
}

// TestOtherMachine: a directory that was made for another state machine is not
// served as a store.
func TestOtherMachine(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "node")
	id := datadir.Identity{Cluster: "kv", Run: "r1", Machine: "register", Node: 1, Nodes: []datadir.Member{{Node: 1, Addr: "127.0.0.1:0"}}}
	if _, err := node.Init(dir, id, nil); err != nil {
		t.Fatal(err)
	}
	said, err := exec.Command(build(t), "--dir", dir).CombinedOutput()
	if err == nil || !strings.Contains(string(said), `"register"`) {
		t.Errorf("it is served: %s, %v", said, err)
	}
}

// TestStaleOnlyByName: no read is stale that does not ask for it by name.
func TestStaleOnlyByName(t *testing.T) {
	for _, query := range []string{"stale=0", "stale=false", "stale=yes"} {
		w := httptest.NewRecorder()
		server{}.get(w, httptest.NewRequest("GET", "/key?"+query, nil))
		if w.Code != http.StatusBadRequest {
			t.Errorf("%s: %d %s", query, w.Code, w.Body)
		}
	}
}
