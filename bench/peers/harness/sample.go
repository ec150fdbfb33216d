package harness

import (
	"errors"
	"time"
)

// A Sample is what one turn measured.
type Sample struct {
	Commands int64         `json:"commands"`
	Ops      float64       `json:"ops_per_second"`
	P50      time.Duration `json:"p50_ns"`
	P99      time.Duration `json:"p99_ns"`
	P999     time.Duration `json:"p999_ns"`
	Max      time.Duration `json:"max_ns"`
	CPU      time.Duration `json:"cpu_per_op_ns"`    // user and system, of replicas and clients
	Allocs   float64       `json:"allocs_per_op"`    // objects
	Bytes    float64       `json:"bytes_per_op"`     // allocated
	Foreign  float64       `json:"foreign_cpu"`      // share of the machine that other processes took; -1: unknown
	Cycles   uint32        `json:"garbage_collects"` // while measuring
}

// errIdle says that not a single command was answered.
var errIdle = errors.New("nothing was answered while measuring")

func newSample(l *Latencies, u Usage) (Sample, error) {
	n := l.Count()
	if n == 0 {
		return Sample{}, errIdle
	}
	return Sample{
		Commands: n,
		Ops:      float64(n) / u.Wall.Seconds(),
		P50:      l.Quantile(50), P99: l.Quantile(99), P999: l.Quantile(99.9), Max: l.Max(),
		CPU:    u.CPU / time.Duration(n),
		Allocs: float64(u.Allocs) / float64(n), Bytes: float64(u.Bytes) / float64(n),
		Foreign: u.Foreign, Cycles: u.Cycles,
	}, nil
}
