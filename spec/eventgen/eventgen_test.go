package eventgen

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// tree makes the directories of the cores below a new root.
func tree(t *testing.T) string {
	t.Helper()
	root := t.TempDir()
	for _, core := range Cores() {
		if err := os.MkdirAll(filepath.Dir(core.path(root)), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

func TestWriteThenCheck(t *testing.T) {
	root := tree(t)
	changed, err := Write(root)
	if err != nil || len(changed) != len(Cores()) {
		t.Fatalf("first Write: got %q, %v", changed, err)
	}
	if err := Check(root); err != nil {
		t.Errorf("Check after Write: %v", err)
	}
	if changed, err := Write(root); err != nil || len(changed) != 0 {
		t.Errorf("second Write: got %q, %v; want nothing to do", changed, err)
	}
}

func TestCheckFindsStale(t *testing.T) {
	root := tree(t)
	if _, err := Write(root); err != nil {
		t.Fatal(err)
	}
	path := Cores()[0].path(root)
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	edited := strings.Replace(string(text), "SpecHash", "specHash", 1)
	if err := os.WriteFile(path, []byte(edited), 0o644); err != nil {
		t.Fatal(err)
	}
	var stale *StaleError
	if err := Check(root); !errors.As(err, &stale) {
		t.Errorf("got error %v, want a StaleError", err)
	}
	if changed, err := Write(root); err != nil || len(changed) != 1 {
		t.Errorf("Write: got %q, %v; want one file changed", changed, err)
	}
}

func TestCheckWithoutFile(t *testing.T) {
	var stale *StaleError
	if err := Check(tree(t)); err == nil || errors.As(err, &stale) {
		t.Errorf("got error %v, want one that says the file cannot be read", err)
	}
}

// TestTree holds the files in this tree to the specifications embedded with
// this build.
func TestTree(t *testing.T) {
	if err := Check(filepath.Join("..", "..")); err != nil {
		t.Error(err)
	}
}

// TestConstructorsOfBasicPaxos names the signatures that the core is written
// to, one by one.
func TestConstructorsOfBasicPaxos(t *testing.T) {
	text, err := Cores()[0].text()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"func prepareEvent(n NodeID, b Ballot) call {",
		"func promiseEvent(n NodeID, b Ballot) call {",
		"func proposeEvent(n NodeID, b Ballot, q Quorum, v ValueName) call {",
		"func acceptEvent(n NodeID, b Ballot, v ValueName) call {",
		"func learnEvent(n NodeID, b Ballot, q Quorum, v ValueName) call {",
		"func restartEvent(n NodeID) call {",
	} {
		if strings.Count(string(text), want) != 1 {
			t.Errorf("want once: %s", want)
		}
	}
	if got := strings.Count(string(text), "Event("); got != 6 {
		t.Errorf("got %d constructors, want 6", got)
	}
}
