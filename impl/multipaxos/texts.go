package multipaxos

import "github.com/synod-paxos/synod/trace"

// texts are the texts of an event, one behind the other in one piece of memory:
// an event may tell of hundreds of values, and a node that is traced makes many
// events.
type texts struct {
	all  []byte
	ends []int
}

// newTexts has room for what so many messages and changes usually need.
func newTexts(messages, changes int) texts {
	return texts{
		all:  make([]byte, 0, 144*messages+72*changes),
		ends: make([]int, 0, messages+2*changes),
	}
}

func (t *texts) end() { t.ends = append(t.ends, len(t.all)) }

// message adds the text of a message.
func (t *texts) message(m *Message) {
	t.all = m.append(t.all)
	t.end()
}

// changes adds the paths and the values of changes.
func (t *texts) changes(changes []change, snap *Snap) {
	for i := range changes {
		c := &changes[i]
		t.all = c.appendPath(t.all)
		t.end()
		switch {
		case c.gone:
		case c.variable == varSnap:
			t.all = snap.append(t.all)
		default:
			t.all = c.append(t.all)
		}
		t.end()
	}
}

// cutter cuts the texts off again, in the order in which they were added.
func (t *texts) cutter() cutter { return cutter{all: string(t.all), ends: t.ends} }

type cutter struct {
	all  string
	ends []int
	at   int
}

func (c *cutter) text() string {
	text := c.all[c.at:c.ends[0]]
	c.at, c.ends = c.ends[0], c.ends[1:]
	return text
}

func (c *cutter) value() trace.Value { return trace.Value(c.text()) }

func (c *cutter) changes(n int) []trace.Change {
	changes := make([]trace.Change, n)
	for i := range changes {
		changes[i].Path = c.text()
		changes[i].Value = c.value()
	}
	return changes
}
