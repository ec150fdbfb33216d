package logbench_test

import (
	"fmt"
	"testing"

	"github.com/synod-paxos/synod/ci/bench/logbench"
)

// BenchmarkReplay reports what an event costs in runs of different lengths.
func BenchmarkReplay(b *testing.B) {
	for _, v := range []logbench.Variant{logbench.Local, logbench.Growing} {
		for _, n := range []int{1000, 10_000, 100_000} {
			b.Run(fmt.Sprintf("%s/%d", v, n), func(b *testing.B) {
				r, err := logbench.Record(v, n)
				if err != nil {
					b.Fatal(err)
				}
				b.ReportAllocs()
				b.ResetTimer()
				for range b.N {
					figures, err := r.Replay()
					if err != nil {
						b.Fatal(err)
					}
					for _, f := range figures {
						name := f.Action
						if name == "" {
							name = "all"
						}
						b.ReportMetric(float64(f.Median), name+"-median-ns")
						b.ReportMetric(float64(f.P99), name+"-p99-ns")
					}
				}
			})
		}
	}
}
