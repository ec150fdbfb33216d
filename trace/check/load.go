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
	store   *store
	scopes  map[*headerRecord]*scope
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

// An eventRecord is what is held of an event until the end. The event itself lies
// in the store.
type eventRecord struct {
	trace.Ref
	line       int
	file       *file
	segment    *headerRecord // nil if the file has no header
	twin       *eventRecord  // of a log's event, the same event in a trace
	link       *link         // in its node's chain
	stored     stored
	action     int32 // among file.store.actions
	recovered  bool
	defines    bool // names for values
	cites      bool // messages
	repeated   bool // another event of this node, incarnation and number was read before
	incomplete bool // something before it is missing from its segment
	judged     bool // by the specification, at some level
}

func (e *eventRecord) place() Place { return Place{e.file.name, e.line} }

// event gives the event itself. It must not be changed.
func (e *eventRecord) event() *trace.Event { return e.file.store.get(e.stored, e.Ref) }

// name is that of the event's action.
func (e *eventRecord) name() string { return e.file.store.actions[e.action] }

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
	f := &file{name: in.Name(), log: in.Log, store: &c.store, scopes: map[*headerRecord]*scope{}}
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
		f.events = append(f.events, c.store.record(f, item.Line, e))
	case *trace.Gap:
		f.gaps = append(f.gaps, &gapRecord{Gap: e, place: place})
	case *trace.End:
		f.ends = append(f.ends, &endRecord{End: e, place: place})
	}
	return nil
}
