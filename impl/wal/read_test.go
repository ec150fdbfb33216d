package wal

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"github.com/synod-paxos/synod/trace"
)

// An aging directory gives the sizes that files had when they were made, so many
// times: as to one who asked before they grew.
type aging struct {
	Dir
	times int
}

type agingFile struct {
	File
	dir *aging
}

func (d *aging) OpenRead(name string) (File, error) {
	f, err := d.Dir.OpenRead(name)
	return agingFile{f, d}, err
}

func (f agingFile) Size() (int64, error) {
	if f.dir.times--; f.dir.times >= 0 {
		return chunk, nil
	}
	return f.File.Size()
}

// TestReadWhileGrowing: a file that grows while it is read is not taken for a
// damaged one, and a damaged one not for one that grows.
func TestReadWhileGrowing(t *testing.T) {
	dir, err := MakeDir(filepath.Join(t.TempDir(), DirName))
	if err == nil {
		err = Create(dir)
	}
	if err != nil {
		t.Fatal(err)
	}
	log, _, err := Open(dir, Options{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	e := &trace.Event{Ref: trace.Ref{Node: 1, Inc: 1, Seq: 1}, Action: strings.Repeat("a", 2*chunk)}
	payload, err := Batch{Entries: []trace.Entry{e}}.Encode()
	if err == nil {
		err = log.Append(payload)
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, times := range []int{0, 2} { // openSegment asks, and then readWhole
		if found, err := readEntries(&aging{dir, times}); err != nil || len(found) != 1 {
			t.Errorf("%d entries are read: %v", len(found), err)
		}
	}
	var damage *DamageError
	if found, err := readEntries(&aging{dir, 1 << 20}); !errors.As(err, &damage) {
		t.Errorf("%d entries are read: %v", len(found), err)
	}
}
