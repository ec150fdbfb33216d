package chaos

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"time"

	"github.com/synod-paxos/synod/impl/builtin"
	"github.com/synod-paxos/synod/impl/node"
)

// A load is clients that write different values to the log, one after the other,
// at any node that takes them.
type load struct {
	stop    context.CancelFunc
	clients sync.WaitGroup
	served  atomic.Int64
	expired atomic.Int64 // answered so

	mu    sync.Mutex
	acked []string // values that were acknowledged
}

// attempt is how long a client waits for an answer.
const attempt = 2 * time.Second

func (c *Cluster) load(ctx context.Context) *load {
	ctx, cancel := context.WithCancel(ctx)
	l := &load{stop: cancel}
	for i := range c.config.Clients {
		l.clients.Go(func() {
			u := &user{load: l, cluster: c, number: i, rand: rand.New(rand.NewPCG(c.config.Seed, uint64(i)))}
			for ctx.Err() == nil {
				u.write(ctx)
			}
			u.leave()
		})
	}
	return l
}

// end stops the clients and waits for them.
func (l *load) end() {
	l.stop()
	l.clients.Wait()
}

// A user is a client.
type user struct {
	load    *load
	cluster *Cluster
	number  int
	rand    *rand.Rand
	written int
	client  *node.Client // or nil
}

func (u *user) leave() {
	if u.client != nil {
		u.client.Close()
	}
	u.client = nil
}

// write writes one value. Where it is not known whether that was done, the value
// is not written again.
func (u *user) write(ctx context.Context) {
	u.written++
	value := fmt.Sprintf("%d.%d", u.number, u.written)
	ctx, cancel := context.WithTimeout(ctx, attempt)
	defer cancel()
	if err := u.propose(ctx, []byte(value)); err != nil {
		if errors.Is(err, node.ErrExpired) {
			u.load.expired.Add(1)
		}
		u.leave() // another node may do better
		pause(ctx, 20*time.Millisecond)
		return
	}
	u.load.served.Add(1)
	u.load.mu.Lock()
	defer u.load.mu.Unlock()
	u.load.acked = append(u.load.acked, value)
}

func (u *user) propose(ctx context.Context, value []byte) error {
	if u.client == nil {
		at := u.cluster.nodes[u.rand.IntN(len(u.cluster.nodes))]
		dialing, cancel := context.WithTimeout(ctx, attempt/8)
		defer cancel()
		client, err := u.cluster.dial(dialing, at)
		if err != nil {
			return err
		}
		u.client = client
	}
	if u.written%hasteEvery == 0 {
		if err := u.haste(ctx); err != nil {
			return err
		}
	}
	answer, err := u.client.Propose(ctx, builtin.Write(value))
	if err != nil {
		return err
	}
	_, err = builtin.Result(answer)
	return err
}

// hasteEvery is how often a user is in haste: once in so many writes.
const hasteEvery = 10

// haste sends the second command of a session before the first: it must be told
// to send again in order.
func (u *user) haste(ctx context.Context) error {
	session, err := u.client.OpenSession(ctx)
	if err != nil {
		return err
	}
	_, err = u.client.Submit(ctx, session, 2, builtin.Read(0))
	if !errors.Is(err, node.ErrRetryInOrder) {
		return fmt.Errorf("a command that came before its turn: %w", err)
	}
	return u.client.CloseSession(ctx, session)
}

// pause waits a while.
func pause(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}
