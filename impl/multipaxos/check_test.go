package multipaxos

import (
	"testing"

	"github.com/synod-paxos/synod/trace"
)

// TestStrangeMessages has messages that no node sends refused.
func TestStrangeMessages(t *testing.T) {
	c, err := New(testConfig(1, 1, 2, 3))
	if err != nil {
		t.Fatal(err)
	}
	huge := NewValue([]Command{{Session: 1, Number: 1 << 63}})
	for _, m := range []Message{
		{},
		{From: 1},
		{Type: 12, From: 1},
		{Type: MsgRequest, From: 4},
		{Type: MsgRequest, From: 1, Cmd: Command{Session: 1 << 63}},
		{Type: MsgSnapshot, From: 1},
		{Type: Msg1b, From: 1, Bal: b11, Slot: 1},
		{Type: Msg2a, From: 1, Bal: b11, Slot: 1},
		{Type: Msg2a, From: 1, Bal: b11, Slot: 1, Val: huge.Digest(), Body: huge},
		{Type: Msg1b, From: 1, Bal: b21, Slot: 1, Trunc: 1, Votes: []SlotVote{slotVote(1, b11, huge)}},
		{Type: Msg2b, From: 1, Bal: 7 * 1024, Slot: 1},
		{Type: MsgEntry, From: 1, Bal: b11, Slot: -1},
		{Type: MsgRefusal, From: 1, Bal: b21, Promised: b21},
	} {
		if err := c.checkMessage(&m); err == nil {
			t.Errorf("%+v is taken", m)
		}
	}
}

// TestForgedForward: a peer that passes on a request in the name of the leader
// itself is checked like any other.
func TestForgedForward(t *testing.T) {
	w := newCluster(t, 3, 1, Limits{Bytes: 10}, Timing{})
	leader := w.elect()
	core := w.cores[leader]
	for name, cmd := range map[string]Command{
		"long":  {Session: 1, Number: 1, Payload: make([]byte, 11)},
		"far":   {Session: 1 << 63, Number: 1},
		"sound": {Session: 1, Number: 1},
	} {
		before := core.driver.queue.size() + core.driver.flight.open
		forged := Received{
			Ref: trace.Ref{Node: leader, Inc: 1, Seq: 1},
			Msg: &Message{Type: MsgRequest, From: NodeID(leader), Cmd: cmd},
		}
		w.input(leader, Control{Kind: Forward, From: NodeID(w.others(leader)[0]), Requests: []Received{forged}})
		if taken := core.driver.queue.size()+core.driver.flight.open > before; taken != (name == "sound") {
			t.Errorf("the %s one is taken: %v", name, taken)
		}
	}
}
