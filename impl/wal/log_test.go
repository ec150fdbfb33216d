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

// payloads are the batches that the tests write: short and long, with bytes
// that a careless reader might take for something else.
func payloads() [][]byte {
	return [][]byte{
		[]byte("first"),
		{0},
		bytes.Repeat([]byte{0x9e, 0x53, 0x59, 0x4e}, 20), // the marker itself
		bytes.Repeat([]byte{0}, 100),
		bytes.Repeat([]byte("long "), 300),
		[]byte("last"),
	}
}

// filled is a disk with a log of the given batches.
func filled(t testing.TB, batches [][]byte) *waltest.Disk {
	t.Helper()
	disk := waltest.NewDisk(nil)
	log, err := wal.Create(disk)
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range batches {
		if err := log.Append(b); err != nil {
			t.Fatal(err)
		}
	}
	return disk
}

// recovered is what a log gives back.
func recovered(f wal.File) (batches [][]byte, torn int64, err error) {
	_, torn, err = wal.Open(f, func(_ int64, payload []byte) error {
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

// used is the length of the file without the zeros behind the last batch.
func used(disk *waltest.Disk) int {
	return len(bytes.TrimRight(disk.Content(), "\x00"))
}

func TestAppendAndOpen(t *testing.T) {
	want := payloads()
	disk := filled(t, want)
	got, torn, err := recovered(disk)
	if err != nil || torn != 0 || len(got) != len(want) || !isPrefix(got, want) {
		t.Fatalf("recovered %d of %d batches, %d bytes torn: %v", len(got), len(want), torn, err)
	}
	log, _, err := wal.Open(disk, func(int64, []byte) error { return nil })
	if err != nil {
		t.Fatal(err)
	}
	if err := log.Append([]byte("more")); err != nil {
		t.Fatal(err)
	}
	got, _, err = recovered(disk)
	if want = append(want, []byte("more")); err != nil || len(got) != len(want) || !isPrefix(got, want) {
		t.Errorf("after one more, recovered %d batches: %v", len(got), err)
	}
}

// TestGrowth: a log outgrows the space that was filled ahead.
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

// TestPowerLoss: what Append returned for survives, and a part of what it did
// not return for is cut off.
func TestPowerLoss(t *testing.T) {
	seed := rand.Uint64()
	random := rand.New(rand.NewPCG(seed, 0))
	for range 50 {
		disk := waltest.NewDisk(nil)
		log, err := wal.Create(disk)
		if err != nil {
			t.Fatal(err)
		}
		var acknowledged [][]byte
		broken := random.IntN(8)
		for i := range 8 {
			if i == broken {
				disk.FailSync = func() error { return waltest.ErrSync }
			}
			payload := bytes.Repeat([]byte{byte(i)}, 1+random.IntN(200))
			if log.Append(payload) == nil {
				acknowledged = append(acknowledged, payload)
			}
		}
		after := disk.PowerLoss(func(n int) int { return random.IntN(n + 1) })
		got, _, err := recovered(after)
		if err != nil || !isPrefix(acknowledged, got) || len(got) > len(acknowledged)+1 {
			t.Fatalf("seed %d: of %d batches %d are there: %v", seed, len(acknowledged), len(got), err)
		}
	}
}

// TestSyncFailureIsFinal: after a failed sync nothing is appended any more, not
// even when the disk says that all is well again.
func TestSyncFailureIsFinal(t *testing.T) {
	disk := filled(t, nil)
	log, _, err := wal.Open(disk, func(int64, []byte) error { return nil })
	if err != nil {
		t.Fatal(err)
	}
	disk.FailSync = func() error { return waltest.ErrSync }
	first := log.Append([]byte("x"))
	disk.FailSync = nil
	second := log.Append([]byte("y"))
	if !errors.Is(first, waltest.ErrSync) || !errors.Is(second, waltest.ErrSync) {
		t.Errorf("the errors are %v and %v", first, second)
	}
}

func TestLimits(t *testing.T) {
	log, err := wal.Create(waltest.NewDisk(nil))
	if err != nil {
		t.Fatal(err)
	}
	for _, payload := range [][]byte{nil, make([]byte, wal.MaxPayload+1)} {
		if err := log.Append(payload); err == nil {
			t.Errorf("a batch of %d bytes is accepted", len(payload))
		}
	}
	if err := log.Append([]byte("x")); err != nil {
		t.Errorf("after a refused batch: %v", err)
	}
	if _, err := wal.Create(waltest.NewDisk([]byte("x"))); err == nil {
		t.Error("a log is created over a file with content")
	}
}

func TestYieldErrors(t *testing.T) {
	refusal := fmt.Errorf("not this one")
	_, _, err := wal.Open(filled(t, payloads()), func(int64, []byte) error { return refusal })
	if !errors.Is(err, refusal) {
		t.Errorf("the error is %v", err)
	}
}

func TestFiles(t *testing.T) {
	path := filepath.Join(t.TempDir(), wal.FileName)
	if _, err := wal.OpenFile(path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("opening no file: %v", err)
	}
	f, err := wal.CreateFile(path)
	if err != nil {
		t.Fatal(err)
	}
	log, err := wal.Create(f)
	if err == nil {
		err = log.Append([]byte("x"))
	}
	if err == nil {
		err = log.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	if _, err := wal.CreateFile(path); !errors.Is(err, os.ErrExist) {
		t.Errorf("creating it again: %v", err)
	}
	f, err = wal.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if got, _, err := recovered(f); err != nil || len(got) != 1 {
		t.Errorf("recovered %d batches: %v", len(got), err)
	}
}
