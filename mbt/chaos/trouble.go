package chaos

import (
	"context"
	"errors"
	"fmt"
	"syscall"
	"time"

	"github.com/synod-paxos/synod/impl/node"
)

func (c *Cluster) between(least, most int) time.Duration {
	return time.Duration(least+c.rand.IntN(most-least+1)) * time.Millisecond
}

// Trouble makes trouble for a while, one thing after the other. It is an error if
// a node ends for no reason.
func (c *Cluster) Trouble(ctx context.Context, d time.Duration) error {
	until := time.Now().Add(d)
	for ; time.Now().Before(until); c.next++ {
		if err := c.setWall(ctx); err != nil {
			return err
		}
		if err := c.once(ctx, c.next); err != nil {
			return err
		}
		if err := c.setAll(false, c.config.Loss); err != nil {
			return err
		}
		pause(ctx, c.between(50, 400))
		if err := c.revive(ctx); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// kinds is how many kinds of trouble there are.
const kinds = 11

// once makes the i-th trouble: each kind in turn, so that none is left out.
func (c *Cluster) once(ctx context.Context, i int) error {
	p := c.nodes[c.rand.IntN(len(c.nodes))]
	switch i % kinds {
	case 0:
		c.note("node %d is killed", p.number)
		p.kill()
		c.seen.Kills++
		pause(ctx, c.between(50, 1500))
	case 1:
		p = c.leaderOr(ctx, p) // it goes on as if nothing had happened
		c.note("node %d stands still", p.number)
		p.signal(syscall.SIGSTOP)
		pause(ctx, c.between(200, 1500))
		p.signal(syscall.SIGCONT)
		c.seen.Stops++
	case 2:
		return c.cutOff(ctx, p)
	case 3:
		ls := c.linksOf(p)
		c.note("a link of node %d is cut", p.number)
		if err := ls[c.rand.IntN(len(ls))].set(true, 0); err != nil {
			return err
		}
		pause(ctx, c.between(300, 2000))
		c.seen.CutLinks++
	case 4:
		c.note("messages are lost")
		if err := c.setAll(false, 0.2); err != nil {
			return err
		}
		pause(ctx, c.between(300, 1500))
		c.seen.Losses++
	case 5:
		return c.behead(ctx, 0)
	case 6: // rivals for its place hear little of each other
		return c.behead(ctx, c.between(400, 1200))
	case 7:
		return c.usurp(ctx)
	case 8:
		return c.race(ctx, c.leaderOr(ctx, p))
	case 9:
		return c.stall(ctx, c.leaderOr(ctx, p))
	default:
		return c.fillDisk(ctx, p)
	}
	return ctx.Err()
}

// cutOff cuts a node off for a while.
func (c *Cluster) cutOff(ctx context.Context, p *process) error {
	c.note("node %d is cut off", p.number)
	if err := set(c.linksOf(p), true, 0); err != nil {
		return err
	}
	if c.spaces != nil {
		if err := c.spaces.apart(p.number, 1+p.number%len(c.nodes)); err != nil {
			return err
		}
		c.seen.Partitions++
	}
	pause(ctx, c.between(300, 3000))
	c.seen.CutOff++
	return ctx.Err()
}

// leaderOr is the leader, mostly, and otherwise p.
func (c *Cluster) leaderOr(ctx context.Context, p *process) *process {
	if l := c.leader(ctx); l != nil && c.rand.IntN(3) > 0 {
		return l
	}
	return p
}

// behead kills the leader while some of what it sends is lost, and leaves the
// others time to take over without it: what it proposed in a slot may then have
// reached nobody, and what it proposed behind that somebody.
// For a while after its death messages go on being lost.
func (c *Cluster) behead(ctx context.Context, after time.Duration) error {
	p := c.leader(ctx)
	if p == nil {
		return ctx.Err()
	}
	c.note("leader %d is killed while messages are lost", p.number)
	if err := c.setAll(false, 0.5); err != nil {
		return err
	}
	pause(ctx, c.between(50, 150))
	p.kill()
	c.seen.Kills++
	c.seen.Leaders++
	pause(ctx, after)
	if err := c.setAll(false, c.config.Loss); err != nil {
		return err
	}
	pause(ctx, c.between(800, 1600))
	return ctx.Err()
}

// usurp has the leader stand still until another node leads, and go on where it
// hears nothing of that one: that it has a successor it learns from others, who
// refuse what it proposes.
func (c *Cluster) usurp(ctx context.Context) error {
	old := c.leader(ctx)
	if old == nil {
		return ctx.Err()
	}
	c.note("leader %d stands still until it has a successor", old.number)
	old.signal(syscall.SIGSTOP)
	c.seen.Stops++
	if err := c.deafen(old, func(*process) bool { return true }); err != nil {
		return err
	}
	successor := c.successor(ctx, old)
	if err := c.deafen(old, func(p *process) bool { return p == successor }); err != nil {
		return err
	}
	old.signal(syscall.SIGCONT)
	pause(ctx, c.between(1000, 1500))
	return ctx.Err()
}

// deafen cuts what leads to a node from some of the others, and joins the rest.
func (c *Cluster) deafen(p *process, from func(*process) bool) error {
	var failed []error
	for _, other := range c.nodes {
		if other != p {
			failed = append(failed, c.links[[2]int{other.number, p.number}].set(from(other), 0))
		}
	}
	return errors.Join(failed...)
}

// successor waits a while until another node than old leads.
func (c *Cluster) successor(ctx context.Context, old *process) *process {
	for until := time.Now().Add(3 * time.Second); time.Now().Before(until); pause(ctx, 20*time.Millisecond) {
		for _, p := range c.nodes {
			if p == old {
				continue
			}
			if s, err := c.status(ctx, p); err == nil && s.Leads {
				return p
			}
		}
	}
	return nil
}

// leader is the node that leads, as some node says, or nil.
func (c *Cluster) leader(ctx context.Context) *process {
	for _, p := range c.nodes {
		if s, err := c.status(ctx, p); err == nil && s.Leads {
			return p
		}
	}
	return nil
}

// status asks a node where it stands.
func (c *Cluster) status(ctx context.Context, p *process) (node.Status, error) {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	client, err := c.dial(ctx, p)
	if err != nil {
		return node.Status{}, err
	}
	defer client.Close()
	return client.Status(ctx)
}

// fillDisk has a node run on a disk that is soon full, which ends it.
func (c *Cluster) fillDisk(ctx context.Context, p *process) error {
	const kib = 64
	c.note("node %d gets a full disk", p.number)
	p.kill()
	if err := c.start(ctx, p, kib); err != nil {
		return err
	}
	waiting, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	p.wait(waiting)
	if p.up() {
		p.kill()
		return ctx.Err()
	}
	c.seen.FullDisks++
	return ctx.Err()
}

// revive starts the nodes that were killed, some of them so that they kill
// themselves at a crash point.
func (c *Cluster) revive(ctx context.Context) error {
	for _, p := range c.nodes {
		if p.up() {
			continue
		}
		var flags []string
		if c.config.Program.Crashes && c.rand.IntN(3) == 0 {
			c.seen.SelfKills++
			flags = []string{"--crash-at", "persist:0.01,release:0.002", "--seed", fmt.Sprint(1 + c.rand.IntN(1<<30))}
		}
		if err := c.start(ctx, p, 0, flags...); err != nil {
			return err
		}
	}
	return nil
}
