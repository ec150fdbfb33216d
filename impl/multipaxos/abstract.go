package multipaxos

import "github.com/synod-paxos/synod/trace"

// The values of the specification that events tell of, each alone. Each is put
// together in memory of the method's own, which costs nothing, unless it is
// longer than most.

const (
	shortText = 64
	longText  = 256
)

func (b Ballot) abstract() trace.Value {
	var memory [shortText]byte
	return trace.Value(b.append(memory[:0]))
}

func (s Slot) abstract() trace.Value {
	var memory [shortText]byte
	return trace.Value(s.append(memory[:0]))
}

func (k Session) abstract() trace.Value {
	var memory [shortText]byte
	return trace.Value(k.append(memory[:0]))
}

func (p Prefix) abstract() trace.Value {
	var memory [shortText]byte
	return trace.Value(p.append(memory[:0]))
}

func (d Digest) abstract() trace.Value {
	var memory [shortText]byte
	return trace.Value(d.append(memory[:0]))
}

func (c *Command) abstract() trace.Value {
	var memory [longText]byte
	return trace.Value(c.append(memory[:0]))
}

func (m *Message) abstract() trace.Value {
	var memory [longText]byte
	return trace.Value(m.append(memory[:0]))
}

func (x *Snap) abstract() trace.Value { return trace.Value(x.append(nil)) }

func (n NodeID) abstract() trace.Value { return trace.Int(int64(n)) }

func (q Quorum) abstract() trace.Value {
	nodes := make([]int, len(q))
	for i, n := range q {
		nodes[i] = int(n)
	}
	return trace.IntSet(nodes)
}

// Named is what a trace has to say once of the value, wherever it names it
// afterwards.
func (v *Value) Named() trace.NamedValue {
	text := append(make([]byte, 0, longText), '[')
	for i := range v.Commands() {
		if i > 0 {
			text = append(text, ',')
		}
		text = v.commands[i].append(text)
	}
	return trace.NamedValue{Name: v.Digest().String(), Value: trace.Value(append(text, ']'))}
}
