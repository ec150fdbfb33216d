package tracetest

import (
	"fmt"
	"slices"

	"github.com/synod-paxos/synod/spec/tla"
)

// Steady is a run of MultiPaxos without faults, as most of the life of a cluster
// is: node 1 leads, and each slot has a batch of commands of as many sessions that
// node 1 takes, proposes, learns from all votes but the slowest, and answers. The
// others hear of it by notices. Every hundred slots all write snapshots, and forget
// what is older than a hundred slots.
func Steady(nodes, slots, batch int) (*LogBuilder, error) {
	b, err := NewLog(nodes)
	if err != nil {
		return nil, err
	}
	s := steady{b: b, quorum: b.Nodes[:nodes/2+1], bal: Ballot(1, 1)}
	s.lead()
	for slot := 1; slot <= slots && s.err == nil; slot++ {
		s.slot(slot, batch)
		if slot%100 == 0 {
			s.store(slot)
		}
		// What is not needed any more would only be searched.
		for k, list := range b.sent {
			if k.kind != "1a" {
				b.sent[k] = list[:0]
			}
		}
	}
	b.EndAll()
	return b, s.err
}

type steady struct {
	b      *LogBuilder
	quorum []int
	bal    int
	err    error
}

// note keeps the first error.
func (s *steady) note(_ any, err error) {
	if s.err == nil {
		s.err = err
	}
}

func (s *steady) lead() {
	s.note(s.b.Prepare(1, s.bal))
	for _, n := range s.b.Nodes[1:] {
		s.note(s.b.Promise(n, s.bal))
	}
	s.note(s.b.Lead(1, s.bal, s.quorum...))
}

// slot has a batch of commands chosen, and applied by all: in the first slot those
// that open sessions, then one of each session.
func (s *steady) slot(slot, batch int) {
	var commands []tla.Value
	for k := range batch {
		c := Command(k+1, slot-1, fmt.Sprintf("%032x", slot*batch+k))
		if slot == 1 {
			c = Command(0, 0, fmt.Sprintf("%032x", k))
		}
		s.note(s.b.Request(1, c))
		commands = append(commands, c)
	}
	s.note(s.b.Propose(1, s.bal, slot, commands...))
	for _, n := range s.b.Nodes {
		s.note(s.b.Accept(n, s.bal, slot))
	}
	s.note(s.b.Learn(1, s.bal, slot, s.quorum...))
	for _, n := range s.b.Nodes[1:] {
		s.note(s.b.Notice(n, s.bal, slot))
	}
	for _, n := range s.b.Nodes {
		s.note(s.b.Apply(n, slot))
	}
	for k, c := range slices.All(commands) {
		s.note(s.b.Respond(1, k+1, c))
	}
}

func (s *steady) store(slot int) {
	for _, n := range s.b.Nodes {
		s.note(s.b.Snapshot(n))
		if slot > 100 {
			s.note(s.b.Truncate(n, slot-99))
		}
	}
}
