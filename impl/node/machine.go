package node

import (
	"errors"

	"github.com/synod-paxos/synod/impl/multipaxos"
)

// A Machine takes turns: it feeds the core and carries out the effects. It has
// no goroutine and no clock of its own.
//
// What has to be written before others may hear of it is a Write, which the
// machine's owner does, beside further turns if it likes. The core goes on
// meanwhile, ahead of what is released; nothing of that leaves before the Write
// is done. So a node takes in, counts and gathers while its disk is busy.
type Machine struct {
	setup   Setup
	core    *multipaxos.Core
	scribe  *scribe
	rest    multipaxos.Unpersisted // effects that come behind those of the Write
	write   Write                  // the last one
	writing bool                   // it is under way
	due     bool                   // for a checkpoint
	out     []multipaxos.Outgoing
}

// Core is the machine's core.
func (m *Machine) Core() *multipaxos.Core { return m.core }

// Inc is the incarnation, 1 at the first start.
func (m *Machine) Inc() uint64 { return m.setup.Config.Inc }

// maxAhead bounds how many effects gather behind a Write, about.
const maxAhead = 1 << 14

// Full tells whether so much has gathered behind the Write that is under way that
// the machine should be given no more inputs before that is done.
func (m *Machine) Full() bool { return m.writing && m.core.Ahead() >= maxAhead }

// A Write is what a machine wants to be written before it goes on.
type Write struct {
	scribe     *scribe
	now        multipaxos.Persisted   // effects that need no disk
	effects    multipaxos.Unpersisted // or those that do
	checkpoint *checkpoint            // what the log begins with from then on, or nil

	released multipaxos.Released
	err      error
}

// Do writes, and returns when that is done or has failed. It may run on any
// goroutine.
func (w *Write) Do() { w.released, w.err = w.scribe.do(w) }

// Turn takes inputs, and before them the machine's last Write if that has been
// done since. If something is to be written next it returns that: until it is
// done and brought back, nothing is released. An error is fatal: what is on the
// disk is then known only after a restart.
func (m *Machine) Turn(done *Write, inputs ...multipaxos.Input) (*Write, error) {
	if done != nil {
		m.writing = false
		if err := m.finish(done); err != nil {
			return nil, err
		}
	}
	m.core.Step(inputs...)
	if m.writing {
		return nil, nil
	}
	return m.proceed()
}

// proceed releases what may be released, up to where something must be written.
func (m *Machine) proceed() (*Write, error) {
	for {
		effects := m.rest.Then(m.core.Effects())
		m.rest = multipaxos.Unpersisted{}
		if effects.Empty() && !m.due {
			return nil, nil
		}
		m.prepare(effects)
		if m.scribe.writes(&m.write) {
			m.writing = true
			return &m.write, nil
		}
		m.write.Do()
		if err := m.finish(&m.write); err != nil {
			return nil, err
		}
	}
}

// prepare makes a Write of effects. What needs no disk comes first and alone: so
// a leader's proposals are under way while it writes its own vote.
func (m *Machine) prepare(effects multipaxos.Unpersisted) {
	m.write = Write{scribe: m.scribe}
	now, rest := effects.Split()
	if !now.Empty() {
		m.write.now, m.rest = now, rest
		return
	}
	m.write.effects = rest
	if m.due {
		m.due = false
		m.write.checkpoint = m.checkpoint()
	}
}

// checkpoint is one of the state to which all effects lead that were taken from
// the core.
func (m *Machine) checkpoint() *checkpoint {
	c := &checkpoint{header: m.scribe.header, Checkpoint: m.core.Checkpoint()}
	c.header.First = m.core.Seq() + 1
	return c
}

// finish goes on after a Write: it sends, answers, and tells the core.
func (m *Machine) finish(w *Write) error {
	if w.err != nil {
		return w.err
	}
	for _, note := range w.released.Notes() {
		m.setup.Log.Debug("refused", "reason", note)
	}
	m.out = w.released.AppendMessages(m.out[:0])
	for _, o := range m.out {
		if err := m.setup.Send(o); err != nil {
			return err
		}
	}
	if m.setup.Sent != nil && len(m.out) > 0 {
		m.setup.Sent()
	}
	if answers := w.released.Answers(); len(answers) > 0 {
		m.setup.Answer(answers)
	}
	m.due = m.due || m.scribe.due()
	m.core.Released(w.released)
	return nil
}

// End stops the node in good order: log and trace say that nothing follows.
// Nothing may be under way.
func (m *Machine) End() error {
	if m.writing {
		return errors.New("stopping a machine that waits for its disk")
	}
	return m.scribe.end(m.core.Seq())
}

// Close lets go of the files.
func (m *Machine) Close() error { return m.scribe.close() }
