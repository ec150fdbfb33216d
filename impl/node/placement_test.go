package node

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/synod-paxos/synod/impl/multipaxos"
	"github.com/synod-paxos/synod/impl/wal"
)

func TestPlacement(t *testing.T) {
	var p placement
	if got := p.needed(1); got != 0 {
		t.Errorf("without votes, segment %d is needed", got)
	}
	for _, vote := range []placed{{1, 0}, {2, 3}, {2, 9}, {3, 5}, {5, 0}, {6, 12}} {
		p.add(vote.segment, vote.upto)
	}
	for _, want := range []struct {
		trunc   multipaxos.Slot
		segment uint64
	}{{1, 2}, {9, 2}, {10, 6}, {10, 6}, {12, 6}, {13, 0}} {
		if got := p.needed(want.trunc); got != want.segment {
			t.Errorf("with votes from slot %d on, segment %d is needed, not %d", want.trunc, got, want.segment)
		}
	}
	p.add(7, 20)
	if got := p.needed(14); got != 7 {
		t.Errorf("after all were forgotten, segment %d is needed", got)
	}
}

// TestCheckpointWithoutValues: a checkpoint does not repeat the values of votes.
// The node finds them in the segments before it, and does not start without.
func TestCheckpointWithoutValues(t *testing.T) {
	s := newSite(t, 1)
	const size, keep = 8 << 10, 10
	s.change = func(o *Options) { o.Limits = multipaxos.Limits{Snapshot: 20, Keep: keep} }
	text := strings.Repeat("x", size)
	count := func(want string) {
		s.run(1)
		for i := range 50 {
			if got := s.count(1, text+string(rune('a'+i))); got != want {
				t.Fatalf("text %d was counted %s times, not %s", i, got, want)
			}
		}
		s.kill(1)
	}
	count("1")
	checkpoint, old := -1, 0
	log, _, err := wal.Open(wal.In(s.Data(1)), wal.Options{}, func(r wal.Record) error {
		if checkpoint < 0 {
			checkpoint = len(r.Payload)
		}
		if r.Old {
			old += len(r.Payload)
		}
		return nil
	})
	if err == nil {
		err = log.Close()
	}
	if err != nil || checkpoint > size || old < keep*size {
		t.Errorf("the checkpoint has %d bytes, and refers to %d: %v", checkpoint, old, err)
	}
	count("2")
	count("3")
	segments, err := filepath.Glob(filepath.Join(s.Data(1), wal.DirName, "*.log"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(segments[0]); err != nil {
		t.Fatal(err)
	}
	var damage *wal.DamageError
	if _, err := Open(s.options(1)); !errors.As(err, &damage) {
		t.Errorf("without values, the error is %v", err)
	}
}
