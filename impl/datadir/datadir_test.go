package datadir

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

func noLog(string) error { return nil }

func TestInit(t *testing.T) {
	good := Identity{Protocol: MultiPaxos, Cluster: "c", Run: "r", Node: 1, Nodes: []Member{{1, "h:1"}, {2, "h:2"}}}
	for name, change := range map[string]func(*Identity){
		"no protocol":  func(id *Identity) { id.Protocol = "" },
		"no cluster":   func(id *Identity) { id.Cluster = "" },
		"no run":       func(id *Identity) { id.Run = "" },
		"not a member": func(id *Identity) { id.Node = 3 },
		"twice":        func(id *Identity) { id.Nodes = []Member{{1, "h:1"}, {1, "h:2"}} },
		"out of range": func(id *Identity) { id.Nodes = []Member{{1, "h:1"}, {1024, "h:2"}} },
		"no address":   func(id *Identity) { id.Nodes = []Member{{1, "h:1"}, {2, ""}} },
		"no nodes":     func(id *Identity) { id.Nodes = nil },
	} {
		id := good
		change(&id)
		if _, err := Init(filepath.Join(t.TempDir(), "d"), id, nil, noLog); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
	dir := filepath.Join(t.TempDir(), "d")
	made, err := Init(dir, good, nil, noLog)
	if err != nil {
		t.Fatal(err)
	}
	if read, err := ReadIdentity(dir); err != nil || read.Instance != made.Instance || made.Instance == "" {
		t.Errorf("read %+v, %v; made %+v", read, err, made)
	}
	if _, err := Init(dir, good, nil, noLog); err == nil {
		t.Error("a node's memory is overwritten")
	}
	if _, err := ReadIdentity(t.TempDir()); !errors.Is(err, os.ErrNotExist) || !strings.Contains(err.Error(), "synod init") {
		t.Errorf("of an empty directory: %v", err)
	}
}

func TestPeersAreRemembered(t *testing.T) {
	path := filepath.Join(t.TempDir(), peersFile)
	for _, tt := range []struct {
		node     int
		instance string
		ok       bool
	}{{2, "a", true}, {2, "a", true}, {2, "b", false}, {3, "b", true}, {2, "a", true}} {
		p, err := openPeers(path) // each time as after a restart
		if err != nil {
			t.Fatal(err)
		}
		if err := p.Admit(tt.node, tt.instance); (err == nil) != tt.ok {
			t.Errorf("node %d as %s: %v", tt.node, tt.instance, err)
		}
	}
	if err := os.WriteFile(path, []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := openPeers(path); err == nil {
		t.Error("a damaged file is taken for an empty one")
	}
}

func TestNaming(t *testing.T) {
	full, err := Full.Namer([]byte("k"))
	if err != nil {
		t.Fatal(err)
	}
	digests, err := Digest.Namer([]byte("k"))
	if err != nil {
		t.Fatal(err)
	}
	names := make(map[string]string)
	for _, text := range []string{"", "x", "\xff", strings.Repeat("x", maxFull), strings.Repeat("x", maxFull+1)} {
		for _, name := range []string{full([]byte(text)), digests([]byte(text))} {
			if old, ok := names[name]; ok && old != text || name == "" {
				t.Errorf("%q and %q are both named %q", old, text, name)
			}
			names[name] = text
		}
		if len(digests([]byte(text))) != 32 {
			t.Errorf("the digest of %q is %q", text, digests([]byte(text)))
		}
	}
	if full([]byte("x")) != "x" {
		t.Errorf("x is named %q", full([]byte("x")))
	}
	if Digest.Scheme([]byte("k")) == Digest.Scheme([]byte("l")) {
		t.Error("another key is the same scheme")
	}
}

// TestLives: a directory remembers how often its node lived, whether the machine
// has been up since, and what protocol it runs.
func TestLives(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "d")
	id := Identity{Protocol: MultiPaxos, Cluster: "c", Run: "r", Node: 1, Nodes: []Member{{1, "h:1"}}}
	if _, err := Init(dir, id, nil, noLog); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(dir, BasicPaxos); err == nil || !strings.Contains(err.Error(), "multi-paxos") {
		t.Errorf("opened for another protocol: %v", err)
	}
	for lives := uint64(0); lives < 3; lives++ {
		d, err := Open(dir, MultiPaxos)
		if err != nil {
			t.Fatal(err)
		}
		if d.Incarnations != lives || d.PowerLost != (boot() == "") {
			t.Errorf("after %d lives: %d, power lost: %v", lives, d.Incarnations, d.PowerLost)
		}
		if err := errors.Join(d.Live(lives+1), d.Close()); err != nil {
			t.Fatal(err)
		}
	}
	if err := writeJSON(filepath.Join(dir, IncarnationsFile), incarnations{3, "another boot"}); err != nil {
		t.Fatal(err)
	}
	d, err := Open(dir, MultiPaxos)
	if err != nil || !d.PowerLost {
		t.Errorf("after another boot: %+v, %v", d, err)
	}
}

func TestParseMembers(t *testing.T) {
	got, err := ParseMembers("3=h:3, 1=h:1")
	if want := []Member{{1, "h:1"}, {3, "h:3"}}; err != nil || !slices.Equal(got, want) {
		t.Errorf("%v, %v", got, err)
	}
	for _, text := range []string{"", "1", "1:h", "x=h:1", "1=h", "1=:1", "1=h:0", "1=h:65536", "1=h:http", "1=h:1:1"} {
		if got, err := ParseMembers(text); err == nil {
			t.Errorf("%q is taken for %v", text, got)
		}
	}
}

// TestNamesDiffer: no value has the name of another, also if it is made up to.
func TestNamesDiffer(t *testing.T) {
	for _, n := range []Naming{Digest, Full} {
		name, err := n.Namer(nil)
		if err != nil {
			t.Fatal(err)
		}
		value := []byte{0xff}
		for range 3 {
			next := []byte(name(value))
			if name(next) == name(value) {
				t.Errorf("%s: %q has the name of %q", n, next, value)
			}
			value = next
		}
	}
}

// TestNamesAtOnce: names that many goroutines make at once, in the same memory,
// are the digests, and stay it.
func TestNamesAtOnce(t *testing.T) {
	name, err := Digest.Namer([]byte("k"))
	if err != nil {
		t.Fatal(err)
	}
	const goroutines, each = 8, 200
	var names [goroutines][each]string
	value := func(g, i int) []byte { return fmt.Append(nil, g, ".", i) }
	var group sync.WaitGroup
	for g := range goroutines {
		group.Go(func() {
			for i := range each {
				names[g][i] = name(value(g, i))
			}
		})
	}
	group.Wait()
	key := sha256.Sum256([]byte("k"))
	for g := range goroutines {
		for i, got := range names[g] {
			sum := sha256.Sum256(append(key[:], value(g, i)...))
			if want := hex.EncodeToString(sum[:16]); got != want {
				t.Fatalf("%s is named %q, not %q", value(g, i), got, want)
			}
		}
	}
}

// BenchmarkName names a command of 1 KiB.
func BenchmarkName(b *testing.B) {
	name, err := Digest.Namer([]byte("k"))
	if err != nil {
		b.Fatal(err)
	}
	value := make([]byte, 1024)
	b.ReportAllocs()
	for b.Loop() {
		name(value)
	}
}
