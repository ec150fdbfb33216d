package main

import (
	"errors"
	"os"
	"time"

	"github.com/synod-paxos/synod/bench/peers/harness"
	"github.com/synod-paxos/synod/bench/peers/journal"
)

const (
	probes    = 200
	probeSize = 4096
)

// probe measures the disk: what one durable write costs when nothing else does.
// A directory that is in memory gives itself away here.
func probe(dir string) (p50, p99 time.Duration, err error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return 0, 0, err
	}
	own, err := os.MkdirTemp(dir, "bench-peers-")
	if err != nil {
		return 0, 0, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(own)) }()
	j, err := journal.Create(own)
	if err != nil {
		return 0, 0, err
	}
	defer func() { err = errors.Join(err, j.Close()) }()
	latencies := harness.NewLatencies()
	for i := range probes {
		batch := append(j.Buffer(), make([]byte, probeSize)...)
		begin := time.Now()
		if err := j.Write(batch, uint64(i), 0); err != nil {
			return 0, 0, err
		}
		latencies.Record(time.Since(begin))
	}
	return latencies.Quantile(50), latencies.Quantile(99), nil
}
