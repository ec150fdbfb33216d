package adapters

import (
	"encoding/binary"
	"errors"
	"fmt"
	"runtime"
	"time"

	"go.etcd.io/raft/v3"
	pb "go.etcd.io/raft/v3/raftpb"
	"google.golang.org/protobuf/proto"

	"github.com/synod-paxos/synod/bench/peers/journal"
	"github.com/synod-paxos/synod/bench/peers/mailbox"
	"github.com/synod-paxos/synod/bench/peers/system"
)

// etcdReplica drives one RawNode.
type etcdReplica struct {
	id        uint64
	style     etcdStyle
	node      *raft.RawNode
	storage   *raft.MemoryStorage
	journal   *journal.Journal // nil: nothing is durable
	hard      *pb.HardState    // as it is durable, or on its way
	last      uint64           // index of the newest entry in the journal
	machine   machine
	wake      chan struct{}
	inbox     *mailbox.Mailbox[*pb.Message]
	proposals *mailbox.Mailbox[*pb.Entry]
	appends   *mailbox.Mailbox[*pb.Message] // async: what is to be written
	written   chan struct{}                 // wakes who writes
	send      func(*pb.Message)
	waiters   *waiters // nil: no clients here
	led       chan struct{}
	leading   bool
	taken     struct {
		messages []*pb.Message
		entries  []*pb.Entry
	}
}

var errUnseated = errors.New("etcd/raft: the leader was unseated")

// The log in memory is cut to compactTo entries when it has compactAt.
const (
	compactAt = 20000
	compactTo = 10000
)

func newEtcdReplica(peers []raft.Peer, number int, style etcdStyle, j *journal.Journal) (*etcdReplica, error) {
	id := peers[number].ID
	storage := raft.NewMemoryStorage()
	node, err := raft.NewRawNode(etcdConfig(id, storage, style.async))
	if err != nil {
		return nil, fmt.Errorf("etcd/raft: %w", err)
	}
	if err := node.Bootstrap(peers); err != nil {
		return nil, fmt.Errorf("etcd/raft: %w", err)
	}
	wake, written := mailbox.Wake(), mailbox.Wake()
	return &etcdReplica{
		id: id, style: style, node: node, storage: storage, journal: j, hard: &pb.HardState{},
		wake: wake, inbox: mailbox.New[*pb.Message](wake), proposals: mailbox.New[*pb.Entry](wake),
		written: written, appends: mailbox.New[*pb.Message](written),
		led: make(chan struct{}),
	}, nil
}

// work lists what runs for the replica until it is stopped.
func (r *etcdReplica) work() []func(stop <-chan struct{}) error {
	if r.style.async {
		return []func(<-chan struct{}) error{r.run, r.write}
	}
	return []func(<-chan struct{}) error{r.run}
}

func (r *etcdReplica) run(stop <-chan struct{}) error {
	ticker := time.NewTicker(etcdTick)
	defer ticker.Stop()
	if err := r.begin(stop); err != nil {
		return err
	}
	for {
		select {
		case <-ticker.C:
			r.node.Tick()
		case <-r.wake:
			if r.style.yields {
				runtime.Gosched()
			}
			r.receive()
			r.propose()
		case <-stop:
			return nil
		}
		if err := r.settle(); err != nil {
			return err
		}
	}
}

// begin applies the first configuration; then the first replica campaigns.
func (r *etcdReplica) begin(stop <-chan struct{}) error {
	for {
		if err := r.settle(); err != nil {
			return err
		}
		if r.node.Status().Applied >= system.Replicas {
			break
		}
		select { // async: until the bootstrap entries are written
		case <-r.wake:
			r.receive()
		case <-stop:
			return nil
		}
	}
	if r.waiters == nil {
		return nil
	}
	if err := r.node.Campaign(); err != nil {
		return fmt.Errorf("etcd/raft: campaigning: %w", err)
	}
	return r.settle()
}

func (r *etcdReplica) receive() {
	r.taken.messages = r.inbox.Take(r.taken.messages)
	for _, m := range r.taken.messages {
		// The error tells that a message is out of date, or not for this replica.
		_ = r.node.Step(m)
	}
}

// propose coalesces what waits.
func (r *etcdReplica) propose() {
	r.taken.entries = r.proposals.Take(r.taken.entries)
	if len(r.taken.entries) == 0 {
		return
	}
	// The log keeps the slice's elements and not the slice.
	err := r.node.Step(&pb.Message{Type: pb.MsgProp.Enum(), From: proto.Uint64(r.id), Entries: r.taken.entries})
	if err != nil && r.waiters != nil {
		r.waiters.fail(fmt.Errorf("etcd/raft: proposing: %w", err))
	}
}

