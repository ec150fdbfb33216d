package node

import (
	"errors"
	"fmt"
	"time"

	"github.com/synod-paxos/synod/impl/multipaxos"
	"github.com/synod-paxos/synod/trace"
)

// A Machine takes turns: it feeds the core and carries out the effects. It has
// no goroutine and no clock of its own.
type Machine struct {
	setup   Setup
	core    *multipaxos.Core
	header  trace.Header    // of this incarnation, without a state
	journal *journal        // nil for a machine that keeps nothing
	trace   *trace.Recorder // or nil
	due     bool            // for a checkpoint

	// items are events, in their order, that are not in the log or not in the
	// trace, and logged is how many of them are in the log.
	items   []item
	logged  int
	time    string // of the turn, for people
	entries []trace.Entry
	values  toldSet // of the trace
	out     []multipaxos.Outgoing
}

// Core is the machine's core.
func (m *Machine) Core() *multipaxos.Core { return m.core }

// Inc is the incarnation, 1 at the first start.
func (m *Machine) Inc() uint64 { return m.setup.Config.Inc }

// traced tells whether the node writes a trace. If so, its log holds every event,
// so that it can complete the trace.
func (m *Machine) traced() bool { return m.setup.TraceDir != "" }

// Turn takes inputs and everything that follows from them. What needs no disk is
// released before the disk is written: so a leader's proposals are under way
// while it writes its own vote. An error is fatal: what is on the disk is then
// known only after a restart.
func (m *Machine) Turn(inputs ...multipaxos.Input) error {
	m.time = ""
	effects := m.core.Step(inputs...)
	for !effects.Empty() {
		now, rest := effects.Split()
		if now.Empty() {
			var err error
			if now, err = rest.Persist(m.persist); err != nil {
				return err
			}
			rest = multipaxos.Unpersisted{}
		}
		released, err := m.release(now)
		if err != nil {
			return err
		}
		effects = rest.Then(m.core.Released(released))
	}
	return m.tidy()
}

// persist writes to the log what must be there. With a trace, that is every
// event, and what was left out before.
func (m *Machine) persist(records []multipaxos.Record) error {
	if m.journal == nil {
		return nil
	}
	for i := range records {
		r := &records[i]
		if r.Snapshot != nil {
			if err := m.save(r.Step); err != nil {
				return err
			}
		}
		switch {
		case r.Durable():
			m.items = append(m.items, m.item(r.Step, r.Values))
			m.due = m.due || r.Action() == "Truncate" || r.Action() == "InstallSnapshot"
		case m.traced():
			m.items = append(m.items, m.item(r.Step, r.Step.Values()))
		}
	}
	return m.write()
}

// item is a step on its way to log and trace.
func (m *Machine) item(s *multipaxos.Step, needed []*multipaxos.Value) item {
	if m.time == "" {
		m.time = m.setup.Now()
	}
	it := item{event: s.Bare(), needed: needed}
	it.event.Time = m.time
	if m.traced() {
		it.named = s.Values()
	}
	return it
}

// save makes a snapshot durable, before the log says that there is one.
func (m *Machine) save(s *multipaxos.Step) error {
	began := time.Now()
	if err := m.journal.save(s); err != nil {
		return err
	}
	if m.setup.Watch.Saved != nil {
		m.setup.Watch.Saved(time.Since(began))
	}
	return nil
}

// write writes to the log what is not there yet.
func (m *Machine) write() error {
	began := time.Now()
	if err := m.journal.write(m.items[m.logged:]); err != nil {
		return err
	}
	m.logged = len(m.items)
	if !m.traced() {
		m.forget()
	}
	m.persisted(began)
	return nil
}

func (m *Machine) persisted(began time.Time) {
	if m.setup.Watch.Persisted != nil {
		m.setup.Watch.Persisted(time.Since(began))
	}
}

// release writes to the trace, sends and answers.
func (m *Machine) release(effects multipaxos.Persisted) (multipaxos.Released, error) {
	released, err := effects.Release(m.record)
	if err != nil {
		return released, err
	}
	for _, note := range released.Notes() {
		m.setup.Log.Debug("refused", "reason", note)
	}
	m.out = released.AppendMessages(m.out[:0])
	for _, o := range m.out {
		if err := m.setup.Send(o); err != nil {
			return released, err
		}
	}
	if m.setup.Sent != nil && len(m.out) > 0 {
		m.setup.Sent()
	}
	for _, a := range released.Answers() {
		m.setup.Answer(a)
	}
	return released, nil
}

// record writes the steps' events to the trace.
func (m *Machine) record(steps []multipaxos.Step) error {
	if m.traced() {
		if m.logged == 0 { // the steps need no disk: they have not been rendered yet
			for i := range steps {
				m.items = append(m.items, m.item(&steps[i], steps[i].Values()))
			}
		}
		if err := m.trace.Write(m.told(m.items[len(m.items)-len(steps):])...); err != nil {
			return err
		}
		if m.logged > 0 {
			m.forget()
		}
	}
	if m.setup.Watch.Released != nil {
		m.setup.Watch.Released(steps)
	}
	return nil
}

// told are the items as the trace has them.
func (m *Machine) told(items []item) []trace.Entry {
	m.entries = m.entries[:0]
	for i := range items {
		e := items[i].event
		for _, v := range items[i].named {
			// What Drop drops it may have told of.
			if known := m.values.add(v); !known || m.setup.Policy == trace.Drop {
				e.Values = append(e.Values, v.Named())
			}
		}
		m.entries = append(m.entries, &e)
	}
	return m.entries
}

// forget forgets items that are in the log and in the trace.
func (m *Machine) forget() {
	clear(m.items)
	m.items, m.logged = m.items[:0], 0
}

// tidy keeps the log short, and what is still to be written to it.
func (m *Machine) tidy() error {
	switch {
	case m.due:
		m.due = false
		if err := m.syncTrace(); err != nil {
			return err
		}
		h := m.header
		h.First = m.core.Seq() + 1
		m.forget() // the checkpoint holds what came of them
		return m.journal.checkpoint(&h, m.core.Checkpoint())
	case len(m.items) >= maxRecordEvents:
		err := m.write()
		m.forget()
		return err
	}
	return nil
}

// syncTrace makes sure that a power loss does not take what the log forgets.
func (m *Machine) syncTrace() error {
	if !m.traced() {
		return nil
	}
	return m.trace.Sync()
}

// End stops the node in good order: log and trace say that nothing follows.
func (m *Machine) End() error {
	if m.journal == nil {
		return nil
	}
	last := m.core.Seq()
	end := &trace.End{Node: m.setup.Identity.Node, Inc: m.Inc(), Seq: last, Events: last}
	if err := m.journal.end(m.items, end); err != nil {
		return fmt.Errorf("stopping: %w", err)
	}
	m.forget()
	if !m.traced() {
		return nil
	}
	return m.trace.Write(end)
}

// Close lets go of the files.
func (m *Machine) Close() error {
	if m.journal == nil {
		return nil
	}
	var failed error
	if m.trace != nil {
		failed = m.trace.Close()
	}
	return errors.Join(failed, m.journal.close())
}
