package main

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/synod-paxos/synod/bench/peers/adapters"
	"github.com/synod-paxos/synod/bench/peers/harness"
	"github.com/synod-paxos/synod/bench/peers/system"
)

// What a turn's process is told, it understands as it was meant.
func TestTurnIsToldEverything(t *testing.T) {
	want := load{
		system: "etcd/raft", point: harness.Point{Setup: harness.Disk, Payload: 1024, Clients: 64},
		warm: 3 * time.Second, measure: 5 * time.Second, dir: "some where",
		config: system.Config{SnapshotEvery: 7, StateBytes: 8},
	}
	args := want.args()
	if args[0] != "turn" {
		t.Fatalf("the command is %q", args[0])
	}
	var got load
	cmd := newTurnCommand(&got)
	if err := cmd.ParseFlags(args[1:]); err != nil {
		t.Fatal(err)
	}
	if got != want {
		t.Fatalf("got %+v", got)
	}
}

func TestPlanRefusesNonsense(t *testing.T) {
	sound := func() comparison {
		return comparison{systems: []string{"etcd/raft"}, setups: []string{"memory"}, payloads: []int{16}, clients: []int{64},
			rounds: 1, measure: time.Second}
	}
	if _, err := sound().plan(); err != nil {
		t.Fatal(err)
	}
	for text, spoil := range map[string]func(*comparison){
		"no system is called": func(c *comparison) { c.systems = []string{"zookeeper"} },
		"no setup is called":  func(c *comparison) { c.setups = []string{"tape"} },
		"measure nothing":     func(c *comparison) { c.rounds = 0 },
		"0 clients":           func(c *comparison) { c.clients = []int{0} },
		"of 15 bytes":         func(c *comparison) { c.payloads = []int{15} },
	} {
		c := sound()
		spoil(&c)
		if _, err := c.plan(); err == nil || !strings.Contains(err.Error(), text) {
			t.Errorf("instead of %q: %v", text, err)
		}
	}
}

// Every system says what it is, and in every setup there is Synod and a peer.
func TestContenders(t *testing.T) {
	for _, setup := range harness.Setups() {
		var peer, synod bool
		for _, k := range adapters.Kinds() {
			c := contender(k)
			if slices.Contains(c.Setups, setup) {
				peer, synod = peer || c.Peer, synod || !c.Peer
			}
		}
		if !peer || !synod {
			t.Errorf("%s: peer %v, Synod %v", setup, peer, synod)
		}
	}
}

func TestTailKeepsTheEnd(t *testing.T) {
	long := strings.Repeat("x", 5000) + "end"
	if got := tail(long); len(got) > 2100 || !strings.HasSuffix(got, "end") {
		t.Errorf("kept %d bytes", len(got))
	}
	if got := tail(" short\n"); got != "short" {
		t.Errorf("kept %q", got)
	}
}
