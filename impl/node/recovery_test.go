package node

import (
	"fmt"
	"testing"

	"github.com/synod-paxos/synod/impl/multipaxos"
	"github.com/synod-paxos/synod/impl/unreleased"
	"github.com/synod-paxos/synod/impl/wal"
	"github.com/synod-paxos/synod/impl/wire"
	"github.com/synod-paxos/synod/trace"
)

// TestDictionary: whatever an event names that the traces lack, the log says what
// it is, also in a record before and where a later vote hides it.
func TestDictionary(t *testing.T) {
	lost, err := unreleased.Find(t.TempDir(), 1)
	if err != nil {
		t.Fatal(err)
	}
	name := func(payload []byte) string { return "name of " + string(payload) }
	m := &memory{decoder: wire.NewDecoder(name), lost: lost}
	add := func(b wal.Batch) {
		t.Helper()
		if err := m.add(b); err != nil {
			t.Fatal(err)
		}
	}
	add(wal.Batch{Traced: true, Entries: []trace.Entry{&trace.Header{Node: 1, Inc: 1, First: 1, Nodes: []int{1}}}})
	seq := uint64(0)
	event := func(path string, told trace.Value, held ...*multipaxos.Value) wal.Batch {
		seq++
		b := wal.Batch{Entries: []trace.Entry{&trace.Event{
			Ref: trace.Ref{Node: 1, Inc: 1, Seq: seq}, Post: []trace.Change{{Path: path, Value: told}},
		}}}
		for _, v := range held {
			b.Values = append(b.Values, wal.Value{Name: v.Digest().String(), Bytes: wire.EncodeValue(v)})
		}
		return b
	}
	vote := func(ballot int, v *multipaxos.Value) wal.Batch {
		return event("vote[1]", trace.Value(fmt.Sprintf(`{"bal":%d,"val":%s}`, ballot, trace.Named(v.Digest().String()))), v)
	}
	var values []*multipaxos.Value
	for _, payload := range []string{"a", "b"} {
		values = append(values, multipaxos.NewValue([]multipaxos.Command{
			{Session: 1, Number: 1, Name: name([]byte(payload)), Payload: []byte(payload)},
		}))
	}
	add(vote(1025, values[0]))
	add(vote(2049, values[1]))
	add(event("known[1]", trace.Named(values[0].Digest().String())))
	for _, v := range values {
		if told, ok := m.dictionary()(v.Digest().String()); !ok || told != v.Named() {
			t.Errorf("%+v, %v is told of %+v", told, ok, v.Named())
		}
	}
}
