package node

import (
	"errors"
	"fmt"
	"time"

	"github.com/synod-paxos/synod/impl/multipaxos"
	"github.com/synod-paxos/synod/trace"
)

// A scribe writes what a machine does into the log and into the trace. The
// goroutine that does a Write has it to itself.
type scribe struct {
	setup   *Setup
	header  trace.Header    // of this incarnation, without a state
	journal *journal        // nil if nothing is kept
	trace   *trace.Recorder // or nil
	forgot  bool            // what has been written begins the log anew

	// items are events, in their order, that are not in the log or not in the
	// trace, and logged is how many of them are in the log.
	items   []item
	logged  int
	time    string // of the Write, for people
	entries []trace.Entry
	values  toldSet // of the trace
}

// A checkpoint is what a log begins with.
type checkpoint struct {
	header trace.Header
	multipaxos.Checkpoint
}

// traced tells whether the node writes a trace. If so, its log holds every event,
// so that it can complete the trace.
func (s *scribe) traced() bool { return s.setup.TraceDir != "" }

// writes tells whether a Write has anything to write.
func (s *scribe) writes(w *Write) bool {
	return s.journal != nil && (s.traced() || w.now.Empty())
}

// do does a Write.
func (s *scribe) do(w *Write) (released multipaxos.Released, err error) {
	s.time = ""
	now := w.now
	if !w.effects.Empty() {
		if now, err = w.effects.Persist(s.persist); err != nil {
			return released, err
		}
	}
	if released, err = now.Release(s.record); err != nil {
		return released, err
	}
	return released, s.tidy(w.checkpoint)
}

// persist writes to the log what must be there. With a trace, that is every
// event, and what was left out before.
func (s *scribe) persist(records []multipaxos.Record) error {
	if s.journal == nil {
		return nil
	}
	for i := range records {
		r := &records[i]
		if r.Snapshot != nil {
			if err := s.save(r.Step); err != nil {
				return err
			}
		}
		switch {
		case r.Durable():
			s.items = append(s.items, s.item(r.Step, r.Values, r.Voted))
			s.forgot = s.forgot || r.Action() == "Truncate" || r.Action() == "InstallSnapshot"
		case s.traced():
			s.items = append(s.items, s.item(r.Step, r.Step.Values(), 0))
		}
	}
	return s.write()
}

// due tells whether a checkpoint is due since this was asked last.
func (s *scribe) due() bool {
	due := s.forgot
	s.forgot = false
	return due
}

// item is a step on its way to log and trace.
func (s *scribe) item(step *multipaxos.Step, needed []*multipaxos.Value, voted multipaxos.Slot) item {
	if s.time == "" {
		s.time = s.setup.Now()
	}
	it := item{event: step.Bare(), needed: needed, voted: voted}
	it.event.Time = s.time
	if s.traced() {
		it.named = step.Values()
	}
	return it
}

// save makes a snapshot durable, before the log says that there is one.
func (s *scribe) save(step *multipaxos.Step) error {
	began := time.Now()
	if err := s.journal.save(step); err != nil {
		return err
	}
	if s.setup.Watch.Saved != nil {
		s.setup.Watch.Saved(time.Since(began))
	}
	return nil
}

// write writes to the log what is not there yet.
func (s *scribe) write() error {
	began := time.Now()
	if err := s.journal.write(s.items[s.logged:]); err != nil {
		return err
	}
	s.wrote(began)
	return nil
}

func (s *scribe) wrote(began time.Time) {
	s.logged = len(s.items)
	if !s.traced() {
		s.forget()
	}
	if s.setup.Watch.Persisted != nil {
		s.setup.Watch.Persisted(time.Since(began))
	}
}

// begin makes an incarnation durable, with the event that it begins with, if it
// has one.
func (s *scribe) begin(h *trace.Header, first multipaxos.Unpersisted) (multipaxos.Persisted, error) {
	persisted, err := first.Persist(func(records []multipaxos.Record) error {
		s.items = append(s.items, s.item(records[0].Step, nil, 0)) // the log holds what it names
		return nil
	})
	if err != nil {
		return persisted, err
	}
	began := time.Now()
	if err := s.journal.begin(h, s.items); err != nil {
		return persisted, err
	}
	s.wrote(began)
	return persisted, nil
}

// record writes the steps' events to the trace.
func (s *scribe) record(steps []multipaxos.Step) error {
	if s.traced() {
		if s.logged == 0 { // the steps need no disk: they have not been rendered yet
			for i := range steps {
				s.items = append(s.items, s.item(&steps[i], steps[i].Values(), 0))
			}
		}
		if err := s.trace.Write(s.told(s.items[len(s.items)-len(steps):])...); err != nil {
			return err
		}
		if s.logged > 0 {
			s.forget()
		}
	}
	if s.setup.Watch.Released != nil {
		s.setup.Watch.Released(steps)
	}
	return nil
}

// told are the items as the trace has them.
func (s *scribe) told(items []item) []trace.Entry {
	s.entries = s.entries[:0]
	for i := range items {
		e := items[i].event
		for _, v := range items[i].named {
			// What Drop drops it may have told of.
			if known := s.values.add(v); !known || s.setup.Policy == trace.Drop {
				e.Values = append(e.Values, v.Named())
			}
		}
		s.entries = append(s.entries, &e)
	}
	return s.entries
}

// forget forgets items that are in the log and in the trace.
func (s *scribe) forget() {
	clear(s.items)
	s.items, s.logged = s.items[:0], 0
}

// tidy keeps the log short, and what is still to be written to it.
func (s *scribe) tidy(c *checkpoint) error {
	switch {
	case c != nil:
		if err := s.syncTrace(); err != nil {
			return err
		}
		s.forget() // the checkpoint holds what came of them
		return s.journal.checkpoint(&c.header, c.Checkpoint)
	case len(s.items) >= maxRecordEvents:
		err := s.write()
		s.forget()
		return err
	}
	return nil
}

// syncTrace makes sure that a power loss does not take what the log forgets.
func (s *scribe) syncTrace() error {
	if !s.traced() {
		return nil
	}
	if err := s.trace.Sync(); err != nil {
		return err
	}
	if s.setup.Watch.Synced != nil {
		s.setup.Watch.Synced()
	}
	return nil
}

// end writes that nothing follows the last event.
func (s *scribe) end(last uint64) error {
	if s.journal == nil {
		return nil
	}
	end := &trace.End{Node: s.header.Node, Inc: s.header.Inc, Seq: last, Events: last}
	if err := s.journal.end(s.items, end); err != nil {
		return fmt.Errorf("stopping: %w", err)
	}
	s.forget()
	if !s.traced() {
		return nil
	}
	return s.trace.Write(end)
}

func (s *scribe) close() error {
	if s.journal == nil {
		return nil
	}
	var failed error
	if s.trace != nil {
		failed = s.trace.Close()
	}
	return errors.Join(failed, s.journal.close())
}
