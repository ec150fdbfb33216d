package multipaxos

import (
	"testing"
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
