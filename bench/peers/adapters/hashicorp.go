package adapters

import (
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"time"

	"github.com/hashicorp/go-hclog"
	"github.com/hashicorp/raft"

	"github.com/synod-paxos/synod/bench/peers/system"
)

func hashicorpKind() system.Kind {
	return system.Kind{
		Name: "hashicorp/raft", Module: "github.com/hashicorp/raft", Memory: true, Disk: true,
		About: "BatchApplyCh, up to 1024 entries per append, a batching state machine, the library's in-memory log; " +
			"on disk: the same preallocated, checksummed journal as etcd/raft beneath it, one write and one fdatasync per " +
			"StoreLogs; the library's own TCP transport",
		Start: startHashicorp,
	}
}

// hashicorp is a cluster of Raft nodes.
type hashicorp struct {
	rafts    []*raft.Raft
	machines []*hashicorpMachine
	stores   []*hashicorpStore // with a disk
	closers  []io.Closer       // transports
	leader   *raft.Raft
}

// poll is how often a start looks for a leader.
const poll = 10 * time.Millisecond

func startHashicorp(c system.Config) (system.System, error) {
	h := &hashicorp{}
	if err := h.open(c); err != nil {
		return nil, errors.Join(fmt.Errorf("hashicorp/raft: %w", err), h.Close())
	}
	for deadline := time.Now().Add(startTimeout); h.leader == nil; time.Sleep(poll) {
		for _, r := range h.rafts {
			if r.State() == raft.Leader {
				h.leader = r
			}
		}
		if time.Now().After(deadline) {
			return nil, errors.Join(errors.New("hashicorp/raft: no leader"), h.Close())
		}
	}
	return h, nil
}

func (h *hashicorp) open(c system.Config) error {
	logger := hclog.NewNullLogger()
	transports, err := h.transports(c, logger)
	if err != nil {
		return err
	}
	var servers []raft.Server
	for i, t := range transports {
		servers = append(servers, raft.Server{ID: raft.ServerID(fmt.Sprint(i)), Address: t.LocalAddr()})
	}
	for i, t := range transports {
		if err := h.replica(c, hashicorpConfig(servers[i].ID, logger), servers, t); err != nil {
			return err
		}
	}
	return nil
}

func hashicorpConfig(id raft.ServerID, logger hclog.Logger) *raft.Config {
	config := raft.DefaultConfig()
	config.LocalID = id
	config.Logger = logger
	config.BatchApplyCh = true
	config.MaxAppendEntries = 1024
	config.SnapshotInterval = 500 * time.Millisecond // the log is cut with a snapshot only
	config.SnapshotThreshold = 8192
	config.TrailingLogs = compactTo
	return config
}

func (h *hashicorp) replica(c system.Config, config *raft.Config, servers []raft.Server, transport raft.Transport) error {
	memory := raft.NewInmemStore()
	var logs raft.LogStore = memory
	var stable raft.StableStore = memory
	if c.Sync {
		store, err := newHashicorpStore(memory, filepath.Join(c.Dir, string(config.LocalID)))
		if err != nil {
			return err
		}
		h.stores = append(h.stores, store)
		logs, stable = store, store
	}
	snapshots := raft.NewDiscardSnapshotStore()
	err := raft.BootstrapCluster(config, logs, stable, snapshots, transport, raft.Configuration{Servers: servers})
	if err != nil {
		return fmt.Errorf("bootstrapping: %w", err)
	}
	machine := &hashicorpMachine{}
	r, err := raft.NewRaft(config, machine, logs, stable, snapshots, transport)
	if err != nil {
		return err
	}
	h.machines = append(h.machines, machine)
	h.rafts = append(h.rafts, r)
	return nil
}

func (h *hashicorp) transports(c system.Config, logger hclog.Logger) ([]raft.Transport, error) {
	if !c.TCP {
		return hashicorpMemory(), nil
	}
	var transports []raft.Transport
	for range system.Replicas {
		t, err := raft.NewTCPTransportWithLogger("127.0.0.1:0", nil, system.Replicas, 10*time.Second, logger)
		if err != nil {
			return nil, err
		}
		h.closers = append(h.closers, t)
		transports = append(transports, t)
	}
	return transports, nil
}

func hashicorpMemory() []raft.Transport {
	var list []*raft.InmemTransport
	for i := range system.Replicas {
		_, t := raft.NewInmemTransport(raft.ServerAddress(fmt.Sprint("replica-", i)))
		list = append(list, t)
	}
	var transports []raft.Transport
	for _, t := range list {
		for _, other := range list {
			if t != other {
				t.Connect(other.LocalAddr(), other)
			}
		}
		transports = append(transports, t)
	}
	return transports
}

func (h *hashicorp) Client(int) (system.Client, error) { return hashicorpClient{h.leader}, nil }

type hashicorpClient struct{ leader *raft.Raft }

func (c hashicorpClient) Propose(payload []byte) error { return c.leader.Apply(payload, 0).Error() }

func (h *hashicorp) Applied() []uint64 {
	var counts []uint64
	for _, m := range h.machines {
		counts = append(counts, m.count())
	}
	return counts
}

func (h *hashicorp) Close() error {
	var errs []error
	for _, r := range h.rafts {
		errs = append(errs, r.Shutdown().Error())
	}
	for _, c := range h.closers {
		errs = append(errs, c.Close())
	}
	for _, s := range h.stores {
		errs = append(errs, s.journal.Close())
	}
	return errors.Join(errs...)
}

// hashicorpMachine takes the commands of a batch at once.
type hashicorpMachine struct{ machine }

var _ raft.BatchingFSM = (*hashicorpMachine)(nil)

func (m *hashicorpMachine) Apply(l *raft.Log) any {
	m.apply(l.Data)
	return nil
}

func (m *hashicorpMachine) ApplyBatch(logs []*raft.Log) []any {
	for _, l := range logs {
		if l.Type == raft.LogCommand {
			m.apply(l.Data)
		}
	}
	return make([]any, len(logs))
}

func (m *hashicorpMachine) Snapshot() (raft.FSMSnapshot, error) { return hashicorpSnapshot{}, nil }
func (m *hashicorpMachine) Restore(r io.ReadCloser) error       { return r.Close() }

type hashicorpSnapshot struct{}

func (hashicorpSnapshot) Persist(sink raft.SnapshotSink) error { return sink.Close() }
func (hashicorpSnapshot) Release()                             {}
