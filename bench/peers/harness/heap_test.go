package harness

import (
	"math"
	"strings"
	"testing"

	"github.com/synod-paxos/synod/bench/peers/system"
)

func TestHeapGrowthIsOfTheSecondHalf(t *testing.T) {
	var samples []HeapSample
	for i := range 10 {
		live := 1000 + 7*i
		if i < 5 {
			live = 500 * i // growing into its working set
		}
		samples = append(samples, HeapSample{Commands: i * 1_000_000, Live: uint64(live)})
	}
	if got := HeapGrowth(samples); math.Abs(got-7) > 1e-6 {
		t.Fatalf("growth %v", got)
	}
	if got := HeapGrowth(samples[:1]); got != 0 {
		t.Fatalf("growth %v of a single sample", got)
	}
}

func TestMeasureHeapDoesEveryCommand(t *testing.T) {
	b := &book{seen: make(map[system.Header]int), strict: 16}
	crowd, err := Gather(b, 3, 16)
	if err != nil {
		t.Fatal(err)
	}
	samples, err := MeasureHeap(crowd, 100, 7, func(int) {})
	if err != nil {
		t.Fatal(err)
	}
	if last := samples[len(samples)-1]; len(samples) != 8 || last.Commands != 100 || len(b.seen) != 100 {
		t.Fatalf("%d samples, the last after %d commands, of %d", len(samples), last.Commands, len(b.seen))
	}
	if _, err := MeasureHeap(crowd, 3, 4, func(int) {}); err == nil {
		t.Fatal("more samples than commands were taken")
	}
	var table strings.Builder
	r := HeapReport{System: "synod", Point: Point{Memory, 16, 3}, Samples: samples}
	if err := r.Table(&table); err != nil || !strings.Contains(table.String(), "synod, memory, 16 B, 3 clients") {
		t.Fatalf("%v\n%s", err, table.String())
	}
}

func TestHeapTableTellsTheRange(t *testing.T) {
	var r HeapReport
	for _, live := range []uint64{1, 30, 20, 40, 10} { // the last of the first half is the first of the second
		r.Samples = append(r.Samples, HeapSample{Live: live << 20})
	}
	var b strings.Builder
	if err := r.Table(&b); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"first half: 20.00 MiB to 30.00 MiB", "second half: 10.00 MiB to 40.00 MiB"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %q in %s", want, &b)
		}
	}
}
