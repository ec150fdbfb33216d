package multipaxos

import (
	"bytes"
	"fmt"
)

// same tells whether two snapshots are of the same prefix of the same log: then
// everything in them is the same.
func (x *Snap) same(y *Snap) bool { return x.Upto == y.Upto && x.Prefix == y.Prefix }

// Snapshot writes what is applied to disk, and lets others have it.
//
//spec:action Snapshot
func (c *Core) Snapshot() (Step, error) {
	s := &c.state
	if s.upto <= s.snap.Upto {
		return Step{}, refuse("node %d has applied nothing since its last snapshot, of the slots below %d", c.cfg.Node, s.snap.Upto)
	}
	var image bytes.Buffer
	if err := c.cfg.Machine.Save(&image); err != nil {
		return Step{}, fmt.Errorf("saving the state machine for a snapshot below slot %d: %w", s.upto, err)
	}
	x := &Snap{Upto: s.upto, Prefix: s.prefix, Opened: s.opened, Done: s.done.all(), Image: image.Bytes()}
	s.setSnap(x)
	return c.took(snapshotEvent(c.cfg.Node), nil, c.send(Message{Type: MsgSnapshot, Snap: x}, nil)), nil
}

// Truncate forgets the votes below slot t, which the snapshot on disk covers.
// From now on the node votes there no more, and says so in its promises.
//
//spec:action Truncate
func (c *Core) Truncate(t Slot) (Step, error) {
	s := &c.state
	switch {
	case t <= s.trunc:
		return Step{}, refuse("the votes below slot %d are forgotten already", s.trunc)
	case t > s.snap.Upto:
		return Step{}, refuse("the snapshot of the slots below %d does not cover those below %d", s.snap.Upto, t)
	}
	s.setTrunc(t)
	s.forgetVotes(t)
	c.sent.forget(t)
	return c.took(truncateEvent(c.cfg.Node, t), nil, nil), nil
}

// InstallSnapshot takes over another node's snapshot, which reaches further than
// what this node has applied. Votes below its end go, with everything else about
// these slots; votes above, the promise and the ballot that the node may be
// running have nothing to do with it, and stay.
//
//spec:action InstallSnapshot
func (c *Core) InstallSnapshot(m Received) (Step, error) {
	if err := c.expect(m.Msg, MsgSnapshot); err != nil {
		return Step{}, err
	}
	s, x := &c.state, m.Msg.Snap
	if x.Upto <= s.upto {
		return Step{}, refuse("node %d has applied the slots below %d, and the snapshot those below %d", c.cfg.Node, s.upto, x.Upto)
	}
	if err := c.cfg.Machine.Load(bytes.NewReader(x.Image)); err != nil {
		return Step{}, fmt.Errorf("loading the snapshot of the slots below %d: %w", x.Upto, err)
	}
	s.setSnap(x)
	s.setTrunc(max(s.trunc, x.Upto))
	s.forgetVotes(x.Upto)
	s.forgetKnown(x.Upto)
	s.setApplied(x.Upto, x.Prefix)
	s.setOpened(x.Opened)
	s.setSessions(x.Done)
	c.sent.forget(s.trunc)
	taken := c.send(Message{Type: MsgSnapshot, Snap: x}, nil)
	return c.took(installSnapshotEvent(c.cfg.Node, m.Msg.From, x.Upto, x.Prefix), []Received{m}, taken), nil
}
