package wal_test

import (
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/synod-paxos/synod/impl/wal"
)

// BenchmarkAppend is one batch of 64 small records, synced, on a real disk.
func BenchmarkAppend(b *testing.B) {
	dir, err := wal.MakeDir(filepath.Join(b.TempDir(), wal.DirName))
	if err == nil {
		err = wal.Create(dir)
	}
	if err != nil {
		b.Fatal(err)
	}
	log, _, err := wal.Open(dir, wal.Options{}, nil)
	if err != nil {
		b.Fatal(err)
	}
	defer log.Close()
	payload := randomBytes(64 * 100)
	b.SetBytes(int64(len(payload)))
	b.ReportAllocs()
	for b.Loop() {
		if err := log.Append(payload); err != nil {
			b.Fatal(err)
		}
	}
}

func randomBytes(n int) []byte {
	random := rand.New(rand.NewPCG(1, 1))
	text := make([]byte, n)
	for i := range text {
		text[i] = byte(random.Uint32())
	}
	return text
}

// BenchmarkOpen opens a log of a million records of 100 bytes in 16 k batches.
func BenchmarkOpen(b *testing.B) {
	disk := newLog(b)
	log := reopened(b, disk, wal.Options{})
	payload := randomBytes(64 * 100)
	const batches = 1e6 / 64
	for range int(batches) {
		if err := log.Append(payload); err != nil {
			b.Fatal(err)
		}
	}
	dir, err := wal.MakeDir(filepath.Join(b.TempDir(), wal.DirName))
	if err != nil {
		b.Fatal(err)
	}
	for _, name := range disk.Files(dirName) {
		f, err := dir.Create(name)
		if err == nil {
			_, err = f.WriteAt(disk.File(dirName, name), 0)
		}
		if err != nil {
			b.Fatal(err)
		}
		f.Close()
	}
	b.ReportAllocs()
	for b.Loop() {
		n := 0
		log, _, err := wal.Open(dir, wal.Options{}, func(wal.Record) error { n++; return nil })
		if err != nil || n != int(batches) {
			b.Fatalf("%d batches: %v", n, err)
		}
		log.Close()
	}
}

// BenchmarkLarge appends batches of 64 KiB, which soon fill segments, and tells
// how long the slow ones take: with spares made ahead, without, and with
// checkpoints, after which segments are used again.
func BenchmarkLarge(b *testing.B) {
	for _, name := range []string{"ahead", "growing", "recycling"} {
		b.Run(name, func(b *testing.B) {
			dir, err := wal.MakeDir(filepath.Join(b.TempDir(), wal.DirName))
			if err == nil {
				err = wal.Create(dir)
			}
			if err != nil {
				b.Fatal(err)
			}
			log, _, err := wal.Open(dir, wal.Options{Ahead: name == "ahead"}, nil)
			if err != nil {
				b.Fatal(err)
			}
			payload := randomBytes(64 << 10)
			b.SetBytes(int64(len(payload)))
			var took []time.Duration
			for b.Loop() {
				start := time.Now()
				err := log.Append(payload)
				if name == "recycling" && len(took)%1000 == 999 {
					err = log.Checkpoint(log.Segment(), payload)
				}
				took = append(took, time.Since(start))
				if err != nil {
					b.Fatal(err)
				}
			}
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)*95/100].Microseconds()), "µs-p95")
			b.ReportMetric(float64(took[len(took)*99/100].Microseconds()), "µs-p99")
			if err := log.Close(); err != nil {
				b.Fatal(err)
			}
		})
	}
}
