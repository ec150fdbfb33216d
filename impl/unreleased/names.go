package unreleased

import (
	"regexp"

	"github.com/synod-paxos/synod/trace"
)

// A Dictionary tells what a value is, by its name in traces. The log may name
// values without saying so.
type Dictionary func(name string) (trace.NamedValue, bool)

// valueName finds the names of values where a trace names them.
var valueName = regexp.MustCompile(`"#v":"([0-9a-f]{32})"`)

// named are the values that are named in texts, each once.
func (d Dictionary) named(texts []trace.Value) []trace.NamedValue {
	var values []trace.NamedValue
	seen := make(map[string]bool)
	for _, text := range texts {
		for _, found := range valueName.FindAllStringSubmatch(string(text), -1) {
			name := found[1]
			if seen[name] {
				continue
			}
			seen[name] = true
			if v, ok := d(name); ok {
				values = append(values, v)
			}
		}
	}
	return values
}

// defined is the event with the values that it names.
func (d Dictionary) defined(e trace.Event) trace.Event {
	var texts []trace.Value
	for _, a := range e.Args {
		texts = append(texts, a.Value)
	}
	for _, m := range e.In {
		texts = append(texts, m.Msg)
	}
	texts = append(texts, e.Out...)
	e.Values = d.named(append(texts, values(e.Post)...))
	return e
}

// begun is the header with the values that it names.
func (d Dictionary) begun(h trace.Header) *trace.Header {
	h.Values = d.named(values(h.State))
	return &h
}

func values(changes []trace.Change) []trace.Value {
	var texts []trace.Value
	for _, c := range changes {
		texts = append(texts, c.Value)
	}
	return texts
}
