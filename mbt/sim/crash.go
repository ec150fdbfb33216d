package sim

import (
	"errors"
	"os"
	"path/filepath"

	"github.com/synod-paxos/synod/impl/basicpaxos"
	"github.com/synod-paxos/synod/impl/wal/waltest"
	"github.com/synod-paxos/synod/trace"
)

// A Crash says whether, and where, a node crashes during a turn.
type Crash int

// The places. A turn that does not come to a place in its middle goes through.
const (
	NoCrash            Crash = iota
	PowerLoss                // the power fails at the first sync, or after the turn: what was not synced is lost
	BetweenLogAndTrace       // the log is written, the trace is not
	BetweenTraceAndNet       // the trace is written, nothing is sent
	AfterTurn                // the process is killed when all is done
)

// Crashes are all places, for drawing one.
var Crashes = []Crash{NoCrash, PowerLoss, BetweenLogAndTrace, BetweenTraceAndNet, AfterTurn}

// crashed is what a crash panics with, so that nothing of the turn goes on.
type crashed struct{}

// condemned is what a judgement in the middle of a turn panics with.
type condemned struct{ error }

// turn gives a running node inputs.
func (m *member) turn(crash Crash, inputs ...basicpaxos.Input) error {
	if m.machine == nil {
		return nil
	}
	if crash == PowerLoss {
		m.disk.FailSync = func() error { panic(crashed{}) }
	}
	return m.run(crash, func() error { return m.machine.Turn(inputs...) })
}

// run runs a part of a node's life and has what was released judged. A crash
// ends it early, and the node with it.
func (m *member) run(crash Crash, life func() error) error {
	m.crash = crash
	died, err := m.survive(life)
	m.crash = NoCrash
	m.disk.FailSync = nil
	if died || crash == AfterTurn || crash == PowerLoss {
		m.cluster.Crashes++
		err = errors.Join(err, m.die(crash))
		return errors.Join(err, m.judge(died))
	}
	return errors.Join(err, m.judge(false))
}

func (m *member) survive(life func() error) (died bool, err error) {
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
func (m *member) die(crash Crash) error {
	var err error
	if m.machine != nil {
		m.inc = m.machine.Inc()
		err = m.machine.Close()
		m.machine = nil
	}
	if crash != PowerLoss {
		m.disk = m.disk.Copy()
		return err
	}
	m.disk = m.disk.PowerLoss(waltest.Nothing)
	return errors.Join(err, m.loseTrace())
}

// loseTrace cuts off the end of the last segment, anywhere.
func (m *member) loseTrace() error {
	path := filepath.Join(m.cluster.TraceDir(), trace.SegmentName(m.id, m.inc))
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	return os.Truncate(path, int64(m.cluster.rand()%uint64(info.Size()+1)))
}

// released is told of each batch as it enters the trace, and of the node's
// state. The batch before it has by then been sent.
func (m *member) released(events []trace.Event, real []trace.Change) {
	if err := m.judge(false); err != nil {
		panic(condemned{err})
	}
	m.batch = &batch{witnesses: events, real: real}
	if m.crash == BetweenTraceAndNet {
		panic(crashed{})
	}
}

// judge has the last batch judged. Of a node that died before it could send,
// and of events that it copied from its log into its trace, no frames are
// expected.
func (m *member) judge(unsent bool) error {
	b := m.batch
	m.batch = nil
	if b == nil {
		return nil
	}
	if unsent || len(b.witnesses) > 0 && b.witnesses[0].Recovered {
		_, err := m.cluster.Judge.Unsent(m.id, b.witnesses, b.real, b.frames)
		return err
	}
	return m.cluster.Judge.Release(m.id, b.witnesses, b.real, b.frames)
}
