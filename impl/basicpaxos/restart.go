package basicpaxos

import (
	"encoding/json"
	"fmt"

	"github.com/synod-paxos/synod/trace"
)

// A Durable is what the log's records say: the durable part of the state, and
// the answers that others may ask for again. The log is a trace; its records
// are read back through the inverse of the abstraction function. The zero
// Durable is the state before the first record.
type Durable struct {
	state   State
	answers answers
	values  map[ValueName]Value // to look names up; never ranged over
}

// Replay adds the next record of the log.
func (d *Durable) Replay(r Record) error {
	if d.values == nil {
		d.values = make(map[ValueName]Value)
	}
	for _, named := range r.Values {
		d.values[named.Name] = named.Value
	}
	for _, change := range r.Event.Post {
		if err := d.change(change); err != nil {
			return fmt.Errorf("recovering %s of event %d.%d: %w", change.Path, r.Event.Inc, r.Event.Seq, err)
		}
	}
	for _, out := range r.Event.Out {
		m, err := d.message(out)
		if err != nil {
			return fmt.Errorf("recovering a message of event %d.%d: %w", r.Event.Inc, r.Event.Seq, err)
		}
		d.answers.remember([]Send{{Received: Received{Ref: r.Event.Ref, Msg: m}}})
	}
	return nil
}

// change applies a change of a durable variable; the others do not survive.
func (d *Durable) change(c trace.Change) error {
	switch c.Path {
	case "promised":
		return json.Unmarshal([]byte(c.Value), &d.state.Promised)
	case "vote":
		var p pair
		if err := json.Unmarshal([]byte(c.Value), &p); err != nil {
			return err
		}
		vote, err := d.vote(p)
		d.state.Vote = vote
		return err
	}
	return nil
}

// A pair is a vote in a record.
type pair struct {
	Bal Ballot          `json:"bal"`
	Val json.RawMessage `json:"val"`
}

func (d *Durable) vote(p pair) (Vote, error) {
	v, err := d.value(p.Val)
	return Vote{Bal: p.Bal, Val: v}, err
}

// value finds the value that a record names.
func (d *Durable) value(raw json.RawMessage) (Value, error) {
	if len(raw) == 0 || trace.Value(raw) == none {
		return Value{}, nil
	}
	var name ValueName
	if err := json.Unmarshal(raw, &name); err != nil {
		return Value{}, err
	}
	v, ok := d.values[name]
	if !ok {
		return Value{}, fmt.Errorf("the log names the value %q and does not hold it", name)
	}
	return v, nil
}

func (d *Durable) message(out trace.Value) (Message, error) {
	var r struct {
		Type MessageType     `json:"type"`
		From NodeID          `json:"from"`
		Bal  Ballot          `json:"bal"`
		Vote pair            `json:"vote"`
		Val  json.RawMessage `json:"val"`
	}
	if err := json.Unmarshal([]byte(out), &r); err != nil {
		return Message{}, err
	}
	vote, err := d.vote(r.Vote)
	if err != nil {
		return Message{}, err
	}
	v, err := d.value(r.Val)
	return Message{Type: r.Type, From: r.From, Bal: r.Bal, Vote: vote, Val: v}, err
}

// State is the state after the crash: the durable variables as recorded, the
// volatile ones as at the first start.
func (d *Durable) State() State { return d.state }

// Restart is a node's return from a crash in a new incarnation. It keeps what
// its log holds and nothing else.
//
//spec:action Restart
func Restart(cfg Config, d Durable) (*Core, Step, error) {
	c, err := FromState(cfg, d.State(), 0)
	if err != nil {
		return nil, Step{}, err
	}
	c.answers = d.answers
	step := c.took(restartEvent(cfg.Node), c.state, nil)
	step.Event.Post = c.whole(c.state)
	step.Durable = true // with it the new incarnation
	return c, step, nil
}
