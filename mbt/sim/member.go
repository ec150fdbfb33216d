package sim

import (
	"errors"
	"os"
	"path/filepath"

	"github.com/synod-paxos/synod/impl/wal/waltest"
	"github.com/synod-paxos/synod/mbt/judge"
	"github.com/synod-paxos/synod/spec/tla"
	"github.com/synod-paxos/synod/trace"
)

// A member is one node, running or not.
type member[I any] struct {
	cluster   *Cluster[I]
	id        int
	disk      *waltest.Disk
	machine   Machine[I] // nil while it does not run
	starts    uint64     // no incarnation has a higher number
	known     uint64     // the last that came to life: the data directory would tell of it
	turns     int
	synced    mark // up to where the trace is on the disk
	unplugged bool // the power has failed since it lived

	crash Crash  // what to do in the current turn
	batch *batch // released and not judged yet
}

// batch is what a node released at once.
type batch struct {
	witnesses []trace.Event
	frames    []tla.Value // the messages of the specification among them
}

func (m *member[I]) setup() Setup {
	c := m.cluster
	return Setup{
		Node: m.id, Nodes: c.ids, Disk: m.disk, Known: m.known, Unplugged: m.unplugged, TraceDir: c.TraceDir(), Rand: c.rand,
		Send: m.send, Released: m.released, Synced: m.sync,
		Saved:     func() { m.reach(BetweenFileAndLog) },
		Persisted: func() { m.reach(BetweenLogAndTrace) },
	}
}

func (m *member[I]) send(to int, payload []byte) {
	m.cluster.send(m.id, to, payload)
	if m.cluster.Judge == nil {
		return
	}
	message, err := m.cluster.message(m.id, payload)
	if err != nil {
		panic(condemned{err})
	}
	if m.batch == nil {
		m.batch = &batch{}
	}
	if message.IsValid() {
		m.batch.frames = append(m.batch.frames, message)
	}
}

func (m *member[I]) start(crash Crash) error {
	m.starts++
	return m.run(crash, func() error {
		machine, err := m.cluster.kit.Begin(m.setup())
		if err != nil {
			return err
		}
		m.machine, m.known, m.unplugged = machine, machine.Inc(), false
		return nil
	})
}

// turn gives a running node inputs.
func (m *member[I]) turn(crash Crash, inputs ...I) error {
	if m.machine == nil {
		return nil
	}
	return m.run(crash, func() error { return m.machine.Turn(inputs...) })
}

// run runs a part of a node's life and has what was released judged. A crash
// ends it early, and the node with it.
func (m *member[I]) run(crash Crash, life func() error) error {
	m.crash = crash
	if crash == PowerLoss {
		m.disk.FailSync = func() error { panic(crashed{}) }
	}
	died, err := m.survive(life)
	m.crash = NoCrash
	m.disk.FailSync = nil
	if err == nil && !died {
		err = m.judge(false)
	}
	if err == nil && !died {
		err = m.look(crash != NoCrash)
	}
	if died || crash == AfterTurn || crash == PowerLoss {
		m.cluster.Crashes++
		err = errors.Join(err, m.die(crash), m.judge(died))
	}
	return err
}

func (m *member[I]) survive(life func() error) (died bool, err error) {
	defer func() {
		switch p := recover().(type) {
		case nil:
		case crashed:
			died = true
		case condemned:
			err = p.error
		default:
			panic(p)
		}
	}()
	return false, life()
}

// die is the end of the process. A kill leaves all that it has written; a power
// loss takes what was not synced from the log, and any part of the trace, which
// never is.
func (m *member[I]) die(crash Crash) error {
	since := m.known + 1 // the incarnation that was coming to life, or lived
	var err error
	if m.machine != nil {
		since = m.known
		err = m.machine.Close()
		m.machine = nil
	}
	if crash != PowerLoss {
		m.disk = m.disk.Copy()
		return err
	}
	m.unplugged = true
	m.cluster.PowerLosses++
	m.disk = m.disk.PowerLoss(waltest.Nothing)
	return errors.Join(err, m.loseTrace(since))
}

// loseTrace cuts off the end of the last segment, anywhere. Those of older
// incarnations are long on the disk.
func (m *member[I]) loseTrace(since uint64) error {
	for inc := m.starts; inc >= since; inc-- {
		path, info, err := m.segment(inc)
		if errors.Is(err, os.ErrNotExist) {
			continue
		}
		if err != nil {
			return err
		}
		kept := int64(0)
		if m.synced.inc == inc {
			kept = m.synced.size
		}
		return os.Truncate(path, kept+int64(m.cluster.rand()%uint64(info.Size()-kept+1)))
	}
	return nil
}

// segment is the file of an incarnation, in whichever form it is.
func (m *member[I]) segment(inc uint64) (path string, info os.FileInfo, err error) {
	for _, form := range []trace.Form{trace.JSONLines, trace.Binary} {
		path = filepath.Join(m.cluster.TraceDir(), form.SegmentName(m.id, inc))
		if info, err = os.Stat(path); !errors.Is(err, os.ErrNotExist) {
			break
		}
	}
	return path, info, err
}

// A mark is a place in the trace.
type mark struct {
	inc  uint64
	size int64
}

// sync takes note that the trace is on the disk.
func (m *member[I]) sync() {
	_, info, err := m.segment(m.known)
	if err != nil {
		panic(condemned{err})
	}
	m.synced = mark{m.known, info.Size()}
}

// reach comes to a place at which the node may have to crash.
func (m *member[I]) reach(place Crash) {
	if m.crash == place {
		panic(crashed{})
	}
}

// released is told of each batch as it enters the trace. The batch before it has
// by then been sent.
func (m *member[I]) released(events []trace.Event) {
	if m.cluster.Judge != nil {
		err := m.judge(false)
		for _, e := range events {
			err = errors.Join(err, m.cluster.Judge.Values.Define(e.Values...))
		}
		if err != nil {
			panic(condemned{err})
		}
		m.batch = &batch{witnesses: events}
	}
	m.reach(BetweenTraceAndNet)
}

// judge has the last batch judged. Of a node that died before it could send,
// and of events that it copied from its log into its trace, no frames are
// expected.
func (m *member[I]) judge(unsent bool) error {
	b := m.batch
	m.batch = nil
	if b == nil {
		return nil
	}
	r := judge.Release{Node: m.id, Witnesses: b.witnesses, Frames: b.frames}
	if unsent || len(b.witnesses) > 0 && b.witnesses[0].Recovered {
		return m.cluster.Judge.Unsent(r)
	}
	return m.cluster.Judge.Release(r)
}

// look has the node's whole state judged, if it is time to or must be.
func (m *member[I]) look(must bool) error {
	m.turns++
	if m.machine == nil || m.cluster.Judge == nil || m.machine.Busy() || !must && m.turns%m.cluster.kit.Whole != 0 {
		return nil
	}
	return m.cluster.Judge.Look(m.id, m.machine.State())
}
