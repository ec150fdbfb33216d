package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/synod-paxos/synod/trace"
	"github.com/synod-paxos/synod/trace/tracetest"
)

// writeRun writes a run of the specification into a directory and has damage
// change its segments first.
func writeRun(t *testing.T, damage func([]*tracetest.Segment)) string {
	t.Helper()
	b, err := tracetest.Walk(3, 30, 4)
	if err != nil {
		t.Fatal(err)
	}
	if damage != nil {
		damage(b.Segments())
	}
	dir := filepath.Join(t.TempDir(), "traces")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := tracetest.Write(dir, b.Segments()); err != nil {
		t.Fatal(err)
	}
	return dir
}

// command runs the command and gives its exit code and output.
func command(t *testing.T, args ...string) (code int, out, errs string) {
	t.Helper()
	var files [2]*os.File
	for i := range files {
		f, err := os.CreateTemp(t.TempDir(), "out")
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		files[i] = f
	}
	code = run(args, files[0], files[1])
	var texts [2]string
	for i, f := range files {
		text, err := os.ReadFile(f.Name())
		if err != nil {
			t.Fatal(err)
		}
		texts[i] = string(text)
	}
	return code, texts[0], texts[1]
}

func firstEvent(segments []*tracetest.Segment) *trace.Event {
	for _, s := range segments {
		for _, e := range s.Entries {
			if e, ok := e.(*trace.Event); ok && e.Action != "Restart" {
				return e
			}
		}
	}
	return nil
}

// TestExitCodes pins the codes and what is said with them.
func TestExitCodes(t *testing.T) {
	good := writeRun(t, nil)
	bad := writeRun(t, func(s []*tracetest.Segment) { firstEvent(s).Post[0].Value = "77" })
	unknown := writeRun(t, func(s []*tracetest.Segment) { s[0].Entries[0].(*trace.Header).Hash = "00" })
	empty := t.TempDir()
	broken := filepath.Join(t.TempDir(), "x.jsonl")
	if err := os.WriteFile(broken, []byte("{\n{\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(good, link); err != nil {
		t.Fatal(err)
	}
	large := writeRun(t, func(s []*tracetest.Segment) {
		for _, s := range s {
			s.Entries[0].(*trace.Header).Nodes = []int{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}
		}
	})
	odd := writeRun(t, func(s []*tracetest.Segment) {
		s[0].Entries[0].(*trace.Header).Run = "odd"
		s[0].Entries = s[0].Entries[:1]
	})
	tests := []struct {
		name string
		args []string
		code int
		out  string
		errs string
	}{
		{"conforms", []string{good}, 0, "CONFORMS", ""},
		{"shuffled", []string{"--order", "9", good}, 0, "CONFORMS", ""},
		{"local", []string{"--level", "local", good}, 0, "at the local level", ""},
		{"violation", []string{bad}, 1, "VIOLATION", "violation"},
		{"inconclusive", []string{unknown}, 3, "INCONCLUSIVE", ""},
		{"behind a link", []string{link}, 0, "CONFORMS", ""},
		{"too many nodes", []string{large}, 2, "", "at most 11"},
		{"a violation, and nothing to compare", []string{filepath.Join(odd, "node-1.inc-1.jsonl"), filepath.Join(odd, "node-2.inc-1.jsonl"), "--level", "local"}, 1, "run is", ""},
		{"a device", []string{os.DevNull}, 2, "", "is a device"},
		{"no path", nil, 2, "", "requires at least 1 arg"},
		{"no such path", []string{"nowhere"}, 2, "", "nowhere"},
		{"nothing there", []string{empty}, 2, "", "nothing to compare"},
		{"unreadable", []string{broken}, 2, "", "x.jsonl:1: "},
		{"bad level", []string{"--level", "cosmic", good}, 2, "", "local, global or both"},
		{"bad place", []string{"explain", "x"}, 2, "", "not FILE:LINE"},
		{"bad IR", []string{"--ir", broken, good}, 2, "", "resolved form"},
		{"help", []string{"--help"}, 0, "Examples:", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			code, out, errs := command(t, tt.args...)
			if code != tt.code || !strings.Contains(out, tt.out) || !strings.Contains(errs, tt.errs) {
				t.Errorf("exit code %d, want %d\n%s%s", code, tt.code, out, errs)
			}
		})
	}
}

// TestFiles: the pictures, and the part that shows a violation, are written.
func TestFiles(t *testing.T) {
	bad := writeRun(t, func(s []*tracetest.Segment) { firstEvent(s).Post[0].Value = "77" })
	page, picture := filepath.Join(t.TempDir(), "a.html"), filepath.Join(t.TempDir(), "a.svg")
	if code, out, errs := command(t, "--html", page, "--svg", picture, bad); code != 1 {
		t.Fatalf("exit code %d\n%s%s", code, out, errs)
	}
	for _, path := range []string{page, picture} {
		if info, err := os.Stat(path); err != nil || info.Size() == 0 {
			t.Errorf("%s: %v", path, err)
		}
	}
	if code, out, errs := command(t, bad+trace.CutSuffix); code != 1 {
		t.Errorf("the cut part: exit code %d\n%s%s", code, out, errs)
	}
}

// TestJSON: one object, with the verdict.
func TestJSON(t *testing.T) {
	code, out, _ := command(t, "--json", writeRun(t, nil))
	var got struct {
		Verdict string
		Events  int
	}
	if err := json.Unmarshal([]byte(out), &got); err != nil || code != 0 || got.Verdict != "conforms" || got.Events != 30 {
		t.Errorf("exit code %d, %+v, %v", code, got, err)
	}
}

// TestExplain: a place in a file, and in another spelling of its path.
func TestExplain(t *testing.T) {
	dir := writeRun(t, nil)
	code, out, errs := command(t, "explain", dir+"/./node-1.inc-1.jsonl:2", dir)
	if code != 0 || !strings.Contains(out, "the event says the same") {
		t.Errorf("exit code %d\n%s%s", code, out, errs)
	}
}

// TestPicture: the README's picture is that of the golden run, drawn as it is
// drawn now.
func TestPicture(t *testing.T) {
	t.Chdir(filepath.Join("..", ".."))
	const shown = "docs/demo.svg"
	picture := filepath.Join(t.TempDir(), "now.svg")
	if code, out, errs := command(t, "--svg", picture, "trace/corrupt/testdata/run"); code != 0 {
		t.Fatalf("the golden run: exit code %d; make golden makes it anew\n%s%s", code, out, errs)
	}
	now, err := os.ReadFile(picture)
	if err != nil {
		t.Fatal(err)
	}
	if then, err := os.ReadFile(shown); err != nil || !bytes.Equal(now, then) {
		t.Errorf("%s is not what is drawn of the golden run now (%v): make picture draws it anew", shown, err)
	}
}
