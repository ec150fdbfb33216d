package trace

import (
	"encoding/binary"
	"fmt"
	"strconv"
)

// An EventWriter writes events into memory, as they stand in a file of its form,
// straight from what an implementation has: a node that is traced writes several
// for each command, so an Event on the way would cost more than all the rest.
//
// Of an event come Begin, then Args, In, Out, Post and Values, each with the number
// of elements that follow it, and End.
type EventWriter struct {
	binaryWriter
	form      Form
	bare      bool   // write no lengths in front of events in the binary form
	frame     int    // where the event's is
	time      string // when events are taken
	recovered bool
	closing   string // what ends the list that is being written, in a line
	first     bool   // the list has no element yet
}

// A Text appends the text of a Value, or of a path, to dst.
type Text func(dst []byte) []byte

// NewEventWriter is a writer of this form.
func NewEventWriter(f Form) *EventWriter { return &EventWriter{form: f} }

// Reset forgets what was written. The events to come are taken at this time, which
// is for people.
func (w *EventWriter) Reset(time string) { w.b, w.time = w.b[:0], time }

// Bytes is what was written since Reset, valid until the next one.
func (w *EventWriter) Bytes() []byte { return w.b }

// Begin begins an event.
func (w *EventWriter) Begin(at Ref, action string) {
	if w.form == JSONLines {
		w.b = appendRef(append(w.b, `{"kind":"event"`...), at)
		w.b = appendText(w.b, "action", action)
		return
	}
	if !w.bare {
		w.b, w.frame = beginFrame(w.b)
	}
	w.begin(kindEvent, at.Node, at.Inc)
	w.number(keySeq, at.Seq)
	w.text(keyAction, action)
}

// Args are the action's arguments after the node.
func (w *EventWriter) Args(n int) { w.begins(keyArgs, n, `,"args":{`, "}") }

// Arg is one of them.
func (w *EventWriter) Arg(name string, value Text) {
	w.next()
	if w.form == JSONLines {
		w.b = value(append(appendQuoted(w.b, name), ':'))
		return
	}
	w.b = appendCBORText(append(w.b, cborArray|2), name)
	w.b = appendCBOR(w.b, value)
}

// In are the messages that the action used.
func (w *EventWriter) In(n int) { w.begins(keyIn, n, `,"in":[`, "]") }

// Cite is one of them.
func (w *EventWriter) Cite(at Ref, message Text) {
	w.next()
	if w.form == JSONLines {
		w.b = strconv.AppendInt(append(w.b, `{"node":`...), int64(at.Node), 10)
		w.b = appendUint(appendUint(w.b, "inc", at.Inc), "seq", at.Seq)
		w.b = append(message(append(w.b, `,"msg":`...)), '}')
		return
	}
	w.b = appendHead(append(w.b, cborArray|4), cborUint, uint64(at.Node))
	w.b = appendHead(appendHead(w.b, cborUint, at.Inc), cborUint, at.Seq)
	w.b = appendCBOR(w.b, message)
}

// Out are the messages that the action adds.
func (w *EventWriter) Out(n int) { w.begins(keyOut, n, `,"out":[`, "]") }

// Add is one of them.
func (w *EventWriter) Add(message Text) {
	w.next()
	if w.form == JSONLines {
		w.b = message(w.b)
		return
	}
	w.b = appendCBOR(w.b, message)
}

// Post are the node's own paths that changed.
func (w *EventWriter) Post(n int) { w.begins(keyChanges, n, `,"post":[`, "]") }

// Change is one of them. Without a value it is gone.
func (w *EventWriter) Change(path, value Text) {
	w.next()
	switch {
	case w.form == Binary:
		w.b = appendCBOR(append(w.b, cborArray|2), path)
		if value == nil {
			value = Value("").Append
		}
		w.b = appendCBOR(w.b, value)
	case value == nil:
		w.b = append(appendQuotedText(append(w.b, `{"path":`...), path), `,"gone":true}`...)
	default:
		w.b = append(appendQuotedText(append(w.b, `{"path":`...), path), `,"value":`...)
		w.b = append(value(w.b), '}')
	}
}

