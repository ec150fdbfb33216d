package wal_test

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/synod-paxos/synod/impl/wal"
	"github.com/synod-paxos/synod/impl/wal/waltest"
)

// small makes segments that hold a few batches.
var small = wal.Options{Segment: 2 << 10}

// A step is one call of a log: an append, or a checkpoint if it has batches.
type step struct {
	batch      []byte
	checkpoint [][]byte
}

func (s step) do(l *wal.Log) error {
	if s.checkpoint != nil {
		return l.Checkpoint(s.checkpoint...)
	}
	return l.Append(s.batch)
}

// after is what a log holds after steps.
func after(steps []step) (held [][]byte) {
	for _, s := range steps {
		if s.checkpoint != nil {
			held = slices.Clone(s.checkpoint)
		} else {
			held = append(held, s.batch)
		}
	}
	return held
}

// randomSteps are steps of which each is unlike all others.
func randomSteps(random *rand.Rand, n int) []step {
	text := func(i int, what string) []byte {
		return append(fmt.Appendf(nil, "%s %d ", what, i), make([]byte, random.IntN(1200))...)
	}
	var steps []step
	for i := range n {
		s := step{batch: text(i, "batch")}
		if random.IntN(6) == 0 {
			for range 1 + random.IntN(3) {
				s.checkpoint = append(s.checkpoint, text(i, "checkpoint"))
			}
		}
		steps = append(steps, s)
	}
	return steps
}

func newLog(t testing.TB) *waltest.Disk {
	t.Helper()
	disk := waltest.NewDisk()
	if err := wal.Create(disk.Dir(dirName)); err != nil {
		t.Fatal(err)
	}
	return disk
}

func equal(got, want [][]byte) bool { return len(got) == len(want) && isPrefix(got, want) }

// TestCrashEverywhere: the power fails at each sync, of a file or a directory,
// and takes any part of what was not synced. What the log had returned for is
// there, and at most the step under way besides; and the log goes on.
func TestCrashEverywhere(t *testing.T) {
	seed := rand.Uint64()
	random := rand.New(rand.NewPCG(seed, 0))
	losses := []func(*waltest.Disk) *waltest.Disk{
		func(d *waltest.Disk) *waltest.Disk { return d.PowerLoss(waltest.Nothing) },
		func(d *waltest.Disk) *waltest.Disk { return d.PowerLoss(func(n int) int { return n }) },
		func(d *waltest.Disk) *waltest.Disk { return d.PowerLoss(func(n int) int { return random.IntN(n + 1) }) },
		func(d *waltest.Disk) *waltest.Disk {
			return d.PowerLossInSectors(func() bool { return random.IntN(2) == 0 })
		},
	}
	steps := randomSteps(random, 24)
	tried := 0
	for crash := 1; ; crash++ {
		disk := newLog(t)
		log := reopened(t, disk, small)
		left := crash
		disk.FailSync = func() error {
			if left--; left == 0 {
				return waltest.ErrSync
			}
			return nil
		}
		done := 0
		for done < len(steps) && steps[done].do(log) == nil {
			done++
		}
		if done == len(steps) {
			break
		}
		for i, loss := range losses {
			disk := loss(disk)
			tried++
			got, _, err := recovered(disk)
			if err != nil || !equal(got, after(steps[:done])) && !equal(got, after(steps[:done+1])) {
				t.Fatalf("seed %d, crash at sync %d, loss %d: %d batches are there, not %d: %v", seed, crash, i, len(got), len(after(steps[:done])), err)
			}
			log := reopened(t, disk, small)
			next := step{batch: []byte("next")}
			if crash%2 == 0 {
				next = step{checkpoint: [][]byte{[]byte("next")}}
			}
			if err := next.do(log); err != nil {
				t.Fatalf("seed %d, crash at sync %d: going on: %v", seed, crash, err)
			}
			again, torn, err := recovered(disk)
			if last := len(again) - 1; err != nil || torn != 0 || string(again[last]) != "next" || next.checkpoint == nil && !equal(again[:last], got) {
				t.Fatalf("seed %d, crash at sync %d: gone on with %d batches, %d torn: %v", seed, crash, len(again), torn, err)
			}
		}
	}
	if tried < 100 {
		t.Errorf("only %d crashes were tried", tried)
	}
}

