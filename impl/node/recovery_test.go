package node

import (
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/synod-paxos/synod/impl/multipaxos"
	"github.com/synod-paxos/synod/impl/snapshot"
	"github.com/synod-paxos/synod/impl/unreleased"
	"github.com/synod-paxos/synod/impl/wal"
	"github.com/synod-paxos/synod/impl/wal/waltest"
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

// TestOldValues: of the records before a checkpoint the values count that it
// names, and nothing else; an event behind it may name one that a vote hides.
func TestOldValues(t *testing.T) {
	lost, err := unreleased.Find(t.TempDir(), 1)
	if err != nil {
		t.Fatal(err)
	}
	name := func(payload []byte) string { return "name of " + string(payload) }
	value := func(payload string) (*multipaxos.Value, wal.Value, trace.Value) {
		v := multipaxos.NewValue([]multipaxos.Command{{Session: 1, Number: 1, Name: name([]byte(payload)), Payload: []byte(payload)}})
		told := fmt.Sprintf(`{"bal":1025,"val":%s}`, trace.Named(v.Digest().String()))
		return v, wal.Value{Name: v.Digest().String(), Bytes: wire.EncodeValue(v)}, trace.Value(told)
	}
	kept, keptBytes, keptVote := value("kept")
	gone, goneBytes, goneVote := value("gone")
	late, lateBytes, lateVote := value("late")
	event := func(seq uint64, path string, told trace.Value, held wal.Value) wal.Batch {
		e := &trace.Event{Ref: trace.Ref{Node: 1, Inc: 1, Seq: seq}, Action: "Accept", Post: []trace.Change{{Path: path, Value: told}}}
		return wal.Batch{Entries: []trace.Entry{e}, Values: []wal.Value{held}}
	}
	header := &trace.Header{
		Format: trace.Format, Run: "r", Cluster: "c", Node: 1, Inc: 1, First: 9, Spec: "S", Hash: "00", Nodes: []int{1},
		State: []trace.Change{{Path: "vote[5]", Value: keptVote}, {Path: "trunc", Value: "5"}},
	}
	records := []struct {
		segment uint64
		old     bool
		batch   wal.Batch
	}{
		{3, false, wal.Batch{Traced: true, Entries: []trace.Entry{header}}},
		{1, true, event(1, "vote[4]", goneVote, goneBytes)},
		{2, true, event(2, "vote[5]", keptVote, keptBytes)},
		{3, false, event(9, "vote[5]", lateVote, lateBytes)},
	}
	read := func(without int) (*memory, error) {
		m := &memory{decoder: wire.NewDecoder(name), lost: lost}
		for i, r := range records {
			payload, err := r.batch.Encode()
			if err != nil {
				t.Fatal(err)
			}
			if i == without {
				continue
			}
			if err := m.read(wal.Record{At: wal.Position{Segment: r.segment}, Payload: payload, Old: r.old}); err != nil {
				return nil, err
			}
		}
		return m, m.settle()
	}
	m, err := read(-1)
	if err != nil {
		t.Fatal(err)
	}
	if votes := m.durable.State().Votes; len(votes) != 1 || !votes[0].Val.Same(late) {
		t.Errorf("the votes are %+v", votes)
	}
	for v, want := range map[*multipaxos.Value]bool{kept: true, late: true, gone: false} {
		if _, ok := m.dictionary()(v.Digest().String()); ok != want {
			t.Errorf("%v is told of: %v", v.Commands(), ok)
		}
	}
	if got := m.votes.needed(5); got != 2 || m.at.Segment != 3 {
		t.Errorf("segment %d is needed, and the last record is at %v", got, m.at)
	}
	if _, err := read(2); err == nil {
		t.Error("a checkpoint is taken without a value that it names")
	}
}

// TestToldAgain: a checkpoint takes the values of events from the log, so what an
// event behind it names is in the log again, and a restart can complete the trace.
func TestToldAgain(t *testing.T) {
	disk, traces := waltest.NewDisk(), t.TempDir()
	var kill bool
	begin := func() *Machine {
		return among(t, 3, func(s *Setup) {
			s.Disk = Disk{Log: disk.Dir(wal.DirName), Snapshots: disk.Dir(snapshot.DirName)}
			s.TraceDir, s.Form = traces, trace.Binary
			s.Watch.Persisted = func(time.Duration) {
				if kill {
					panic("killed")
				}
			}
		})
	}
	if err := wal.Create(disk.Dir(wal.DirName)); err != nil {
		t.Fatal(err)
	}
	v := multipaxos.NewValue([]multipaxos.Command{{Session: 1, Number: 1, Name: "name", Payload: []byte("name")}})
	const ballot = 1*multipaxos.MaxNodes + 2
	seq := uint64(0)
	deliver := func(m multipaxos.Message) multipaxos.Input {
		seq++
		m.From = 2
		return multipaxos.Deliver{Message: multipaxos.Received{Ref: trace.Ref{Node: 2, Inc: 1, Seq: seq}, Msg: &m}}
	}
	entry := func(slot multipaxos.Slot) multipaxos.Input {
		return deliver(multipaxos.Message{Type: multipaxos.MsgEntry, Bal: ballot, Slot: slot, Val: v.Digest(), Body: v})
	}
	m := begin()
	settle(t, m, entry(3), multipaxos.Tick{})
	settle(t, m, deliver(multipaxos.Message{Type: multipaxos.MsgSnapshot, Snap: &multipaxos.Snap{Upto: 2}}))
	write := turn(t, m, nil, entry(4), deliver(multipaxos.Message{Type: multipaxos.Msg1a, Bal: ballot, Slot: 2}))
	kill = true
	func() {
		defer func() { recover() }()
		write.Do()
	}()
	kill = false
	m.Close()
	begin().Close()
	copied, err := trace.Open(filepath.Join(traces, trace.Binary.SegmentName(1, 2)))
	if err != nil {
		t.Fatal(err)
	}
	defer copied.Close()
	for {
		item, err := copied.Next()
		if err != nil {
			t.Fatalf("the restart's trace does not say what %v is: %v", v.Digest(), err)
		}
		if event, ok := item.Entry.(*trace.Event); ok && event.Action == "CatchUp" {
			if !slices.Contains(event.Values, v.Named()) {
				t.Errorf("of %v the copy of event %v tells %v", v.Digest(), event.Ref, event.Values)
			}
			return
		}
	}
}
