package register

import (
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/synod-paxos/synod/impl/basicpaxos"
	"github.com/synod-paxos/synod/impl/datadir"
	"github.com/synod-paxos/synod/impl/transport"
	"github.com/synod-paxos/synod/impl/wal"
	"github.com/synod-paxos/synod/impl/wal/waltest"
	"github.com/synod-paxos/synod/trace"
)

// A crashed machine is one that a test stopped at a crash point: the panic
// stands for the death of the process.
type crashed struct{}

// A cell is a cluster of machines over disks and a network in memory.
type cell struct {
	t        *testing.T
	random   *rand.Rand
	nodes    []int
	disks    map[int]*waltest.Disk
	machines map[int]*Machine // those that are up
	network  *transport.Memory
	traces   string // empty for none
	made     int    // segments that a later incarnation had to make
	crashAt  func(node int, at CrashPoint) bool
	answers  []basicpaxos.Answer
}

func newCell(t *testing.T, seed uint64, traced bool, nodes ...int) *cell {
	c := &cell{
		t: t, random: rand.New(rand.NewPCG(seed, 0)), nodes: nodes,
		disks: map[int]*waltest.Disk{}, machines: map[int]*Machine{}, network: transport.NewMemory(),
		crashAt: func(int, CrashPoint) bool { return false },
	}
	if traced {
		c.traces = t.TempDir()
	}
	for _, n := range nodes {
		c.disks[n] = waltest.NewDisk()
		if err := wal.Create(c.disks[n].Dir(wal.DirName)); err != nil {
			t.Fatal(err)
		}
	}
	return c
}

// guarded runs f of node n and tells whether the node lived through it.
func (c *cell) guarded(n int, f func() error) (lived bool) {
	defer func() {
		switch r := recover(); r {
		case nil:
		case crashed{}:
			c.kill(n)
			lived = false
		default:
			panic(r)
		}
	}()
	if err := f(); err != nil {
		c.t.Fatal(err)
	}
	return true
}

// kill ends a process: what it wrote to the trace stays, its memory does not.
func (c *cell) kill(n int) {
	if m := c.machines[n]; m != nil && m.trace != nil {
		m.trace.Close()
	}
	delete(c.machines, n)
	c.network.Leave(n)
}

// powerLoss ends a process and loses what was not synced.
func (c *cell) powerLoss(n int) {
	c.kill(n)
	c.disks[n] = c.disks[n].PowerLoss(waltest.Nothing)
}

func (c *cell) start(n int) bool {
	return c.guarded(n, func() error {
		c.countMissing(n)
		m, err := Begin(c.setup(n))
		if err != nil {
			return err
		}
		c.machines[n] = m
		c.network.Join(n, func(from int, payload []byte) {
			input, err := DecodePacket(from, payload)
			if err != nil {
				c.t.Fatal(err)
			}
			c.input(n, input)
		})
		return nil
	})
}

// countMissing counts whether the last incarnation left no segment.
func (c *cell) countMissing(n int) {
	headers, _ := c.logged(n)
	if inc := len(headers); inc > 0 && c.traces != "" {
		_, err := os.Stat(filepath.Join(c.traces, trace.SegmentName(n, uint64(inc))))
		c.made += one(err != nil)
	}
}

func (c *cell) setup(n int) Setup {
	name, err := datadir.Full.Namer(nil)
	if err != nil {
		c.t.Fatal(err)
	}
	config := basicpaxos.Config{Node: basicpaxos.NodeID(n), Name: namer(name), Rand: c.random.Uint64}
	id := datadir.Identity{Cluster: "c", Run: "r", Node: n}
	for _, m := range c.nodes {
		config.Nodes = append(config.Nodes, basicpaxos.NodeID(m))
		id.Nodes = append(id.Nodes, datadir.Member{Node: m, Addr: "memory"})
	}
	return Setup{
		Identity: id, Scheme: datadir.Full.Scheme(nil), Config: config, Dir: c.disks[n].Dir(wal.DirName), TraceDir: c.traces,
		Send:      c.network.Endpoint(n).Send,
		Answer:    func(a basicpaxos.Answer) { c.answers = append(c.answers, a) },
		Persisted: func() { c.mayCrash(n, AfterPersist) },
		Released:  func([]trace.Event, []trace.Change) { c.mayCrash(n, AfterRelease) },
		Now:       func() string { return "" },
		Log:       slog.New(slog.DiscardHandler),
	}
}

