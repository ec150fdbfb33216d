package logbench

import (
	"fmt"

	"github.com/synod-paxos/synod/spec/tla"
	"github.com/synod-paxos/synod/trace/post"
)

// packed is a run's events as bytes, which is how a checker finds them. A long
// run of decoded ones would fill the heap with pointers that the collector goes
// through while the replay is timed, and that no replay holds.
type packed struct {
	actions map[string]*tla.Action
	text    []byte
	ends    []int // of each event in text
}

func (p *packed) len() int { return len(p.ends) }

// add appends an event.
func (p *packed) add(e *Event) {
	var changes []tla.Value
	for _, c := range e.post {
		changes = append(changes, tla.Tuple(tla.Str(c.Variable), optional(c.Key), optional(c.End), optional(c.Value)))
	}
	p.text = tla.AppendJSON(p.text, tla.Tuple(tla.Str(e.action.Name), tla.Tuple(e.args...), e.in, e.out, tla.Tuple(changes...)))
	p.ends = append(p.ends, len(p.text))
}

// event decodes event i.
func (p *packed) event(i int) (Event, error) {
	begin := 0
	if i > 0 {
		begin = p.ends[i-1]
	}
	v, err := tla.ParseJSON(p.text[begin:p.ends[i]])
	if err != nil {
		return Event{}, fmt.Errorf("event %d: %w", i+1, err)
	}
	parts := items(v)
	name, _ := parts[0].Text()
	e := Event{action: p.actions[name], args: items(parts[1]), in: parts[2], out: parts[3]}
	e.node = e.args[0]
	for _, c := range items(parts[4]) {
		c := items(c)
		variable, _ := c[0].Text()
		e.post = append(e.post, post.Change{Variable: variable, Key: given(c[1]), End: given(c[2]), Value: given(c[3])})
	}
	return e, nil
}

// optional is a value as a tuple, empty if there is none; given reads it.
func optional(v tla.Value) tla.Value {
	if !v.IsValid() {
		return tla.Tuple()
	}
	return tla.Tuple(v)
}

func given(v tla.Value) tla.Value {
	first, _ := v.Apply(tla.Int(1))
	return first
}

func items(tuple tla.Value) []tla.Value {
	out := make([]tla.Value, tuple.Len())
	for i := range out {
		out[i], _ = tuple.Apply(tla.Int(int64(i + 1)))
	}
	return out
}
