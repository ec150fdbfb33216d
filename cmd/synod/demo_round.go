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

	"github.com/synod-paxos/synod/impl/register"
	"github.com/synod-paxos/synod/impl/transport"
)

const (
	demoSize     = 5
	roundLimit   = 60 * time.Second // for a round without its check
	requestLimit = 5 * time.Second
	retryPause   = 5 * time.Millisecond
	killSpread   = 60 * time.Millisecond // kills come this soon after the proposals
	crashChance  = 0.06                  // at each crash point
)

var demoValues = []string{"red", "green", "blue"}

// A round is one life of a cluster, and what came of it.
type round struct {
	Round   int       `json:"round"`
	Seed    uint64    `json:"seed"`
	Decided []string  `json:"decided"` // one value, unless something is very wrong
	Kills   int       `json:"kills"`
	Counts  counts    `json:"counts"`
	Audit   auditLine `json:"audit"`

	dir   string
	kill  string
	story *story
}

// run runs the round: a duel amid kills, a question to every node, a stop in
// good order, and the audit.
func (r *round) run(ctx context.Context) error {
	random := rand.New(rand.NewPCG(r.Seed, 0))
	c, err := newCluster(registerCluster, r.dir, demoSize, r.story)
	if err != nil {
		return err
	}
	if err := r.live(ctx, c, random); err != nil {
		return err
	}
	r.Kills = c.kills()
	if r.Counts, err = countTraces(c.traces()); err != nil {
		return err
	}
	r.Audit, err = audit(c.traces(), r.dir)
	return err
}

// live is the part of the round in which the processes run.
func (r *round) live(ctx context.Context, c *cluster, random *rand.Rand) error {
	ctx, cancel := context.WithTimeout(ctx, roundLimit)
	defer c.done.Wait()
	defer cancel()
	victims := r.victims(c, random)
	ctx = c.start(ctx, func(p *process) []string {
		if !victims[p] {
			return nil
		}
		chance := fmt.Sprintf("persist:%g,release:%g", crashChance, crashChance)
		return []string{"--crash-at", chance, "--seed", strconv.FormatUint(random.Uint64()|1, 10)}
	})
	for _, p := range c.procs {
		if err := untilReady(ctx, p.Addr); err != nil {
			return errors.Join(fmt.Errorf("node %d does not come up: %w", p.Node, err), c.failed())
		}
	}
	r.duel(ctx, c, random, victims)
	if err := r.ask(ctx, c); err != nil {
		return errors.Join(err, c.failed())
	}
	return c.stop()
}

// victims are the nodes that will be killed.
func (r *round) victims(c *cluster, random *rand.Rand) map[*process]bool {
	number := map[string]int{"none": 0, "some": 2 + random.IntN(2), "all": demoSize}[r.kill]
	victims := make(map[*process]bool)
	for _, i := range random.Perm(len(c.procs))[:number] {
		victims[c.procs[i]] = true
	}
	return victims
}

// duel has rivals propose through different nodes at once, while the victims
// are killed. It ends when every rival knows the decision.
func (r *round) duel(ctx context.Context, c *cluster, random *rand.Rand, victims map[*process]bool) {
	var all sync.WaitGroup
	for i, at := range random.Perm(len(c.procs))[:len(demoValues)] {
		value, p := demoValues[i], c.procs[at]
		c.story.tell("node %d is to propose %s", p.Node, value)
		all.Go(func() {
			if decided, err := request(ctx, p.Addr, []byte(value)); err == nil {
				c.story.tell("node %d, asked to propose %s, answers %s", p.Node, value, decided)
			}
		})
	}
	for _, p := range c.procs {
		if !victims[p] {
			continue
		}
		moment := time.Duration(random.Int64N(int64(killSpread)))
		all.Go(func() {
			pause(ctx, moment)
			p.signal(syscall.SIGKILL)
		})
	}
	all.Wait()
}

// ask asks every node for the decision.
func (r *round) ask(ctx context.Context, c *cluster) error {
	seen := make(map[string]bool)
	for _, p := range c.procs {
		value, err := request(ctx, p.Addr, nil)
		if err != nil {
			return fmt.Errorf("node %d does not know the decision: %w", p.Node, err)
		}
		c.story.tell("node %d says that %s is decided", p.Node, value)
		if !seen[value] {
			seen[value] = true
			r.Decided = append(r.Decided, value)
		}
	}
	return nil
}

// untilReady waits until a node greets clients.
func untilReady(ctx context.Context, addr string) error {
	return retry(ctx, func() error {
		client, err := transport.Dial(ctx, addr, "", nil)
		if err != nil {
			return err
		}
		return client.Close()
	})
}

// request proposes a value, or asks for it if value is nil, until it is known.
func request(ctx context.Context, addr string, value []byte) (string, error) {
	r := register.Request{Timeout: requestLimit.Milliseconds()}
	if value != nil {
		r.Value = &value
	}
	var decided string
	err := retry(ctx, func() error {
		answer, err := register.Call(ctx, addr, "", r)
		if err != nil {
			return err
		}
		if answer.Outcome != register.Decided {
			return fmt.Errorf("%s %s", answer.Outcome, answer.Reason)
		}
		decided = string(answer.Value)
		return nil
	})
	return decided, err
}

// retry tries until it succeeds or the context ends.
func retry(ctx context.Context, try func() error) error {
	for {
		err := try()
		if err == nil {
			return nil
		}
		pause(ctx, retryPause)
		if ctx.Err() != nil {
			return err
		}
	}
}

func pause(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}
