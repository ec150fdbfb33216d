package trace

import (
	"bytes"
	"fmt"
	"io"
	"testing"
)

func named(name string) NamedValue { return NamedValue{Name: name, Value: `[[1,2,"c"]]`} }

// using is event seq, which names values in a path of its own.
func using(seq uint64, names ...string) *Event {
	e := &Event{Ref: Ref{Node: 1, Inc: 1, Seq: seq}, Action: "Step"}
	for _, n := range names {
		e.Post = append(e.Post, Change{Path: "f[" + n + "]", Value: Named(n)})
		e.Values = append(e.Values, named(n))
	}
	return e
}

// defining is using, with these definitions.
func defining(e *Event, names ...string) *Event {
	e.Values = nil
	for _, n := range names {
		e.Values = append(e.Values, named(n))
	}
	return e
}

// TestDefinitions: a recorder leaves out what its segment defines.
func TestDefinitions(t *testing.T) {
	for _, policy := range []Policy{Block, Drop} {
		r, s := testRecorder(policy)
		events := []Entry{using(1, "a", "b"), using(2, "b"), using(3, "c", "a", "d"), using(4)}
		mustWrite(t, r, events[:2]...)
		mustWrite(t, r, events[2:]...)
		checkContent(t, s, defining(using(1, "a", "b"), "a", "b"), defining(using(2, "b")), defining(using(3, "c", "a", "d"), "c", "d"), using(4))
		if e := events[1].(*Event); len(e.Values) != 1 {
			t.Error("the recorder altered an event")
		}
	}
}

// TestDropDefinitions: what was not written is not defined, and a gap defines what
// its state names.
func TestDropDefinitions(t *testing.T) {
	r, s := testRecorder(Drop)
	mustWrite(t, r, using(1, "a"))
	s.room = 0
	mustWrite(t, r, using(2, "5", "6", "7"))
	mustWrite(t, r, &Event{Ref: Ref{Node: 1, Inc: 1, Seq: 3}, Action: "Step", Post: []Change{{Path: "f[5..7)"}}})
	s.room = -1
	mustWrite(t, r, using(4, "a", "5", "7"))
	gap := &Gap{Node: 1, Inc: 1, From: 2, To: 3, Values: []NamedValue{named("7"), named("a")},
		State: []Change{{"x", Int(0)}, {"f[1]", Int(1)}, {"f[a]", Named("a")}, {"f[7]", Named("7")}}}
	checkContent(t, s, using(1, "a"), gap, defining(using(4, "a", "5", "7"), "5"))
}

// TestForgetNames: what a recorder remembers is bounded, and what is in use stays.
func TestForgetNames(t *testing.T) {
	var s nameSet
	s.add("often")
	for i := range 10 * maxNames {
		s.add(fmt.Sprint(i))
		if !s.has("often") {
			t.Fatalf("forgotten after %d names", i)
		}
	}
	if n := len(s.young) + len(s.old); n > 2*maxNames || s.has("0") || !s.has(fmt.Sprint(10*maxNames-1)) {
		t.Errorf("%d names are remembered", n)
	}
}

// TestBinaryRecorder: the form follows from the name, and is read as such.
func TestBinaryRecorder(t *testing.T) {
	s := &fakeSink{room: -1}
	r, err := RecordTo("x.cbor", s, recorderHeader(), Block)
	if err != nil {
		t.Fatal(err)
	}
	want := []Entry{recorderHeader(), defining(using(1, "a"), "a"), defining(using(2, "a")), &End{Node: 1, Inc: 1, Seq: 2, Events: 2}}
	mustWrite(t, r, using(1, "a"), using(2, "a"), want[3])
	in := NewBinaryReader("x.cbor", bytes.NewReader(s.content))
	for i := 0; ; i++ {
		item, err := in.Next()
		if err == io.EOF && i == len(want) {
			break
		}
		if err != nil || !bytes.Equal(lines(item.Entry), lines(want[i])) {
			t.Fatalf("entry %d: %v, %v", i, item.Entry, err)
		}
	}
}

// discard is a file that keeps nothing.
type discard struct{ fakeSink }

func (*discard) Write(p []byte) (int, error) { return len(p), nil }

func BenchmarkRecord(b *testing.B) {
	const name = "0123456789abcdef0123456789abcdef"
	msg := func(kind string) Value {
		return Record(Field{"type", Str(kind)}, Field{"from", Int(1)}, Field{"bal", Int(1025)}, Field{"slot", Int(77)}, Field{"val", Named(name)})
	}
	accept := &Event{Ref: Ref{Node: 2, Inc: 1, Seq: 77}, Action: "Accept",
		Args: []Arg{{"b", Int(1025)}, {"s", Int(77)}, {"v", Named(name)}},
		In:   []Cited{{Ref{1, 1, 70}, msg("2a")}}, Out: []Value{msg("2b")},
		Post:   []Change{{"vote[77]", Record(Field{"bal", Int(1025)}, Field{"val", Named(name)})}},
		Values: []NamedValue{{name, `[[1,2,"c"]]`}},
	}
	batch := make([]Entry, 100)
	for i := range batch {
		batch[i] = accept
	}
	for _, form := range []Form{JSONLines, Binary} {
		b.Run(form.SegmentName(1, 1), func(b *testing.B) {
			r, err := RecordTo(form.SegmentName(1, 1), &discard{}, recorderHeader(), Block)
			if err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			for b.Loop() {
				if err := r.Write(batch...); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(100*b.N), "ns/event")
		})
	}
}
