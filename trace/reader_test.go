package trace_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"

	"github.com/synod-paxos/synod/trace"
)

func readAll(t *testing.T, s trace.Source) (items []trace.Item, err error) {
	t.Helper()
	defer s.Close()
	for {
		item, err := s.Next()
		if err == io.EOF {
			return items, nil
		}
		if err != nil {
			return items, err
		}
		items = append(items, item)
	}
}

// TestOpen reads the same lines from a file of each form.
func TestOpen(t *testing.T) {
	dir := t.TempDir()
	text := strings.Join(examples, "")
	var zipped, packed, frames bytes.Buffer
	z := gzip.NewWriter(&zipped)
	io.WriteString(z, text)
	z.Close()
	zs, err := zstd.NewWriter(&packed)
	if err != nil {
		t.Fatal(err)
	}
	io.WriteString(zs, text)
	zs.Close()
	for _, line := range examples {
		e, _, err := trace.ParseJSON([]byte(line))
		if err != nil {
			t.Fatal(err)
		}
		frames.Write(trace.AppendFrame(nil, e))
	}
	files := map[string][]byte{
		"a.jsonl": []byte(text), "b.jsonl.gz": zipped.Bytes(), "c.jsonl.zst": packed.Bytes(), "d/e.cbor": frames.Bytes(),
		"README": []byte("no trace"),
	}
	for name, content := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, content, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	paths, err := trace.Files(dir)
	if err != nil || len(paths) != 4 {
		t.Fatalf("Files gives %v, %v; want four", paths, err)
	}
	for _, path := range paths {
		s, err := trace.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		items, err := readAll(t, s)
		if err != nil {
			t.Fatal(err)
		}
		var got []byte
		for i, item := range items {
			if item.Line != i+1 {
				t.Errorf("%s: item %d is at line %d", path, i, item.Line)
			}
			got = trace.AppendJSON(got, item.Entry)
		}
		if string(got) != text {
			t.Errorf("%s: got\n%s", path, got)
		}
	}
}

// TestTornLine: a last line without its newline is told apart from a bad one,
// and an error names the line.
func TestTornLine(t *testing.T) {
	for cut := 1; cut < len(examples[4]); cut++ {
		s := trace.NewReader("x.jsonl", strings.NewReader(examples[0]+examples[4][:cut]))
		items, err := readAll(t, s)
		if err != nil || len(items) != 2 || !items[1].Torn || items[1].Line != 2 {
			t.Fatalf("cut at %d: %v, %v", cut, items, err)
		}
	}
	_, err := readAll(t, trace.NewReader("x.jsonl", strings.NewReader(examples[0]+"\n{\"kind\"\n"+examples[4])))
	if err == nil || !strings.HasPrefix(err.Error(), "x.jsonl:3: ") {
		t.Errorf("error %v does not name x.jsonl:3", err)
	}
}

// TestTornFrame is the same for the binary form.
func TestTornFrame(t *testing.T) {
	e, _, err := trace.ParseJSON([]byte(examples[2]))
	if err != nil {
		t.Fatal(err)
	}
	frame := trace.AppendFrame(nil, e)
	for cut := 1; cut < len(frame); cut++ {
		items, err := readAll(t, trace.NewBinaryReader("x.cbor", bytes.NewReader(frame[:cut])))
		if err != nil || len(items) != 1 || !items[0].Torn {
			t.Fatalf("cut at %d: %v, %v", cut, items, err)
		}
	}
}

// endless is a line that never ends.
type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = ' '
	}
	return len(p), nil
}

// TestLongLine: a reader gives up at MaxLine.
func TestLongLine(t *testing.T) {
	if _, err := readAll(t, trace.NewReader("x", endless{})); err == nil || !strings.Contains(err.Error(), "longer than") {
		t.Errorf("a line without end: %v", err)
	}
	huge := []byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f}
	if _, err := readAll(t, trace.NewBinaryReader("x", bytes.NewReader(huge))); err == nil {
		t.Error("an entry of 2^62 bytes was accepted")
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

// TestReadError: the file's own errors come through, with the place.
func TestReadError(t *testing.T) {
	broken := errors.New("broken disk")
	for _, s := range []trace.Source{trace.NewReader("x", failing{broken}), trace.NewBinaryReader("x", failing{broken})} {
		if _, err := readAll(t, s); !errors.Is(err, broken) || !strings.HasPrefix(err.Error(), "x:1: ") {
			t.Errorf("got %v", err)
		}
	}
}