// settle does all that the node has ready.
func (r *etcdReplica) settle() error {
	for r.node.HasReady() {
		ready := r.node.Ready()
		r.observe(ready.SoftState)
		if r.style.async {
			if err := r.dispatch(ready.Messages); err != nil {
				return err
			}
			continue
		}
		if err := r.handle(ready); err != nil {
			return err
		}
		r.node.Advance(ready)
	}
	return nil
}

// observe notes who leads.
func (r *etcdReplica) observe(soft *raft.SoftState) {
	if soft == nil {
		return
	}
	leads := soft.RaftState == raft.StateLeader
	switch {
	case leads && !r.leading && r.waiters != nil:
		close(r.led)
	case !leads && r.leading:
		r.waiters.fail(errUnseated)
		r.waiters = nil
	}
	r.leading = leads
}

// handle does what a Ready asks for. The leader sends before it writes, and
// applies what a quorum has made durable: its own vote counts only at Advance.
func (r *etcdReplica) handle(ready raft.Ready) error {
	if r.leading {
		r.sendAll(ready.Messages)
		if err := r.keep(ready.Entries, ready.HardState); err != nil {
			return err
		}
		if err := r.apply(ready.CommittedEntries); err != nil {
			return err
		}
		return r.persist(ready.Entries, ready.MustSync)
	}
	if err := r.keep(ready.Entries, ready.HardState); err != nil {
		return err
	}
	if err := r.persist(ready.Entries, ready.MustSync); err != nil {
		return err
	}
	r.sendAll(ready.Messages)
	return r.apply(ready.CommittedEntries)
}

func (r *etcdReplica) sendAll(messages []*pb.Message) {
	for _, m := range messages {
		r.send(m)
	}
}

// keep takes entries and hard state into the log in memory.
func (r *etcdReplica) keep(entries []*pb.Entry, hard *pb.HardState) error {
	if !raft.IsEmptyHardState(hard) {
		r.hard = hard
		if err := r.storage.SetHardState(hard); err != nil {
			return fmt.Errorf("etcd/raft: keeping the hard state: %w", err)
		}
	}
	if err := r.storage.Append(entries); err != nil {
		return fmt.Errorf("etcd/raft: appending: %w", err)
	}
	return nil
}

// persist makes entries and the hard state durable.
func (r *etcdReplica) persist(entries []*pb.Entry, sync bool) error {
	if r.journal == nil || !sync {
		return nil
	}
	b := r.journal.Buffer()
	b = binary.LittleEndian.AppendUint64(b, r.hard.GetTerm())
	b = binary.LittleEndian.AppendUint64(b, r.hard.GetVote())
	b = binary.LittleEndian.AppendUint64(b, r.hard.GetCommit())
	for _, e := range entries {
		b = binary.LittleEndian.AppendUint64(b, e.GetTerm())
		b = binary.LittleEndian.AppendUint64(b, e.GetIndex())
		b = binary.LittleEndian.AppendUint32(b, uint32(e.GetType()))
		b = binary.LittleEndian.AppendUint32(b, uint32(len(e.GetData())))
		b = append(b, e.GetData()...)
		r.last = max(r.last, e.GetIndex())
	}
	first, err := r.storage.FirstIndex()
	if err != nil {
		return fmt.Errorf("etcd/raft: %w", err)
	}
	return r.journal.Write(b, r.last, first-1)
}

func (r *etcdReplica) apply(entries []*pb.Entry) error {
	for _, e := range entries {
		if e.GetType() == pb.EntryConfChange {
			var change pb.ConfChange
			if err := proto.Unmarshal(e.GetData(), &change); err != nil {
				return fmt.Errorf("etcd/raft: decoding a configuration: %w", err)
			}
			r.node.ApplyConfChange(&change)
			continue
		}
		r.machine.apply(e.GetData())
		if r.waiters != nil {
			r.waiters.applied(e.GetData())
		}
	}
	if len(entries) == 0 {
		return nil
	}
	return r.compact(entries[len(entries)-1].GetIndex())
}

func (r *etcdReplica) compact(applied uint64) error {
	first, err := r.storage.FirstIndex()
	if err != nil || applied < first+compactAt {
		return err
	}
	if err := r.storage.Compact(applied - compactTo); err != nil {
		return fmt.Errorf("etcd/raft: compacting: %w", err)
	}
	return nil
}
