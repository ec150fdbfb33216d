package main

import (
	"bufio"
	"bytes"
	"context"
	"flag"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"

	"github.com/synod-paxos/synod/impl/datadir"
	"github.com/synod-paxos/synod/impl/node"
	"github.com/synod-paxos/synod/impl/transport"
)

var firstSeed = flag.Uint64("seed", 0, "seed of the random test; 0 draws one")

// runAsKV has the test binary run as kv.
const runAsKV = "SYNOD_TEST_RUN_AS_KV"

func TestMain(m *testing.M) {
	if os.Getenv(runAsKV) != "" {
		main()
		return
	}
	os.Exit(m.Run())
}

// limit is how long a test waits for what must happen.
const limit = 2 * time.Minute

// A cluster is three processes.
type cluster struct {
	t     *testing.T
	ctx   context.Context
	dirs  []string
	addrs []string // of HTTP
	up    []*exec.Cmd
	logs  []*bytes.Buffer
}

func newCluster(t *testing.T) *cluster {
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	c := &cluster{t: t, ctx: ctx, up: make([]*exec.Cmd, 3)}
	addrs, err := transport.LoopbackAddrs(6)
	if err != nil {
		t.Fatal(err)
	}
	var members []datadir.Member
	for i, addr := range addrs[:3] {
		members = append(members, datadir.Member{Node: i + 1, Addr: addr})
	}
	c.addrs = addrs[3:]
	for i := range members {
		dir := filepath.Join(t.TempDir(), fmt.Sprint("node-", i+1))
		if _, err := node.Init(dir, datadir.Identity{Cluster: "kv", Run: "r1", Machine: "kv", Node: i + 1, Nodes: members}, nil); err != nil {
			t.Fatal(err)
		}
		c.dirs = append(c.dirs, dir)
		c.logs = append(c.logs, new(bytes.Buffer))
		c.start(i)
	}
	t.Cleanup(func() {
		cancel() // kills the processes
		for i, p := range c.up {
			p.Wait()
			if t.Failed() {
				t.Logf("node %d:\n%s", i+1, c.logs[i])
			}
		}
	})
	return c
}

// start starts a process and waits until it serves.
func (c *cluster) start(i int) {
	p := exec.CommandContext(c.ctx, os.Args[0], "--dir", c.dirs[i], "--http", c.addrs[i])
	p.Env = append(os.Environ(), runAsKV+"=1")
	p.Stderr = c.logs[i]
	out, err := p.StdoutPipe()
	if err == nil {
		err = p.Start()
	}
	if err != nil {
		c.t.Fatal(err)
	}
	c.up[i] = p
	if line, err := bufio.NewReader(out).ReadString('\n'); !strings.HasPrefix(line, "ready") {
		c.t.Errorf("node %d says %q, %v", i+1, line, err)
	}
}

// kill kills a process and starts it again.
func (c *cluster) restart(i int) {
	if err := c.up[i].Process.Kill(); err != nil {
		c.t.Error(err)
	}
	c.up[i].Wait()
	c.start(i)
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
	r := request{key: fmt.Sprint("key ", random.IntN(4)), value: fmt.Sprintf("%d.%d", client, number)}
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

// TestLinearizable: what clients see of three processes, of which one after the
// other is killed and started again, is what they could have seen of a single
// store.
func TestLinearizable(t *testing.T) {
	seed := *firstSeed
	if seed == 0 {
		seed = rand.Uint64()
	}
	const clients, each, between = 8, 250, 120
	c := newCluster(t)
	var (
		mu      sync.Mutex
		history []porcupine.Operation
		unknown int
		working sync.WaitGroup
		start   = time.Now()
		done    = make(chan struct{}, clients*each)
	)
	for client := range clients {
		working.Go(func() {
			random := rand.New(rand.NewPCG(seed, uint64(client)))
			last := ""
			for number := range each {
				r := anything(random, client, number, last)
				call := time.Since(start).Nanoseconds()
				o, carried := c.do(random.IntN(3), r)
				end := time.Since(start).Nanoseconds()
				done <- struct{}{}
				if !carried {
					continue
				}
				mu.Lock()
				if o.unknown {
					end = math.MaxInt64
					unknown++
				} else if o.value != "" {
					last = o.value
				}
				history = append(history, porcupine.Operation{ClientId: client, Input: r, Call: call, Output: o, Return: end})
				mu.Unlock()
			}
		})
	}
	finished := make(chan struct{})
	go func() { working.Wait(); close(finished) }()
	killed := 0
	for count, going := 0, true; going; {
		select {
		case <-done:
			if count++; count%between == 0 {
				c.restart(killed % 3)
				killed++
			}
		case <-finished:
			going = false
		}
	}
	result, info := porcupine.CheckOperationsVerbose(model, history, time.Minute)
	if result != porcupine.Ok {
		path := filepath.Join(os.TempDir(), "kv-history.html")
		t.Errorf("seed %d: the history of %d operations is %s; drawn in %s (%v)",
			seed, len(history), result, path, porcupine.VisualizePath(model, info, path))
	}
	if known := len(history) - unknown; killed < 5 || known < clients*each/2 {
		t.Errorf("seed %d: vacuous: %d of %d operations have an outcome, %d processes were killed", seed, known, len(history), killed)
	}
	t.Logf("seed %d: %d operations, %d of unknown outcome, %d kills", seed, len(history), unknown, killed)
}

// TestOtherMachine: a directory that was made for another state machine is not
// served as a store.
func TestOtherMachine(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "node")
	id := datadir.Identity{Cluster: "kv", Run: "r1", Machine: "register", Node: 1, Nodes: []datadir.Member{{Node: 1, Addr: "127.0.0.1:0"}}}
	if _, err := node.Init(dir, id, nil); err != nil {
		t.Fatal(err)
	}
	p := exec.Command(os.Args[0], "--dir", dir)
	p.Env = append(os.Environ(), runAsKV+"=1")
	said, err := p.CombinedOutput()
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
