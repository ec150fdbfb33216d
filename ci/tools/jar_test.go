package tools

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// fakeMaven delivers a file of the given text for the jar, which
// can only have the hash that a test expects instead of the pinned one.
const fakeMaven = `for a in "$@"; do case "$a" in -DoutputDirectory=*) echo damaged > "${a#*=}/` + jarName + `";; esac; done`

func TestFetchRefusesAnotherHash(t *testing.T) {
	m := newMachine(t, false, map[string]string{"mvn": fakeMaven})
	_, err := m.setup.TLC(t.Context())
	checkError(t, err, TLCHash+" is expected")
	if n := strings.Count(m.log(), copyGoal); n != 2 {
		t.Errorf("Maven ran %d times, want once and once more without the local repository:\n%s", n, m.log())
	}
	if !strings.Contains(m.log(), "-Dartifact="+TLCCoordinates) || !strings.Contains(m.log(), "-Dmaven.repo.local=") {
		t.Errorf("log:\n%s", m.log())
	}
	left, err := os.ReadDir(m.cache)
	if err != nil || len(left) != 0 {
		t.Errorf("left in the cache: %v, %v", left, err)
	}
}

func TestDamagedCacheIsFetchedAgain(t *testing.T) {
	m := newMachine(t, false, map[string]string{"mvn": fakeMaven})
	if err := os.MkdirAll(m.cache, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(m.cache, jarName), []byte("torn"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := m.setup.TLC(t.Context()); err == nil {
		t.Error("a damaged jar was accepted")
	}
	if said := strings.Join(m.said, "\n"); !strings.Contains(said, "damaged") || !strings.Contains(said, "fetching "+TLCCoordinates) {
		t.Errorf("said:\n%s", said)
	}
}

func TestMavenFailure(t *testing.T) {
	m := newMachine(t, false, map[string]string{"mvn": "echo cannot resolve; exit 1"})
	_, err := m.setup.TLC(t.Context())
	checkError(t, err, "cannot resolve")
	checkError(t, err, JarVariable)
}

func TestMavenIsInstalled(t *testing.T) {
	apt := `case "$*" in *install*maven) printf '#!/bin/sh\nexit 7\n' > "$BIN/mvn"; /bin/chmod +x "$BIN/mvn";; esac`
	m := newMachine(t, true, map[string]string{"apt-get": apt})
	_, err := m.setup.TLC(t.Context())
	checkError(t, err, "exit code 7")
}

// A cached jar with the right hash is used without any program.
func TestCachedJar(t *testing.T) {
	m := newMachine(t, false, nil)
	m.setup.pinned = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08" // of "test"
	if err := os.MkdirAll(m.cache, 0o755); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(m.cache, jarName)
	if err := os.WriteFile(path, []byte("test"), 0o644); err != nil {
		t.Fatal(err)
	}
	jar, err := m.setup.TLC(t.Context())
	if err != nil || jar.Path != path || !jar.Pinned || jar.Origin != "cache" {
		t.Errorf("%+v, %v", jar, err)
	}
	if m.log() != "" {
		t.Errorf("programs were run:\n%s", m.log())
	}
}

func TestFetch(t *testing.T) {
	m := newMachine(t, false, map[string]string{"mvn": strings.Replace(fakeMaven, "echo damaged", "printf test", 1)})
	m.setup.pinned = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
	jar, err := m.setup.TLC(t.Context())
	if err != nil || jar.Origin != "fetched by Maven" {
		t.Fatalf("%+v, %v", jar, err)
	}
	if got, err := os.ReadFile(jar.Path); string(got) != "test" || err != nil {
		t.Errorf("cached %q, %v", got, err)
	}
	if again, err := m.setup.TLC(t.Context()); err != nil || again.Origin != "cache" {
		t.Errorf("second use: %+v, %v", again, err)
	}
}
