package adapters

import (
	"errors"
	"fmt"
	"io"
	"net"
	"path/filepath"
	"sync"
	"time"

	"github.com/lni/dragonboat/v4"
	"github.com/lni/dragonboat/v4/client"
	"github.com/lni/dragonboat/v4/config"
	"github.com/lni/dragonboat/v4/logger"
	channels "github.com/lni/dragonboat/v4/plugin/chan"
	"github.com/lni/dragonboat/v4/plugin/tan"
	"github.com/lni/dragonboat/v4/statemachine"
	"github.com/lni/vfs"

	"github.com/synod-paxos/synod/bench/peers/system"
)

func dragonboatKind() system.Kind {
	return system.Kind{
		Name: "dragonboat", Module: "github.com/lni/dragonboat/v4", Memory: true, Disk: true,
		About: "one shard, its tan log with the least of its buffers, no-op sessions, its own TCP transport and fsync; " +
			"in memory: an in-memory file system beneath tan and its channel transport, which encodes messages",
		Start: startDragonboat,
	}
}

const (
	dragonboatShard   = 1
	dragonboatTimeout = 10 * time.Second // of a command
	// An election after a second or two, as everywhere, but of fine ticks: where
	// there are only ten to draw from, three replicas that start at once tie.
	dragonboatTickMS    = 20
	dragonboatElection  = 50
	dragonboatHeartbeat = 5
)

type dragonboatCluster struct {
	hosts    []*dragonboat.NodeHost
	machines []*machine
	leader   *dragonboat.NodeHost
}

// quiet is set once: the library allows no more.
var quiet sync.Once

func startDragonboat(c system.Config) (system.System, error) {
	quiet.Do(func() { logger.SetLoggerFactory(func(string) logger.ILogger { return silence{} }) })
	d := &dragonboatCluster{}
	if err := d.open(c); err != nil {
		return nil, errors.Join(fmt.Errorf("dragonboat: %w", err), d.Close())
	}
	for deadline := time.Now().Add(startTimeout); d.leader == nil; time.Sleep(poll) {
		if err := d.findLeader(); err != nil {
			return nil, errors.Join(fmt.Errorf("dragonboat: %w", err), d.Close())
		}
		if time.Now().After(deadline) {
			return nil, errors.Join(errors.New("dragonboat: no leader"), d.Close())
		}
	}
	return d, nil
}

func (d *dragonboatCluster) open(c system.Config) error {
	addresses, err := freeAddresses(system.Replicas)
	if err != nil {
		return err
	}
	members := make(map[uint64]dragonboat.Target)
	for i, a := range addresses {
		members[uint64(i+1)] = a
	}
	for i, a := range addresses {
		host, err := dragonboat.NewNodeHost(dragonboatHost(c, i, a))
		if err != nil {
			return err
		}
		d.hosts = append(d.hosts, host)
	}
	for i, host := range d.hosts {
		m := &machine{}
		d.machines = append(d.machines, m)
		create := func(uint64, uint64) statemachine.IStateMachine { return dragonboatMachine{m} }
		if err := host.StartReplica(members, false, create, dragonboatReplica(c, uint64(i+1))); err != nil {
			return err
		}
	}
	return nil
}

func dragonboatHost(c system.Config, number int, address string) config.NodeHostConfig {
	host := config.NodeHostConfig{
		DeploymentID:   1,
		NodeHostDir:    filepath.Join(c.Dir, fmt.Sprint(number)),
		RTTMillisecond: dragonboatTickMS,
		RaftAddress:    address,
		Expert:         config.GetDefaultExpertConfig(),
	}
	host.Expert.LogDBFactory = tan.Factory
	// Buffers of 64 MiB a host. The default is 2 GiB a host, beside which a process
	// of three would hardly ever collect garbage, and all others would.
	host.Expert.LogDB = config.GetTinyMemLogDBConfig()
	if !c.Sync {
		host.NodeHostDir = fmt.Sprint("/memory/", number)
		host.Expert.FS = vfs.NewMem()
	}
	if !c.TCP {
		host.Expert.TransportFactory = &dragonboatChannels{}
	}
	return host
}

