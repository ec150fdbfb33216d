package adapters

import (
	"encoding/binary"
	"fmt"
	"sync"

	"github.com/hashicorp/raft"

	"github.com/synod-paxos/synod/bench/peers/journal"
)

// hashicorpStore is the library's log in memory with a journal beneath it.
type hashicorpStore struct {
	*raft.InmemStore
	mu      sync.Mutex // the journal's: logs and terms come from different goroutines
	journal *journal.Journal
	term    uint64
	vote    []byte
	last    uint64
}

// The library's keys of what must be durable.
const (
	keyTerm = "CurrentTerm"
	keyVote = "LastVoteCand"
)

func newHashicorpStore(memory *raft.InmemStore, dir string) (*hashicorpStore, error) {
	j, err := journal.Create(dir)
	if err != nil {
		return nil, err
	}
	return &hashicorpStore{InmemStore: memory, journal: j}, nil
}

func (s *hashicorpStore) StoreLog(l *raft.Log) error { return s.StoreLogs([]*raft.Log{l}) }

func (s *hashicorpStore) StoreLogs(logs []*raft.Log) error {
	if err := s.persist(logs); err != nil {
		return err
	}
	return s.InmemStore.StoreLogs(logs)
}

func (s *hashicorpStore) Set(key, value []byte) error {
	if err := s.InmemStore.Set(key, value); err != nil || string(key) != keyVote {
		return err
	}
	s.mu.Lock()
	s.vote = value
	s.mu.Unlock()
	return s.persist(nil)
}

func (s *hashicorpStore) SetUint64(key []byte, value uint64) error {
	if err := s.InmemStore.SetUint64(key, value); err != nil || string(key) != keyTerm {
		return err
	}
	s.mu.Lock()
	s.term = value
	s.mu.Unlock()
	return s.persist(nil)
}

// persist makes logs, the term and the vote durable.
func (s *hashicorpStore) persist(logs []*raft.Log) error {
	first, err := s.FirstIndex()
	if err != nil {
		return fmt.Errorf("hashicorp/raft: %w", err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	b := s.journal.Buffer()
	b = binary.LittleEndian.AppendUint64(b, s.term)
	b = binary.LittleEndian.AppendUint32(b, uint32(len(s.vote)))
	b = append(b, s.vote...)
	for _, l := range logs {
		b = binary.LittleEndian.AppendUint64(b, l.Term)
		b = binary.LittleEndian.AppendUint64(b, l.Index)
		b = binary.LittleEndian.AppendUint32(b, uint32(l.Type))
		b = binary.LittleEndian.AppendUint32(b, uint32(len(l.Data)))
		b = append(b, l.Data...)
		s.last = max(s.last, l.Index)
	}
	return s.journal.Write(b, s.last, max(first, 1)-1)
}
