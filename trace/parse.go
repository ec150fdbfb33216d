package trace

import (
	"errors"
	"fmt"
	"math/bits"
	"strings"
)

// ParseJSON reads one line. It is strict about the types of fields and about
// which must be there. Fields that it does not know, which a later minor
// version may add, are skipped, and their number is returned.
func ParseJSON(line []byte) (Entry, int, error) {
	p := parser{scanner: scanner{b: string(line)}}
	err := p.object(p.field)
	if err == nil {
		err = p.end()
	}
	if err != nil {
		return nil, 0, err
	}
	e, err := p.entry()
	if err != nil {
		return nil, 0, err
	}
	return e, p.unknown, nil
}

// A parser holds the fields of one line until its kind is known, as a field
// may stand before "kind".
type parser struct {
	scanner
	fields
	seen    fieldSet
	unknown int
}

// fields are those of entries of all kinds.
type fields struct {
	kind   string
	header Header
	event  Event
	gap    Gap
	events uint64 // of an end
	state  []Change
	values []NamedValue
}

type fieldSet uint32

// The fields of all kinds. A name has one type, in whichever kind it stands.
var fieldNames = [...]string{
	"kind", "node", "inc", "seq", "format", "run", "cluster", "first", "spec", "hash", "nodes", "prev", "state",
	"action", "args", "in", "out", "post", "recovered", "ts", "from", "to", "events", "values",
}

func fieldsOf(names ...string) fieldSet {
	var set fieldSet
	for _, name := range names {
		set |= fieldBit(name)
	}
	return set
}

// fieldBit is 0 for a name that is no field.
func fieldBit(name string) fieldSet {
	for i, n := range fieldNames {
		if n == name {
			return 1 << i
		}
	}
	return 0
}

// What a line of each kind must have, and what it may have.
var required = map[string]fieldSet{
	"header": fieldsOf("kind", "format", "run", "cluster", "node", "inc", "first", "spec", "hash", "nodes"),
	"event":  fieldsOf("kind", "node", "inc", "seq", "action", "args", "in", "out", "post"),
	"gap":    fieldsOf("kind", "node", "inc", "from", "to", "state"),
	"end":    fieldsOf("kind", "node", "inc", "seq", "events"),
}

var optional = map[string]fieldSet{
	"header": fieldsOf("prev", "state", "values"),
	"event":  fieldsOf("recovered", "ts", "values"),
	"gap":    fieldsOf("values"),
}

// field reads the value of one field of a line.
func (p *parser) field(name string) error {
	bit := fieldBit(name)
	if bit == 0 {
		p.unknown++
		return p.ignore()
	}
	if p.seen&bit != 0 {
		return p.fail("field %q stands there twice", name)
	}
	p.seen |= bit
	if err := p.read(name); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

func (p *parser) read(name string) (err error) {
	h, e := &p.header, &p.event
	switch name {
	case "kind":
		p.kind, err = p.str()
	case "node":
		e.Node, err = p.int()
	case "inc":
		e.Inc, err = p.uint()
	case "seq":
		e.Seq, err = p.uint()
	case "format":
		h.Format, err = p.str()
	case "run":
		h.Run, err = p.str()
	case "cluster":
		h.Cluster, err = p.str()
	case "first":
		h.First, err = p.uint()
	case "spec":
		h.Spec, err = p.str()
	case "hash":
		h.Hash, err = p.str()
	case "nodes":
		h.Nodes, err = p.nodes()
	case "prev":
		h.Prev, err = p.prev()
	case "state":
		p.state, err = p.changes()
	case "values":
		p.values, err = p.definitions()
	default:
		return p.readEvent(name)
	}
	return err
}

func (p *parser) readEvent(name string) (err error) {
	e := &p.event
	switch name {
	case "action":
		e.Action, err = p.str()
	case "args":
		e.Args, err = p.args()
	case "in":
		e.In, err = p.cited()
	case "out":
		e.Out, err = p.messages()
	case "post":
		e.Post, err = p.changes()
	case "recovered":
		e.Recovered, err = p.boolean()
	case "ts":
		e.Time, err = p.str()
	case "from":
		p.gap.From, err = p.uint()
	case "to":
		p.gap.To, err = p.uint()
	case "events":
		p.events, err = p.uint()
	}
	return err
}

// entry makes the entry of the fields read.
func (p *parser) entry() (Entry, error) {
	must, known := required[p.kind]
	switch {
	case p.seen&fieldBit("kind") == 0:
		return nil, errors.New(`field "kind" is missing`)
	case !known:
		return nil, fmt.Errorf("unknown kind %q", Clip(p.kind))
	}
	if missing := must &^ p.seen; missing != 0 {
		return nil, fmt.Errorf("%s: missing %s", p.kind, missing)
	}
	p.unknown += bits.OnesCount32(uint32(p.seen &^ must &^ optional[p.kind]))
	e := p.made()
	return e, Validate(e)
}

func (p *fields) made() Entry {
	switch at := p.event.Ref; p.kind {
	case "header":
		h := p.header
		h.Node, h.Inc, h.State, h.Values = at.Node, at.Inc, p.state, p.values
		return &h
	case "event":
		e := p.event
		e.Values = p.values
		return &e
	case "gap":
		return &Gap{Node: at.Node, Inc: at.Inc, From: p.gap.From, To: p.gap.To, State: p.state, Values: p.values}
	default:
		return &End{Node: at.Node, Inc: at.Inc, Seq: at.Seq, Events: p.events}
	}
}

// String lists the names of the fields.
func (f fieldSet) String() string {
	var names []string
	for i, name := range fieldNames {
		if f&(1<<i) != 0 {
			names = append(names, name)
		}
	}
	return strings.Join(names, ", ")
}
