package node

import (
	"errors"

	"github.com/synod-paxos/synod/impl/multipaxos"
	"github.com/synod-paxos/synod/impl/unreleased"
	"github.com/synod-paxos/synod/impl/wire"
	"github.com/synod-paxos/synod/trace"
)

// Begin brings a node to life, for the first time or again: it makes the new
// incarnation durable, writes what the trace of earlier ones lacks, and starts
// the trace of this one.
func Begin(s Setup) (*Machine, error) {
	lost, err := unreleased.Find(s.TraceDir, s.Identity.Node)
	if err != nil {
		return nil, err
	}
	log, memory, err := readLog(s.Disk, wire.NewDecoder(s.Config.Name), lost)
	if err != nil {
		return nil, err
	}
	s.Config.Value = wire.NewValue
	m := &Machine{setup: s}
	m.scribe = newScribe(&m.setup)
	m.scribe.journal = &journal{
		log: log, snapshots: s.Disk.Snapshots, scheme: s.Scheme, traced: s.TraceDir != "", held: make(map[multipaxos.Digest]bool),
	}
	err = errors.Join(memory.complete(s.Disk.Log, s.Known), memory.belongs(s.Identity, s.Scheme))
	if err == nil {
		err = m.begin(memory)
	}
	if err != nil {
		return nil, errors.Join(err, m.Close())
	}
	return m, nil
}

func (m *Machine) begin(memory *memory) error {
	if memory.torn > 0 {
		m.setup.Log.Warn("cutting off a record that was never finished", "bytes", memory.torn)
	}
	m.setup.Config.Inc = memory.incs() + 1
	header := m.newHeader(memory)
	m.scribe.header = header
	core, first, err := m.newCore(memory, &header)
	if err != nil {
		return err
	}
	m.core = core
	effects, err := m.scribe.begin(&header, multipaxos.Effects(first...))
	if err != nil {
		return err
	}
	if err := m.scribe.open(&header, memory); err != nil {
		return err
	}
	_, err = effects.Release(m.scribe.record)
	return err
}

// newHeader is that of the new incarnation, without state.
func (m *Machine) newHeader(memory *memory) trace.Header {
	h := trace.Header{
		Format: trace.Format, Run: m.setup.Identity.Run, Cluster: m.setup.Identity.Cluster,
		Node: m.setup.Identity.Node, Inc: m.setup.Config.Inc, First: 1,
		Spec: multipaxos.SpecModule, Hash: multipaxos.SpecHash, Nodes: m.setup.Identity.Members(),
	}
	if n := memory.incs(); n > 0 {
		h.Prev = &trace.Prev{Inc: n, Last: memory.last, Events: memory.last, Open: m.setup.PowerLost}
	}
	return h
}

// newCore is the core at its first start, whose state the header then holds, or
// after a crash, with the Restart that it begins with.
func (m *Machine) newCore(memory *memory, h *trace.Header) (*multipaxos.Core, []multipaxos.Step, error) {
	if memory.incs() == 0 {
		core, err := multipaxos.New(m.setup.Config)
		if err == nil {
			h.State = core.Abstract()
		}
		return core, nil, err
	}
	core, step, err := multipaxos.Restart(m.setup.Config, memory.durable)
	return core, []multipaxos.Step{step}, err
}

// open writes what earlier segments of the trace lack and begins the new one.
func (s *scribe) open(h *trace.Header, memory *memory) error {
	if !s.traced() {
		return nil
	}
	copies, err := memory.lost.Complete(s.setup.Form, s.setup.Policy, memory.dictionary(), s.copied)
	if err != nil {
		return err
	}
	if s.trace, err = s.setup.Form.Create(s.setup.TraceDir, h, s.setup.Policy); err != nil {
		return err
	}
	if len(copies) == 0 {
		return nil
	}
	s.setup.Log.Info("copying events from the log into the trace", "events", len(copies))
	if err := s.trace.Write(unreleased.Entries(copies)...); err != nil {
		return err
	}
	s.copied(copies)
	return nil
}

func (s *scribe) copied(events []trace.Event) {
	if s.setup.Watch.Copied != nil && len(events) > 0 {
		s.setup.Watch.Copied(events)
	}
}
