package journal

import (
	"errors"
	"fmt"
	"os"
	"testing"
)

const testSize = 256 // of a segment: a few frames

func write(t *testing.T, j *Journal, number int, released uint64) {
	t.Helper()
	if err := j.Write(fmt.Appendf(j.Buffer(), "batch %03d of the journal", number), uint64(number), released); err != nil {
		t.Fatal(err)
	}
}

// expect wants the last batches, up to the given one, and at least some of them.
func expect(t *testing.T, dir string, last, atLeast int) {
	t.Helper()
	batches, err := Read(dir)
	if err != nil {
		t.Fatal(err)
	}
	if len(batches) < atLeast {
		t.Fatalf("%d batches, not %d", len(batches), atLeast)
	}
	for i, b := range batches {
		want := fmt.Sprintf("batch %03d of the journal", last-len(batches)+1+i)
		if string(b) != want {
			t.Fatalf("batch %d is %q, not %q", i, b, want)
		}
	}
}

func TestNothingIsOverwrittenBeforeItIsReleased(t *testing.T) {
	dir := t.TempDir()
	j, err := create(dir, testSize)
	if err != nil {
		t.Fatal(err)
	}
	for i := 1; i <= 50; i++ {
		write(t, j, i, 0)
		expect(t, dir, i, i)
	}
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestReleasedSegmentsAreUsedAgain(t *testing.T) {
	dir := t.TempDir()
	j, err := create(dir, testSize)
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	const kept = 4
	for i := 1; i <= 100; i++ {
		write(t, j, i, uint64(max(0, i-kept)))
		expect(t, dir, i, min(i, kept))
	}
	if len(j.segments) != 2 {
		t.Fatalf("%d segments", len(j.segments))
	}
}

func TestDamageEndsASegment(t *testing.T) {
	dir := t.TempDir()
	j, err := create(dir, testSize)
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	for i := 1; i <= 3; i++ {
		write(t, j, i, 0)
	}
	content, err := os.ReadFile(segmentPath(dir, 0))
	if err != nil {
		t.Fatal(err)
	}
	whole := len(scan(content))
	content[headerSize] ^= 1
	if got := len(scan(content)); whole != 3 || got != 0 {
		t.Fatalf("%d frames of the whole segment, %d of the damaged one", whole, got)
	}
}

func TestBatchLargerThanASegment(t *testing.T) {
	j, err := create(t.TempDir(), testSize)
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	if err := j.Write(append(j.Buffer(), make([]byte, testSize)...), 1, 0); !errors.Is(err, ErrTooBig) {
		t.Fatalf("got %v", err)
	}
}
