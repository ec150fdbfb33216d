package chaos

import (
	"context"
	"fmt"
	"time"

	"github.com/synod-paxos/synod/mbt/chaos/clock"
)

// Clocks tells why this machine does not let the clocks of nodes be set, if it
// does not. Then all else goes wrong without that.
func Clocks() error { return clock.Possible() }

// clockOf is the clock of a node that is up and takes part, or nil. A process that
// only begins has not found its clock yet, and would put the kernel's in place of
// this one.
func (c *Cluster) clockOf(ctx context.Context, p *process) (*clock.Clock, error) {
	if c.clocks == nil {
		return nil, nil
	}
	if _, err := c.status(ctx, p); err != nil {
		return nil, nil // it is somebody else's task to say so
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.clock != nil {
		return p.clock, nil
	}
	var err error
	p.clock, err = c.clocks.Of(p.cmd.Process.Pid)
	return p.clock, err
}

// setWall sets the wall clock of some node, mostly, to some hours before or after
// what it is. That takes no time, and it stays so until the node's process ends.
func (c *Cluster) setWall(ctx context.Context) error {
	hours := c.rand.IntN(97) - 48
	p := c.nodes[c.rand.IntN(len(c.nodes))]
	at, err := c.clockOf(ctx, p)
	if at == nil || err != nil {
		return c.unlessEnded(ctx, p, err)
	}
	c.note("the wall clock of node %d is set to %d hours off", p.number, hours)
	if err := at.SetWall(time.Duration(hours) * time.Hour); err != nil {
		return c.unlessEnded(ctx, p, err)
	}
	c.seen.Walls++
	return nil
}

// unlessEnded is the error, unless the process that it is about is gone: some end
// themselves.
func (c *Cluster) unlessEnded(ctx context.Context, p *process, err error) error {
	if err == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	p.wait(ctx)
	if !p.up() {
		return nil
	}
	return fmt.Errorf("node %d: %w", p.number, err)
}

// speed is how many times too fast a racing clock is. Its node sees a tick
// whenever it wakes, which under load is what it is limited by.
const speed = 50

// race has the clock of a node jump ahead by hours, so that whatever it waits for
// is overdue, and then race.
func (c *Cluster) race(ctx context.Context, p *process) error {
	c.note("the clock of node %d races", p.number)
	return c.run(ctx, p, speed, 3*time.Hour, &c.seen.Races)
}

// stall has the clock of a node stand still: no tick comes, while messages do.
func (c *Cluster) stall(ctx context.Context, p *process) error {
	c.note("the clock of node %d stands still", p.number)
	return c.run(ctx, p, 0, 0, &c.seen.Stalls)
}

// run lets the clock of a node run at another rate for a while.
func (c *Cluster) run(ctx context.Context, p *process, rate int64, ahead time.Duration, seen *int) error {
	at, err := c.clockOf(ctx, p)
	if at == nil || err != nil {
		return c.unlessEnded(ctx, p, err)
	}
	if err := at.Run(rate, ahead); err != nil {
		return c.unlessEnded(ctx, p, err)
	}
	pause(ctx, c.between(300, 1500))
	if err := at.Run(1, 0); err != nil {
		return c.unlessEnded(ctx, p, err)
	}
	*seen++
	return ctx.Err()
}
