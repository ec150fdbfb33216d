package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"

	"github.com/synod-paxos/synod/internal/vet/determinism"
	"github.com/synod-paxos/synod/internal/vet/directive"
)

// module writes a module of one package to a new directory and moves there.
func module(t *testing.T, source string) {
	t.Helper()
	t.Setenv("GOFLAGS", "-mod=mod")
	t.Setenv("GOWORK", "off")
	t.Chdir(t.TempDir())
	write(t, "go.mod", "module example.com/toy\n\ngo 1.26\n")
	write(t, filepath.Join("toy", "toy.go"), source)
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// run executes the command and returns what it wrote.
func run(args ...string) (string, error) {
	command := newCommand([]*analysis.Analyzer{determinism.Analyzer, directive.Analyzer})
	var out bytes.Buffer
	command.SetOut(&out)
	command.SetErr(&out)
	command.SetArgs(args)
	err := command.Execute()
	return out.String(), err
}

const clean = "// Package toy is clean.\n//\n//synod:deterministic\npackage toy\n\nfunc F() int { return 1 }\n"

const dirty = "// Package toy is not.\n//\n//synod:deterministic\npackage toy\n\nfunc F() { go F() }\n"

func TestClean(t *testing.T) {
	module(t, clean)
	out, err := run("./...")
	if err != nil {
		t.Fatalf("got error %v", err)
	}
	if want := "0 findings\n"; !strings.HasSuffix(out, want) {
		t.Errorf("got %q, want it to end in %q", out, want)
	}
}

// TestFindingText also has a test file, with which the go command builds the
// package twice; the finding must be reported once.
func TestFindingText(t *testing.T) {
	module(t, dirty)
	write(t, filepath.Join("toy", "toy_test.go"), "package toy\n")
	out, err := run("./...")
	if !errors.Is(err, errFindings) {
		t.Fatalf("got error %v, want findings", err)
	}
	want := filepath.Join("toy", "toy.go") + ":6:12: a deterministic package must not do this: it starts a goroutine"
	if strings.Count(out, want) != 1 {
		t.Errorf("got %q, want %q in it, once", out, want)
	}
}

func TestFindingJSON(t *testing.T) {
	module(t, dirty)
	out, err := run("--json", "./...")
	if !errors.Is(err, errFindings) {
		t.Fatalf("got error %v, want findings", err)
	}
	var r report
	if err := json.Unmarshal([]byte(out), &r); err != nil {
		t.Fatalf("decode %q: %v", out, err)
	}
	if len(r.Findings) != 1 || r.Findings[0].Line != 6 || r.Findings[0].Analyzer != "determinism" {
		t.Errorf("got %+v", r)
	}
}

func TestUsageAndUnreadable(t *testing.T) {
	module(t, "package toy\n\nfunc F() int { return \"\" }\n")
	for _, args := range [][]string{nil, {"./..."}, {"./nowhere"}, {"--nonsense", "./..."}} {
		if _, err := run(args...); err == nil || errors.Is(err, errFindings) {
			t.Errorf("synodvet %q: got error %v, want one about its usage or input", args, err)
		}
	}
}

func TestHelpHasExample(t *testing.T) {
	out, err := run("--help")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"synodvet ./...", "vettool", "determinism:", "Exit codes"} {
		if !strings.Contains(out, want) {
			t.Errorf("help lacks %q:\n%s", want, out)
		}
	}
}

func TestCalledByGoVet(t *testing.T) {
	tests := []struct {
		args string
		want bool
	}{
		{"-V=full", true}, {"-flags", true}, {"unit.cfg", true}, {"-json unit.cfg", true},
		{"./...", false}, {"--json ./...", false}, {"", false},
	}
	for _, test := range tests {
		if got := calledByGoVet(strings.Fields(test.args)); got != test.want {
			t.Errorf("%q: got %v", test.args, got)
		}
	}
}
