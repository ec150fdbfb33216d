package multipaxos

import "slices"

// storage is when to make a snapshot, and when to forget what it covers.
type storage struct {
	slots, bytes int    // applied since the last snapshot
	made         uint64 // the event of a snapshot after which to truncate, or 0
}

// newStorage has the nodes of a cluster make their snapshots at different times,
// evenly spread, so that no two of them are slow at once.
func newStorage(cfg *Config) storage {
	i, n := slices.Index(cfg.Nodes, cfg.Node), len(cfg.Nodes)
	return storage{slots: cfg.Limits.Snapshot * i / n, bytes: cfg.Limits.SnapshotSize * i / n}
}

// applied takes note that a slot was applied.
func (s *storage) applied(c *Core, v *Value) {
	s.slots++
	s.bytes += weight(v)
	if c.cfg.Limits.snapshotDue(s.slots, s.bytes, len(c.state.snap.Image)) {
		s.snapshot(c)
	}
}

// commandWeight is about what a node needs to hold a command, besides its payload.
const commandWeight = 128

// weight is about how many bytes a node needs to hold a value.
func weight(v *Value) int { return v.Size() + commandWeight*len(v.Commands()) }

// snapshot makes a snapshot, and tells whether what is applied is in one.
func (s *storage) snapshot(c *Core) error {
	s.slots, s.bytes = 0, 0
	if c.state.upto == c.state.snap.Upto {
		return nil
	}
	step, err := c.Snapshot()
	if err != nil {
		c.note(err)
		return err
	}
	c.emit(step)
	s.made = step.ref.Seq
	return nil
}

// released truncates when the snapshot is on disk. The votes and values of some
// slots below it are kept, so that others who are not far behind can have those
// instead of a snapshot.
func (s *storage) released(c *Core, last uint64) {
	if s.made == 0 || s.made > last {
		return
	}
	s.made = 0
	t := s.keep(c)
	if t <= c.state.trunc {
		return
	}
	step, err := c.Truncate(t)
	if err != nil {
		c.note(err)
		return
	}
	c.emit(step)
}

// keep is the first slot whose value is kept: as far back from the snapshot as
// the limits allow.
func (s *storage) keep(c *Core) Slot {
	t := c.state.snap.Upto
	lowest := max(c.state.trunc, t-Slot(c.cfg.Limits.Keep))
	for bytes := 0; t > lowest; t-- {
		e, ok := c.sent.entries.get(t - 1)
		bytes += weight(e.val)
		if !ok || bytes > c.cfg.Limits.KeepSize {
			break
		}
	}
	return t
}

func (s SnapshotNow) apply(c *Core) {
	if err := c.driver.storage.snapshot(c); err != nil {
		c.answer(Answer{ID: s.ID, Outcome: Rejected, Reason: err.Error()})
		return
	}
	c.answer(Answer{ID: s.ID, Outcome: Saved})
}

// last is the number of the last event among the effects, or 0.
func (r Released) last() uint64 {
	if n := len(r.released.steps); n > 0 {
		return r.released.steps[n-1].ref.Seq
	}
	return 0
}
