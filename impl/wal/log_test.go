package wal_test

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/synod-paxos/synod/impl/wal"
	"github.com/synod-paxos/synod/impl/wal/waltest"
)

const dirName = "log"

// firstSegment is the name of the only segment of most logs here.
var firstSegment = wal.SegmentName(1)

// payloads are the batches that the tests write: short and long, with bytes
// that a careless reader might take for something else.
func payloads() [][]byte {
	return [][]byte{
		[]byte("first"),
		{0},
		bytes.Repeat([]byte{0, 0, 0, 0, 0, 0, 0, 9}, 20), // like the beginning of a header
		bytes.Repeat([]byte{0}, 100),
		bytes.Repeat([]byte("long "), 300),
		[]byte("last"),
	}
}

// filled is a disk with a log of the given batches, in one segment.
func filled(t testing.TB, batches [][]byte) *waltest.Disk {
	t.Helper()
	disk := waltest.NewDisk()
	if err := wal.Create(disk.Dir(dirName)); err != nil {
		t.Fatal(err)
	}
	log := reopened(t, disk, wal.Options{})
	for _, b := range batches {
		if err := log.Append(b); err != nil {
			t.Fatal(err)
		}
	}
	return disk
}

// onDisk is a disk with a log whose only segment has this content.
func onDisk(content []byte) *waltest.Disk {
	disk := waltest.NewDisk()
	disk.SetFile(dirName, firstSegment, append([]byte{}, content...))
	return disk
}

func content(disk *waltest.Disk) []byte { return disk.File(dirName, firstSegment) }

// reopened is the log of a disk.
func reopened(t testing.TB, disk *waltest.Disk, o wal.Options) *wal.Log {
	t.Helper()
	log, _, err := wal.Open(disk.Dir(dirName), o, func(wal.Position, []byte) error { return nil })
	if err != nil {
		t.Fatal(err)
	}
	return log
}

// recovered is what a log gives back.
func recovered(disk *waltest.Disk) (batches [][]byte, torn int64, err error) {
	_, torn, err = wal.Open(disk.Dir(dirName), wal.Options{}, func(_ wal.Position, payload []byte) error {
		batches = append(batches, bytes.Clone(payload))
		return nil
	})
	return batches, torn, err
}

func isPrefix(got, want [][]byte) bool {
	if len(got) > len(want) {
		return false
	}
	for i := range got {
		if !bytes.Equal(got[i], want[i]) {
			return false
		}
	}
	return true
}

func TestAppendAndOpen(t *testing.T) {
	want := payloads()
	disk := filled(t, want)
	got, torn, err := recovered(disk)
	if err != nil || torn != 0 || len(got) != len(want) || !isPrefix(got, want) {
		t.Fatalf("recovered %d of %d batches, %d bytes torn: %v", len(got), len(want), torn, err)
	}
	if err := reopened(t, disk, wal.Options{}).Append([]byte("more")); err != nil {
		t.Fatal(err)
	}
	got, _, err = recovered(disk)
	if want = append(want, []byte("more")); err != nil || len(got) != len(want) || !isPrefix(got, want) {
		t.Errorf("after one more, recovered %d batches: %v", len(got), err)
	}
}

// TestGrowth: a segment outgrows the space that was filled ahead.
func TestGrowth(t *testing.T) {
	var want [][]byte
	for i := range 12 {
		want = append(want, bytes.Repeat([]byte{byte(i + 1)}, 60<<10))
	}
	got, torn, err := recovered(filled(t, want))
	if err != nil || torn != 0 || len(got) != len(want) || !isPrefix(got, want) {
		t.Errorf("recovered %d of %d batches, %d bytes torn: %v", len(got), len(want), torn, err)
	}
}

// TestSyncFailureIsFinal: after a failed sync or write nothing is appended any
// more, not even when the disk says that all is well again.
func TestSyncFailureIsFinal(t *testing.T) {
	for name, fail := range map[string]func(*waltest.Disk){
		"sync":  func(d *waltest.Disk) { d.FailSync = func() error { return waltest.ErrSync } },
		"write": func(d *waltest.Disk) { d.FailWrite = func(n int) (int, error) { return n / 2, waltest.ErrSync } },
	} {
		disk := filled(t, nil)
		log := reopened(t, disk, wal.Options{})
		fail(disk)
		first := log.Append([]byte("x"))
		disk.FailSync, disk.FailWrite = nil, nil
		second, third := log.Append([]byte("y")), log.Checkpoint([]byte("z"))
		if !errors.Is(first, waltest.ErrSync) || second != first || third != first {
			t.Errorf("%s: the errors are %v, %v and %v", name, first, second, third)
		}
	}
}

func TestLimits(t *testing.T) {
	disk := filled(t, nil)
	log := reopened(t, disk, wal.Options{})
	for _, payload := range [][]byte{nil, make([]byte, wal.MaxPayload+1)} {
		if err := log.Append(payload); err == nil {
			t.Errorf("a batch of %d bytes is accepted", len(payload))
		}
		if err := log.Checkpoint([]byte("x"), payload); err == nil {
			t.Errorf("a checkpoint with a batch of %d bytes is accepted", len(payload))
		}
	}
	if err := log.Checkpoint(); err == nil {
		t.Error("a checkpoint without batches is accepted")
	}
	if err := log.Append([]byte("x")); err != nil {
		t.Errorf("after a refused batch: %v", err)
	}
	if err := wal.Create(disk.Dir(dirName)); err == nil {
		t.Error("a log is created over a log")
	}
}

func TestYieldErrors(t *testing.T) {
	refusal := fmt.Errorf("not this one")
	_, _, err := wal.Open(filled(t, payloads()).Dir(dirName), wal.Options{}, func(wal.Position, []byte) error { return refusal })
	if !errors.Is(err, refusal) {
		t.Errorf("the error is %v", err)
	}
}

func TestFiles(t *testing.T) {
	path := filepath.Join(t.TempDir(), wal.DirName)
	nothing := func(wal.Position, []byte) error { return nil }
	if _, _, err := wal.Open(wal.OpenDir(path), wal.Options{}, nothing); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("opening no directory: %v", err)
	}
	dir, err := wal.MakeDir(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := wal.MakeDir(path); !errors.Is(err, os.ErrExist) {
		t.Errorf("making it again: %v", err)
	}
	if err := wal.Create(dir); err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(1, 2))
	options := wal.Options{Segment: 4 << 10}
	var want int
	for range 3 {
		count := 0
		log, _, err := wal.Open(dir, options, func(wal.Position, []byte) error { count++; return nil })
		if err != nil || count != want {
			t.Fatalf("%d batches of %d: %v", count, want, err)
		}
		for range 20 {
			if err := log.Append(make([]byte, 1+random.IntN(1000))); err != nil {
				t.Fatal(err)
			}
		}
		if err := log.Checkpoint([]byte("one"), []byte("two")); err != nil {
			t.Fatal(err)
		}
		if want = 2; log.Append([]byte("three")) != nil {
			t.Fatal("cannot append behind a checkpoint")
		}
		want++
		if err := log.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if names, err := dir.List(); err != nil || len(names) != 3 {
		t.Errorf("there are %v, %v", names, err)
	}
}
