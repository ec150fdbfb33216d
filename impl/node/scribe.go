package node

import (
	"errors"
	"fmt"
	"slices"
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

	time   string               // of the Write, for people
	frames *multipaxos.Renderer // what the log is to hold, and a trace in the binary form
	lines  *multipaxos.Renderer // what a trace of lines is to hold, or nil
	events int                  // in both
	text   []byte               // what the trace is about to hold
	ready  bool                 // that is all of the steps to be released
	told   toldSet              // values that the trace has told of
	logged toldSet              // values that the log holds since its last checkpoint
}

func newScribe(s *Setup) *scribe {
	c := &scribe{setup: s, frames: multipaxos.NewRenderer(trace.Binary)}
	if s.TraceDir != "" && s.Form == trace.JSONLines {
		c.lines = multipaxos.NewRenderer(s.Form)
	}
	return c
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
			s.add(r.Step, r.Values)
			s.forgot = s.forgot || r.Action() == "Truncate" || r.Action() == "InstallSnapshot"
		case s.traced():
			s.add(r.Step, nil)
		}
		if s.journal.full() {
			if err := s.write(); err != nil {
				return err
			}
		}
	}
	s.ready = true
	return s.write()
}

// due tells whether a checkpoint is due since this was asked last.
func (s *scribe) due() bool {
	due := s.forgot
	s.forgot = false
	return due
}

// add adds a step's event to what the log and the trace are to hold, and to the
// log the values that a replay needs.
func (s *scribe) add(step *multipaxos.Step, replayed []*multipaxos.Value) {
	if s.events == 0 {
		s.stamp()
	}
	for _, v := range replayed {
		s.logged.add(v)
		s.journal.hold(v)
	}
	var named []*multipaxos.Value
	if s.traced() {
		named = step.Values()
	}
	if !step.Durable() {
		s.hold(named)
	}
	if s.lines == nil {
		s.frames.Render(step, s.untold(named))
	} else {
		s.frames.Render(step, nil)
		s.lines.Render(step, s.untold(named))
	}
	if s.events++; len(s.frames.Bytes()) >= trace.BlockSize {
		s.cut()
	}
}

// hold adds to the log the values without which it could not complete the trace.
func (s *scribe) hold(named []*multipaxos.Value) {
	for _, v := range named {
		if !s.logged.add(v) {
			s.journal.hold(v)
		}
	}
}

// untold are those of the values of which the trace has not told. It takes named
// apart.
func (s *scribe) untold(named []*multipaxos.Value) []*multipaxos.Value {
	if s.setup.Policy == trace.Drop { // then the trace is not given what is rendered here
		return nil
	}
	return slices.DeleteFunc(named, s.told.add)
}

// stamp gives the events to come the time of the Write.
func (s *scribe) stamp() {
	if s.time == "" {
		s.time = s.setup.Now()
	}
	s.frames.Reset(s.time)
	if s.lines != nil {
		s.lines.Reset(s.time)
	}
}

// cut gives the log and the trace what was rendered.
func (s *scribe) cut() {
	if s.events == 0 {
		return
	}
	packed := s.journal.add(s.frames.Bytes(), s.events)
	switch {
	case !s.traced():
	case s.lines == nil:
		s.text = append(s.text, packed...)
	default:
		s.text = append(s.text, s.lines.Bytes()...)
	}
	s.events = 0
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
	s.cut()
	began := time.Now()
	if err := s.journal.flush(); err != nil {
		return err
	}
	if s.setup.Watch.Persisted != nil {
		s.setup.Watch.Persisted(time.Since(began))
	}
	return nil
}

// begin makes an incarnation durable, with the event that it begins with, if it
// has one.
func (s *scribe) begin(h *trace.Header, first multipaxos.Unpersisted) (multipaxos.Persisted, error) {
	s.journal.begin(h)
	persisted, err := first.Persist(func(records []multipaxos.Record) error {
		s.add(records[0].Step, nil) // the log holds what it names
		s.ready = true
		return nil
	})
	if err != nil {
		return persisted, err
	}
	return persisted, s.write()
}

// record writes the steps' events to the trace.
func (s *scribe) record(steps []multipaxos.Step) error {
	if s.traced() {
		if !s.ready { // they need no disk
			for i := range steps {
				s.add(&steps[i], nil)
			}
			s.cut()
		}
		if err := s.tell(steps); err != nil {
			return err
		}
		s.text, s.ready = s.text[:0], false
	}
	if s.setup.Watch.Released != nil {
		s.setup.Watch.Released(steps)
	}
	return nil
}

// tell tells the trace. What Drop drops nobody has been told of, so then each event
// comes with all that it names.
func (s *scribe) tell(steps []multipaxos.Step) error {
	if s.setup.Policy != trace.Drop {
		return s.trace.WriteText(s.text)
	}
	entries := make([]trace.Entry, len(steps))
	for i := range steps {
		e := steps[i].Event()
		e.Time = s.time
		entries[i] = &e
	}
	return s.trace.Write(entries...)
}

// tidy keeps the log short, and what is still to be written to it.
func (s *scribe) tidy(c *checkpoint) error {
	switch {
	case s.journal == nil:
		return nil
	case c != nil:
		if err := s.syncTrace(); err != nil {
			return err
		}
		s.journal.clear() // the checkpoint holds what came of it
		s.logged = toldSet{}
		return s.journal.checkpoint(&c.header, c.Checkpoint)
	case s.journal.full():
		return s.write()
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
	if err := s.journal.end(end); err != nil {
		return fmt.Errorf("stopping: %w", err)
	}
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
