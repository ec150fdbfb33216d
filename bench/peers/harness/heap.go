package harness

import (
	"cmp"
	"fmt"
	"io"
	"os"
	"runtime"
	"slices"
	"strings"
	"text/tabwriter"
	"time"
)

// A HeapSample is what a process holds after so many commands.
type HeapSample struct {
	Commands   int     `json:"commands"`
	Live       uint64  `json:"live_bytes"` // right after a collection
	Objects    uint64  `json:"objects"`
	Resident   uint64  `json:"resident_bytes"` // 0: unknown
	Goroutines int     `json:"goroutines"`
	Ops        float64 `json:"ops_per_second"` // since the sample before
}

// A HeapReport tells whether memory stays as it is.
type HeapReport struct {
	System  string       `json:"system"`
	Point   Point        `json:"point"`
	Samples []HeapSample `json:"samples"`
	// Growth is that of what is live, a million commands, over the second half of
	// the samples, by least squares.
	Growth float64 `json:"growth_bytes_per_million"`
}

// MeasureHeap has a crowd do that many commands, and looks at the heap as often
// as it is told to, between them.
func MeasureHeap(crowd *Crowd, commands, samples int, progress func(done int)) ([]HeapSample, error) {
	if samples < 1 || commands < samples {
		return nil, fmt.Errorf("%d samples of %d commands", samples, commands)
	}
	list := []HeapSample{heapSample(0, 0)}
	done := 0
	for i := 1; i <= samples; i++ {
		part := commands*i/samples - done
		begin := time.Now()
		if _, err := crowd.Total(part); err != nil {
			return list, err
		}
		done += part
		list = append(list, heapSample(done, float64(part)/time.Since(begin).Seconds()))
		progress(done)
	}
	return list, nil
}

func heapSample(done int, ops float64) HeapSample {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return HeapSample{Commands: done, Ops: ops, Live: m.HeapAlloc, Objects: m.HeapObjects,
		Resident: resident(), Goroutines: runtime.NumGoroutine()}
}

// resident is the memory that the system gives to this process; 0 where it does
// not tell.
func resident() uint64 {
	content, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return 0
	}
	var whole, pages uint64
	if _, err := fmt.Sscan(string(content), &whole, &pages); err != nil {
		return 0
	}
	return pages * uint64(os.Getpagesize())
}

// HeapGrowth is the growth of what is live over the second half of some samples.
func HeapGrowth(samples []HeapSample) float64 {
	half := samples[len(samples)/2:]
	var n, sx, sy, sxx, sxy float64
	for _, s := range half {
		x, y := float64(s.Commands)/1e6, float64(s.Live)
		n, sx, sy, sxx, sxy = n+1, sx+x, sy+y, sxx+x*x, sxy+x*y
	}
	if spread := n*sxx - sx*sx; spread > 0 {
		return (n*sxy - sx*sy) / spread
	}
	return 0
}

// Table writes the report for people.
func (r *HeapReport) Table(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s, %s: the heap of the process with all three replicas and the clients, right after a collection\n", r.System, r.Point)
	t := tabwriter.NewWriter(&b, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "commands\tlive\tobjects\tresident\tgoroutines\tops/s\t")
	for _, s := range r.Samples {
		fmt.Fprintf(t, "%d\t%s\t%d\t%s\t%d\t%s\t\n", s.Commands, mebibytes(float64(s.Live)), s.Objects,
			mebibytes(float64(s.Resident)), s.Goroutines, thousands(s.Ops))
	}
	if err := t.Flush(); err != nil {
		return err
	}
	for _, half := range []struct {
		name    string
		samples []HeapSample
	}{{"first", r.Samples[1 : 1+len(r.Samples)/2]}, {"second", r.Samples[len(r.Samples)/2:]}} {
		least, most := slices.MinFunc(half.samples, byLive), slices.MaxFunc(half.samples, byLive)
		fmt.Fprintf(&b, "live over the %s half: %s to %s\n", half.name, mebibytes(float64(least.Live)), mebibytes(float64(most.Live)))
	}
	fmt.Fprintf(&b, "growth of what is live over the second half: %s a million commands\n", mebibytes(r.Growth))
	_, err := io.WriteString(w, b.String())
	return err
}

func byLive(a, b HeapSample) int { return cmp.Compare(a.Live, b.Live) }

func mebibytes(f float64) string { return fmt.Sprintf("%.2f MiB", f/(1<<20)) }
