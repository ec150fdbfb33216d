// Package unreleased completes the traces of a node that was killed.
//
// A process that is killed between writing its log and writing its trace leaves
// events in the log alone. Nobody has heard of them, but they have changed
// durable state, so the trace must tell of them before it tells of the Restart.
package unreleased

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/synod-paxos/synod/trace"
)

// A Finder is told what a node's log holds, in its order, and keeps what the
// traces lack: the segments of incarnations that died before they could begin
// one, and events that go into the next segment. It keeps no other events,
// however long the log is.
type Finder struct {
	dir    string // empty: no traces are wanted
	node   int
	first  uint64            // incarnations before it lack nothing
	exists map[uint64]bool   // the segment of an incarnation
	last   map[uint64]uint64 // event that the traces tell of, of each incarnation

	inc     uint64 // that the log tells of now
	traced  bool
	missing []segment
	events  []trace.Event
}

// A segment that is missing begins, as every segment does, with what those
// before it lack. So whoever finds a step of the incarnation itself in the file
// knows that nothing older is missing.
type segment struct {
	header *trace.Header
	copies []trace.Event
	events []trace.Event
}

// Find reads how far the traces of a node go, back to the last incarnation that
// got as far as a step of its own: by then it had copied what those before it
// lacked. It also learns of events that the log does not hold, because they
// changed nothing durable. An event that an incarnation copied and that is not
// the last in its segment may come to be copied once more. Without a directory
// nothing is lacking.
func Find(dir string, node int) (*Finder, error) {
	f := &Finder{dir: dir, node: node, exists: make(map[uint64]bool), last: make(map[uint64]uint64)}
	if dir == "" {
		return f, nil
	}
	newest, err := f.newest()
	if err != nil {
		return nil, err
	}
	for f.first = newest; f.first > 1; f.first-- {
		if err := f.read(f.first); err != nil {
			return nil, err
		}
		if f.last[f.first] > 0 {
			return f, nil
		}
	}
	return f, f.read(f.first)
}

// newest is the last incarnation that has a segment.
func (f *Finder) newest() (uint64, error) {
	newest := uint64(1)
	entries, err := os.ReadDir(f.dir)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return 0, fmt.Errorf("looking for traces: %w", err)
	}
	for _, e := range entries {
		if node, inc, ok := trace.ParseSegmentName(e.Name()); ok && node == f.node {
			newest = max(newest, inc)
		}
	}
	return newest, nil
}

// read reads where an incarnation's segment ends. A torn last entry does not
// count: it was never released.
func (f *Finder) read(inc uint64) error {
	for _, form := range forms {
		tail, err := trace.ReadTail(filepath.Join(f.dir, form.SegmentName(f.node, inc)))
		if errors.Is(err, os.ErrNotExist) {
			continue
		}
		if err != nil {
			return fmt.Errorf("reading the trace of incarnation %d: %w", inc, err)
		}
		f.exists[inc] = tail.Header
		f.last[tail.Inc] = max(f.last[tail.Inc], tail.Seq)
	}
	return nil
}

// forms are those in which nodes write traces.
var forms = []trace.Form{trace.JSONLines, trace.Binary}

// Wanted tells whether the node has traces at all.
func (f *Finder) Wanted() bool { return f.dir != "" }

// Last is the last event of an incarnation that the traces tell of, or 0.
func (f *Finder) Last(inc uint64) uint64 { return f.last[inc] }

// Header takes in that the log begins to tell of an incarnation, which also
// wrote a trace or did not, or goes on telling of it.
func (f *Finder) Header(h *trace.Header, traced bool) {
	if h.Inc == f.inc {
		return
	}
	f.inc, f.traced = h.Inc, traced && f.dir != "" && h.Inc >= f.first
	if f.traced && !f.exists[h.Inc] {
		f.missing = append(f.missing, segment{header: h, copies: f.events})
		f.events = nil
	}
}

// Lacks tells whether the traces lack the event with this number.
func (f *Finder) Lacks(seq uint64) bool { return f.traced && seq > f.last[f.inc] }

// Event takes in an event of the incarnation.
func (f *Finder) Event(e trace.Event) {
	switch {
	case !f.Lacks(e.Seq):
	case f.exists[f.inc]:
		f.events = append(f.events, e)
	default:
		s := &f.missing[len(f.missing)-1]
		s.events = append(s.events, e)
	}
}

// Complete writes the segments that are missing, as their incarnations would
// have written them: their own events are not marked as copies. It returns the
// events that the next segment is to begin with, marked as copies, and tells
// watch of all that it wrote. What is written says by the dictionary what the
// values are that it names.
func (f *Finder) Complete(form trace.Form, p trace.Policy, d Dictionary, watch func([]trace.Event)) ([]trace.Event, error) {
	for _, s := range f.missing {
		events := slices.Concat(d.recovered(s.copies), d.all(s.events))
		if err := f.write(d.begun(*s.header), events, form, p); err != nil {
			return nil, err
		}
		watch(d.recovered(events))
	}
	return d.recovered(f.events), nil
}

func (f *Finder) write(h *trace.Header, events []trace.Event, form trace.Form, p trace.Policy) error {
	for _, old := range forms {
		path := filepath.Join(f.dir, old.SegmentName(f.node, h.Inc))
		if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
			return fmt.Errorf("removing a trace without a header: %w", err)
		}
	}
	recorder, err := form.Create(f.dir, h, p)
	if err != nil {
		return err
	}
	if len(events) > 0 {
		err = recorder.Write(Entries(events)...)
	}
	return errors.Join(err, recorder.Close())
}

// all are events with the values that they name.
func (d Dictionary) all(events []trace.Event) []trace.Event {
	copies := slices.Clone(events)
	for i := range copies {
		copies[i] = d.defined(copies[i])
	}
	return copies
}

// recovered are events as they are copied: as they were, and marked.
func (d Dictionary) recovered(events []trace.Event) []trace.Event {
	copies := d.all(events)
	for i := range copies {
		copies[i].Recovered = true
	}
	return copies
}

// Entries are the events as entries.
func Entries(events []trace.Event) []trace.Entry {
	entries := make([]trace.Entry, len(events))
	for i := range events {
		entries[i] = &events[i]
	}
	return entries
}
