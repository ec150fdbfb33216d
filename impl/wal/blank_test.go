package wal_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/synod-paxos/synod/impl/wal"
	"github.com/synod-paxos/synod/trace"
)

// A picky directory can neither make a spare nor open one, and counts the attempts
// to make one.
type picky struct {
	wal.Dir
	tried *atomic.Int32
}

func (d picky) Create(name string) (wal.File, error) {
	if name != "next" {
		d.tried.Add(1)
		return nil, fmt.Errorf("not %s", name)
	}
	return d.Dir.Create(name)
}

func (d picky) Open(name string) (wal.File, error) {
	if strings.HasPrefix(name, "spare") {
		return nil, fmt.Errorf("not %s", name)
	}
	return d.Dir.Open(name)
}

// TestAhead: with space written ahead, or with none to be had, the log holds the
// same, and leaves not many files behind.
func TestAhead(t *testing.T) {
	var tried atomic.Int32
	for name, wrap := range map[string]func(wal.Dir) wal.Dir{
		"spares":    func(d wal.Dir) wal.Dir { return d },
		"no spares": func(d wal.Dir) wal.Dir { return picky{d, &tried} },
	} {
		dir, err := wal.MakeDir(filepath.Join(t.TempDir(), wal.DirName))
		if err == nil {
			err = wal.Create(dir)
		}
		if err != nil {
			t.Fatal(err)
		}
		var want [][]byte
		for range 3 {
			log, _, err := wal.Open(wrap(dir), wal.Options{Segment: 512 << 10, Ahead: true}, func(wal.Record) error { return nil })
			if err != nil {
				t.Fatal(err)
			}
			for i := range 40 {
				batch := bytes.Repeat([]byte{byte(i + 1)}, 40<<10)
				if i == 30 {
					want = nil
					err = log.Checkpoint(0, batch)
				} else {
					err = log.Append(batch)
				}
				if err != nil {
					t.Fatal(err)
				}
				want = append(want, batch)
			}
			if err := log.Close(); err != nil {
				t.Fatal(err)
			}
		}
		var got [][]byte
		log, torn, err := wal.Open(dir, wal.Options{}, func(r wal.Record) error {
			got = append(got, bytes.Clone(r.Payload))
			return nil
		})
		if err != nil || torn != 0 || !equal(got, want) {
			t.Fatalf("%s: %d batches of %d, %d torn: %v", name, len(got), len(want), torn, err)
		}
		log.Close()
		names, err := dir.List()
		if err != nil || len(names) > 3 {
			t.Errorf("%s: there are %v, %v", name, names, err)
		}
	}
	if n := tried.Load(); n == 0 || n > 15 { // segments
		t.Errorf("a spare that cannot be made was tried %d times", n)
	}
}

// A counting directory counts the files that are made in it.
type counting struct {
	wal.Dir
	made int
}

func (d *counting) Create(name string) (wal.File, error) {
	d.made++
	return d.Dir.Create(name)
}

// TestRecycling: a log that is truncated from time to time writes over the files
// that it has, whose sizes stay, and what they held before does not come back.
func TestRecycling(t *testing.T) {
	seed := rand.Uint64()
	random := rand.New(rand.NewPCG(seed, 0))
	disk := newLog(t)
	dir := &counting{Dir: disk.Dir(dirName)}
	log, _, err := wal.Open(dir, small, nil)
	if err != nil {
		t.Fatal(err)
	}
	var steps []step
	for i := range 300 {
		s := step{batch: fmt.Appendf(nil, "%d %d", i, make([]byte, random.IntN(90)))}
		if i%8 == 0 {
			s.checkpoint = [][]byte{s.batch}
		}
		steps = append(steps, s)
	}
	for i, s := range steps {
		if err := s.do(log); err != nil {
			t.Fatal(err)
		}
		if got, torn, err := recovered(disk); err != nil || torn != 0 || !equal(got, after(steps[:i+1])) {
			t.Fatalf("seed %d: after %d steps, %d batches, %d torn: %v", seed, i+1, len(got), torn, err)
		}
	}
	if dir.made > 4 {
		t.Errorf("seed %d: %d files were made", seed, dir.made)
	}
	for _, name := range disk.Files(dirName) {
		if size := len(disk.File(dirName, name)); size != space {
			t.Errorf("%s has %d bytes", name, size)
		}
	}
}

// TestReadWhileTruncated: whoever reads a log that goes on sees what it held at
// some moment, and nothing of what its files are written over with.
func TestReadWhileTruncated(t *testing.T) {
	data := t.TempDir()
	if err := wal.CreateIn(data); err != nil {
		t.Fatal(err)
	}
	log, _, err := wal.Open(wal.In(data), small, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	append := func(seq uint64, do func([]byte) error) {
		e := &trace.Event{Ref: trace.Ref{Node: 1, Inc: 1, Seq: seq}, Action: strings.Repeat("a", 300)}
		payload, err := wal.Batch{Entries: []trace.Entry{e}}.Encode()
		if err == nil {
			err = do(payload)
		}
		if err != nil {
			t.Error(err)
		}
	}
	const events = 500
	append(1, log.Append)
	done := make(chan struct{})
	go func() {
		defer close(done)
		for seq := uint64(2); seq <= events; seq++ {
			if seq%40 == 0 {
				append(seq, func(payload []byte) error { return log.Checkpoint(0, payload) })
			} else {
				append(seq, log.Append)
			}
		}
	}()
	last := uint64(0)
	for last < events {
		var next uint64
		err := wal.ReadEntries(data, func(e trace.Entry, _ wal.Position) error {
			if seq := e.(*trace.Event).Seq; next > 0 && seq != next {
				return fmt.Errorf("event %d stands where %d should", seq, next)
			}
			next = e.(*trace.Event).Seq + 1
			return nil
		})
		switch {
		case err != nil && !strings.Contains(err.Error(), "faster than it can be read"):
			t.Fatal(err)
		case err == nil && next-1 < last:
			t.Fatalf("event %d is the last one, after %d was", next-1, last)
		case err == nil:
			last = next - 1
		}
	}
	<-done
}
