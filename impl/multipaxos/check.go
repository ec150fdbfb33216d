package multipaxos

import (
	"math"
	"slices"
)

// This file refuses what no node that follows the protocol sends, so that no
// guard of an action meets it.

// maxNumber is the highest slot, session or number of a command: traces hold no
// higher number.
const maxNumber = math.MaxInt64 - 1

// isMember tells whether n is a node of the cluster.
func (c *Core) isMember(n NodeID) bool {
	_, found := slices.BinarySearch(c.cfg.Nodes, n)
	return found
}

// isBallot tells whether b is a ballot that a member may start.
func (c *Core) isBallot(b Ballot) bool {
	return b <= maxBallot && b.Round() >= 1 && c.isMember(b.Owner())
}

// isQuorum tells whether q is a majority: any two of those share a node, and
// everything that Paxos promises rests on that node.
func (c *Core) isQuorum(q Quorum) bool { return c.isMajority(len(q)) }

// isMajority tells whether so many nodes are a quorum.
func (c *Core) isMajority(count int) bool { return 2*count > len(c.cfg.Nodes) }

// quorum is the set of those who sent the messages, all of ballot b and type t,
// if it is one. A second message from the same node must not be counted twice.
func (c *Core) quorum(ms []Received, t MessageType, b Ballot) (Quorum, error) {
	q := Quorum(c.memory.nodes.take(len(ms)))[:0]
	for _, m := range ms {
		if m.Msg.Type != t || m.Msg.Bal != b {
			return nil, refuse("a %v of %v is not a %v of %v", m.Msg.Type, m.Msg.Bal, t, b)
		}
		if slices.Contains(q, m.Msg.From) {
			return nil, refuse("node %d is counted twice", m.Msg.From)
		}
		q = append(q, m.Msg.From)
	}
	if !c.isQuorum(q) {
		return nil, refuse("nodes %v are no quorum of %v", q, c.cfg.Nodes)
	}
	slices.Sort(q)
	return q, nil
}

// expect checks that m is a sound message of type t.
func (c *Core) expect(m *Message, t MessageType) error {
	if m.Type != t {
		return refuse("a message of type %v where one of type %v is needed", m.Type, t)
	}
	return c.checkMessage(m)
}

func (c *Core) checkMessage(m *Message) error {
	if !c.isMember(m.From) {
		return refuse("a %v from node %d, which is not in the cluster", m.Type, m.From)
	}
	switch m.Type {
	case MsgRequest, MsgReply, MsgRetry, MsgExpired:
		return checkCommand(&m.Cmd)
	case MsgSnapshot:
		return checkSnap(m.Snap)
	case Msg1a, Msg1b, Msg2a, Msg2b, MsgEntry, MsgRefusal:
		return c.checkBallots(m)
	default:
		return refuse("a message of unknown type %d", uint8(m.Type))
	}
}

// checkBallots checks a message of a ballot.
func (c *Core) checkBallots(m *Message) error {
	switch {
	case !c.isBallot(m.Bal):
		return refuse("a %v with the number %d, which is no ballot", m.Type, int64(m.Bal))
	case (m.Type == Msg1a || m.Type == Msg2a) && m.Bal.Owner() != m.From:
		return refuse("a %v of %v from node %d, which does not own it", m.Type, m.Bal, m.From)
	case m.Type == MsgRefusal && (!c.isBallot(m.Promised) || m.Promised <= m.Bal):
		return refuse("a refusal of %v for the number %d", m.Bal, int64(m.Promised))
	case m.Type != MsgRefusal && (m.Slot < 1 || m.Slot > maxNumber):
		return refuse("a %v with the number %d, which is no slot", m.Type, int64(m.Slot))
	}
	switch m.Type {
	case Msg1b:
		return c.checkReport(m)
	case Msg2a, MsgEntry:
		return checkBody(m)
	}
	return nil
}

// checkBody checks that the value is the one that is named, or, in a notice,
// that there is none.
func checkBody(m *Message) error {
	if m.Body.Digest() != m.Val && (m.Body != nil || m.Type != MsgEntry) {
		return refuse("a %v of %v in slot %d with another value than it names", m.Type, m.Bal, m.Slot)
	}
	return checkCommands(m.Body)
}

func checkCommands(v *Value) error {
	commands := v.Commands()
	for i := range commands {
		if err := checkCommand(&commands[i]); err != nil {
			return err
		}
	}
	return nil
}

// checkReport checks the votes that a 1b reports.
func (c *Core) checkReport(m *Message) error {
	if m.Trunc < 1 || m.Trunc > maxNumber {
		return refuse("a 1b with the number %d, which is no slot", int64(m.Trunc))
	}
	next := max(m.Slot, m.Trunc)
	for _, v := range m.Votes {
		switch {
		case v.Slot < next || v.Slot > maxNumber:
			return refuse("a 1b from slot %d on reports a vote in slot %d, out of order", m.Slot, v.Slot)
		case !c.isBallot(v.Bal) || v.Bal >= m.Bal:
			return refuse("a 1b of %v reports a vote in %v", m.Bal, v.Bal)
		}
		if err := checkCommands(v.Val); err != nil {
			return err
		}
		next = v.Slot + 1
	}
	return nil
}

func checkCommand(cmd *Command) error {
	if cmd.Session > maxNumber || cmd.Number > maxNumber {
		return refuse("command %d of session %d: the numbers are too high", cmd.Number, cmd.Session)
	}
	return nil
}

func checkSnap(x *Snap) error {
	if x == nil || x.Upto < 1 || x.Upto > maxNumber || x.Opened > maxNumber {
		return refuse("a snapshot without content")
	}
	var before Session
	for i := range x.Done {
		d := &x.Done[i]
		if d.Session <= before || uint64(d.Session) > x.Opened {
			return refuse("a snapshot of %d sessions with session %d out of order", x.Opened, d.Session)
		}
		if err := checkCommand(&d.Last); err != nil {
			return err
		}
		before = d.Session
	}
	return nil
}
