package chaos

import (
	"context"
	"fmt"
	"time"

	"github.com/synod-paxos/synod/impl/builtin"
)

// Brief runs a cluster for as short a time as has something in it: a command is
// written, a node, mostly the leader, is killed and started again, and another
// command is written. Of what that leaves every field can be altered in turn. What
// the configuration says of trouble does not matter.
func Brief(ctx context.Context, cfg Config) error {
	c, err := New(cfg)
	if err != nil {
		return err
	}
	defer c.Close()
	if err := c.Start(ctx); err != nil {
		return err
	}
	if err := c.writeAny(ctx, "first"); err != nil {
		return err
	}
	p := c.leaderOr(ctx, c.nodes[0])
	p.kill()
	if err := c.start(ctx, p, 0); err != nil {
		return err
	}
	if err := c.writeAny(ctx, "second"); err != nil {
		return err
	}
	if err := c.level(ctx); err != nil {
		return err
	}
	return c.Stop(ctx)
}

// writeAny writes a value through the first node that takes it. It may do so more
// than once.
func (c *Cluster) writeAny(ctx context.Context, value string) (err error) {
	for until := time.Now().Add(patience); time.Now().Before(until); pause(ctx, 20*time.Millisecond) {
		for _, p := range c.nodes {
			if err = c.writeAt(ctx, p, value); err == nil {
				return nil
			}
		}
	}
	return fmt.Errorf("nothing was written in %v: %w", patience, err)
}

func (c *Cluster) writeAt(ctx context.Context, p *process, value string) error {
	ctx, cancel := context.WithTimeout(ctx, attempt)
	defer cancel()
	client, err := c.dial(ctx, p)
	if err != nil {
		return err
	}
	defer client.Close()
	_, err = client.Propose(ctx, builtin.Write([]byte(value)))
	return err
}
