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
	switch path := change.Path; {
	case strings.HasPrefix(path, votePath):
		return d.vote(change, given)
	case path == "promised":
		return json.Unmarshal([]byte(change.Value), &d.state.promised)
	case path == "trunc":
		if err := json.Unmarshal([]byte(change.Value), &d.state.trunc); err != nil {
			return err
		}
		d.state.forgetVotes(d.state.trunc)
		d.sent.forget(d.state.trunc)
	case path == "snap":
		return d.snap(change.Value, x)
	}
	return nil
}

// vote is a change of vote[17], or of vote[17..20) that are gone.
func (d *Durable) vote(change trace.Change, given []*Value) error {
	if change.Gone() {
		return nil // it goes with trunc, whose change is in the same event
	}
	slot, ok := votedIn(change)
	if !ok {
		return fmt.Errorf("not a path of a vote")
	}
	told, err := readVote(string(change.Value))
	if err != nil {
		return err
	}
	v, err := d.value(slot, told.Val, given)
	if err != nil {
		return err
	}
	d.state.votes.put(slot, Vote{Bal: told.Bal, Val: v})
	return nil
}

const votePath = "vote["

// votedIn is the slot of a change that is a vote.
func votedIn(change trace.Change) (slot Slot, ok bool) {
	key, ok := strings.CutPrefix(change.Path, votePath)
	if !ok || change.Gone() {
		return 0, false
	}
	n, err := strconv.ParseInt(strings.TrimSuffix(key, "]"), 10, 64)
	return Slot(n), err == nil && n >= 1
}

// A toldVote is a vote as a trace has it: the value is only named.
type toldVote struct {
	Bal Ballot
	Val Digest
}

// readVote reads {"bal":1025,"val":V}, where V is {"#v":"<digest>"}, or [] for a
// no-op. A log holds many of these, all in the one form that Vote.append writes.
func readVote(text string) (toldVote, error) {
	told := toldVote{Val: NoOp}
	bal, value, found := strings.Cut(strings.TrimPrefix(text, `{"bal":`), `,"val":`)
	b, err := strconv.ParseInt(bal, 10, 64)
	if !found || err != nil || b < 1 {
		return told, fmt.Errorf("%s is not a vote", trace.Clip(text))
	}
	told.Bal = Ballot(b)
	if value == "[]}" {
		return told, nil
	}
	name, ended := strings.CutSuffix(strings.TrimPrefix(value, `{"#v":"`), `"}}`)
	if ended && len(name) == hex.EncodedLen(len(told.Val)) {
		if _, err := hex.Decode(told.Val[:], []byte(name)); err == nil {
			return told, nil
		}
	}
	return told, fmt.Errorf("%s is not the vote for a value", trace.Clip(text))
}

// UnmarshalJSON reads a vote among others.
func (v *toldVote) UnmarshalJSON(text []byte) error {
	told, err := readVote(string(text))
	*v = told
	return err
}

// value finds the value of a vote in slot: among those given, or as that of the
// last vote there.
func (d *Durable) value(slot Slot, digest Digest, given []*Value) (*Value, error) {
	if digest == NoOp {
		return nil, nil
	}
	if v := d.many[digest]; v != nil {
		return v, nil
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

// sentBy keeps a message that the event ref added, if it may be asked for again.
func (d *Durable) sentBy(ref trace.Ref, out trace.Value) error {
	// No other quotation mark of a message stands without a backslash: so the
	// first such text is the field.
	_, rest, _ := strings.Cut(string(out), `"type":"`)
	kind, _, _ := strings.Cut(rest, `"`)
	switch kind {
	case Msg1b.String():
		return d.sentPromise(ref, out)
	case Msg2b.String():
		return d.sentVote(ref, string(out))
	case MsgSnapshot.String():
		d.offer(ref)
	}
	return nil
}

// sentVote keeps the reference of a 2b, of which the slot is enough: the rest is
// in the vote.
func (d *Durable) sentVote(ref trace.Ref, out string) error {
	_, rest, _ := strings.Cut(out, `"slot":`)
	digits, _, _ := strings.Cut(rest, ",")
	slot, err := strconv.ParseInt(digits, 10, 64)
	vote, voted := d.state.votes.get(Slot(slot))
	if err != nil || !voted {
		return fmt.Errorf("%s is not the 2b of a vote", trace.Clip(out))
	}
	d.sent.voted(vote.Bal, Slot(slot), ref)
	return nil
}

// sentPromise keeps a 1b.
func (d *Durable) sentPromise(ref trace.Ref, out trace.Value) error {
	var told struct {
		From  NodeID    `json:"from"`
		Bal   Ballot    `json:"bal"`
		Slot  Slot      `json:"slot"`
		Votes toldVotes `json:"votes"`
		Trunc Slot      `json:"trunc"`
	}
	if err := json.Unmarshal([]byte(out), &told); err != nil {
		return err
	}
	m := &Message{Type: Msg1b, From: told.From, Bal: told.Bal, Slot: told.Slot, Trunc: told.Trunc}
	for _, v := range told.Votes {
		val, err := d.value(v.slot, v.vote.Val, nil)
		if err != nil {
			return err
		}
		m.Votes = append(m.Votes, SlotVote{v.slot, Vote{v.vote.Bal, val}})
	}
	d.sent.promise = Received{Ref: ref, Msg: m}
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
