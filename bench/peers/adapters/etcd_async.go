package adapters

import (
	"fmt"

	"go.etcd.io/raft/v3"
	pb "go.etcd.io/raft/v3/raftpb"
)

// dispatch hands the messages of a Ready to whom they are for. What is to be
// applied is so at once: it takes less than handing it on.
func (r *etcdReplica) dispatch(messages []*pb.Message) error {
	for _, m := range messages {
		switch m.GetTo() {
		case raft.LocalAppendThread:
			r.appends.Put(m)
		case raft.LocalApplyThread:
			if err := r.apply(m.GetEntries()); err != nil {
				return err
			}
			for _, response := range m.GetResponses() {
				_ = r.node.Step(response) // to this very replica
			}
		default:
			r.send(m)
		}
	}
	return nil
}

// write makes durable what waits, all of it at once, and then lets its responses
// go.
func (r *etcdReplica) write(stop <-chan struct{}) error {
	var taken []*pb.Message
	for {
		select {
		case <-r.written:
		case <-stop:
			return nil
		}
		taken = r.appends.Take(taken)
		var entries []*pb.Entry
		sync := false
		for _, m := range taken {
			hard := &pb.HardState{Term: m.Term, Vote: m.Vote, Commit: m.Commit}
			if err := r.keep(m.GetEntries(), hard); err != nil {
				return fmt.Errorf("writing: %w", err)
			}
			entries = append(entries, m.GetEntries()...)
			sync = sync || len(m.GetResponses()) > 0
		}
		if err := r.persist(entries, sync); err != nil {
			return err
		}
		for _, m := range taken {
			r.sendAll(m.GetResponses())
		}
	}
}