func (c *cell) mayCrash(n int, at CrashPoint) {
	if c.crashAt(n, at) {
		panic(crashed{})
	}
}

func (c *cell) input(n int, inputs ...basicpaxos.Input) {
	m := c.machines[n]
	if m == nil {
		return
	}
	c.guarded(n, func() error { return m.Turn(inputs...) })
}

// settle delivers everything, in any order.
func (c *cell) settle() {
	for len(c.network.Waiting()) > 0 {
		c.network.Deliver(c.random.IntN(len(c.network.Waiting())), false)
	}
}

// logged are the headers and the events on a node's disk.
func (c *cell) logged(n int) (headers []*trace.Header, events []*trace.Event) {
	_, _, err := wal.Open(c.disks[n].Dir(wal.DirName), wal.Options{}, func(r wal.Record) error {
		b, err := wal.DecodeBatch(r.Payload)
		for _, e := range b.Entries {
			switch e := e.(type) {
			case *trace.Header:
				headers = append(headers, e)
			case *trace.Event:
				events = append(events, e)
			}
		}
		return err
	})
	if err != nil {
		c.t.Fatal(err)
	}
	return headers, events
}

// traced are the events of the traces, by reference; the test fails if one
// event is told of in two ways, the mark of a copy apart.
func (c *cell) traced() map[trace.Ref]trace.Event {
	events := make(map[trace.Ref]trace.Event)
	files, err := trace.Files(c.traces)
	if err != nil {
		c.t.Fatal(err)
	}
	for _, file := range files {
		for _, entry := range readAll(c.t, file) {
			e, ok := entry.(*trace.Event)
			if !ok {
				continue
			}
			if old, ok := events[e.Ref]; ok {
				c.t.Errorf("event %v is told of twice: %+v and %+v", e.Ref, old, *e)
			}
			events[e.Ref] = *e
		}
	}
	return events
}

// checkTraces: every event that the logs hold is in the traces, and no node's
// events have holes.
func (c *cell) checkTraces(seed uint64) {
	c.t.Helper()
	events := c.traced()
	last := make(map[[2]uint64]uint64)
	for ref := range events {
		key := [2]uint64{uint64(ref.Node), ref.Inc}
		last[key] = max(last[key], ref.Seq)
	}
	for key, n := range last {
		for seq := uint64(1); seq <= n; seq++ {
			if _, ok := events[trace.Ref{Node: int(key[0]), Inc: key[1], Seq: seq}]; !ok {
				c.t.Errorf("seed %d: event %d of incarnation %d of node %d is missing; the last is %d", seed, seq, key[1], key[0], n)
			}
		}
	}
	for _, n := range c.nodes {
		_, logged := c.logged(n)
		for _, e := range logged {
			if _, ok := events[e.Ref]; !ok {
				c.t.Errorf("seed %d: %s %v is in the log and not in the trace", seed, e.Action, e.Ref)
			}
		}
	}
}

func readAll(t *testing.T, path string) []trace.Entry {
	t.Helper()
	var entries []trace.Entry
	source, err := trace.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer source.Close()
	for {
		item, err := source.Next()
		if err != nil {
			return entries
		}
		if item.Entry != nil {
			entries = append(entries, item.Entry)
		}
	}
}

// copies counts the events that were copied into another incarnation's segment,
// and, of the incarnations that died before they had one, the segments that
// were made from the log.
func (c *cell) copies() (events, segments int) {
	for _, e := range c.traced() {
		events += one(e.Recovered)
	}
	return events, c.made
}

func one(b bool) int {
	if b {
		return 1
	}
	return 0
}
