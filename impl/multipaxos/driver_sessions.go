package multipaxos

import "slices"

// lines are what a leader knows of sessions: which of their commands it holds,
// so that it proposes none twice, and in which order they were last used, so
// that it can close those that nobody uses any more.
type lines struct {
	of             window[*line]
	opening        map[string]bool // names of commands it holds that open a session
	oldest, newest *line           // by use
	batch          uint64          // the number of the value that is being put together
}

// A line is a session, open or with commands that the leader holds.
type line struct {
	session      Session
	held         []uint64 // the numbers of its commands that the leader holds
	batch        uint64   // the last value that took a command of it
	used         uint64   // when a command of it was applied last
	older, newer *line
}

func newLines() lines {
	return lines{opening: make(map[string]bool)}
}

// start begins with the sessions that are open, and the commands that wait.
func (l *lines) start(c *Core) {
	*l = newLines()
	for _, d := range c.state.done.all() {
		l.get(d.Session, c.driver.now)
	}
	for _, r := range c.driver.queue.requests {
		l.hold(&r.Msg.Cmd, c.driver.now)
	}
}

// get is the line of a session.
func (l *lines) get(k Session, now uint64) *line {
	if known, ok := l.of.get(Slot(k)); ok {
		return known
	}
	fresh := &line{session: k, used: now}
	l.of.put(Slot(k), fresh)
	l.append(fresh)
	return fresh
}

// append makes a line the newest.
func (l *lines) append(x *line) {
	x.older, x.newer = l.newest, nil
	if l.newest == nil {
		l.oldest = x
	} else {
		l.newest.newer = x
	}
	l.newest = x
}

// unlink takes a line out of the order.
func (l *lines) unlink(x *line) {
	if x.older == nil {
		l.oldest = x.newer
	} else {
		x.older.newer = x.newer
	}
	if x.newer == nil {
		l.newest = x.older
	} else {
		x.newer.older = x.older
	}
}

// hold takes note that the leader holds a command, and tells whether it is new.
func (l *lines) hold(cmd *Command, now uint64) bool {
	if cmd.Opens() {
		known := l.opening[cmd.Name]
		l.opening[cmd.Name] = true
		return !known
	}
	x := l.get(cmd.Session, now)
	if slices.Contains(x.held, cmd.Number) {
		return false
	}
	x.held = append(x.held, cmd.Number)
	return true
}

// into tells whether a command of the session may go into the value that is
// being put together, and takes note that it does.
func (l *lines) into(k Session, now uint64) bool {
	if k == 0 {
		return true
	}
	x := l.get(k, now) // it may be gone: another copy of the command was applied
	if x.batch == l.batch {
		return false
	}
	x.batch = l.batch
	return true
}

// applied takes note that a command was applied; k is its session, or the one
// that it opened.
func (l *lines) applied(cmd *Command, k Session, open bool, now uint64) {
	if cmd.Opens() {
		delete(l.opening, cmd.Name)
	}
	x := l.get(k, now)
	if i := slices.Index(x.held, cmd.Number); i >= 0 {
		x.held = slices.Delete(x.held, i, i+1)
	}
	x.used = now
	l.unlink(x)
	if !open && len(x.held) == 0 {
		l.of.remove(Slot(k))
		return
	}
	l.append(x)
}

// maxClosing is how many sessions a leader begins to close in one tick.
const maxClosing = 64

// tick closes sessions that nobody has used for long, by commands in the log.
func (l *lines) tick(c *Core) {
	d := &c.driver
	if !d.leads(c) {
		return
	}
	for range maxClosing {
		x := l.oldest
		if x == nil || d.now-x.used < uint64(c.cfg.Timing.Idle) {
			return
		}
		x.used = d.now // should the command be lost, there will be another
		l.unlink(x)
		l.append(x)
		if len(x.held) > 0 {
			continue
		}
		step, err := c.Request(Command{Session: x.session})
		if err != nil {
			c.note(err)
			return
		}
		d.enqueue(c, step.sends[0].Received)
		c.emit(step)
	}
}
