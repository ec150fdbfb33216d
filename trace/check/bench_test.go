package check_test

import (
	"bytes"
	"testing"

	"github.com/synod-paxos/synod/trace"
	"github.com/synod-paxos/synod/trace/check"
	"github.com/synod-paxos/synod/trace/tracetest"
)

// benchmark checks a long run, read from JSON Lines or from the binary form,
// and reports events per second.
func benchmark(b *testing.B, binary bool, levels ...check.Level) {
	w, err := tracetest.Walk(5, 4000, 1)
	if err != nil {
		b.Fatal(err)
	}
	type file struct {
		name string
		text []byte
	}
	var files []file
	for _, s := range w.Segments() {
		f := file{name: s.Name}
		for _, e := range s.Entries {
			if !binary {
				f.text = trace.AppendJSON(f.text, e)
			} else {
				f.text = trace.AppendFrame(f.text, e)
			}
		}
		files = append(files, f)
	}
	b.ResetTimer()
	for range b.N {
		var in []check.Input
		for _, f := range files {
			source := trace.NewReader(f.name, bytes.NewReader(f.text))
			if binary {
				source = trace.NewBinaryReader(f.name, bytes.NewReader(f.text))
			}
			in = append(in, check.Input{Source: source})
		}
		r, err := check.Run(in, check.Options{Levels: levels, SkipInvariants: true})
		if err != nil || r.Verdict != check.Conforms {
			b.Fatal(r, err)
		}
	}
	b.ReportMetric(4000*float64(b.N)/b.Elapsed().Seconds(), "events/s")
}

func BenchmarkLocal(b *testing.B)        { benchmark(b, false, check.Local) }
func BenchmarkGlobal(b *testing.B)       { benchmark(b, false, check.Global) }
func BenchmarkGlobalBinary(b *testing.B) { benchmark(b, true, check.Global) }
