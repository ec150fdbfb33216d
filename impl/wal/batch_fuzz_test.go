package wal_test

import (
	"reflect"
	"testing"

	fuzz "github.com/google/gofuzz"

	"github.com/synod-paxos/synod/impl/wal"
	"github.com/synod-paxos/synod/trace"
)

// anyBatch is a batch whose records the data chooses.
func anyBatch(data []byte) wal.Batch {
	value := func(v *trace.Value, c fuzz.Continue) {
		*v = []trace.Value{trace.Int(int64(c.Int31())), trace.Str("x"), trace.Model("None")}[c.Uint64()%3]
	}
	event := func(e *trace.Event, c fuzz.Continue) {
		e.Ref = trace.Ref{Node: int(c.Uint64() % 1024), Inc: 1 + uint64(c.Int31()), Seq: 1 + uint64(c.Int31())}
		e.Action = "Promise"
		c.Fuzz(&e.Recovered)
		var v trace.Value
		c.Fuzz(&v)
		e.Args = []trace.Arg{{Name: "b", Value: v}}
		e.Post = []trace.Change{{Path: "promised", Value: v}}
	}
	var b wal.Batch
	c := fuzz.NewFromGoFuzz(data).NumElements(1, 4).Funcs(value, event)
	var events []trace.Event
	c.Fuzz(&events)
	for i := range events {
		b.Entries = append(b.Entries, &events[i])
	}
	c.Fuzz(&b.Naming)
	c.Fuzz(&b.Traced)
	c.Fuzz(&b.Sent)
	var name string
	var bytes []byte
	c.Fuzz(&name)
	c.Fuzz(&bytes)
	b.Values = []wal.Value{{Name: name, Bytes: bytes}}
	return b
}

// FuzzBatchRoundTrip fills a batch of records and expects it back.
func FuzzBatchRoundTrip(f *testing.F) {
	for _, seed := range []string{"", "synod", "\xff\x80\x07\x03abcdefgh\x00\x01\x02\x03\x04", "\x01\x02\x03\x04\x05\x06\x07\x08\x09zzzzzzzzzzzzzzzz"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		b := anyBatch(data)
		payload, err := b.Encode()
		if err != nil {
			t.Fatal(err)
		}
		back, err := wal.DecodeBatch(payload)
		if err != nil {
			t.Fatal(err)
		}
		again, err := back.Encode()
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(payload, again) || len(back.Entries) != len(b.Entries) {
			t.Fatalf("%+v comes back as %+v", b, back)
		}
	})
}
