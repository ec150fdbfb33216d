package wal_test

import (
	"bytes"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/synod-paxos/synod/impl/wal"
)

// A picky directory cannot make a spare.
type picky struct{ wal.Dir }

func (d picky) Create(name string) (wal.File, error) {
	if name == "spare" {
		return nil, fmt.Errorf("not %s", name)
	}
	return d.Dir.Create(name)
}

// TestAhead: with space written ahead, or with none to be had, the log holds the
// same, and leaves nothing else behind.
func TestAhead(t *testing.T) {
	for name, wrap := range map[string]func(wal.Dir) wal.Dir{
		"spares":    func(d wal.Dir) wal.Dir { return d },
		"no spares": func(d wal.Dir) wal.Dir { return picky{d} },
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
			log, _, err := wal.Open(wrap(dir), wal.Options{Segment: 512 << 10, Ahead: true}, func(wal.Position, []byte) error { return nil })
			if err != nil {
				t.Fatal(err)
			}
			for i := range 40 {
				batch := bytes.Repeat([]byte{byte(i + 1)}, 40<<10)
				if i == 30 {
					want = nil
					err = log.Checkpoint(batch)
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
		log, torn, err := wal.Open(dir, wal.Options{}, func(_ wal.Position, payload []byte) error {
			got = append(got, bytes.Clone(payload))
			return nil
		})
		if err != nil || torn != 0 || !equal(got, want) {
			t.Fatalf("%s: %d batches of %d, %d torn: %v", name, len(got), len(want), torn, err)
		}
		log.Close()
		names, err := dir.List()
		if err != nil || slices.ContainsFunc(names, func(n string) bool { return !strings.HasSuffix(n, ".log") }) {
			t.Errorf("%s: there are %v, %v", name, names, err)
		}
	}
}