// dragonboatChannels is the library's transport of channels; its own factory
// refuses to judge addresses.
type dragonboatChannels struct{ channels.ChanTransportFactory }

func (*dragonboatChannels) Validate(string) bool { return true }

func dragonboatReplica(c system.Config, id uint64) config.Config {
	every := uint64(10 * compactAt)
	if c.SnapshotEvery > 0 {
		every = uint64(c.SnapshotEvery)
	}
	return config.Config{
		ReplicaID: id, ShardID: dragonboatShard,
		ElectionRTT: dragonboatElection, HeartbeatRTT: dragonboatHeartbeat, CheckQuorum: true, PreVote: true,
		SnapshotEntries: every, CompactionOverhead: compactTo,
	}
}

// freeAddresses are addresses that nobody listens on at the moment: the library
// must be told them beforehand.
func freeAddresses(n int) ([]string, error) {
	var addresses []string
	for range n {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return nil, err
		}
		defer l.Close()
		addresses = append(addresses, l.Addr().String())
	}
	return addresses, nil
}

func (d *dragonboatCluster) findLeader() error {
	for _, host := range d.hosts {
		id, _, known, err := host.GetLeaderID(dragonboatShard)
		if err != nil {
			return err
		}
		if known {
			d.leader = d.hosts[id-1]
		}
	}
	return nil
}

func (d *dragonboatCluster) Client(int) (system.Client, error) {
	return &dragonboatClient{d.leader, d.leader.GetNoOPSession(dragonboatShard)}, nil
}

type dragonboatClient struct {
	leader  *dragonboat.NodeHost
	session *client.Session
}

// attempts bounds how often a command is proposed that was dropped unproposed.
const attempts = 1000

func (c *dragonboatClient) Propose(payload []byte) error {
	for range attempts {
		state, err := c.leader.Propose(c.session, payload, dragonboatTimeout)
		if errors.Is(err, dragonboat.ErrSystemBusy) {
			time.Sleep(time.Millisecond)
			continue
		}
		if err != nil {
			return fmt.Errorf("dragonboat: proposing: %w", err)
		}
		result := <-state.ResultC()
		state.Release()
		if result.Completed() {
			return nil
		}
		if !result.Dropped() {
			return fmt.Errorf("dragonboat: a command was not completed: %+v", result)
		}
		time.Sleep(time.Millisecond)
	}
	return errors.New("dragonboat: a command was dropped again and again")
}

func (d *dragonboatCluster) Applied() []uint64 {
	var counts []uint64
	for _, m := range d.machines {
		counts = append(counts, m.count())
	}
	return counts
}

func (d *dragonboatCluster) Close() error {
	for _, host := range d.hosts {
		host.Close()
	}
	return nil
}

type dragonboatMachine struct{ *machine }

func (m dragonboatMachine) Update(e statemachine.Entry) (statemachine.Result, error) {
	m.apply(e.Cmd)
	return statemachine.Result{}, nil
}

func (m dragonboatMachine) Lookup(any) (any, error) { return m.count(), nil }

func (m dragonboatMachine) SaveSnapshot(w io.Writer, _ statemachine.ISnapshotFileCollection, _ <-chan struct{}) error {
	_, err := fmt.Fprintln(w, m.count())
	return err
}

func (m dragonboatMachine) RecoverFromSnapshot(r io.Reader, _ []statemachine.SnapshotFile, _ <-chan struct{}) error {
	var count uint64
	if _, err := fmt.Fscanln(r, &count); err != nil {
		return err
	}
	m.applied.Store(count)
	return nil
}

func (dragonboatMachine) Close() error { return nil }

// silence is a log that nobody reads. What the library panics for it panics for.
type silence struct{}

func (silence) SetLevel(logger.LogLevel) {}
func (silence) Debugf(string, ...any)    {}
func (silence) Infof(string, ...any)     {}
func (silence) Warningf(string, ...any)  {}
func (silence) Errorf(string, ...any)    {}
func (silence) Panicf(format string, args ...any) {
	panic(fmt.Sprintf(format, args...))
}
