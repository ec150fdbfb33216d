package multipaxos

import "github.com/synod-paxos/synod/trace"

// sent is what a node keeps of its messages for those who ask again. A message
// is sent again identical and under the name of the event that first added it,
// or not at all. What is kept follows from the state but for these names; so it
// lasts as long as that part of the state, the durable one beyond a crash.
type sent struct {
	promise  Received          // the 1b of the highest promise, until it voted in that ballot
	votes    window[trace.Ref] // of the 2b of each vote kept
	entries  window[entry]     // what is known, and was applied, from Trunc on
	snapshot Received          // of the snapshot on disk
}

// An entry is what a message of that type says, with its name.
type entry struct {
	ref trace.Ref
	bal Ballot
	val *Value
}

// remember keeps what was just sent.
func (k *sent) remember(sends []Send) {
	for i := range sends {
		switch m := sends[i].Msg; m.Type {
		case Msg1b:
			k.promise = sends[i].Received
		case Msg2b:
			k.voted(m.Bal, m.Slot, sends[i].Ref)
		case MsgSnapshot:
			k.snapshot = sends[i].Received
		}
	}
}

// voted keeps the name of the 2b in a slot. Whoever proposes in a ballot has all
// promises that it needs, and asks for none again: so what this node promised,
// which may have as many values as a message can hold, is forgotten.
func (k *sent) voted(b Ballot, s Slot, ref trace.Ref) {
	k.votes.put(s, ref)
	if k.promise.Msg != nil && k.promise.Msg.Bal <= b {
		k.promise = Received{}
	}
}

// forget drops what is below slot t.
func (k *sent) forget(t Slot) {
	k.votes.dropBelow(t, nil)
	k.entries.dropBelow(t, nil)
}

// Promised is the node's last 1b, for one who asks again, unless it has voted in that
// ballot.
func (c *Core) Promised() (Received, bool) { return c.sent.promise, c.sent.promise.Msg != nil }

// Voted is the 2b of the node's vote in slot s, for one who asks again.
func (c *Core) Voted(s Slot) (Received, bool) {
	v, voted := c.state.votes.get(s)
	ref, named := c.sent.votes.get(s)
	if !voted || !named {
		return Received{}, false
	}
	m := Message{Type: Msg2b, From: c.cfg.Node, Bal: v.Bal, Slot: s, Val: v.Val.Digest()}
	return Received{Ref: ref, Msg: c.memory.messages.one(&m)}, true
}

// Entry is the node's entry for slot s with its value, for one who catches up.
func (c *Core) Entry(s Slot) (Received, bool) {
	e, ok := c.sent.entries.get(s)
	if !ok {
		return Received{}, false
	}
	m := Message{Type: MsgEntry, From: c.cfg.Node, Bal: e.bal, Slot: s, Val: e.val.Digest(), Body: e.val}
	return Received{Ref: e.ref, Msg: c.memory.messages.one(&m)}, true
}

// Offer is the node's snapshot, for one who is too far behind for entries.
func (c *Core) Offer() (Received, bool) { return c.sent.snapshot, c.sent.snapshot.Msg != nil }
