package multipaxos

import (
	"encoding/binary"
	"encoding/hex"
	"strconv"

	"github.com/synod-paxos/synod/trace"
)

// This file is the abstraction function: how the core's real data looks as
// values of the specification. Events are described by it and by nothing else.
//
// A method append appends the value's text, in the form that package trace
// describes.

func (n NodeID) append(b []byte) []byte { return strconv.AppendInt(b, int64(n), 10) }

func (l Ballot) append(b []byte) []byte { return strconv.AppendInt(b, int64(l), 10) }

func (s Slot) append(b []byte) []byte { return strconv.AppendInt(b, int64(s), 10) }

func (k Session) append(b []byte) []byte { return strconv.AppendUint(b, uint64(k), 10) }

func (p Prefix) append(b []byte) []byte {
	return append(hex.AppendEncode(append(b, '"'), p[:]), '"')
}

func (c *Command) append(b []byte) []byte {
	return appendCommand(b, uint64(c.Session), c.Number, c.Name)
}

func appendCommand(b []byte, client, number uint64, name string) []byte {
	b = strconv.AppendUint(append(b, '['), client, 10)
	b = strconv.AppendUint(append(b, ','), number, 10)
	b = trace.AppendStr(append(b, ','), name)
	return append(b, ']')
}

// append names the value by its digest. The no-op is written out, as there is
// nothing to it.
func (d Digest) append(b []byte) []byte {
	if d == NoOp {
		return append(b, "[]"...)
	}
	b = hex.AppendEncode(append(b, `{"#v":"`...), d[:])
	return append(b, `"}`...)
}

// append writes the value out, where others name it.
func (v *Value) append(b []byte) []byte {
	b = append(b, '[')
	for i := range v.Commands() {
		if i > 0 {
			b = append(b, ',')
		}
		b = v.commands[i].append(b)
	}
	return append(b, ']')
}

// Named is what a trace has to say once of the value, wherever it names it
// afterwards.
func (v *Value) Named() trace.NamedValue {
	return trace.NamedValue{Name: v.Digest().String(), Value: trace.Value(v.append(nil))}
}

func (q Quorum) append(b []byte) []byte {
	nodes := make([]int, len(q))
	for i, n := range q {
		nodes[i] = int(n)
	}
	return append(b, trace.IntSet(nodes)...)
}

func (v Vote) append(b []byte) []byte {
	b = v.Bal.append(append(b, `{"bal":`...))
	b = v.Val.Digest().append(append(b, `,"val":`...))
	return append(b, '}')
}

func (l Lead) append(b []byte) []byte {
	b = l.Bal.append(append(b, `{"bal":`...))
	b = l.Next.append(append(b, `,"next":`...))
	return append(b, '}')
}

func (x *Snap) append(b []byte) []byte {
	b = append(b, `{"done":`...)
	f := onKeys(len(x.Done), func(i int) uint64 { return uint64(x.Done[i].Session) })
	b = f.append(b, func(b []byte, i int) []byte { return x.Done[i].Last.append(b) })
	b = strconv.AppendUint(append(b, `,"opened":`...), x.Opened, 10)
	b = x.Prefix.append(append(b, `,"prefix":`...))
	b = x.Upto.append(append(b, `,"upto":`...))
	return append(b, '}')
}

// appendVotes appends the votes that a 1b reports.
func appendVotes(b []byte, votes []SlotVote) []byte {
	f := onKeys(len(votes), func(i int) uint64 { return uint64(votes[i].Slot) })
	return f.append(b, func(b []byte, i int) []byte { return votes[i].Vote.append(b) })
}

// A function is one of the specification, on so many numbers in their order.
type function struct {
	size int
	key  func(i int) uint64
}

func onKeys(size int, key func(i int) uint64) function { return function{size, key} }

// append appends the function, which is written as a tuple if it is on 1..n;
// value appends the value that it has for key i.
func (f function) append(b []byte, value func(b []byte, i int) []byte) []byte {
	tuple := f.size == 0 || f.key(0) == 1 && f.key(f.size-1) == uint64(f.size)
	if !tuple {
		b = append(b, `{"#fn":`...)
	}
	b = append(b, '[')
	for i := range f.size {
		if i > 0 {
			b = append(b, ',')
		}
		if tuple {
			b = value(b, i)
			continue
		}
		b = strconv.AppendUint(append(b, '['), f.key(i), 10)
		b = append(value(append(b, ','), i), ']')
	}
	b = append(b, ']')
	if !tuple {
		b = append(b, '}')
	}
	return b
}

