package check

import (
	"crypto/sha256"
	"fmt"
	"sync"
)

// Specifications and models are immutable and safe for concurrent use, so that
// checks of many traces of one cluster share them.
var (
	sources sync.Map // of the hash of an IR
	models  sync.Map // of a source and nodes
)

// openReplay is the specification of traces, or another version of it.
func openReplay(ir []byte) (*source, error) {
	key := sha256.Sum256(ir)
	if s, ok := sources.Load(key); ok {
		return s.(*source), nil
	}
	s, err := openSource("BasicPaxos", "ReplayBasicPaxos", "Node", ir)
	if err != nil {
		return nil, err
	}
	got, _ := sources.LoadOrStore(key, s)
	return got.(*source), nil
}

// openVoting is the specification of promises and votes alone.
func openVoting() (*source, error) {
	const key = "voting"
	if s, ok := sources.Load(key); ok {
		return s.(*source), nil
	}
	s, err := openSource("Voting", "ReplayVoting", "Acceptor", nil)
	if err != nil {
		return nil, err
	}
	got, _ := sources.LoadOrStore(key, s)
	return got.(*source), nil
}

type modelKey struct {
	source *source
	nodes  string
}

func modelFor(s *source, nodes []int) (*model, error) {
	key := modelKey{s, fmt.Sprint(nodes)}
	if m, ok := models.Load(key); ok {
		return m.(*model), nil
	}
	m, err := newModel(s, nodes)
	if err != nil {
		return nil, err
	}
	got, _ := models.LoadOrStore(key, m)
	return got.(*model), nil
}