// Values say what the values are that the event names.
func (w *EventWriter) Values(n int) {
	if w.form == JSONLines {
		if n > 0 {
			w.begins(keyValues, n, `,"values":{`, "}")
		}
		return
	}
	if w.recovered {
		w.key(keyRecovered)
		w.b = append(w.b, cborTrue)
	}
	w.text(keyTime, w.time)
	w.list(keyValues, n)
}

// Define says what a value is that the event names.
func (w *EventWriter) Define(name string, value Text) { w.Arg(name, value) }

// End ends the event.
func (w *EventWriter) End() {
	if w.form == Binary {
		if w.end(); !w.bare {
			w.b = endFrame(w.b, w.frame)
		}
		return
	}
	w.b = append(w.b, w.closing...)
	if w.recovered {
		w.b = append(w.b, `,"recovered":true`...)
	}
	if w.time != "" {
		w.b = appendText(w.b, "ts", w.time)
	}
	w.b, w.closing = append(w.b, '}', '\n'), ""
}

// Event is the one event that was written since Reset, in the binary form. Whether
// it makes sense it does not ask; see Validate.
func (w *EventWriter) Event() Event {
	_, size := binary.Uvarint(w.b)
	p := binaryParser{s: string(w.b[size:])}
	e, err := p.entry()
	if err != nil {
		panic(fmt.Sprintf("trace: an event that was written in pieces cannot be read: %v", err))
	}
	return *e.(*Event)
}

// event writes an event with these definitions instead of its own.
func (w *EventWriter) event(e *Event, values []NamedValue) {
	w.time, w.recovered = e.Time, e.Recovered
	w.Begin(e.Ref, e.Action)
	w.Args(len(e.Args))
	for _, a := range e.Args {
		w.Arg(a.Name, a.Value.Append)
	}
	w.In(len(e.In))
	for _, c := range e.In {
		w.Cite(c.Ref, c.Msg.Append)
	}
	w.Out(len(e.Out))
	for _, m := range e.Out {
		w.Add(m.Append)
	}
	w.Post(len(e.Post))
	for _, c := range e.Post {
		if c.Gone() {
			w.Change(Value(c.Path).Append, nil)
			continue
		}
		w.Change(Value(c.Path).Append, c.Value.Append)
	}
	w.Values(len(values))
	for _, v := range values {
		w.Define(v.Name, v.Value.Append)
	}
	w.End()
}

// begins begins a list of n elements, of which a line tells even if it is empty.
func (w *EventWriter) begins(key byte, n int, opening, closing string) {
	if w.form == Binary {
		w.list(key, n)
		return
	}
	w.b = append(append(w.b, w.closing...), opening...)
	w.closing, w.first = closing, true
}

// next begins the next element of a list.
func (w *EventWriter) next() {
	if w.form == JSONLines && !w.first {
		w.b = append(w.b, ',')
	}
	w.first = false
}

// appendCBOR appends a text of unknown length. The head of most takes two bytes.
func appendCBOR(dst []byte, text Text) []byte {
	const guess = 2
	start := len(dst)
	dst = text(append(dst, cborText|24, 0))
	size := len(dst) - start - guess
	if size >= 24 && size < 1<<8 {
		dst[start+1] = byte(size)
		return dst
	}
	var head [9]byte
	n := len(appendHead(head[:0], cborText, uint64(size)))
	dst = append(dst, head[:]...)[:start+n+size]
	copy(dst[start+n:], dst[start+guess:start+guess+size])
	copy(dst[start:], head[:n])
	return dst
}

// appendQuotedText appends a text as a JSON string.
func appendQuotedText(dst []byte, text Text) []byte {
	start := len(dst) + 1
	dst = text(append(dst, '"'))
	if plain(dst[start:]) == len(dst)-start {
		return append(dst, '"')
	}
	return appendQuoted(dst[:start-1], string(dst[start:]))
}
