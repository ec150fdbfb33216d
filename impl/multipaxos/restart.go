package multipaxos

import (
	"bytes"
	"fmt"

	"github.com/synod-paxos/synod/trace"
)

// A Checkpoint is all that a node's log has to hold at some moment: a log that
// begins with it needs no earlier record, but for the values of votes.
type Checkpoint struct {
	State    []trace.Change // the whole own state
	Trunc    Slot           // below it, no record is needed for its values
	Values   []*Value       // those of the votes; for Begin, from earlier records
	Snapshot *Snap          // nil if there is none
	Offer    trace.Ref      // of the event that sent the snapshot
	Sent     []Received     // what others may ask for again: the promise, and votes
}

// Checkpoint is what the log has to hold now.
func (c *Core) Checkpoint() Checkpoint {
	cp := Checkpoint{State: c.Abstract(), Trunc: c.state.trunc, Offer: c.sent.snapshot.Ref}
	if c.state.snap != blank {
		cp.Snapshot = c.state.snap
	}
	if promise, ok := c.Promised(); ok {
		cp.Sent = append(cp.Sent, promise)
	}
	for slot := range c.state.votes.from(1) {
		if vote, ok := c.Voted(slot); ok {
			cp.Sent = append(cp.Sent, vote)
		}
	}
	return cp
}

// Wanted are the names of the values that Begin will need.
func (cp *Checkpoint) Wanted() (map[string]bool, error) {
	wanted := make(map[string]bool)
	for _, change := range cp.State {
		if _, ok := votedIn(change); !ok {
			continue
		}
		told, err := readVote(string(change.Value))
		if err != nil {
			return nil, fmt.Errorf("recovering a checkpoint: %s: %w", trace.Clip(change.Path), err)
		}
		if told.Val != NoOp {
			wanted[told.Val.String()] = true
		}
	}
	return wanted, nil
}

// Voted is the highest slot in which an event's changes are a vote, or 0.
func Voted(post []trace.Change) (highest Slot) {
	for _, change := range post {
		slot, _ := votedIn(change)
		highest = max(highest, slot)
	}
	return highest
}

// A Stored record is what the log gives back of a Record.
type Stored struct {
	Event    trace.Event
	Values   []*Value // those of the Record
	Snapshot *Snap    // that of the Record; nil if a later one has replaced it on disk
}

// A Durable is what the log says: the durable part of the state, and the
// messages that others may ask for again. The log is a trace; its records are
// read back through the inverse of the abstraction function. The zero Durable is
// the state before the first record.
type Durable struct {
	begun bool
	state state
	sent  sent
	lost  bool // the snapshot that the state names was not there

	many map[Digest]*Value // the values of the checkpoint that is being read
}

func (d *Durable) begin() {
	if !d.begun {
		d.begun, d.state = true, newState(State{})
	}
}

// Begin is a checkpoint, at the beginning of a log.
func (d *Durable) Begin(cp Checkpoint) error {
	*d = Durable{}
	d.begin()
	d.many = make(map[Digest]*Value, len(cp.Values))
	for _, v := range cp.Values {
		d.many[v.Digest()] = v
	}
	err := d.changes(cp.State, nil, cp.Snapshot)
	d.many = nil
	if err != nil {
		return fmt.Errorf("recovering a checkpoint: %w", err)
	}
	for _, m := range cp.Sent {
		switch m.Msg.Type {
		case Msg1b:
			d.sent.promise = m
		case Msg2b:
			if v, ok := d.state.votes.get(m.Msg.Slot); ok && v.Bal == m.Msg.Bal {
				d.sent.voted(v.Bal, m.Msg.Slot, m.Ref)
			}
		}
	}
	d.offer(cp.Offer)
	return nil
}

// Replay adds the next record of the log.
func (d *Durable) Replay(r Stored) error {
	d.begin()
	if err := d.changes(r.Event.Post, r.Values, r.Snapshot); err != nil {
		return fmt.Errorf("recovering event %d.%d: %w", r.Event.Inc, r.Event.Seq, err)
	}
	for _, out := range r.Event.Out {
		if err := d.sentBy(r.Event.Ref, out); err != nil {
			return fmt.Errorf("recovering a message of event %d.%d: %w", r.Event.Inc, r.Event.Seq, err)
		}
	}
	return nil
}

// offer keeps the snapshot, as the event ref sent it.
func (d *Durable) offer(ref trace.Ref) {
	if d.lost || d.state.snap == blank {
		d.sent.snapshot = Received{}
		return
	}
	m := &Message{Type: MsgSnapshot, From: NodeID(ref.Node), Snap: d.state.snap}
	d.sent.snapshot = Received{Ref: ref, Msg: m}
}

// State is the state after the crash: the durable variables as recorded, the
// volatile ones as the snapshot has them.
func (d *Durable) State() State {
	d.begin()
	s := d.state.content()
	if x := s.Snap; x != nil {
		s.Upto, s.Prefix, s.Opened, s.Done = x.Upto, x.Prefix, x.Opened, x.Done
	}
	return s
}

// Missing tells of which slots a snapshot is needed that was not there: those
// below upto.
func (d *Durable) Missing() (upto Slot, missing bool) {
	d.begin()
	return d.state.snap.Upto, d.lost
}

// Restart is a node's return from a crash in a new incarnation. It keeps what
// its log holds and nothing else.
//
//spec:action Restart
func Restart(cfg Config, d Durable) (*Core, Step, error) {
	if upto, missing := d.Missing(); missing {
		return nil, Step{}, fmt.Errorf("multipaxos: the log needs a snapshot of the slots below %d, and there is none", upto)
	}
	c, err := FromState(cfg, d.State(), 0)
	if err != nil {
		return nil, Step{}, err
	}
	if x := c.state.snap; x != blank {
		if err := cfg.Machine.Load(bytes.NewReader(x.Image)); err != nil {
			return nil, Step{}, fmt.Errorf("loading the snapshot of the slots below %d: %w", x.Upto, err)
		}
	}
	c.sent = d.sent
	step := c.took(restartEvent(cfg.Node), nil, nil)
	step.post = c.state.whole()
	step.durable, step.silent = true, false // with it the new incarnation
	return c, step, nil
}
