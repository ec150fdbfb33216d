package register

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"github.com/synod-paxos/synod/trace"
)

// A process that is killed between writing the log and writing the trace leaves
// events in the log alone. Nobody has heard of them, but they have changed
// durable state, so the trace must tell of them before it tells of the Restart.

// unreleased is what the trace lacks: the segments of incarnations that died
// before they could begin one, and events that go into the next segment.
type unreleased struct {
	segments []missingSegment
	events   []trace.Event
}

// A missingSegment begins, as every segment does, with what those before it
// lack. So whoever finds a step of the incarnation itself in the file knows
// that nothing older is missing.
type missingSegment struct {
	incarnation
	copies []trace.Event
}

// A segment is what a trace file holds: the last event, or gap's end, of each
// incarnation that it tells of.
type segment struct {
	exists bool
	last   map[uint64]uint64
}

// findUnreleased compares log and trace, back to the last incarnation that got
// as far as a step of its own: by then it had copied what those before it
// lacked. It also learns of events that the log does not hold, because they
// changed nothing durable.
func (m *Machine) findUnreleased(memory *memory) (unreleased, error) {
	var lost unreleased
	if m.setup.TraceDir == "" {
		return lost, nil
	}
	last := make(map[uint64]uint64)
	exists := make(map[uint64]bool)
	first := uint64(len(memory.incs))
	for inc := first; inc >= 1; inc-- {
		s, err := readSegment(filepath.Join(m.setup.TraceDir, trace.SegmentName(m.setup.Identity.Node, inc)))
		if err != nil {
			return lost, fmt.Errorf("reading the trace of incarnation %d: %w", inc, err)
		}
		for i, seq := range s.last {
			last[i] = max(last[i], seq)
		}
		first, exists[inc] = inc, s.exists
		if s.last[inc] > 0 {
			break
		}
	}
	for i := range memory.incs {
		inc := &memory.incs[i]
		number := inc.header.Inc
		if number < first {
			continue
		}
		lost.compare(inc, exists[number], last[number])
		inc.last = max(inc.last, last[number])
	}
	return lost, nil
}

// compare adds what the trace, which goes to event last, lacks of inc.
func (u *unreleased) compare(inc *incarnation, exists bool, last uint64) {
	switch {
	case !inc.traced:
	case !exists:
		u.segments = append(u.segments, missingSegment{*inc, u.events})
		u.events = nil
	default:
		for _, e := range inc.events {
			if e.Seq > last {
				u.events = append(u.events, e)
			}
		}
	}
}

// readSegment reads which events a trace file holds. A torn last line does not
// count: it was never released.
func readSegment(path string) (segment, error) {
	s := segment{last: make(map[uint64]uint64)}
	source, err := trace.Open(path)
	if errors.Is(err, os.ErrNotExist) {
		return s, nil
	}
	if err != nil {
		return s, err
	}
	defer source.Close()
	for {
		item, err := source.Next()
		if err == io.EOF {
			return s, nil
		}
		if err != nil {
			return s, err
		}
		switch e := item.Entry.(type) {
		case *trace.Header:
			s.exists = true
		case *trace.Event:
			s.last[e.Inc] = max(s.last[e.Inc], e.Seq)
		case *trace.Gap:
			s.last[e.Inc] = max(s.last[e.Inc], e.To)
		}
	}
}

// writeSegment writes a missing segment from the log, just as its incarnation
// would have written it: its own events are not marked as copies.
func writeSegment(dir string, missing missingSegment, p trace.Policy) error {
	path := filepath.Join(dir, trace.SegmentName(missing.header.Node, missing.header.Inc))
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("removing a trace without a header: %w", err)
	}
	recorder, err := trace.Create(dir, missing.header, p)
	if err != nil {
		return err
	}
	events := slices.Concat(recovered(missing.copies), missing.events)
	if len(events) > 0 {
		err = recorder.Write(entries(events)...)
	}
	return errors.Join(err, recorder.Close())
}