// TestFullDisk: a disk without space stops the log, and nothing is lost.
func TestFullDisk(t *testing.T) {
	seed := rand.Uint64()
	random := rand.New(rand.NewPCG(seed, 0))
	steps := randomSteps(random, 40)
	for space := 0; space < 400<<10; space += 1 + random.IntN(20<<10) {
		disk := newLog(t)
		log := reopened(t, disk, small)
		left := space
		disk.FailWrite = func(n int) (int, error) {
			if left == 0 {
				return 0, waltest.ErrFull
			}
			n = min(n, left)
			left -= n
			return n, nil
		}
		done := 0
		for done < len(steps) && steps[done].do(log) == nil {
			done++
		}
		if done == len(steps) {
			break
		}
		disk.FailWrite = nil
		got, _, err := recovered(disk.Copy())
		if err != nil || !equal(got, after(steps[:done])) && !equal(got, after(steps[:done+1])) {
			t.Fatalf("seed %d, %d bytes of space: %d batches are there, not %d: %v", seed, space, len(got), len(after(steps[:done])), err)
		}
	}
}

// chained is a disk with a log in several segments, without a checkpoint.
func chained(t testing.TB) (disk *waltest.Disk, batches [][]byte) {
	t.Helper()
	disk = newLog(t)
	log := reopened(t, disk, small)
	for i := range 12 {
		batch := append(fmt.Appendf(nil, "batch %d ", i), make([]byte, 500)...)
		if err := log.Append(batch); err != nil {
			t.Fatal(err)
		}
		batches = append(batches, batch)
	}
	if files := disk.Files(dirName); len(files) != 4 {
		t.Fatalf("the segments are %v", files)
	}
	if got, torn, err := recovered(disk); err != nil || torn != 0 || !equal(got, batches) {
		t.Fatalf("%d of %d batches, %d torn: %v", len(got), len(batches), torn, err)
	}
	return disk, batches
}

// TestDamagedChain: whatever happens to a segment that others follow halts the
// node, and so does the loss of one.
func TestDamagedChain(t *testing.T) {
	whole, batches := chained(t)
	for i := range 3 {
		name := wal.SegmentName(uint64(i + 1))
		text := whole.File(dirName, name)
		frames := layout(batches[3*i : 3*i+3])
		last := frames[2]
		damages := map[string][]byte{
			"gone": nil, "empty": {}, "cut in a record": text[:last.to-1],
			"of zeros":                 make([]byte, len(text)),
			"without its last record":  over(text, make([]byte, len(text)), last.from),
			"without its payload":      over(text, make([]byte, len(text)), last.from+header+tag+1),
			"another's":                whole.File(dirName, wal.SegmentName(uint64(i+2))),
			"of another log":           content(filled(t, payloads())),
			"with the preamble of one": append(content(filled(t, nil))[:first], text[first:]...),
		}
		for i := range last.to {
			if (i%37 == 0 || i < first || i > last.to-20) && !idle(frames, i) {
				flipped := bytes.Clone(text)
				flipped[i] ^= 4
				damages[fmt.Sprintf("changed at byte %d", i)] = flipped
			}
		}
		for what, damaged := range damages {
			disk := whole.Copy()
			disk.SetFile(dirName, name, damaged)
			_, _, err := recovered(disk)
			var damage *wal.DamageError
			if !errors.As(err, &damage) || !strings.Contains(err.Error(), "retire the node") {
				t.Errorf("%s is %s: the error is %v", name, what, err)
			}
		}
	}
}

// TestEmptyLast: the last segment was made with a record, so it is not empty.
func TestEmptyLast(t *testing.T) {
	disk, _ := chained(t)
	text := disk.File(dirName, wal.SegmentName(4))
	clear(text[first:])
	disk.SetFile(dirName, wal.SegmentName(4), text)
	var damage *wal.DamageError
	if _, _, err := recovered(disk); !errors.As(err, &damage) {
		t.Errorf("the error is %v", err)
	}
}

