package tracetest

import (
	"fmt"
	"slices"

	"github.com/synod-paxos/synod/spec/tla"
	"github.com/synod-paxos/synod/trace"
)

// A LogBuilder takes steps of MultiPaxos. Each method is an action, which cites
// the messages that it needs of those that were sent.
type LogBuilder struct{ *Builder }

// NewLog starts a run of MultiPaxos by nodes 1..n.
func NewLog(n int) (*LogBuilder, error) {
	b, err := newBuilder("MultiPaxos", n)
	return &LogBuilder{b}, err
}

// Command is a command of a client's session.
func Command(session, number int, text string) tla.Value {
	return tla.Tuple(num(session), num(number), tla.Str(text))
}

// NoOp is the value that fills a hole.
func NoOp() tla.Value { return tla.Tuple() }

// is asks that a field of a message has a value.
type is struct {
	field string
	value tla.Value
}

// find gives the first message of a type of which all is true.
func (b *LogBuilder) find(kind string, all ...is) []trace.Cited {
	bal := 0
	for _, x := range all {
		if x.field == "bal" {
			n, _ := x.value.Int64()
			bal = int(n)
		}
	}
	for _, m := range b.sent[sort{kind, bal}] {
		lacks := func(x is) bool { v, _ := m.value.Field(x.field); return !v.Equal(x.value) }
		if !slices.ContainsFunc(all, lacks) {
			return []trace.Cited{m.Cited}
		}
	}
	return nil
}

// from gives the first message of a type from each of some nodes.
func (b *LogBuilder) from(nodes []int, kind string, all ...is) (list []trace.Cited) {
	for _, q := range nodes {
		list = append(list, b.find(kind, append(all, is{"from", num(q)})...)...)
	}
	return list
}

func (b *LogBuilder) Request(node int, c tla.Value) (*trace.Event, error) {
	return b.Step(node, "Request", []tla.Value{c}, nil)
}

func (b *LogBuilder) Prepare(node, bal int) (*trace.Event, error) {
	return b.Step(node, "Prepare", []tla.Value{num(bal)}, nil)
}

func (b *LogBuilder) Promise(node, bal int) (*trace.Event, error) {
	for _, m := range b.sent[sort{"1a", bal}] {
		slot, _ := m.value.Field("slot")
		return b.Step(node, "Promise", []tla.Value{num(bal), slot}, []trace.Cited{m.Cited})
	}
	return nil, fmt.Errorf("ballot %d is not started", bal)
}

func (b *LogBuilder) Lead(node, bal int, quorum ...int) (*trace.Event, error) {
	return b.Step(node, "Lead", []tla.Value{num(bal), set(quorum)}, b.from(quorum, "1b", is{"bal", num(bal)}))
}

func (b *LogBuilder) Propose(node, bal, slot int, commands ...tla.Value) (*trace.Event, error) {
	var in []trace.Cited
	for _, c := range commands {
		for _, m := range b.find("request", is{"cmd", c}) {
			if !slices.Contains(in, m) {
				in = append(in, m)
			}
		}
	}
	return b.Step(node, "Propose", []tla.Value{num(bal), num(slot), tla.Tuple(commands...)}, in)
}

// proposed is the value that was proposed in a ballot and a slot.
func (b *LogBuilder) proposed(bal, slot int) (tla.Value, []trace.Cited) {
	for _, m := range b.sent[sort{"2a", bal}] {
		if s, _ := m.value.Field("slot"); s.Equal(num(slot)) {
			v, _ := m.value.Field("val")
			return v, []trace.Cited{m.Cited}
		}
	}
	return NoOp(), nil
}

func (b *LogBuilder) Accept(node, bal, slot int) (*trace.Event, error) {
	v, in := b.proposed(bal, slot)
	return b.Step(node, "Accept", []tla.Value{num(bal), num(slot), v}, in)
}

func (b *LogBuilder) Refuse(node, bal int) (*trace.Event, error) {
	in := b.find("2a", is{"bal", num(bal)})
	if in == nil {
		in = b.find("1a", is{"bal", num(bal)})
	}
	return b.Step(node, "Refuse", []tla.Value{num(bal)}, in)
}

func (b *LogBuilder) StepDown(node, bal, refused int) (*trace.Event, error) {
	return b.Step(node, "StepDown", []tla.Value{num(bal)}, b.find("refusal", is{"bal", num(refused)}, is{"promised", num(bal)}))
}

func (b *LogBuilder) Learn(node, bal, slot int, quorum ...int) (*trace.Event, error) {
	v, _ := b.proposed(bal, slot)
	in := b.from(quorum, "2b", is{"bal", num(bal)}, is{"slot", num(slot)})
	return b.Step(node, "Learn", []tla.Value{num(bal), num(slot), v, set(quorum)}, in)
}

func (b *LogBuilder) Notice(node, bal, slot int) (*trace.Event, error) {
	return b.Step(node, "Notice", []tla.Value{num(bal), num(slot)}, b.find("entry", is{"bal", num(bal)}, is{"slot", num(slot)}))
}

func (b *LogBuilder) CatchUp(node, bal, slot int) (*trace.Event, error) {
	v, _ := b.proposed(bal, slot)
	return b.Step(node, "CatchUp", []tla.Value{num(bal), num(slot), v}, b.find("entry", is{"bal", num(bal)}, is{"slot", num(slot)}))
}

func (b *LogBuilder) Apply(node, slot int) (*trace.Event, error) {
	return b.Step(node, "Apply", []tla.Value{num(slot)}, nil)
}

func (b *LogBuilder) Respond(node, session int, c tla.Value) (*trace.Event, error) {
	return b.Step(node, "Respond", []tla.Value{num(session), c}, nil)
}

func (b *LogBuilder) RetryInOrder(node int, c tla.Value) (*trace.Event, error) {
	return b.Step(node, "RetryInOrder", []tla.Value{c}, b.find("request", is{"cmd", c}))
}

func (b *LogBuilder) SessionExpired(node int, c tla.Value) (*trace.Event, error) {
	return b.Step(node, "SessionExpired", []tla.Value{c}, b.find("request", is{"cmd", c}))
}

func (b *LogBuilder) Snapshot(node int) (*trace.Event, error) {
	return b.Step(node, "Snapshot", nil, nil)
}

func (b *LogBuilder) Truncate(node, slot int) (*trace.Event, error) {
	return b.Step(node, "Truncate", []tla.Value{num(slot)}, nil)
}

// InstallSnapshot has a node take over the last snapshot that another one told of.
func (b *LogBuilder) InstallSnapshot(node, from int) (*trace.Event, error) {
	snap := b.own(b.st, "snap", from)
	upto, _ := snap.Field("upto")
	prefix, _ := snap.Field("prefix")
	in := b.find("snapshot", is{"from", num(from)}, is{"snap", snap})
	return b.Step(node, "InstallSnapshot", []tla.Value{num(from), upto, prefix}, in)
}
