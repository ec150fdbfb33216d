package register

import (
	"errors"
	"fmt"
	"log/slog"

	"github.com/synod-paxos/synod/impl/basicpaxos"
	"github.com/synod-paxos/synod/impl/datadir"
	"github.com/synod-paxos/synod/impl/unreleased"
	"github.com/synod-paxos/synod/impl/wal"
	"github.com/synod-paxos/synod/trace"
)

// A Setup is everything that a machine is given from outside. Tests give it
// storage and a network in memory.
type Setup struct {
	Identity datadir.Identity
	Scheme   string            // how values are named, see datadir.Naming
	Config   basicpaxos.Config // but for the incarnation
	Dir      wal.Dir           // of the log
	Known    uint64            // incarnations that the log must hold at least
	TraceDir string            // none if empty
	Policy   trace.Policy
	Send     func(to int, payload []byte)
	Answer   func(basicpaxos.Answer)
	Now      func() string // for people who read traces
	Log      *slog.Logger

	// Persisted, if not nil, is called when something has been written to the
	// log, before the trace is. Released, if not nil, is told what has been
	// written to the trace, and the node's state, before anything is sent; for
	// events that are copied from the log, when there is no state yet, state is
	// nil. Tests watch and crash a node there.
	Persisted func()
	Released  func(events []trace.Event, state []trace.Change)
}

// A Machine takes turns: it feeds the core and carries out the effects. It has
// no goroutine and no clock.
type Machine struct {
	setup Setup
	core  *basicpaxos.Core
	wal   *wal.Log
	names map[string]bool // values that the log holds
	trace *trace.Recorder // or nil

	// unlogged are events in the trace that need not be in the log; the next
	// batch takes them along.
	unlogged []basicpaxos.Record
}

// Core is the machine's core.
func (m *Machine) Core() *basicpaxos.Core { return m.core }

// Inc is the incarnation, 1 at the first start.
func (m *Machine) Inc() uint64 { return m.setup.Config.Inc }

// Turn takes inputs and everything that follows from them. An error is fatal:
// what is on the disk is then known only after a restart.
func (m *Machine) Turn(inputs ...basicpaxos.Input) error {
	effects := m.core.Step(inputs...)
	for !effects.Empty() {
		released, err := m.carryOut(effects.Stamp(m.setup.Now()))
		if err != nil {
			return err
		}
		effects = m.core.Released(released)
	}
	return nil
}

// carryOut carries effects out in their order.
func (m *Machine) carryOut(effects basicpaxos.Unpersisted) (basicpaxos.Released, error) {
	persisted, err := effects.Persist(m.persist)
	if err != nil {
		return basicpaxos.Released{}, err
	}
	released, err := persisted.Release(m.release)
	if err != nil {
		return basicpaxos.Released{}, err
	}
	for _, note := range released.Notes() {
		m.setup.Log.Debug("refused", "reason", note)
	}
	for _, o := range released.Messages() {
		payload, err := EncodePacket(o)
		if err != nil {
			return basicpaxos.Released{}, err
		}
		m.setup.Send(int(o.To), payload)
	}
	for _, a := range released.Answers() {
		m.setup.Answer(a)
	}
	return released, nil
}

// persist writes the batch to the log if anything in it must be there. With a
// trace, the whole batch goes, and what was left out before it, so that the
// trace can be completed from the log without a hole.
func (m *Machine) persist(records []basicpaxos.Record) error {
	needed := durable(records)
	if m.setup.TraceDir == "" {
		m.unlogged = needed
	} else {
		m.unlogged = append(m.unlogged, records...)
	}
	if len(needed) == 0 {
		return nil
	}
	if err := m.persistWith(nil, m.unlogged); err != nil {
		return err
	}
	m.unlogged = nil
	m.persisted()
	return nil
}

// durable are the records that must be in the log.
func durable(records []basicpaxos.Record) []basicpaxos.Record {
	var must []basicpaxos.Record
	for _, r := range records {
		if r.Durable {
			must = append(must, r)
		}
	}
	return must
}

// persistWith writes one batch to the log, behind a header if there is one.
func (m *Machine) persistWith(h *trace.Header, records []basicpaxos.Record) error {
	b := m.batch(records)
	if h != nil {
		b.Entries = append([]trace.Entry{h}, b.Entries...)
		b.Naming, b.Traced = m.setup.Scheme, m.setup.TraceDir != ""
	}
	return m.append(b)
}

// batch holds records and the values that they name for the first time.
func (m *Machine) batch(records []basicpaxos.Record) wal.Batch {
	var b wal.Batch
	for _, r := range records {
		b.Entries = append(b.Entries, &r.Event)
		for _, named := range r.Values {
			if name := string(named.Name); !m.names[name] {
				m.names[name] = true
				b.Values = append(b.Values, wal.Value{Name: name, Bytes: named.Value.Bytes()})
			}
		}
	}
	return b
}

func (m *Machine) append(b wal.Batch) error {
	payload, err := b.Encode()
	if err != nil {
		return err
	}
	return m.wal.Append(payload)
}

func (m *Machine) persisted() {
	if m.setup.Persisted != nil {
		m.setup.Persisted()
	}
}

// release writes events to the trace.
func (m *Machine) release(events []trace.Event) error {
	if m.trace != nil {
		if err := m.trace.Write(unreleased.Entries(events)...); err != nil {
			return err
		}
	}
	m.released(events, m.core.Abstract())
	return nil
}

func (m *Machine) released(events []trace.Event, state []trace.Change) {
	if m.setup.Released != nil && len(events) > 0 {
		m.setup.Released(events, state)
	}
}

// End stops the node in good order: log and trace say that nothing follows.
func (m *Machine) End() error {
	last := m.core.Seq()
	end := &trace.End{Node: m.setup.Identity.Node, Inc: m.setup.Config.Inc, Seq: last, Events: last}
	rest := m.batch(m.unlogged)
	rest.Entries = append(rest.Entries, end)
	if err := m.append(rest); err != nil {
		return fmt.Errorf("stopping: %w", err)
	}
	if m.trace == nil {
		return nil
	}
	return m.trace.Write(end)
}

// Close lets go of the files.
func (m *Machine) Close() error {
	var failed error
	if m.trace != nil {
		failed = m.trace.Close()
	}
	return errors.Join(failed, m.wal.Close())
}
