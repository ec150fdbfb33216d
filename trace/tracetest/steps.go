package tracetest

import (
	"fmt"
	"slices"

	"github.com/synod-paxos/synod/spec/tla"
	"github.com/synod-paxos/synod/trace"
)

// Ballot is the ballot of a round and a node.
func Ballot(round, node int) int { return round*1024 + node }

// sentBy gives the messages of a type in a ballot from one of the given nodes;
// nil stands for all.
func (b *Builder) sentBy(kind string, bal int, from []int) []message {
	var list []message
	for _, m := range b.sent[sort{kind, bal}] {
		if from == nil || slices.Contains(from, m.Node) {
			list = append(list, m)
		}
	}
	return list
}

func cited(list []message) []trace.Cited {
	var out []trace.Cited
	for _, m := range list {
		out = append(out, m.Cited)
	}
	return out
}

// Prepare has a node start its ballot of a round.
func (b *Builder) Prepare(node, round int) (*trace.Event, error) {
	return b.Step(node, "Prepare", []tla.Value{num(Ballot(round, node))}, nil)
}

// Promise has a node promise a ballot.
func (b *Builder) Promise(node, bal int) (*trace.Event, error) {
	return b.Step(node, "Promise", []tla.Value{num(bal)}, cited(b.sentBy("1a", bal, nil)))
}

// Propose has a node propose a value with the promises of a quorum.
func (b *Builder) Propose(node, bal int, quorum []int, value string) (*trace.Event, error) {
	return b.Step(node, "Propose", []tla.Value{num(bal), set(quorum), tla.Str(value)}, cited(b.sentBy("1b", bal, quorum)))
}

// Accept has a node vote for what was proposed in a ballot.
func (b *Builder) Accept(node, bal int) (*trace.Event, error) {
	proposals := b.sentBy("2a", bal, nil)
	if len(proposals) == 0 {
		return nil, fmt.Errorf("nothing was proposed in ballot %d", bal)
	}
	value, _ := proposals[0].value.Field("val")
	return b.Step(node, "Accept", []tla.Value{num(bal), value}, cited(proposals[:1]))
}

// Learn has a node learn what a quorum voted for in a ballot.
func (b *Builder) Learn(node, bal int, quorum []int) (*trace.Event, error) {
	votes := b.sentBy("2b", bal, quorum)
	if len(votes) == 0 {
		return nil, fmt.Errorf("nobody voted in ballot %d", bal)
	}
	value, _ := votes[0].value.Field("val")
	return b.Step(node, "Learn", []tla.Value{num(bal), set(quorum), value}, cited(votes))
}

// Restart has a node crash and come back.
func (b *Builder) Restart(node int) (*trace.Event, error) { return b.Step(node, "Restart", nil, nil) }

func num(i int) tla.Value { return tla.Int(int64(i)) }

func set(list []int) tla.Value {
	var out []tla.Value
	for _, n := range list {
		out = append(out, num(n))
	}
	return tla.SetOf(out...)
}
