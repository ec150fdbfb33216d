package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/synod-paxos/synod/spec/eventgen"
)

// specEvents runs synod spec events below dir and returns its outcome.
func specEvents(t *testing.T, wantCode int, args ...string) specEventsOutcome {
	t.Helper()
	var out, errs bytes.Buffer
	code := run(t.Context(), append([]string{"spec", "events", "--json"}, args...), &out, &errs)
	if code != wantCode {
		t.Fatalf("spec events %q: exit code %d, want %d; %s%s", args, code, wantCode, &out, &errs)
	}
	var outcome specEventsOutcome
	if code != exitUsage {
		if err := json.Unmarshal(out.Bytes(), &outcome); err != nil {
			t.Fatalf("decode %q: %v", &out, err)
		}
	}
	return outcome
}

func TestSpecEvents(t *testing.T) {
	root := t.TempDir()
	specEvents(t, exitUsage, "-C", root) // there is no directory to write to
	specEvents(t, exitUsage, "-C", root, "superfluous")

	cores := eventgen.Cores()
	for _, core := range cores {
		if err := os.MkdirAll(filepath.Join(root, filepath.FromSlash(core.Dir)), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	specEvents(t, exitUsage, "-C", root, "--check") // there is no file to check
	if got := specEvents(t, exitHolds, "-C", root); len(got.Changed) != len(cores) || got.Cores != len(cores) {
		t.Errorf("first run: got %+v", got)
	}
	if got := specEvents(t, exitHolds, "-C", root, "--check"); got.Stale != "" {
		t.Errorf("check: got %+v", got)
	}
	if err := os.WriteFile(filepath.Join(root, filepath.FromSlash(cores[0].Dir), eventgen.FileName), []byte("package old\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if got := specEvents(t, exitFails, "-C", root, "--check"); got.Stale == "" {
		t.Errorf("check of an old file: got %+v", got)
	}
}
