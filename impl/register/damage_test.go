package register

import (
	"bytes"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/synod-paxos/synod/impl/datadir"
	"github.com/synod-paxos/synod/impl/wal"
)

// preamble is what a segment of a log begins with.
const preamble = 64

// logPath is the only segment of the log in a data directory.
func logPath(dir string) string { return filepath.Join(dir, wal.DirName, wal.SegmentName(1)) }

// used is the site's only node after it decided something and stopped, with its
// log's path and content.
func used(t *testing.T) (s site, path string, log []byte) {
	s = newSite(t, 1)
	_, stop := s.run(1, nil)
	s.expect(1, bytesOf("x"), Decided, "x")
	stop()
	path = logPath(s.Data(1))
	log, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return s, path, log
}

// TestDamagedLog: a node whose log lost something that others may rely on does
// not start, says what to do, and leaves the log as it is. A node without a
// promise must not come of it.
func TestDamagedLog(t *testing.T) {
	s, path, log := used(t)
	end := len(bytes.TrimRight(log, "\x00"))
	empty := t.TempDir()
	if err := wal.CreateIn(empty); err != nil {
		t.Fatal(err)
	}
	fresh, err := os.ReadFile(logPath(empty))
	if err != nil {
		t.Fatal(err)
	}
	flip := func(i int) []byte {
		changed := bytes.Clone(log)
		changed[i] ^= 1
		return changed
	}
	for name, content := range map[string][]byte{
		"the magic number":           flip(0),
		"the salt":                   flip(8),
		"the preamble's checksum":    flip(preamble - 1),
		"the first record":           flip(preamble),
		"a record's payload":         flip(preamble + 40),
		"the last record's end":      flip(end - 9), // in front of the last tag
		"all records are zeros":      append(bytes.Clone(log[:preamble]), make([]byte, len(log)-preamble)...),
		"the file is an empty log":   fresh,
		"the file is cut short":      log[:end],
		"the file is cut to nothing": nil,
	} {
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		err := Run(s.Ctx, Options{Dir: s.Data(1), Naming: datadir.Digest, Log: slog.New(slog.DiscardHandler)})
		var damage *wal.DamageError
		if !errors.As(err, &damage) || !strings.Contains(err.Error(), path) || !strings.Contains(err.Error(), "retire the node") {
			t.Errorf("%s: the error is %v", name, err)
		}
		if now, err := os.ReadFile(path); err != nil || !bytes.Equal(now, content) {
			t.Errorf("%s: the log was changed: %v", name, err)
		}
	}
	if err := os.WriteFile(path, log, 0o600); err != nil {
		t.Fatal(err)
	}
	s.run(1, nil)
	s.expect(1, nil, Decided, "x")
}

// TestFirstStartIsCutShort: a power loss during the first write of all does no
// harm, as nobody has heard of the node.
func TestFirstStartIsCutShort(t *testing.T) {
	s := newSite(t, 1)
	path := logPath(s.Data(1))
	log, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	copy(log[preamble:], "\x00\x00\x00\x00\x00\x00\x01\x00")
	if err := os.WriteFile(path, log, 0o600); err != nil {
		t.Fatal(err)
	}
	s.run(1, nil)
	s.expect(1, bytesOf("x"), Decided, "x")
}

// TestForeignLog: a log in the directory of another node is refused, as is a
// directory without the count of incarnations.
func TestForeignLog(t *testing.T) {
	s, _, log := used(t)
	other := newSite(t, 2)
	if err := os.WriteFile(logPath(other.Data(2)), log, 0o600); err != nil {
		t.Fatal(err)
	}
	err := Run(s.Ctx, Options{Dir: other.Data(2), Naming: datadir.Digest, Log: slog.New(slog.DiscardHandler)})
	if err == nil || !strings.Contains(err.Error(), "the log is that of node 1 of [1]") {
		t.Errorf("the error is %v", err)
	}
	if err := os.Remove(filepath.Join(s.Data(1), datadir.IncarnationsFile)); err != nil {
		t.Fatal(err)
	}
	err = Run(s.Ctx, Options{Dir: s.Data(1), Naming: datadir.Digest, Log: slog.New(slog.DiscardHandler)})
	if !errors.Is(err, os.ErrNotExist) || !strings.Contains(err.Error(), datadir.IncarnationsFile) {
		t.Errorf("the error is %v", err)
	}
}
