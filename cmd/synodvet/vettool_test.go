package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// asTool, when set, makes the test binary behave as synodvet itself, so that
// the go command can call it.
const asTool = "SYNODVET_TEST_AS_TOOL"

func TestMain(m *testing.M) {
	if os.Getenv(asTool) != "" {
		main()
	}
	os.Exit(m.Run())
}

// TestGoVet runs the analyzers below go vet, where facts about one package are
// written to a file and read back when another is checked.
func TestGoVet(t *testing.T) {
	module(t, "// Package toy asks another for a time.\n//\n//synod:deterministic\npackage toy\n\n"+
		"import \"example.com/toy/clock\"\n\nfunc F() int64 { return clock.Read() }\n")
	clock := "package clock\n\nimport \"sync/atomic\"\n\nvar now int64\n\n" +
		"func Read() int64 { return atomic.AddInt64(&now, 1) }\n"
	write(t, filepath.Join("clock", "clock.go"), clock)
	tool, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	command := exec.Command("go", "vet", "-vettool="+tool, "./...")
	command.Env = append(os.Environ(), asTool+"=1")
	out, err := command.CombinedOutput()
	if err == nil {
		t.Error("go vet found nothing")
	}
	if want := "toy.go:8:31: a deterministic package must not use clock.Read, which uses atomic.AddInt64"; !strings.Contains(string(out), want) {
		t.Errorf("got %q, want %q in it", out, want)
	}
}
