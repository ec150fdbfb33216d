package node

import (
	"log/slog"
	"testing"

	"github.com/synod-paxos/synod/impl/datadir"
	"github.com/synod-paxos/synod/impl/multipaxos"
	"github.com/synod-paxos/synod/impl/snapshot"
	"github.com/synod-paxos/synod/impl/wal"
	"github.com/synod-paxos/synod/impl/wal/waltest"
	"github.com/synod-paxos/synod/internal/chance"
)

// alone is the machine of a cluster of one node, on a disk in memory. It notes
// what it answers.
func alone(t *testing.T, answers *[]multipaxos.Answer) *Machine {
	disk := waltest.NewDisk()
	if err := wal.Create(disk.Dir(wal.DirName)); err != nil {
		t.Fatal(err)
	}
	m, err := Begin(Setup{
		Identity: datadir.Identity{Cluster: "c", Run: "r", Node: 1, Nodes: []datadir.Member{{Node: 1}}},
		Config: multipaxos.Config{
			Node: 1, Nodes: []multipaxos.NodeID{1}, Rand: chance.Source(1, 1), Machine: newTally(),
			Name: func(payload []byte) string { return string(payload) },
		},
		Disk:   Disk{Log: disk.Dir(wal.DirName), Snapshots: disk.Dir(snapshot.DirName)},
		Send:   func(multipaxos.Outgoing) error { return nil },
		Answer: func(as []multipaxos.Answer) { *answers = append(*answers, as...) },
		Now:    func() string { return "" },
		Log:    slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// lead has the machine take turns until it leads.
func lead(t *testing.T, m *Machine) {
	for !m.Core().Status().Leads {
		settle(t, m, multipaxos.Tick{})
	}
}

// settle has the machine take a turn and do all that follows.
func settle(t *testing.T, m *Machine, inputs ...multipaxos.Input) {
	t.Helper()
	for w := turn(t, m, nil, inputs...); w != nil; w = turn(t, m, w) {
		w.Do()
	}
}

func turn(t *testing.T, m *Machine, done *Write, inputs ...multipaxos.Input) *Write {
	t.Helper()
	w, err := m.Turn(done, inputs...)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// TestNothingPassesAWrite: what a machine does while something is being written
// is answered only when that is done, and then all of it, in its order.
func TestNothingPassesAWrite(t *testing.T) {
	var answers []multipaxos.Answer
	m := alone(t, &answers)
	lead(t, m)
	write := turn(t, m, nil, multipaxos.Open{ID: 1, Nonce: []byte("1"), Ticks: 100})
	if write == nil {
		t.Fatal("a vote needs no disk")
	}
	for id := uint64(2); id <= 4; id++ {
		if turn(t, m, nil, multipaxos.Open{ID: id, Nonce: []byte{byte(id)}, Ticks: 100}) != nil {
			t.Fatal("a Write follows on one that is not done")
		}
	}
	if len(answers) > 0 {
		t.Fatalf("answered before the vote was written: %v", answers)
	}
	if err := m.End(); err == nil {
		t.Error("a machine stops while it waits for its disk")
	}
	write.Do()
	for write != nil {
		if write = turn(t, m, write); write != nil {
			write.Do()
		}
	}
	for i, a := range answers {
		if a.ID != uint64(i+1) || a.Outcome != multipaxos.Opened {
			t.Errorf("answer %d is %+v", i+1, a)
		}
	}
	if len(answers) != 4 {
		t.Errorf("%d answers", len(answers))
	}
}

// TestFull: a machine whose disk hangs says when it should be given no more.
func TestFull(t *testing.T) {
	var answers []multipaxos.Answer
	m := alone(t, &answers)
	lead(t, m)
	write := turn(t, m, nil, multipaxos.Open{ID: 1, Nonce: []byte("1"), Ticks: 100})
	id := uint64(1)
	for ; !m.Full(); id++ {
		if id > 2*maxAhead {
			t.Fatalf("after %d inputs the machine takes more", id)
		}
		turn(t, m, nil, multipaxos.SnapshotNow{ID: id + 1})
	}
	write.Do()
	turn(t, m, write)
	if m.Full() {
		t.Error("the machine is full though its disk is done")
	}
}
