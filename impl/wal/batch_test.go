package wal_test

import (
	"bytes"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"testing"

	"github.com/synod-paxos/synod/impl/wal"
	"github.com/synod-paxos/synod/trace"
)

func sampleBatch() wal.Batch {
	state := []trace.Change{{Path: "promised", Value: trace.Int(0)}}
	return wal.Batch{
		Entries: []trace.Entry{
			&trace.Header{Format: trace.Format, Run: "r", Cluster: "c", Node: 1, Inc: 1, First: 1, Spec: "S", Hash: "00", Nodes: []int{1, 2}, State: state},
			&trace.Event{
				Ref: trace.Ref{Node: 1, Inc: 1, Seq: 1}, Action: "Promise",
				Args: []trace.Arg{{Name: "b", Value: trace.Int(1026)}},
				In:   []trace.Cited{{Ref: trace.Ref{Node: 2, Inc: 1, Seq: 1}, Msg: trace.Str("ask")}},
				Out:  []trace.Value{trace.Str("told")},
				Post: []trace.Change{{Path: "promised", Value: trace.Int(1026)}},
			},
			&trace.End{Node: 1, Inc: 1, Seq: 1, Events: 1},
		},
		Values: []wal.Value{{Name: "x", Bytes: []byte("the value")}, {Name: "empty", Bytes: []byte{}}},
		Naming: "full:00", Traced: true, Sent: [][]byte{[]byte("a message"), {}},
	}
}

func TestBatch(t *testing.T) {
	want := sampleBatch()
	payload, err := want.Encode()
	if err != nil {
		t.Fatal(err)
	}
	got, err := wal.DecodeBatch(payload)
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("decoded %+v, %v; not %+v", got, err, want)
	}
	for n := range payload {
		b, err := wal.DecodeBatch(payload[:n])
		if again, _ := b.Encode(); err == nil && len(again) != n {
			t.Errorf("the first %d bytes are read as %+v", n, b)
		}
	}
}

// TestFrames: entries that come as they stand in a file are read like any others.
func TestFrames(t *testing.T) {
	batch := sampleBatch()
	want := batch.Entries
	batch.Entries = want[:1]
	frames := trace.AppendFrame(nil, want[1])
	for range 40 {
		frames = trace.AppendFrame(frames, want[1])
		want = append(want[:2:2], want[1:]...)
	}
	batch.Frames = trace.AppendFrame(trace.AppendBlock(nil, frames), want[len(want)-1])
	payload, err := batch.Encode()
	if err != nil {
		t.Fatal(err)
	}
	if got, err := wal.DecodeBatch(payload); err != nil || !reflect.DeepEqual(got.Entries, want) {
		t.Errorf("decoded %+v, %v; not %+v", got.Entries, err, want)
	}
	batch.Frames = batch.Frames[:len(batch.Frames)-1]
	if payload, err = batch.Encode(); err != nil {
		t.Fatal(err)
	}
	if b, err := wal.DecodeBatch(payload); err == nil {
		t.Errorf("frames that end too early are read as %+v", b)
	}
}

func TestReadEntries(t *testing.T) {
	dir := t.TempDir()
	if err := wal.ReadEntries(dir, nil); err == nil {
		t.Error("a directory without a log is read")
	}
	logDir, err := wal.MakeDir(filepath.Join(dir, wal.DirName))
	if err != nil {
		t.Fatal(err)
	}
	if err := wal.Create(logDir); err != nil {
		t.Fatal(err)
	}
	log, _, err := wal.Open(logDir, wal.Options{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close() // it is read while it is open
	payload, err := sampleBatch().Encode()
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := log.Append(payload); err != nil {
			t.Fatal(err)
		}
	}
	var entries []trace.Entry
	var positions []int64
	err = wal.ReadEntries(dir, func(e trace.Entry, at wal.Position) error {
		entries = append(entries, e)
		positions = append(positions, at.Offset)
		return nil
	})
	want := append(sampleBatch().Entries, sampleBatch().Entries...)
	if err != nil || !reflect.DeepEqual(entries, want) {
		t.Errorf("read %v: %v", entries, err)
	}
	next := int64(layout([][]byte{payload, payload})[1].from)
	if wantPos := []int64{first, first, first, next, next, next}; !reflect.DeepEqual(positions, wantPos) {
		t.Errorf("the positions are %v, not %v", positions, wantPos)
	}
}

// FuzzOpen opens any file: it must neither panic nor hang, and what it recovers
// it must recover again when the log has gone on.
func FuzzOpen(f *testing.F) {
	disk := filled(f, payloads())
	whole := content(disk)
	f.Add(whole)
	f.Add(whole[:40])
	clear(whole[end(payloads())-tag:])
	f.Add(whole)
	clear(whole[layout(payloads())[3].from:])
	f.Add(whole)
	f.Add([]byte("SYNODWL3"))
	f.Fuzz(func(t *testing.T, text []byte) {
		disk := onDisk(text)
		first, _, err := recovered(disk)
		if err != nil {
			return
		}
		goOn(t, disk)
		second, torn, err := recovered(disk)
		if err != nil || torn != 0 || len(first)+1 != len(second) || !isPrefix(first, second) {
			t.Errorf("recovered %d, then %d batches, %d torn: %v", len(first), len(second), torn, err)
		}
	})
}

// FuzzDecodeBatch decodes anything; what it accepts survives a round trip.
func FuzzDecodeBatch(f *testing.F) {
	payload, err := sampleBatch().Encode()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(payload)
	f.Add([]byte{0xa0})
	f.Fuzz(func(t *testing.T, payload []byte) {
		b, err := wal.DecodeBatch(payload)
		if err != nil {
			return
		}
		again, err := b.Encode()
		if err != nil {
			t.Fatalf("encoding what was decoded: %v", err)
		}
		if _, err := wal.DecodeBatch(again); err != nil {
			t.Fatalf("decoding it again: %v", err)
		}
	})
}

// TestEncoderMemory: what is encoded takes memory in proportion to itself, whatever
// was encoded before.
func TestEncoderMemory(t *testing.T) {
	large := sampleBatch()
	large.Entries[0].(*trace.Header).State[0].Value = trace.Str(strings.Repeat("x", 1<<20))
	var many wal.Batch
	for range 1000 {
		many.Entries = append(many.Entries, sampleBatch().Entries...)
	}
	var e wal.Encoder
	var used [2]runtime.MemStats
	runtime.ReadMemStats(&used[0])
	for _, b := range []wal.Batch{large, many, large} {
		payload, err := e.Encode(&b)
		if err != nil {
			t.Fatal(err)
		}
		if want, err := b.Encode(); err != nil || !bytes.Equal(payload, want) {
			t.Errorf("a batch of %d bytes is encoded in %d, %v", len(want), len(payload), err)
		}
	}
	runtime.ReadMemStats(&used[1])
	if bytes := used[1].TotalAlloc - used[0].TotalAlloc; bytes > 64<<20 {
		t.Errorf("to encode 3 MB took %d bytes of memory", bytes)
	}
}
