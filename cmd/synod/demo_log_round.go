package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strconv"
	"sync"
	"syscall"
	"time"

	"github.com/synod-paxos/synod/impl/builtin"
	"github.com/synod-paxos/synod/impl/datadir"
	"github.com/synod-paxos/synod/impl/node"
)

const (
	logLimit      = 5 * time.Minute // for a round without its check
	appendLimit   = 2 * time.Second // for an entry
	logClients    = 8
	disturbances  = 12 // in a round
	logCrashes    = 0.002
	snapshotSlots = 25 // so that snapshots, truncation and catching up by snapshot happen
	keptSlots     = 5
	sessionIdle   = "1s" // so that sessions expire while a node is paused
)

// logCluster is one of nodes of a log.
var logCluster = clusterKind{
	make: func(dir string, id datadir.Identity, secret []byte) (datadir.Identity, error) {
		id.Machine = "log"
		return node.Init(dir, id, secret)
	},
	serve: []string{
		"serve", "--session-idle", sessionIdle,
		"--snapshot-slots", strconv.Itoa(snapshotSlots), "--keep-slots", strconv.Itoa(keptSlots),
	},
}

// A logRound is one life of a cluster, and what came of it.
type logRound struct {
	Round     int            `json:"round"`
	Seed      uint64         `json:"seed"`
	Appended  int            `json:"appended"`
	Unknown   int            `json:"unknown"`
	Kills     int            `json:"kills"`
	Pauses    int            `json:"pauses"`
	Events    int            `json:"events"`
	Recovered int            `json:"recovered"`
	NoOps     int            `json:"no_ops"`
	Actions   map[string]int `json:"actions"`
	Wrong     []string       `json:"wrong,omitempty"` // entries lost, doubled or out of nowhere
	Audit     auditLine      `json:"audit"`

	options demoLogOptions
	dir     string
	story   *story

	mu    sync.Mutex
	fates map[string]fate // of each entry that a client appended
}

// A fate is what a client was told of its entry.
type fate int

const (
	appended fate = iota + 1
	rejected
	unknown
)

func (r *logRound) run(ctx context.Context) error {
	r.fates = make(map[string]fate)
	c, err := newCluster(logCluster, r.dir, r.options.nodes, r.story)
	if err != nil {
		return err
	}
	if err := r.live(ctx, c, rand.New(rand.NewPCG(r.Seed, 0))); err != nil {
		return err
	}
	r.Kills = c.kills()
	if err := r.count(c.traces()); err != nil {
		return err
	}
	r.Audit, err = audit(c.traces(), r.dir)
	return err
}

// live is the part of the round in which the processes run.
func (r *logRound) live(ctx context.Context, c *cluster, random *rand.Rand) error {
	ctx, cancel := context.WithTimeout(ctx, logLimit)
	defer c.done.Wait()
	defer cancel()
	ctx = c.start(ctx, func(*process) []string {
		chance := fmt.Sprintf("persist:%g,release:%g", logCrashes, logCrashes)
		return []string{"--crash-at", chance, "--seed", strconv.FormatUint(random.Uint64()|1, 10)}
	})
	for _, p := range c.procs {
		if err := untilReady(ctx, p.Addr); err != nil {
			return errors.Join(fmt.Errorf("node %d does not come up: %w", p.Node, err), c.failed())
		}
	}
	r.work(ctx, c, random)
	if err := r.compare(ctx, c); err != nil {
		return errors.Join(err, c.failed())
	}
	return c.stop()
}

// work has clients append entries, and disturbs the nodes as they go.
func (r *logRound) work(ctx context.Context, c *cluster, random *rand.Rand) {
	numbers := make(chan int)
	go func() {
		defer close(numbers)
		paused := func() {}
		for i := range r.options.operations {
			if i%max(r.options.operations/disturbances, 1) == 0 && i > 0 {
				paused()
				paused = r.disturb(ctx, c, random)
			}
			select {
			case numbers <- i:
			case <-ctx.Done():
			}
		}
		paused()
	}()
	var clients sync.WaitGroup
	for i := range logClients {
		choice := rand.New(rand.NewPCG(r.Seed, uint64(i+1)))
		clients.Go(func() {
			for n := range numbers {
				r.append(ctx, c.procs[choice.IntN(len(c.procs))].Addr, fmt.Sprint("entry ", n))
			}
		})
	}
	clients.Wait()
}

// disturb kills a node, or stops it until the function that it returns is called.
func (r *logRound) disturb(ctx context.Context, c *cluster, random *rand.Rand) (end func()) {
	p := c.procs[random.IntN(len(c.procs))]
	if random.IntN(2) > 0 {
		p = c.leader(ctx, p)
	}
	if random.IntN(3) > 0 {
		p.signal(syscall.SIGKILL)
		return func() {}
	}
	r.Pauses++
	c.story.tell("node %d is stopped", p.Node)
	p.signal(syscall.SIGSTOP)
	return func() {
		c.story.tell("node %d goes on", p.Node)
		p.signal(syscall.SIGCONT)
	}
}

// leader is the node that leads as p sees it, or p itself.
func (c *cluster) leader(ctx context.Context, p *process) *process {
	ctx, cancel := context.WithTimeout(ctx, appendLimit)
	defer cancel()
	s := askOne(ctx, p.Addr, "demo", nil)
	if s.Status == nil || !s.Status.HasLeader {
		return p
	}
	return c.procs[s.Status.Leader-1]
}

// append appends an entry through a node, once.
func (r *logRound) append(ctx context.Context, addr, entry string) {
	ctx, cancel := context.WithTimeout(ctx, appendLimit)
	defer cancel()
	f := rejected
	client, err := node.Dial(ctx, addr, "demo", nil)
	if err == nil {
		_, err = understood(client.Propose(ctx, builtin.Write([]byte(entry))))
		client.Close()
		switch {
		case err == nil:
			f = appended
		case !errors.Is(err, node.ErrRejected):
			f = unknown
		}
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.fates[entry] = f
	r.Appended += one(f == appended)
	r.Unknown += one(f == unknown)
}
