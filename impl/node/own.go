package node

import (
	"context"

	"github.com/synod-paxos/synod/impl/multipaxos"
)

// A Session names a session of the replicated log that a client owns. Its
// commands are numbered 1, 2, ... and take effect in that order, each once,
// however often and through whatever nodes they are sent. So a client that cannot
// be told what became of a command sends it again, with the same number, until
// it is told.
type Session = multipaxos.Session

// OpenSession opens a session for the caller to own. One that is not used for
// some time, see Options.Timing, is closed. If the caller cannot be told its
// number, a session may have been opened that nobody uses.
func (n *Node) OpenSession(ctx context.Context) (Session, error) {
	r := n.ask(ctx, nil, &ownCall{open: true})
	return r.session, r.err
}

// Submit has a command applied as the number-th of a session. It may be called
// again with the same number and command, at any node, until it gives a result;
// if the command has taken effect and no later one has, the result is that of the
// first time. A session is for one command at a time: ErrRetryInOrder is what one
// gets that comes before its turn.
func (n *Node) Submit(ctx context.Context, session Session, number uint64, command []byte) ([]byte, error) {
	r := n.ask(ctx, command, &ownCall{session: session, number: number})
	return r.result, r.err
}

// CloseSession closes a session. No command of it takes effect any more.
func (n *Node) CloseSession(ctx context.Context, session Session) error {
	return n.ask(ctx, nil, &ownCall{session: session, close: true}).err
}

// An ownCall is what a call wants of a session of the caller's own.
type ownCall struct {
	open, close bool // or a command
	session     Session
	number      uint64
}

// ownIDs are the names of requests with sessions of the callers' own; those of
// the desk's sessions are below, and those to save above.
const ownIDs = 1 << 62

// admitOwn takes a call in that has a session of its own, or wants one.
func (d *desk) admitOwn(c *call) {
	d.lastOwned++
	id := ownIDs | d.lastOwned
	d.owned[id] = c
	switch o := c.own; {
	case o.open:
		d.inputs = append(d.inputs, multipaxos.Open{ID: id, Nonce: d.nextNonce(), Ticks: c.submit.Ticks})
	case o.close:
		d.inputs = append(d.inputs, multipaxos.Close{ID: id, Session: o.session, Ticks: c.submit.Ticks})
	default:
		c.submit.ID, c.submit.Session, c.submit.Number = id, o.session, o.number
		d.inputs = append(d.inputs, &c.submit)
	}
}

// answerOwn takes an answer to such a call.
func (d *desk) answerOwn(a multipaxos.Answer) {
	c, ok := d.owned[a.ID]
	if !ok {
		return
	}
	delete(d.owned, a.ID)
	r := reply{session: a.Session}
	r.result, r.err = result(a)
	c.reply <- r
}
