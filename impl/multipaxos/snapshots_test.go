package multipaxos

import (
	"errors"
	"io"
	"reflect"
	"testing"

	"github.com/synod-paxos/synod/trace"
)

// TestSnapshots has a node make a snapshot, use it and take one over.
func TestSnapshots(t *testing.T) {
	votes := []SlotVote{slotVote(2, b11, x), slotVote(3, b11, y), slotVote(6, b12, z)}
	full := withSnap(with(opened, func(s *State) {
		s.Promised, s.Lead, s.Votes, s.Known = b21, Lead{b21, 7}, votes, []SlotValue{{5, x}, {6, y}}
	}))
	taken := &Snap{Upto: 6, Prefix: Prefix{7}, Opened: 3, Done: []Done{{Session: 3, Last: Command{Name: "o"}}}}
	snapshot := func(c *Core) (Step, error) { return c.Snapshot() }
	truncate := func(s Slot) func(c *Core) (Step, error) {
		return func(c *Core) (Step, error) { return c.Truncate(s) }
	}
	install := func(x *Snap) func(c *Core) (Step, error) {
		return func(c *Core) (Step, error) { return c.InstallSnapshot(msgSnapshot(x)) }
	}
	for _, test := range []actionTest{
		{"snapshot", opened, snapshot, "", "snapshot []", withSnap},
		{"snapshot twice", full, snapshot, "has applied nothing since", "", nil},

		{"truncate", full, truncate(3), "", "", func(s State) State { s.Trunc, s.Votes = 3, votes[1:]; return s }},
		{"truncate all that is covered", full, truncate(4), "", "", func(s State) State { s.Trunc, s.Votes = 4, votes[2:]; return s }},
		{"truncate what is not covered", full, truncate(5), "does not cover", "", nil},
		{"truncate nothing", full, truncate(1), "forgotten already", "", nil},

		{"install", full, install(taken), "", "snapshot []", func(s State) State {
			s.Snap, s.Trunc, s.Votes, s.Known = taken, 6, votes[2:], []SlotValue{{6, y}}
			s.Upto, s.Prefix, s.Opened, s.Done = 6, Prefix{7}, 3, taken.Done
			return s
		}},
		{"install what is applied", full, install(&Snap{Upto: 4}), "has applied", "", nil},
		{"install nothing", full, install(nil), "without content", "", nil},
		{"install sessions out of order", full, install(&Snap{Upto: 9, Opened: 3, Done: []Done{{Session: 2}, {Session: 1}}}), "out of order", "", nil},
		{"install a session to come", full, install(&Snap{Upto: 9, Opened: 3, Done: []Done{{Session: 4}}}), "out of order", "", nil},
		{"install a broken image", full, install(&Snap{Upto: 9, Image: []byte{200}}), "not an image", "", nil},
		{"install numbers too high", full, install(&Snap{Upto: 9, Opened: 3, Done: []Done{{Session: 2, Last: Command{Number: 1 << 63}}}}), "too high", "", nil},
	} {
		t.Run(test.name, test.run)
	}
}

// A mute machine can neither be saved nor loaded.
type mute struct{ tape }

var errMute = errors.New("mute")

func (mute) Save(io.Writer) error { return errMute }
func (mute) Load(io.Reader) error { return errMute }

func TestMachineFails(t *testing.T) {
	cfg := testConfig(1, 1, 2, 3)
	cfg.Machine = &mute{}
	c, err := FromState(cfg, opened, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Snapshot(); !errors.Is(err, errMute) {
		t.Errorf("snapshot: %v", err)
	}
	if _, err := c.InstallSnapshot(msgSnapshot(&Snap{Upto: 9})); !errors.Is(err, errMute) {
		t.Errorf("install: %v", err)
	}
	if got := c.State(); !reflect.DeepEqual(got, opened) {
		t.Errorf("the state is %+v", got)
	}
	var d Durable
	if err := d.Begin(Checkpoint{State: []trace.Change{{Path: "snap", Value: abstract(taken)}}, Snapshot: taken}); err != nil {
		t.Fatal(err)
	}
	if _, _, err := Restart(cfg, d); !errors.Is(err, errMute) {
		t.Errorf("restart: %v", err)
	}
}

var taken = &Snap{Upto: 6, Prefix: Prefix{7}}
