package adapters

import (
	"errors"
	"fmt"
	"io"
	"log"
	"path/filepath"
	"sync"
	"time"

	"go.etcd.io/raft/v3"
	pb "go.etcd.io/raft/v3/raftpb"
	"google.golang.org/protobuf/proto"

	"github.com/synod-paxos/synod/bench/peers/journal"
	"github.com/synod-paxos/synod/bench/peers/link"
	"github.com/synod-paxos/synod/bench/peers/system"
)

const etcdModule = "go.etcd.io/raft/v3"

func etcdKind() system.Kind {
	return system.Kind{
		Name: "etcd/raft", Module: etcdModule, Memory: true, Disk: true,
		About: "RawNode in a loop of its own per replica, proposals that wait coalesced by hand into one message; " +
			"on disk: a preallocated, checksummed journal, one write and one fdatasync per Ready, the leader's after its sends; " +
			"protobuf over loopback TCP, encoded beside the loop, all that waits in one write",
		Start: func(c system.Config) (system.System, error) { return startEtcd(c, etcdStyle{}) },
	}
}

func etcdYieldingKind() system.Kind {
	return system.Kind{
		Name: "etcd/raft yielding", Module: etcdModule, Memory: true, Disk: true,
		About: "the same, but a loop that is woken lets others run once before it takes what waits, so that more proposals are coalesced",
		Start: func(c system.Config) (system.System, error) { return startEtcd(c, etcdStyle{yields: true}) },
	}
}

func etcdAsyncKind() system.Kind {
	return system.Kind{
		Name: "etcd/raft async", Module: etcdModule, Disk: true,
		About: "yielding, with AsyncStorageWrites: a goroutine per replica appends all that waits with one write and one " +
			"fdatasync, while the loop goes on",
		Start: func(c system.Config) (system.System, error) {
			return startEtcd(c, etcdStyle{yields: true, async: true})
		},
	}
}

// etcdStyle is how the library is driven.
type etcdStyle struct {
	yields bool // lets others run before it takes what waits
	async  bool // AsyncStorageWrites
}

// etcd is a cluster of RawNodes. The first replica is made the leader.
type etcd struct {
	replicas []*etcdReplica
	mesh     *link.Mesh[*pb.Message] // nil without TCP
	waiters  *waiters
	stop     chan struct{}
	workers  sync.WaitGroup
}

const (
	etcdTick     = 100 * time.Millisecond
	startTimeout = 20 * time.Second
)

func startEtcd(c system.Config, style etcdStyle) (system.System, error) {
	e := &etcd{waiters: newWaiters(c.Clients), stop: make(chan struct{})}
	if err := e.open(c, style); err != nil {
		return nil, errors.Join(err, e.Close())
	}
	for _, r := range e.replicas {
		for _, work := range r.work() {
			e.workers.Go(func() {
				if err := work(e.stop); err != nil {
					e.waiters.fail(err)
				}
			})
		}
	}
	select {
	case <-e.replicas[0].led:
		return e, nil
	case <-time.After(startTimeout):
		return nil, errors.Join(errors.New("etcd/raft: no leader"), e.Close())
	}
}

func (e *etcd) open(c system.Config, style etcdStyle) error {
	var peers []raft.Peer
	for i := range system.Replicas {
		peers = append(peers, raft.Peer{ID: uint64(i + 1)})
	}
	for i := range system.Replicas {
		var j *journal.Journal
		if c.Sync {
			var err error
			if j, err = journal.Create(filepath.Join(c.Dir, fmt.Sprint(i))); err != nil {
				return err
			}
		}
		r, err := newEtcdReplica(peers, i, style, j)
		if err != nil {
			return err
		}
		r.send = e.sender(i)
		e.replicas = append(e.replicas, r)
	}
	e.replicas[0].waiters = e.waiters
	if !c.TCP {
		return nil
	}
	var err error
	e.mesh, err = link.New(system.Replicas, etcdCodec, e.deliver, e.waiters.fail)
	return err
}

var etcdCodec = link.Codec[*pb.Message]{
	Append: func(buffer []byte, m *pb.Message) ([]byte, error) {
		return proto.MarshalOptions{}.MarshalAppend(buffer, m)
	},
	Decode: func(frame []byte) (*pb.Message, error) {
		m := &pb.Message{}
		return m, proto.Unmarshal(frame, m)
	},
}

func (e *etcd) deliver(to int, m *pb.Message) { e.replicas[to].inbox.Put(m) }

// sender is how the messages of a replica leave it. In memory they are handed
// over as they are.
func (e *etcd) sender(from int) func(*pb.Message) {
	return func(m *pb.Message) {
		to := int(m.GetTo()) - 1
		if e.mesh == nil || to == from {
			e.deliver(to, m)
			return
		}
		e.mesh.Send(from, to, m)
	}
}

func (e *etcd) Client(number int) (system.Client, error) {
	answers, err := e.waiters.slot(number)
	if err != nil {
		return nil, err
	}
	return &etcdClient{leader: e.replicas[0], answers: answers}, nil
}

type etcdClient struct {
	leader  *etcdReplica
	answers chan error
}

func (c *etcdClient) Propose(payload []byte) error {
	c.leader.proposals.Put(&pb.Entry{Data: payload})
	return <-c.answers
}

func (e *etcd) Applied() []uint64 {
	var counts []uint64
	for _, r := range e.replicas {
		counts = append(counts, r.machine.count())
	}
	return counts
}

func (e *etcd) Close() error {
	close(e.stop)
	var errs []error
	if e.mesh != nil {
		errs = append(errs, e.mesh.Close())
	}
	e.workers.Wait()
	for _, r := range e.replicas {
		if r.journal != nil {
			errs = append(errs, r.journal.Close())
		}
	}
	return errors.Join(errs...)
}

func etcdConfig(id uint64, storage raft.Storage, async bool) *raft.Config {
	return &raft.Config{
		ID: id, Storage: storage, AsyncStorageWrites: async,
		ElectionTick: 10, HeartbeatTick: 1, CheckQuorum: true, PreVote: true,
		MaxSizePerMsg: 1 << 20, MaxCommittedSizePerReady: 16 << 20, MaxInflightMsgs: 512,
		Logger: &raft.DefaultLogger{Logger: log.New(io.Discard, "", 0)},
	}
}
