package adapters

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/synod-paxos/synod/bench/peers/system"
	"github.com/synod-paxos/synod/impl/datadir"
	"github.com/synod-paxos/synod/impl/multipaxos"
	"github.com/synod-paxos/synod/impl/node"
	"github.com/synod-paxos/synod/trace"
)

const synodModule = "github.com/synod-paxos/synod"

func synodKind() system.Kind {
	return system.Kind{
		Name: "synod", Module: synodModule, Synod: true, Memory: true, Disk: true,
		About: "three whole nodes, by their public interface; clients have sessions, so that a command takes effect once however " +
			"often it is sent, and values are named by keyed digests, as for traces; in memory: without log and network; on disk: " +
			"with a log that is a trace of all that is durable, which is always so: tracing by the log alone costs nothing beyond this",
		Start: func(c system.Config) (system.System, error) { return startSynod(c, false) },
	}
}

func synodTracedKind() system.Kind {
	return system.Kind{
		Name: "synod traced", Module: synodModule, Synod: true, Base: "synod", Disk: true,
		About: "the same, and each node writes a full trace of every step beside its log, on the same disk",
		Start: func(c system.Config) (system.System, error) { return startSynod(c, true) },
	}
}

// synod is three whole nodes.
type synod struct {
	nodes    []*node.Node
	machines []*synodMachine
	opened   []time.Duration
	leader   *node.Node
}

var _ system.Store = (*synod)(nil)

// synodTiming has an election after a second, as everywhere.
var synodTiming = multipaxos.Timing{Heartbeat: 10, Election: 100}

func startSynod(c system.Config, traced bool) (system.System, error) {
	s := &synod{}
	open := s.openInMemory
	if c.Sync {
		open = s.openOnDisk
	}
	if err := open(c, traced); err != nil {
		return nil, errors.Join(fmt.Errorf("synod: %w", err), s.Close())
	}
	for deadline := time.Now().Add(startTimeout); s.leader == nil; time.Sleep(poll) {
		for _, n := range s.nodes {
			if n.Status().Leads {
				s.leader = n
			}
		}
		if time.Now().After(deadline) {
			return nil, errors.Join(errors.New("synod: no leader"), s.Close())
		}
	}
	return s, nil
}

func (s *synod) openInMemory(c system.Config, _ bool) error {
	var machines []node.StateMachine
	for range system.Replicas {
		machines = append(machines, s.machine(c))
	}
	var err error
	s.nodes, err = node.OpenInMemory(machines, node.Options{Timing: synodTiming, Limits: synodLimits(c)})
	return err
}

func (s *synod) openOnDisk(c system.Config, traced bool) error {
	if err := initSynod(c.Dir); err != nil {
		return err
	}
	for number := 1; number <= system.Replicas; number++ {
		o := node.Options{
			Dir: synodDir(c.Dir, number), StateMachine: s.machine(c), Timing: synodTiming, Limits: synodLimits(c),
		}
		if traced {
			o.TraceDir, o.Form = filepath.Join(c.Dir, "traces"), trace.Binary
		}
		begin := time.Now()
		n, err := node.Open(o)
		if err != nil {
			return err
		}
		s.nodes = append(s.nodes, n)
		s.opened = append(s.opened, time.Since(begin))
	}
	return nil
}

func (s *synod) machine(c system.Config) *synodMachine {
	m := newSynodMachine(c)
	s.machines = append(s.machines, m)
	return m
}

func synodDir(dir string, number int) string { return filepath.Join(dir, fmt.Sprint("node-", number)) }

// initSynod makes the nodes' directories, unless they are there.
func initSynod(dir string) error {
	if _, err := os.Stat(synodDir(dir, 1)); err == nil {
		return nil
	}
	addresses, err := freeAddresses(system.Replicas)
	if err != nil {
		return err
	}
	var members []datadir.Member
	for i, a := range addresses {
		members = append(members, datadir.Member{Node: i + 1, Addr: a})
	}
	for _, m := range members {
		id := datadir.Identity{Cluster: "bench", Run: "bench", Node: m.Node, Nodes: members}
		if _, err := node.Init(synodDir(dir, m.Node), id, []byte("the secret of the benchmark")); err != nil {
			return err
		}
	}
	return nil
}

func (s *synod) Client(int) (system.Client, error) { return nodeClient{s.leader}, nil }

type nodeClient struct{ leader *node.Node }

func (c nodeClient) Propose(payload []byte) error {
	_, err := c.leader.Propose(context.Background(), payload)
	return err
}

func (s *synod) Applied() []uint64 {
	var counts []uint64
	for _, m := range s.machines {
		counts = append(counts, m.count())
	}
	return counts
}

func (s *synod) Opened() []time.Duration { return s.opened }

func (s *synod) Snapshot() (saving time.Duration, err error) {
	_, err = s.leader.Snapshot(context.Background())
	return s.machines[slices.Index(s.nodes, s.leader)].saving, err
}

func (s *synod) Close() error {
	var errs []error
	for _, n := range s.nodes {
		errs = append(errs, n.Close())
	}
	return errors.Join(errs...)
}
