package tracetest

import (
	"slices"

	"github.com/synod-paxos/synod/spec/tla"
	"github.com/synod-paxos/synod/trace"
	"github.com/synod-paxos/synod/trace/post"
)

// Text is a value as traces write it.
func Text(v tla.Value) trace.Value { return trace.Value(tla.AppendJSON(nil, v)) }

// A rendering writes values as a core does: a sequence of commands by its name,
// wherever it stands.
type rendering struct {
	named []trace.NamedValue // the names that occur, in order
}

func (r *rendering) value(v tla.Value) trace.Value { return trace.Value(r.append(nil, v)) }

func (r *rendering) append(b []byte, v tla.Value) []byte {
	switch v.Kind() {
	case tla.KindTuple:
		if isCommands(v) {
			return append(b, r.name(v)...)
		}
		sep := byte('[')
		for x := range v.Elements() {
			b = r.append(append(b, sep), x)
			sep = ','
		}
		if v.Len() == 0 {
			b = append(b, '[')
		}
		return append(b, ']')
	case tla.KindRecord:
		sep := byte('{')
		for key, x := range v.Pairs() {
			b = tla.AppendJSON(append(b, sep), key)
			b = append(b, ':')
			if text, _ := key.Text(); text == sessions {
				b = tla.AppendJSON(b, x)
			} else {
				b = r.append(b, x)
			}
			sep = ','
		}
		return append(b, '}')
	case tla.KindFunction:
		b = append(b, `{"#fn":`...)
		sep := byte('[')
		for key, x := range v.Pairs() {
			b = tla.AppendJSON(append(b, sep, '['), key)
			b = append(r.append(append(b, ','), x), ']')
			sep = ','
		}
		return append(b, ']', '}')
	}
	return tla.AppendJSON(b, v)
}

// sessions is the field of commands by session, which looks like a sequence of
// commands and is none.
const sessions = "done"

// name is the name of a sequence of commands.
func (r *rendering) name(v tla.Value) trace.Value {
	digest, err := tla.ValueDigest(v)
	if err != nil {
		panic(err) // isCommands looked
	}
	def := trace.NamedValue{Name: digest, Value: Text(v)}
	if !slices.Contains(r.named, def) {
		r.named = append(r.named, def)
	}
	return trace.Named(digest)
}

// isCommands tells whether v is a sequence of commands <<client, number, text>>
// that is worth a name.
func isCommands(v tla.Value) bool {
	for c := range v.Elements() {
		if c.Kind() != tla.KindTuple || c.Len() != 3 {
			return false
		}
		text, _ := c.Apply(tla.Int(3))
		if text.Kind() != tla.KindString {
			return false
		}
	}
	return v.Len() > 0
}

func (r *rendering) changes(list []post.Change) []trace.Change {
	var out []trace.Change
	for _, c := range list {
		t := trace.Change{Path: c.Path()}
		if !c.Gone() {
			t.Value = r.value(c.Value)
		}
		out = append(out, t)
	}
	return out
}
