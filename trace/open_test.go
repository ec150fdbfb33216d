//go:build unix

package trace

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
)

// TestFiles: what stands for which files, and what is refused.
func TestFiles(t *testing.T) {
	dir := t.TempDir()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	runs := filepath.Join(dir, "runs")
	for _, name := range []string{"a.jsonl", "b.cbor", "notes.txt", "x.violation/c.jsonl", "sub/d.jsonl.gz"} {
		path := filepath.Join(runs, name)
		must(os.MkdirAll(filepath.Dir(path), 0o755))
		must(os.WriteFile(path, nil, 0o644))
	}
	must(os.Symlink(runs, filepath.Join(dir, "link")))
	must(os.Symlink(filepath.Join(runs, "a.jsonl"), filepath.Join(runs, "sub", "e.jsonl")))
	must(os.Symlink(runs, filepath.Join(runs, "sub", "loop")))
	for _, root := range []string{"runs", "link", "runs/", "runs/../link"} {
		got, err := Files(dir + "/" + root)
		must(err)
		var names []string
		for _, path := range got {
			names = append(names, filepath.Base(path))
		}
		if want := []string{"a.jsonl", "b.cbor", "d.jsonl.gz", "e.jsonl"}; !slices.Equal(names, want) {
			t.Errorf("%s: %v, want %v", root, names, want)
		}
	}

	pipe := filepath.Join(runs, "p.jsonl")
	must(syscall.Mkfifo(pipe, 0o600))
	for _, path := range []string{pipe, runs} {
		if _, err := Files(path); err == nil || !strings.Contains(err.Error(), "p.jsonl is a named pipe") {
			t.Errorf("%s: %v", path, err)
		}
	}
}

// TestClip: messages stay short whatever a trace holds.
func TestClip(t *testing.T) {
	if got := Clip("short"); got != "short" {
		t.Error(got)
	}
	long := strings.Repeat("é", 1000)
	if got := Clip("x" + long); len(got) > 250 || !strings.HasSuffix(got, "… (2001 bytes)") || strings.ContainsRune(got, '\uFFFD') {
		t.Error(got)
	}
	for _, line := range []string{`{"kind":"` + long + `"}`, `{"kind":"event","x":{"` + long + `":1,"` + long + `":2}}`, `{"kind":"event","node":` + strings.Repeat("9", 1000) + `}`} {
		if _, _, err := ParseJSON([]byte(line)); err == nil || len(err.Error()) > 400 {
			t.Errorf("%.50s…: %.500v", line, err)
		}
	}
}
