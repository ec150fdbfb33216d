package wire

import (
	"fmt"

	"github.com/synod-paxos/synod/impl/multipaxos"
)

// A fieldSet is a set of field numbers of a Received.
type fieldSet uint32

func fields(numbers ...int) (s fieldSet) {
	for _, n := range numbers {
		s |= 1 << n
	}
	return s
}

func (s fieldSet) has(field int) bool { return s>>field&1 == 1 }

// A shape says which fields a message of some type has behind its type: those it
// must have, and those it may.
type shape struct{ must, may fieldSet }

func (s shape) has(field int) bool { return (s.must | s.may).has(field) }

// shapes has the types of messages between nodes, the others have none. For values
// see checkValue.
var shapes = [1 << 8]shape{
	multipaxos.MsgRequest:  {must: fields(receivedCmd)},
	multipaxos.Msg1a:       {must: fields(receivedBal, receivedSlot)},
	multipaxos.Msg1b:       {must: fields(receivedBal, receivedSlot, receivedTrunc), may: fields(receivedVote)},
	multipaxos.Msg2a:       {must: fields(receivedBal, receivedSlot), may: fields(receivedVal, receivedNames, receivedBody)},
	multipaxos.Msg2b:       {must: fields(receivedBal, receivedSlot, receivedVal)},
	multipaxos.MsgRefusal:  {must: fields(receivedBal, receivedPromised)},
	multipaxos.MsgEntry:    {must: fields(receivedBal, receivedSlot), may: fields(receivedVal, receivedNames, receivedBody)},
	multipaxos.MsgSnapshot: {must: fields(receivedSnap)},
}

// common are the fields that every message has or may have.
var common = fields(receivedFrom, receivedInc, receivedSeq, receivedType)

// check is an error if a message of a type cannot have just these fields.
func (got fieldSet) check(t multipaxos.MessageType) error {
	s := shapes[t]
	if s.must == 0 {
		return fmt.Errorf("no message of type %d is sent to nodes", t)
	}
	if got&^common&^(s.must|s.may) != 0 || s.must&^got != 0 {
		return fmt.Errorf("a %v does not have the fields %b", t, got)
	}
	return nil
}

// checkValue: a value is there, or its digest, or the value with its digest and the
// names of its commands; and the voter needs it unless it is none.
func (got fieldSet) checkValue(m *multipaxos.Message) error {
	body, val, names := got.has(receivedBody), got.has(receivedVal), got.has(receivedNames)
	switch {
	case !shapes[m.Type].has(receivedBody):
		return nil
	case !body && !val:
		return fmt.Errorf("a %v with neither a value nor its digest", m.Type)
	case names != (body && val):
		return fmt.Errorf("a %v with a value, its digest, or its commands' names, but not all three", m.Type)
	case m.Type == multipaxos.Msg2a && !body && m.Val != multipaxos.NoOp:
		return fmt.Errorf("a %v without its value", m.Type)
	}
	return nil
}
