package register

import (
	"errors"
	"fmt"

	"github.com/synod-paxos/synod/impl/basicpaxos"
	"github.com/synod-paxos/synod/impl/unreleased"
	"github.com/synod-paxos/synod/impl/wal"
	"github.com/synod-paxos/synod/trace"
)

// An incarnation is what the log holds of one.
type incarnation struct {
	header *trace.Header
	naming string
	last   uint64 // the last event known of
}

// A memory is what the log holds.
type memory struct {
	durable basicpaxos.Durable
	incs    []incarnation // incarnation i+1 at i
	logged  uint64        // the last event that the log holds of the last of them
	names   map[string]bool
	lost    *unreleased.Finder
	torn    int64
	last    wal.Position // of the last record
}

// readLog opens the log and reads it.
func readLog(dir wal.Dir, lost *unreleased.Finder) (*wal.Log, *memory, error) {
	m := &memory{names: make(map[string]bool), lost: lost, last: wal.Position{Segment: 1}}
	log, torn, err := wal.Open(dir, wal.Options{}, func(r wal.Record) error {
		m.last = r.At
		b, err := wal.DecodeBatch(r.Payload)
		if err != nil {
			return err
		}
		return m.add(b)
	})
	m.torn = torn
	return log, m, err
}

// add takes in a batch of the log.
func (m *memory) add(b wal.Batch) error {
	var named []basicpaxos.Named
	for _, v := range b.Values {
		m.names[v.Name] = true
		named = append(named, basicpaxos.Named{Name: basicpaxos.ValueName(v.Name), Value: basicpaxos.NewValue(v.Bytes)})
	}
	for _, e := range b.Entries {
		if err := m.entry(e, b, named); err != nil {
			return err
		}
	}
	return nil
}

func (m *memory) entry(e trace.Entry, b wal.Batch, named []basicpaxos.Named) error {
	if h, ok := e.(*trace.Header); ok {
		if h.Inc != uint64(len(m.incs))+1 {
			return fmt.Errorf("incarnation %d follows incarnation %d", h.Inc, len(m.incs))
		}
		m.incs = append(m.incs, incarnation{header: h, naming: b.Naming, last: m.lost.Last(h.Inc)})
		m.logged = 0
		m.lost.Header(h, b.Traced)
		return nil
	}
	if len(m.incs) == 0 {
		return fmt.Errorf("an entry stands before the first header")
	}
	inc := &m.incs[len(m.incs)-1]
	switch e := e.(type) {
	case *trace.Event:
		if e.Inc != inc.header.Inc || e.Seq <= m.logged {
			return fmt.Errorf("event %d of incarnation %d follows event %d of incarnation %d", e.Seq, e.Inc, m.logged, inc.header.Inc)
		}
		m.lost.Event(*e)
		m.logged = e.Seq
		inc.last = max(inc.last, e.Seq)
		return m.durable.Replay(basicpaxos.Record{Event: *e, Values: named})
	case *trace.End:
		inc.last = max(inc.last, e.Seq)
	}
	return nil
}

// Begin brings a node to life, for the first time or again: it makes the new
// incarnation durable, writes what the trace of earlier ones lacks, and starts
// the trace of this one.
func Begin(s Setup) (*Machine, error) {
	lost, err := unreleased.Find(s.TraceDir, s.Identity.Node)
	if err != nil {
		return nil, err
	}
	log, memory, err := readLog(s.Dir, lost)
	if err != nil {
		return nil, err
	}
	m := &Machine{setup: s, wal: log, names: memory.names}
	err = errors.Join(memory.complete(s.Dir, s.Known), memory.belongs(s.Identity))
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
		m.setup.Log.Warn("leaving a record behind that was never finished", "bytes", memory.torn)
	}
	if n := len(memory.incs); n > 0 && memory.incs[n-1].naming != m.setup.Scheme {
		return fmt.Errorf("this directory's values are named by %q, and now by %q would be: the traces could not be compared",
			memory.incs[n-1].naming, m.setup.Scheme)
	}
	m.setup.Config.Inc = uint64(len(memory.incs)) + 1
	header := m.header(memory)
	core, first, err := m.newCore(memory, header)
	if err != nil {
		return err
	}
	m.core = core
	effects := basicpaxos.Effects(first...).Stamp(m.setup.Now())
	persisted, err := effects.Persist(func(records []basicpaxos.Record) error {
		return m.persistWith(header, records)
	})
	if len(first) == 0 {
		err = m.persistWith(header, nil)
	}
	if err != nil {
		return err
	}
	m.persisted()
	if err := m.openTrace(header, memory.lost); err != nil {
		return err
	}
	_, err = persisted.Release(m.release)
	return err
}

// header is that of the new incarnation, without state.
func (m *Machine) header(memory *memory) *trace.Header {
	h := &trace.Header{
		Format: trace.Format, Run: m.setup.Identity.Run, Cluster: m.setup.Identity.Cluster,
		Node: m.setup.Identity.Node, Inc: m.setup.Config.Inc, First: 1,
		Spec: basicpaxos.SpecModule, Hash: basicpaxos.SpecHash, Nodes: m.setup.Identity.Members(),
	}
	if n := len(memory.incs); n > 0 {
		last := memory.incs[n-1].last
		h.Prev = &trace.Prev{Inc: uint64(n), Last: last, Events: last}
	}
	return h
}

// newCore is the core at its first start, whose state the header then holds, or
// after a crash, with the Restart that it begins with.
func (m *Machine) newCore(memory *memory, h *trace.Header) (*basicpaxos.Core, []basicpaxos.Step, error) {
	if len(memory.incs) == 0 {
		core, err := basicpaxos.New(m.setup.Config)
		if err == nil {
			h.State = core.Abstract()
		}
		return core, nil, err
	}
	core, step, err := basicpaxos.Restart(m.setup.Config, memory.durable)
	return core, []basicpaxos.Step{step}, err
}

// unnamed is the dictionary of a log whose events say all about values.
func unnamed(string) (trace.NamedValue, bool) { return trace.NamedValue{}, false }

// openTrace writes what earlier segments lack and begins the new one.
func (m *Machine) openTrace(h *trace.Header, lost *unreleased.Finder) error {
	if m.setup.TraceDir == "" {
		return nil
	}
	copies, err := lost.Complete(trace.JSONLines, m.setup.Policy, unnamed, func(events []trace.Event) { m.released(events, nil) })
	if err != nil {
		return err
	}
	recorder, err := trace.Create(m.setup.TraceDir, h, m.setup.Policy)
	if err != nil {
		return err
	}
	m.trace = recorder
	if len(copies) == 0 {
		return nil
	}
	m.setup.Log.Info("copying events from the log into the trace", "events", len(copies))
	if err := recorder.Write(unreleased.Entries(copies)...); err != nil {
		return err
	}
	m.released(copies, nil)
	return nil
}