// A field is one of the fields of the specification's messages, in the order in
// which records are written.
type field uint16

const (
	fieldBal field = 1 << iota
	fieldCmd
	fieldPromised
	fieldSession
	fieldSlot
	fieldSnap
	fieldTrunc
	fieldVal
	fieldVotes
)

// fields are those of each type of message, besides from and type.
var fields = [...]field{
	MsgRequest:  fieldCmd,
	Msg1a:       fieldBal | fieldSlot,
	Msg1b:       fieldBal | fieldSlot | fieldTrunc | fieldVotes,
	Msg2a:       fieldBal | fieldSlot | fieldVal,
	Msg2b:       fieldBal | fieldSlot | fieldVal,
	MsgRefusal:  fieldBal | fieldPromised,
	MsgEntry:    fieldBal | fieldSlot | fieldVal,
	MsgSnapshot: fieldSnap,
	MsgReply:    fieldCmd | fieldSession,
	MsgRetry:    fieldCmd,
	MsgExpired:  fieldCmd,
}

// append appends the message as the specification's record.
func (m *Message) append(b []byte) []byte {
	has := func(f field) bool { return fields[m.Type]&f != 0 }
	b = append(b, '{')
	if has(fieldBal) {
		b = append(m.Bal.append(append(b, `"bal":`...)), ',')
	}
	if has(fieldCmd) {
		b = append(m.Cmd.append(append(b, `"cmd":`...)), ',')
	}
	b = m.From.append(append(b, `"from":`...))
	if has(fieldPromised) {
		b = m.Promised.append(append(b, `,"promised":`...))
	}
	if has(fieldSession) {
		b = m.Session.append(append(b, `,"session":`...))
	}
	if has(fieldSlot) {
		b = m.Slot.append(append(b, `,"slot":`...))
	}
	if has(fieldSnap) {
		b = m.Snap.append(append(b, `,"snap":`...))
	}
	if has(fieldTrunc) {
		b = m.Trunc.append(append(b, `,"trunc":`...))
	}
	b = append(append(append(b, `,"type":"`...), m.Type.String()...), '"')
	if has(fieldVal) {
		b = m.Val.append(append(b, `,"val":`...))
	}
	if has(fieldVotes) {
		b = appendVotes(append(b, `,"votes":`...), m.Votes)
	}
	return append(b, '}')
}

// variables are the names of the specification's variables.
var variables = [...]string{
	varPromised: "promised", varVote: "vote", varTrunc: "trunc", varSnap: "snap", varLead: "lead",
	varKnown: "known", varUpto: "upto", varPrefix: "prefix", varOpened: "opened", varDone: "done",
}

// appendPath appends where the change is, as in vote[17] or vote[17..20).
func (c *change) appendPath(b []byte) []byte {
	b = append(b, variables[c.variable]...)
	if c.variable != varVote && c.variable != varKnown && c.variable != varDone {
		return b
	}
	b = strconv.AppendUint(append(b, '['), c.from, 10)
	if !c.gone || c.a-c.from == 1 {
		return append(b, ']')
	}
	b = strconv.AppendUint(append(b, ".."...), c.a, 10)
	return append(b, ')')
}

// append appends what the path now holds. The post knows the value of snap.
func (c *change) append(b []byte) []byte {
	switch c.variable {
	case varVote:
		return Vote{Ballot(c.a), c.val}.append(b)
	case varLead:
		return Lead{Ballot(c.a), Slot(c.b)}.append(b)
	case varKnown:
		return c.val.Digest().append(b)
	case varPrefix:
		var p Prefix
		binary.BigEndian.PutUint64(p[:8], c.a)
		binary.BigEndian.PutUint64(p[8:], c.b)
		return p.append(b)
	case varDone:
		return appendCommand(b, c.a, c.b, c.name)
	default: // promised, trunc, upto, opened
		return strconv.AppendUint(b, c.a, 10)
	}
}
