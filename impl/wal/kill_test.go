package wal_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/synod-paxos/synod/impl/wal"
	"github.com/synod-paxos/synod/impl/wal/waltest"
)

// TestKillsThenPowerLoss: processes are killed at any sync or in any write, one
// after the other, and then the power fails. A process finds all that a killed
// one wrote, and relies on it as soon as it appends itself: none of that may go
// any more, and what goes of the rest must not look like damage.
func TestKillsThenPowerLoss(t *testing.T) {
	for range 300 {
		seed := rand.Uint64()
		if err := killsThenPowerLoss(rand.New(rand.NewPCG(seed, 0))); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
	}
}

func killsThenPowerLoss(random *rand.Rand) error {
	disk := waltest.NewDisk()
	if err := wal.Create(disk.Dir(dirName)); err != nil {
		return err
	}
	steps := randomSteps(random, 200)
	var relied, most []step // what must be on the disk, and what may be
	for life := range 12 {
		log, seen, err := survivors(disk, relied, most)
		if err != nil {
			return fmt.Errorf("life %d: %w", life, err)
		}
		killIn(disk, random, random.IntN(12))
		for {
			s := steps[0]
			steps = steps[1:]
			if err := s.do(log); err != nil {
				most = append(slices.Clone(seen), s)
				break
			}
			seen = append(seen, s)
			relied, most = seen, seen
		}
		disk.FailSync, disk.FailWrite = nil, nil
		if random.IntN(3) == 0 {
			disk = disk.PowerLossInSectors(func() bool { return random.IntN(2) == 0 })
		}
	}
	return nil
}

// killIn has a process die at a sync or in a write, after so many that go well.
func killIn(disk *waltest.Disk, random *rand.Rand, after int) {
	disk.FailSync = func() error {
		if after--; after < 0 {
			return waltest.ErrSync
		}
		return nil
	}
	disk.FailWrite = func(n int) (int, error) {
		if after--; after < 0 {
			return random.IntN(n + 1), waltest.ErrSync
		}
		return n, nil
	}
}

// survivors opens a log, which must hold what is relied on and at most the most.
func survivors(disk *waltest.Disk, relied, most []step) (*wal.Log, []step, error) {
	var got [][]byte
	log, _, err := wal.Open(disk.Dir(dirName), small, func(r wal.Record) error {
		if !r.Old {
			got = append(got, bytes.Clone(r.Payload))
		}
		return nil
	})
	if err != nil {
		return nil, nil, err
	}
	for n := len(relied); n <= len(most); n++ {
		if equal(got, after(most[:n])) {
			return log, slices.Clone(most[:n]), nil
		}
	}
	return nil, nil, fmt.Errorf("%d batches are there; %d to %d steps were taken", len(got), len(relied), len(most))
}