// TestBehindTheEnd: what stands behind the end of a segment that others follow
// was never relied upon.
func TestBehindTheEnd(t *testing.T) {
	disk, batches := chained(t)
	text := disk.File(dirName, firstSegment)
	text[end(batches[:3])+1] = 7
	disk.SetFile(dirName, firstSegment, text)
	if got, torn, err := recovered(disk); err != nil || torn != 0 || !equal(got, batches) {
		t.Errorf("%d of %d batches, %d torn: %v", len(got), len(batches), torn, err)
	}
}

// TestBeforeCheckpoint: segments before an intact checkpoint do not count, in
// whatever state they are, and go with the next append. A checkpoint that is
// not intact halts the node.
func TestBeforeCheckpoint(t *testing.T) {
	old, _ := chained(t)
	disk := old.Copy()
	want := [][]byte{[]byte("state"), make([]byte, 3*sector)}
	if err := reopened(t, disk, small).Checkpoint(want...); err != nil {
		t.Fatal(err)
	}
	if files := disk.Files(dirName); !slices.Equal(files, []string{wal.SegmentName(5), "spare-1", "spare-2"}) {
		t.Fatalf("the files are %v", files)
	}
	disk.SetFile(dirName, wal.SegmentName(1), []byte("anything"))
	disk.SetFile(dirName, wal.SegmentName(3), old.File(dirName, wal.SegmentName(3)))
	disk.SetFile(dirName, "next", []byte("half a segment"))
	disk.SetFile(dirName, "5.log", []byte("no segment"))
	if got, _, err := recovered(disk); err != nil || !equal(got, want) {
		t.Fatalf("%d batches: %v", len(got), err)
	}
	if n := len(disk.Files(dirName)); n != 7 {
		t.Errorf("opening left %d files", n)
	}
	if err := reopened(t, disk, small).Append([]byte("more")); err != nil {
		t.Fatal(err)
	}
	if files := disk.Files(dirName); !slices.Equal(files, []string{wal.SegmentName(5), "5.log", "next", "spare-1", "spare-2"}) {
		t.Errorf("the files are %v", files)
	}
	text := disk.File(dirName, wal.SegmentName(5))
	frames := layout(want)
	for i := range frames[1].to {
		if idle(frames, i) {
			continue
		}
		damaged := bytes.Clone(text)
		damaged[i] ^= 1
		disk.SetFile(dirName, wal.SegmentName(5), damaged)
		var damage *wal.DamageError
		if _, _, err := recovered(disk); !errors.As(err, &damage) {
			t.Fatalf("byte %d of the checkpoint is changed: %v", i, err)
		}
	}
	clear(text[first+1:])
	disk.SetFile(dirName, wal.SegmentName(5), text)
	if _, _, err := recovered(disk); err == nil {
		t.Error("a checkpoint of zeros is taken for one that is torn")
	}
}

// TestFirstMissing: a log without checkpoint whose first segment is gone.
func TestFirstMissing(t *testing.T) {
	disk, _ := chained(t)
	for _, name := range disk.Files(dirName) {
		disk.SetFile(dirName, name, nil)
		if _, _, err := recovered(disk); err == nil || !strings.Contains(err.Error(), "not there") && !strings.Contains(err.Error(), "no segment is there") {
			t.Errorf("without %s: %v", name, err)
		}
	}
}

// FuzzChain opens any two files as segments: it must neither panic nor hang, and
// what it recovers it must recover again when the log has gone on.
func FuzzChain(f *testing.F) {
	disk, _ := chained(f)
	one, two := disk.File(dirName, wal.SegmentName(1)), disk.File(dirName, wal.SegmentName(2))
	f.Add(one, two)
	f.Add(one, one)
	f.Add(one[:100], two)
	if err := reopened(f, disk, small).Checkpoint([]byte("state")); err != nil {
		f.Fatal(err)
	}
	f.Add(one, disk.File(dirName, wal.SegmentName(5)))
	f.Fuzz(func(t *testing.T, one, two []byte) {
		disk := waltest.NewDisk()
		disk.SetFile(dirName, wal.SegmentName(1), append([]byte{}, one...))
		disk.SetFile(dirName, wal.SegmentName(2), append([]byte{}, two...))
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
