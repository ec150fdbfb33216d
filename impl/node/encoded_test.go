package node

import (
	"bytes"
	"testing"

	"github.com/synod-paxos/synod/impl/multipaxos"
	"github.com/synod-paxos/synod/impl/wire"
)

// TestEncodedOnce: the values that a node proposes carry the bytes that are sent
// and kept, and those stand for nothing else.
func TestEncodedOnce(t *testing.T) {
	var answers []multipaxos.Answer
	m := alone(t, &answers)
	lead(t, m)
	settle(t, m, multipaxos.Open{ID: 1, Nonce: []byte("1"), Ticks: 100})
	settle(t, m, multipaxos.Submit{ID: 2, Session: answers[0].Session, Number: 1, Payload: []byte("a command"), Ticks: 100})
	commands := 0
	for _, vote := range m.Core().State().Votes {
		if vote.Val == nil {
			continue
		}
		commands += len(vote.Val.Commands())
		anew := wire.EncodeValue(multipaxos.NewValue(vote.Val.Commands()))
		if got := vote.Val.Encoded(); !bytes.Equal(got, anew) {
			t.Errorf("slot %d carries %x, and is %x", vote.Slot, got, anew)
		}
	}
	if commands != 2 {
		t.Errorf("%d commands were proposed", commands)
	}
}
