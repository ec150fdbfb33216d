package adapters

import (
	"sync"
	"testing"
	"time"

	"github.com/synod-paxos/synod/bench/peers/system"
)

// setups are the ways in which a kind runs.
func setups(k system.Kind) map[string]system.Config {
	list := make(map[string]system.Config)
	if k.Memory {
		list["memory"] = system.Config{}
	}
	if k.Disk {
		list["disk"] = system.Config{Sync: true, TCP: true}
	}
	return list
}

// Every system commits every command once, and every replica applies it.
func TestEverySystemReplicates(t *testing.T) {
	for _, k := range Kinds() {
		for name, c := range setups(k) {
			t.Run(k.Name+"/"+name, func(t *testing.T) {
				c.Dir, c.Clients = t.TempDir(), 8
				replicates(t, k, c)
			})
		}
	}
}

func replicates(t *testing.T, k system.Kind, c system.Config) {
	const each = 50
	s, err := k.Start(c)
	if err != nil {
		t.Fatal(err)
	}
	var clients sync.WaitGroup
	for i := range c.Clients {
		clients.Go(func() {
			client, err := s.Client(i)
			for n := uint64(0); n < each && err == nil; n++ {
				payload := make([]byte, system.HeaderSize)
				system.Header{Client: i, Number: n}.Put(payload)
				err = client.Propose(payload)
			}
			if err != nil {
				t.Error(err)
			}
		})
	}
	clients.Wait()
	if !t.Failed() {
		awaitApplied(s, uint64(c.Clients*each))
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	for i, got := range s.Applied() {
		if got != uint64(c.Clients*each) {
			t.Errorf("replica %d applied %d commands, not %d", i, got, c.Clients*each)
		}
	}
}

// awaitApplied waits for the followers, who apply a little later.
func awaitApplied(s system.System, want uint64) {
	for range time.Tick(poll) {
		if reached(s.Applied(), want) {
			return
		}
	}
}

func reached(counts []uint64, want uint64) bool {
	for _, c := range counts {
		if c < want {
			return false
		}
	}
	return len(counts) == system.Replicas
}

func TestKindsAreSound(t *testing.T) {
	seen := make(map[string]bool)
	for _, k := range Kinds() {
		if k.About == "" || k.Module == "" || !k.Memory && !k.Disk || seen[k.Name] {
			t.Errorf("%q is not a kind of its own, or says nothing of itself", k.Name)
		}
		seen[k.Name] = true
	}
}
