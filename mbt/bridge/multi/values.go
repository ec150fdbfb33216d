package multi

import (
	"encoding/hex"
	"errors"
	"fmt"

	"github.com/synod-paxos/synod/impl/multipaxos"
	"github.com/synod-paxos/synod/spec/tla"
)

// This file gives concrete values of the specification as the core's data.

// A reader reads fields; the first that is not what it should be is its error.
type reader struct{ err error }

func (r *reader) fail(v tla.Value, what string) {
	r.err = errors.Join(r.err, fmt.Errorf("%v is no %s", v, what))
}

func (r *reader) int(v tla.Value) int64 {
	n, ok := v.Int64()
	if !ok {
		r.fail(v, "number")
	}
	return n
}

func (r *reader) text(v tla.Value) string {
	text, ok := v.Text()
	if !ok {
		r.fail(v, "string")
	}
	return text
}

func field(v tla.Value, name string) tla.Value {
	f, _ := v.Field(name)
	return f
}

func (r *reader) ballot(v tla.Value) multipaxos.Ballot   { return multipaxos.Ballot(r.int(v)) }
func (r *reader) slot(v tla.Value) multipaxos.Slot       { return multipaxos.Slot(r.int(v)) }
func (r *reader) session(v tla.Value) multipaxos.Session { return multipaxos.Session(r.int(v)) }

// command is a command whose payload is its name.
func (r *reader) command(v tla.Value) multipaxos.Command {
	var c multipaxos.Command
	if v.Kind() != tla.KindTuple || v.Len() != 3 {
		r.fail(v, "command")
		return c
	}
	at := func(i int64) tla.Value { x, _ := v.Apply(tla.Int(i)); return x }
	name := r.text(at(3))
	return multipaxos.Command{Session: r.session(at(1)), Number: uint64(r.int(at(2))), Name: name, Payload: []byte(name)}
}

func (r *reader) value(v tla.Value) *multipaxos.Value {
	var commands []multipaxos.Command
	for c := range v.Elements() {
		commands = append(commands, r.command(c))
	}
	return multipaxos.NewValue(commands)
}

func (r *reader) prefix(v tla.Value) multipaxos.Prefix {
	bytes, err := hex.DecodeString(r.text(v))
	if err != nil || len(bytes) != len(multipaxos.Prefix{}) {
		r.fail(v, "prefix")
		return multipaxos.Prefix{}
	}
	return multipaxos.Prefix(bytes)
}

func (r *reader) votes(v tla.Value) []multipaxos.SlotVote {
	var votes []multipaxos.SlotVote
	for s, vote := range v.Pairs() {
		votes = append(votes, multipaxos.SlotVote{Slot: r.slot(s), Vote: multipaxos.Vote{
			Bal: r.ballot(field(vote, "bal")), Val: r.value(field(vote, "val")),
		}})
	}
	return votes
}

func (r *reader) done(v tla.Value) []multipaxos.Done {
	var done []multipaxos.Done
	for k, c := range v.Pairs() {
		last := r.command(c)
		last.Payload = nil
		done = append(done, multipaxos.Done{Session: r.session(k), Last: last})
	}
	return done
}

// snap is a snapshot, nil for that of no slots.
func (r *reader) snap(v tla.Value) *multipaxos.Snap {
	upto := r.slot(field(v, "upto"))
	if upto == 1 {
		return nil
	}
	return &multipaxos.Snap{
		Upto: upto, Prefix: r.prefix(field(v, "prefix")),
		Opened: uint64(r.int(field(v, "opened"))), Done: r.done(field(v, "done")), Image: []byte{},
	}
}

// state is what a node holds.
func state(held map[string]tla.Value) (multipaxos.State, error) {
	r := &reader{}
	c := multipaxos.State{
		Promised: r.ballot(held["promised"]),
		Votes:    r.votes(held["vote"]),
		Trunc:    r.slot(held["trunc"]),
		Snap:     r.snap(held["snap"]),
		Lead:     multipaxos.Lead{Bal: r.ballot(field(held["lead"], "bal")), Next: r.slot(field(held["lead"], "next"))},
		Upto:     r.slot(held["upto"]),
		Prefix:   r.prefix(held["prefix"]),
		Opened:   uint64(r.int(held["opened"])),
		Done:     r.done(held["done"]),
	}
	for s, v := range held["known"].Pairs() {
		c.Known = append(c.Known, multipaxos.SlotValue{Slot: r.slot(s), Val: r.value(v)})
	}
	return c, r.err
}

var types = func() map[string]multipaxos.MessageType {
	types := map[string]multipaxos.MessageType{}
	for t := multipaxos.MsgRequest; t <= multipaxos.MsgExpired; t++ {
		types[t.String()] = t
	}
	return types
}()

// message is a message of the specification.
func message(v tla.Value) (*multipaxos.Message, error) {
	r := &reader{}
	m := &multipaxos.Message{Type: types[r.text(field(v, "type"))], From: multipaxos.NodeID(r.int(field(v, "from")))}
	for name, read := range map[string]func(tla.Value){
		"bal":      func(x tla.Value) { m.Bal = r.ballot(x) },
		"slot":     func(x tla.Value) { m.Slot = r.slot(x) },
		"val":      func(x tla.Value) { m.Body = r.value(x); m.Val = m.Body.Digest() },
		"votes":    func(x tla.Value) { m.Votes = r.votes(x) },
		"trunc":    func(x tla.Value) { m.Trunc = r.slot(x) },
		"promised": func(x tla.Value) { m.Promised = r.ballot(x) },
		"session":  func(x tla.Value) { m.Session = r.session(x) },
		"cmd":      func(x tla.Value) { m.Cmd = r.command(x) },
		"snap":     func(x tla.Value) { m.Snap = r.snap(x) },
	} {
		if x, has := v.Field(name); has {
			read(x)
		}
	}
	if m.Type == 0 {
		r.fail(v, "message")
	}
	return m, r.err
}
