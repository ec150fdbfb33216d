package trace

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// A fakeSink is a file that can be made to fail.
type fakeSink struct {
	content []byte
	room    int   // bytes that still fit; negative for no limit
	err     error // once they do not
	noCut   bool  // Truncate fails
}

func (s *fakeSink) Write(p []byte) (int, error) {
	n := len(p)
	var err error
	if s.room >= 0 && n > s.room {
		n, err = s.room, s.err
	}
	s.content = append(s.content, p[:n]...)
	if s.room >= 0 {
		s.room -= n
	}
	return n, err
}

func (s *fakeSink) Truncate(size int64) error {
	if s.noCut {
		return syscall.EIO
	}
	s.content = s.content[:size]
	return nil
}

func (s *fakeSink) Seek(offset int64, _ int) (int64, error) { return offset, nil }
func (s *fakeSink) Close() error                            { return nil }
func (s *fakeSink) Sync() error                             { return nil }

func recorderHeader() *Header {
	return &Header{
		Format: Format, Run: "r", Cluster: "c", Node: 1, Inc: 1, First: 1, Spec: "S", Hash: "00", Nodes: []int{1},
		State: []Change{{Path: "x", Value: Int(0)}, {Path: "f[1]", Value: Int(1)}},
	}
}

func testRecorder(policy Policy) (*Recorder, *fakeSink) {
	s := &fakeSink{room: -1, err: syscall.ENOSPC}
	return newRecorder("test", s, recorderHeader(), policy), s
}

// step is event seq, which sets x to it.
func step(seq uint64, more ...Change) *Event {
	return &Event{
		Ref: Ref{Node: 1, Inc: 1, Seq: seq}, Action: "Step",
		Post: append([]Change{{Path: "x", Value: Int(int64(seq))}}, more...),
	}
}

func lines(entries ...Entry) []byte {
	var text []byte
	for _, e := range entries {
		text = AppendJSON(text, e)
	}
	return text
}

func mustWrite(t *testing.T, r *Recorder, entries ...Entry) {
	t.Helper()
	if err := r.Write(entries...); err != nil {
		t.Fatal(err)
	}
}

func checkContent(t *testing.T, s *fakeSink, want ...Entry) {
	t.Helper()
	if w := lines(want...); !bytes.Equal(s.content, w) {
		t.Errorf("the trace is\n%s\nnot\n%s", s.content, w)
	}
}

func TestCreate(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "made")
	r, err := Create(dir, recorderHeader(), Block)
	if err != nil {
		t.Fatal(err)
	}
	mustWrite(t, r, step(1), step(2))
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(dir, "node-1.inc-1.jsonl"))
	if want := lines(recorderHeader(), step(1), step(2)); err != nil || !bytes.Equal(text, want) {
		t.Errorf("the trace is %s, %v", text, err)
	}
	if _, err := Create(dir, recorderHeader(), Block); !errors.Is(err, os.ErrExist) {
		t.Errorf("creating it again: %v", err)
	}
}

// TestDrop: while nothing can be written, events are left out; then a gap
// stands for them, with the whole state at its end.
func TestDrop(t *testing.T) {
	for name, room := range map[string]int{"nothing fits": 0, "half a line fits": 30} {
		t.Run(name, func(t *testing.T) {
			r, s := testRecorder(Drop)
			mustWrite(t, r, step(1))
			s.room = room
			mustWrite(t, r, step(2, Change{Path: "f[1]"}), step(3))
			s.room = 0
			mustWrite(t, r, step(4, Change{Path: "f[2]", Value: Int(5)}))
			checkContent(t, s, step(1))
			s.room = -1
			mustWrite(t, r, step(5))
			gap := &Gap{Node: 1, Inc: 1, From: 2, To: 4, State: []Change{{"x", Int(4)}, {"f[2]", Int(5)}}}
			checkContent(t, s, step(1), gap, step(5))
		})
	}
}

// TestDropUncut: a line that was written in part and cannot be removed yet is
// removed before anything else is written.
func TestDropUncut(t *testing.T) {
	r, s := testRecorder(Drop)
	s.room, s.noCut = 10, true
	mustWrite(t, r, step(1))
	s.room = -1
	mustWrite(t, r, step(2))
	s.noCut = false
	mustWrite(t, r, step(3))
	state := []Change{{"x", Int(2)}, {"f[1]", Int(1)}}
	checkContent(t, s, &Gap{Node: 1, Inc: 1, From: 1, To: 2, State: state}, step(3))
}

// TestDropAtTheEnd: a recorder that closes while it drops says so.
func TestDropAtTheEnd(t *testing.T) {
	r, s := testRecorder(Drop)
	s.room = 0
	mustWrite(t, r, step(1))
	s.room = -1
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	checkContent(t, s, &Gap{Node: 1, Inc: 1, From: 1, To: 1, State: []Change{{"x", Int(1)}, {"f[1]", Int(1)}}})
}

// TestBlock: a full disk makes Write wait, and the trace is whole in the end.
func TestBlock(t *testing.T) {
	r, s := testRecorder(Block)
	s.room = 20
	waits := 0
	r.pause = func() <-chan time.Time {
		waits++
		s.room = 20 // room for some more
		done := make(chan time.Time)
		close(done)
		return done
	}
	mustWrite(t, r, step(1), step(2))
	checkContent(t, s, step(1), step(2))
	if waits == 0 {
		t.Error("it did not wait")
	}
}

func TestBlockStops(t *testing.T) {
	r, s := testRecorder(Block)
	s.room = 0
	r.pause = func() <-chan time.Time { return nil }
	r.Stop()
	r.Stop() // it may come twice
	if err := r.Write(step(1)); !errors.Is(err, ErrStopped) || !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("the error is %v", err)
	}
}

func TestBlockFails(t *testing.T) {
	r, s := testRecorder(Block)
	s.room, s.err = 0, io.ErrClosedPipe
	if err := r.Write(step(1)); !errors.Is(err, io.ErrClosedPipe) {
		t.Errorf("the error is %v", err)
	}
}

func TestParsePolicy(t *testing.T) {
	for name, want := range map[string]Policy{"block": Block, "drop": Drop} {
		if p, err := ParsePolicy(name); err != nil || p != want {
			t.Errorf("%s: %v, %v", name, p, err)
		}
	}
	if _, err := ParsePolicy("other"); err == nil {
		t.Error("any name will do")
	}
}

// TestParseSegmentName: what SegmentName makes is read again, in any form and
// folder, and nothing else is.
func TestParseSegmentName(t *testing.T) {
	for _, suffix := range []string{"", ".gz", ".zst"} {
		node, inc, ok := ParseSegmentName("a.b/" + SegmentName(3, 12) + suffix)
		if node != 3 || inc != 12 || !ok {
			t.Errorf("%q: node %d, incarnation %d, %t", suffix, node, inc, ok)
		}
	}
	for _, name := range []string{"", "run.jsonl", "node-3.jsonl", "node-3.inc-1", "node-x.inc-1.jsonl", "inc-1.node-3.jsonl", "node-3.inc--1.jsonl"} {
		if _, _, ok := ParseSegmentName(name); ok {
			t.Errorf("%q is taken for a segment's name", name)
		}
	}
}
