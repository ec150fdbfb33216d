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
// the path is that very directory. Links to files are followed; of links to
// directories only the path itself is, so that no walk is endless. What bears
// the name of a segment and is no file, such as a pipe, is refused.
func Files(path string) ([]string, error) {
	files, err := filesUnder(path)
	if err != nil {
		return nil, fmt.Errorf("looking for traces: %w", err)
	}
	return files, nil
}

func filesUnder(path string) ([]string, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.IsDir() {
		return []string{path}, regular(path, info)
	}
	var files []string
	root := path + string(filepath.Separator) // so that a link is followed
	err = filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && name != root && strings.HasSuffix(name, CutSuffix):
			return filepath.SkipDir
		case d.IsDir() || !IsSegment(name):
			return nil
		}
		info, err := os.Stat(name)
		if err == nil {
			err = regular(name, info)
		}
		files = append(files, name)
		return err
	})
	return files, err
}

// regular refuses what cannot be read from its beginning to its end.
func regular(path string, info fs.FileInfo) error {
	kind := ""
	switch mode := info.Mode(); {
	case mode.IsRegular():
		return nil
	case mode.IsDir():
		kind = "a directory with the name of a segment, behind a link"
	case mode&fs.ModeNamedPipe != 0:
		kind = "a named pipe"
	case mode&fs.ModeSocket != 0:
		kind = "a socket"
	case mode&fs.ModeDevice != 0:
		kind = "a device"
	default:
		kind = "no regular file"
	}
	return fmt.Errorf("%s is %s, and a trace must be a regular file: copy it into one first", path, kind)
}

// IsSegment tells whether a file's name is that of a segment.
func IsSegment(name string) bool {
	name, _ = splitCompression(name)
	for _, suffix := range formSuffixes {
		if strings.HasSuffix(name, suffix) {
			return true
		}
	}
	return false
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
	if formOf(path) == Binary {
		return &binaryReader{readerBase: base}, nil
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
