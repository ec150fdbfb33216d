package check

import (
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/synod-paxos/synod/trace"
)

// An Input is a source and what it is.
type Input struct {
	trace.Source
	// Log says that this is a write-ahead log: it holds the events that change
	// something durable, and of the others only some.
	Log bool
}

// A file holds the records of one source, in their order.
type file struct {
	name    string
	log     bool
	headers []*headerRecord
	sorted  []*headerRecord // the same, by node, incarnation and first event
	events  []*eventRecord
	gaps    []*gapRecord
	ends    []*endRecord
	torn    int  // line of a torn last line; 0 if there is none
	closed  bool // a header of another major version: the rest was not read
}

type headerRecord struct {
	*trace.Header
	place Place
	file  *file
	bad   bool // a violation was found in it
	blind bool // of an unknown specification or format: nothing in it can be judged

	original *headerRecord // the same header, read before from another file
}

// isBlind tells whether the header's segment cannot be judged.
func (h *headerRecord) isBlind() bool { return h.blind || h.original != nil && h.original.blind }

type eventRecord struct {
	*trace.Event
	place      Place
	file       *file
	segment    *headerRecord // nil if the file has no header
	scope      *scope
	incomplete bool // something before it is missing from its segment
	judged     bool // by the specification, at some level

	twin     *eventRecord // of a log's event, the same event in a trace
	prepared *prepared
	fault    *Finding
}

type gapRecord struct {
	*trace.Gap
	place   Place
	segment *headerRecord
	scope   *scope
}

type endRecord struct {
	*trace.End
	place   Place
	segment *headerRecord
}

// load reads all inputs.
func (c *checker) load(inputs []Input) error {
	for _, in := range inputs {
		f, err := c.loadFile(in)
		if err != nil {
			return err
		}
		c.files = append(c.files, f)
	}
	c.report.Files = len(c.files)
	c.values.Opaque = slices.ContainsFunc(c.files, func(f *file) bool { return f.log })
	return nil
}

func (c *checker) loadFile(in Input) (*file, error) {
	f := &file{name: in.Name(), log: in.Log}
	for {
		item, err := in.Next()
		if errors.Is(err, io.EOF) {
			return f, nil
		}
		if err != nil {
			return nil, fmt.Errorf("reading a trace: %w", err)
		}
		c.report.Unknown += item.Unknown
		if item.Torn {
			f.torn = item.Line
			continue
		}
		if err := c.loadEntry(f, item); err != nil {
			return nil, err
		}
		if f.closed {
			return f, nil
		}
	}
}

func (c *checker) loadEntry(f *file, item trace.Item) error {
	place := Place{f.name, item.Line}
	switch e := item.Entry.(type) {
	case *trace.Header:
		major, _, err := trace.ParseFormat(e.Format)
		if err != nil {
			return fmt.Errorf("reading a trace: %s: %w", place, err)
		}
		f.headers = append(f.headers, &headerRecord{Header: e, place: place, file: f})
		f.closed = major != trace.FormatMajor
	case *trace.Event:
		f.events = append(f.events, &eventRecord{Event: e, place: place, file: f})
	case *trace.Gap:
		f.gaps = append(f.gaps, &gapRecord{Gap: e, place: place})
	case *trace.End:
		f.ends = append(f.ends, &endRecord{End: e, place: place})
	}
	return nil
}
