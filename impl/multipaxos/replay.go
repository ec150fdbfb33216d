package multipaxos

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/synod-paxos/synod/trace"
)

// This file is the inverse of the abstraction function, as far as a restart
// needs it: for durable variables, and for messages that are sent again.

// changes applies those of durable variables; the others do not survive.
func (d *Durable) changes(changes []trace.Change, given []*Value, x *Snap) error {
	for _, change := range changes {
		if err := d.change(change, given, x); err != nil {
			return fmt.Errorf("%s: %w", trace.Clip(change.Path), err)
		}
	}
	d.state.touched, d.state.noted = d.state.touched[:0], 0
	return nil
}

func (d *Durable) change(change trace.Change, given []*Value, x *Snap) error {
	switch name, key, keyed := strings.Cut(change.Path, "["); {
	case name == "vote" && keyed:
		return d.vote(key, change, given)
	case name == "promised":
		return json.Unmarshal([]byte(change.Value), &d.state.promised)
	case name == "trunc":
		if err := json.Unmarshal([]byte(change.Value), &d.state.trunc); err != nil {
			return err
		}
		d.state.forgetVotes(d.state.trunc)
		d.sent.forget(d.state.trunc)
	case name == "snap":
		return d.snap(change.Value, x)
	}
	return nil
}

// vote is a change of vote[17], or of vote[17..20) that are gone.
func (d *Durable) vote(key string, change trace.Change, given []*Value) error {
	if change.Gone() {
		return nil // it goes with trunc, whose change is in the same event
	}
	slot, err := strconv.ParseInt(strings.TrimSuffix(key, "]"), 10, 64)
	if err != nil || slot < 1 {
		return fmt.Errorf("not a path of a vote")
	}
	var told toldVote
	if err := json.Unmarshal([]byte(change.Value), &told); err != nil {
		return err
	}
	v, err := d.value(Slot(slot), told.Val, given)
	if err != nil {
		return err
	}
	d.state.votes.put(Slot(slot), Vote{Bal: told.Bal, Val: v})
	return nil
}

// A toldVote is a vote as a trace has it.
type toldVote struct {
	Bal Ballot    `json:"bal"`
	Val toldValue `json:"val"`
}

// A toldValue is a value as a trace names it.
type toldValue Digest

// UnmarshalJSON reads {"#v":"<digest>"}, or [] for a no-op.
func (t *toldValue) UnmarshalJSON(text []byte) error {
	if string(text) == "[]" {
		*t = toldValue(NoOp)
		return nil
	}
	var named struct {
		Name string `json:"#v"`
	}
	if err := json.Unmarshal(text, &named); err != nil {
		return err
	}
	digest, err := hex.DecodeString(named.Name)
	if err != nil || len(digest) != len(t) {
		return fmt.Errorf("%q is not the digest of a value", trace.Clip(named.Name))
	}
	*t = toldValue(digest)
	return nil
}

// value finds the value of a vote in slot: among those given, or as that of the
// last vote there.
func (d *Durable) value(slot Slot, told toldValue, given []*Value) (*Value, error) {
	digest := Digest(told)
	if digest == NoOp {
		return nil, nil
	}
	for _, v := range given {
		if v.Digest() == digest {
			return v, nil
		}
	}
	if last, voted := d.state.votes.get(slot); voted && last.Val.Digest() == digest {
		return last.Val, nil
	}
	return nil, fmt.Errorf("the log names the value %v and does not hold it", digest)
}

// snap is a change of the snapshot on disk, which must be x or be replaced later.
func (d *Durable) snap(value trace.Value, x *Snap) error {
	var told struct {
		Upto   Slot   `json:"upto"`
		Prefix string `json:"prefix"`
	}
	if err := json.Unmarshal([]byte(value), &told); err != nil {
		return err
	}
	if had := d.state.snap; x == nil && told.Upto == had.Upto {
		return nil // a Restart tells of the one that is there
	}
	d.lost = false
	switch {
	case x == nil:
		d.lost = true
		d.state.snap = &Snap{Upto: told.Upto}
	case x.Upto != told.Upto || x.Prefix.String() != told.Prefix:
		return fmt.Errorf("the log names the snapshot of the slots below %d with prefix %q; the one given is of those below %d with prefix %v",
			told.Upto, trace.Clip(told.Prefix), x.Upto, x.Prefix)
	default:
		d.state.snap = x
	}
	return nil
}

// A toldMessage is a message as a trace has it, as far as it is needed.
type toldMessage struct {
	Type  string    `json:"type"`
	From  NodeID    `json:"from"`
	Bal   Ballot    `json:"bal"`
	Slot  Slot      `json:"slot"`
	Votes toldVotes `json:"votes"`
	Trunc Slot      `json:"trunc"`
}

// sentBy keeps a message that the event ref added, if it may be asked for again.
func (d *Durable) sentBy(ref trace.Ref, out trace.Value) error {
	var told toldMessage
	if err := json.Unmarshal([]byte(out), &told); err != nil {
		return err
	}
	switch told.Type {
	case Msg1b.String():
		m := &Message{Type: Msg1b, From: told.From, Bal: told.Bal, Slot: told.Slot, Trunc: told.Trunc}
		for _, v := range told.Votes {
			val, err := d.value(v.slot, v.vote.Val, nil)
			if err != nil {
				return err
			}
			m.Votes = append(m.Votes, SlotVote{v.slot, Vote{v.vote.Bal, val}})
		}
		d.sent.promise = Received{Ref: ref, Msg: m}
	case Msg2b.String():
		d.sent.votes.put(told.Slot, ref)
	case MsgSnapshot.String():
		d.offer(ref)
	}
	return nil
}

// toldVotes are the votes of a 1b as a trace has them: a function on slots, which
// is a tuple if these are 1..n.
type toldVotes []toldSlotVote

type toldSlotVote struct {
	slot Slot
	vote toldVote
}

// UnmarshalJSON reads {"#fn":[[slot,vote],...]} or [vote,...].
func (t *toldVotes) UnmarshalJSON(text []byte) error {
	if text[0] == '[' {
		var tuple []toldVote
		if err := json.Unmarshal(text, &tuple); err != nil {
			return err
		}
		for i, v := range tuple {
			*t = append(*t, toldSlotVote{Slot(i + 1), v})
		}
		return nil
	}
	var f struct {
		Pairs []toldSlotVote `json:"#fn"`
	}
	if err := json.Unmarshal(text, &f); err != nil {
		return err
	}
	*t = f.Pairs
	return nil
}

// UnmarshalJSON reads [slot,vote].
func (t *toldSlotVote) UnmarshalJSON(text []byte) error {
	return json.Unmarshal(text, &[2]any{&t.slot, &t.vote})
}
