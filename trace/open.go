package trace

import (
	"compress/gzip"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/klauspost/compress/zstd"
)

// CutSuffix ends the names of directories that hold a part cut out of a trace.
const CutSuffix = ".violation"

// Files gives the segment files that a path stands for: itself, or, of a
// directory, every file under it whose name says that it is one, in the order
// of names. What was cut out of a trace and lies beside it is left out, unless
// the path is that very directory.
func Files(path string) ([]string, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("looking for traces: %w", err)
	}
	if !info.IsDir() {
		return []string{path}, nil
	}
	var files []string
	err = filepath.WalkDir(path, func(name string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() && name != path && strings.HasSuffix(name, CutSuffix) {
			return filepath.SkipDir
		}
		if err == nil && d.Type().IsRegular() && IsSegment(name) {
			files = append(files, name)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("looking for traces: %w", err)
	}
	return files, nil
}

// IsSegment tells whether a file's name is that of a segment.
func IsSegment(name string) bool {
	name, _ = splitCompression(name)
	return strings.HasSuffix(name, ".jsonl") || strings.HasSuffix(name, ".cbor")
}

func splitCompression(name string) (base, compression string) {
	for _, c := range []string{".gz", ".zst"} {
		if base, found := strings.CutSuffix(name, c); found {
			return base, c
		}
	}
	return name, ""
}

// Open opens a segment file. Its name tells its form: .cbor is binary, anything
// else JSON Lines; .gz and .zst are decompressed.
func Open(path string) (Source, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("opening a trace: %w", err)
	}
	in, stop, err := decompress(path, f)
	if err != nil {
		f.Close()
		return nil, fmt.Errorf("opening a trace: %s: %w", path, err)
	}
	base := readerBase{name: path, close: func() error { stop(); return f.Close() }}
	base.in = newBuffer(in)
	if name, _ := splitCompression(path); strings.HasSuffix(name, ".cbor") {
		return &binaryReader{base}, nil
	}
	return &jsonReader{base}, nil
}

// decompress gives what is in f, and what to call when it has been read.
func decompress(path string, f *os.File) (io.Reader, func(), error) {
	switch _, compression := splitCompression(path); compression {
	case ".gz":
		z, err := gzip.NewReader(f)
		if err != nil {
			return nil, nil, err
		}
		return z, func() { z.Close() }, nil
	case ".zst":
		z, err := zstd.NewReader(f, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(64<<20))
		if err != nil {
			return nil, nil, err
		}
		return z, z.Close, nil
	}
	return f, func() {}, nil
}

// List makes a source of entries that are in memory already.
func List(name string, entries []Entry) Source { return &list{name: name, entries: entries} }

type list struct {
	name    string
	entries []Entry
	next    int
}

func (l *list) Name() string { return l.name }
func (l *list) Close() error { return nil }

func (l *list) Next() (Item, error) {
	if l.next >= len(l.entries) {
		return Item{}, io.EOF
	}
	l.next++
	return Item{Entry: l.entries[l.next-1], Line: l.next}, nil
}
