package check

import (
	"crypto/sha256"
	"fmt"
	"sync"
)

// Specifications and models are immutable and safe for concurrent use, so that
// checks of many traces of one cluster share them.
var (
	sources sync.Map // of a sourceKey
	models  sync.Map // of a source and nodes
)

// A sourceKey is what tells sources apart.
type sourceKey struct {
	name string
	ir   [sha256.Size]byte
}

// openReplay is the specification that traces name, or, if there is an IR,
// another version of it.
func openReplay(name string, ir []byte) (*source, error) {
	key := sourceKey{name, sha256.Sum256(ir)}
	if s, ok := sources.Load(key); ok {
		return s.(*source), nil
	}
	s, err := openSource(name, replayModule(name), "Node", ir)
	if err != nil {
		return nil, err
	}
	got, _ := sources.LoadOrStore(key, s)
	return got.(*source), nil
}

// openVoting is the specification of promises and votes alone.
func openVoting() (*source, error) {
	key := sourceKey{name: votingModule}
	if s, ok := sources.Load(key); ok {
		return s.(*source), nil
	}
	s, err := openSource(votingModule, replayModule(votingModule), "Acceptor", nil)
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
