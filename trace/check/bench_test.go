package check_test

import (
	"bytes"
	"runtime"
	"syscall"
	"testing"
	"time"

	"github.com/synod-paxos/synod/trace"
	"github.com/synod-paxos/synod/trace/check"
	"github.com/synod-paxos/synod/trace/tracetest"
)

// A run is the files of a trace, in memory.
type run struct {
	events int
	files  []runFile
}

type runFile struct {
	name string
	text []byte
}

func written(segments []*tracetest.Segment, form trace.Form) *run {
	r := &run{}
	for _, s := range segments {
		f := runFile{name: s.Name}
		for _, e := range s.Entries {
			if _, ok := e.(*trace.Event); ok {
				r.events++
			}
			if form == trace.Binary {
				f.text = trace.AppendFrame(f.text, e)
			} else {
				f.text = trace.AppendJSON(f.text, e)
			}
		}
		r.files = append(r.files, f)
	}
	return r
}

// benchmark checks a long run, and reports events per second and the bytes that are
// held of each event as long as the report is.
func benchmark(b *testing.B, segments []*tracetest.Segment, form trace.Form, log bool, level check.Level) {
	r := written(segments, form)
	b.ReportAllocs()
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	var last *check.Report
	began := cpuTime(b)
	for b.Loop() {
		var in []check.Input
		for _, f := range r.files {
			source := trace.NewReader(f.name, bytes.NewReader(f.text))
			if form == trace.Binary {
				source = trace.NewBinaryReader(f.name, bytes.NewReader(f.text))
			}
			in = append(in, check.Input{Source: source, Log: log})
		}
		got, err := check.Run(in, check.Options{Levels: []check.Level{level}, SkipInvariants: true})
		if err != nil || got.Verdict != check.Conforms || got.Judged[level] == 0 {
			b.Fatal(got, err)
		}
		last = got
	}
	used := cpuTime(b) - began
	runtime.GC()
	runtime.ReadMemStats(&after)
	b.ReportMetric(float64(int64(after.HeapAlloc)-int64(before.HeapAlloc))/float64(r.events), "held-B/event")
	runtime.KeepAlive(last)
	b.ReportMetric(float64(r.events*b.N)/b.Elapsed().Seconds(), "events/s")
	b.ReportMetric(float64(r.events*b.N)/used.Seconds(), "events/cpu-s")
}

// cpuTime is what the process has used of all cores.
func cpuTime(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func BenchmarkRegister(b *testing.B) {
	w, err := tracetest.Walk(5, 4000, 1)
	if err != nil {
		b.Fatal(err)
	}
	benchmarks(b, w)
}

func BenchmarkLog(b *testing.B) {
	w, err := tracetest.Steady(5, 300, 20)
	if err != nil {
		b.Fatal(err)
	}
	benchmarks(b, w.Builder)
}

func benchmarks(b *testing.B, w *tracetest.Builder) {
	for _, level := range []check.Level{check.Local, check.Global} {
		b.Run(string(level)+"/jsonl", func(b *testing.B) { benchmark(b, w.Segments(), trace.JSONLines, false, level) })
		b.Run(string(level)+"/cbor", func(b *testing.B) { benchmark(b, w.Segments(), trace.Binary, false, level) })
	}
	for _, level := range []check.Level{check.Local, check.Voting} {
		b.Run("log/"+string(level), func(b *testing.B) { benchmark(b, w.Logs(), trace.Binary, true, level) })
	}
}
