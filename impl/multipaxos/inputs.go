package multipaxos

// An Input is something that happens to a node: Tick, Deliver, Control, or a
// client's Open, Submit, Close or SnapshotNow.
type Input interface{ apply(c *Core) }

// Tick is the passing of one unit of time.
type Tick struct{}

// Deliver is the receipt of a message, the node's own included.
type Deliver struct{ Message Received }

// Open is a client's wish for a session. Nonce tells this wish from all others,
// of any client and node.
type Open struct {
	ID    uint64 // names the answer
	Nonce []byte
	Ticks int // the deadline, from now
}

// Submit is a client's command. It may be submitted again, to any node, with the
// same session and number, and takes effect once.
type Submit struct {
	ID      uint64 // names the answer
	Session Session
	Number  uint64 // of the session's commands, from 1
	Payload []byte // nobody may change it any more
	Name    string // of the payload, by Config.Name, where that was called already
	Ticks   int    // the deadline, from now
}

// Close is a client's wish to end its session.
type Close struct {
	ID      uint64 // names the answer
	Session Session
	Ticks   int // the deadline, from now
}

// SnapshotNow is an operator's wish that what is applied be on disk.
type SnapshotNow struct {
	ID uint64 // names the answer
}

func (o Open) apply(c *Core) {
	switch {
	case len(o.Nonce) == 0 || len(o.Nonce) > maxNonce:
		c.reject(o.ID, "a nonce has 1 to 64 bytes")
	case c.state.done.size >= c.cfg.Limits.Sessions:
		c.reject(o.ID, "too many sessions are open")
	default:
		c.driver.request(c, o.ID, Command{Payload: o.Nonce}, o.Ticks)
	}
}

// maxNonce is the length of the longest nonce.
const maxNonce = 64

func (s Submit) apply(c *Core) {
	switch {
	case s.Session == 0 || s.Number == 0:
		c.reject(s.ID, "sessions and commands are numbered from 1")
	case len(s.Payload) > c.cfg.Limits.Bytes:
		c.reject(s.ID, "the command is too long")
	default:
		c.driver.request(c, s.ID, Command{Session: s.Session, Number: s.Number, Name: s.Name, Payload: s.Payload}, s.Ticks)
	}
}

func (x Close) apply(c *Core) {
	if x.Session == 0 {
		c.reject(x.ID, "sessions are numbered from 1")
		return
	}
	c.driver.request(c, x.ID, Command{Session: x.Session}, x.Ticks)
}

func (c *Core) reject(id uint64, reason string) {
	c.answer(Answer{ID: id, Outcome: Rejected, Reason: reason})
}

// request takes a client's command in. What is known of it already is answered
// at once; else it goes to the leader.
func (d *driver) request(c *Core, id uint64, cmd Command, ticks int) {
	if d.desk.size >= c.cfg.Limits.Requests {
		c.reject(id, "too many clients are waiting")
		return
	}
	step, err := c.Request(cmd)
	if err != nil {
		c.reject(id, err.Error())
		return
	}
	w := d.desk.admit(id, step.sends[0].Received, d.now+uint64(max(ticks, 1)))
	c.emit(step)
	size := d.desk.size
	d.judge(c, w)
	if d.desk.size == size {
		d.dispatch(c, w)
	}
}
