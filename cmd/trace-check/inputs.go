package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/synod-paxos/synod/impl/wal"
	"github.com/synod-paxos/synod/trace"
	"github.com/synod-paxos/synod/trace/check"
)

// openInputs opens everything that the paths stand for. Files are opened one
// after the other, when they are read.
func openInputs(paths []string, p *progress) ([]check.Input, func(), error) {
	var in []check.Input
	closeAll := func() {
		for _, i := range in {
			i.Close()
		}
	}
	for _, path := range paths {
		more, err := openPath(path, p)
		in = append(in, more...)
		if err != nil {
			closeAll()
			return nil, nil, err
		}
	}
	if len(in) == 0 {
		return nil, nil, fmt.Errorf("%w: no segment file (.jsonl, .jsonl.gz, .jsonl.zst, .cbor) and no write-ahead log in %v", check.ErrNothing, paths)
	}
	return in, closeAll, nil
}

func openPath(path string, p *progress) ([]check.Input, error) {
	isData, err := isDataDir(path)
	if err != nil {
		return nil, err
	}
	if isData {
		return []check.Input{{Source: openLog(path), Log: true}}, nil
	}
	files, err := trace.Files(path)
	if err != nil {
		return nil, err
	}
	in, err := logsUnder(path)
	if err != nil {
		return nil, err
	}
	for _, f := range files {
		in = append(in, check.Input{Source: &lazySource{name: f, progress: p}})
	}
	return in, nil
}

// isDataDir tells whether a path is a node's data directory: whether a
// write-ahead log is in it.
func isDataDir(path string) (bool, error) {
	log := filepath.Join(path, wal.DirName)
	info, err := os.Stat(log)
	switch {
	case err != nil || info.Mode().IsRegular():
		return false, nil // whether the path is there at all is found out later
	case info.IsDir():
		return true, nil
	}
	return false, fmt.Errorf("looking for traces: %s is no directory, as a write-ahead log is", log)
}

// logsUnder finds the data directories directly inside a directory.
func logsUnder(path string) ([]check.Input, error) {
	entries, err := os.ReadDir(path)
	if err != nil {
		return nil, nil // a file; trace.Files has seen that it is there
	}
	var in []check.Input
	for _, e := range entries {
		if !e.IsDir() {
			continue
		}
		dir := filepath.Join(path, e.Name())
		isData, err := isDataDir(dir)
		if err != nil {
			return nil, err
		}
		if isData {
			in = append(in, check.Input{Source: openLog(dir), Log: true})
		}
	}
	return in, nil
}

// A lazySource opens its file when it is first read, and closes it at the end,
// so that a long list of files needs one descriptor.
type lazySource struct {
	name     string
	progress *progress
	in       trace.Source
	done     bool
}

func (l *lazySource) Name() string { return l.name }

func (l *lazySource) Next() (trace.Item, error) {
	if l.done {
		return trace.Item{}, io.EOF
	}
	if l.in == nil {
		in, err := trace.Open(l.name)
		if err != nil {
			return trace.Item{}, err
		}
		l.in = in
	}
	item, err := l.in.Next()
	if errors.Is(err, io.EOF) {
		l.done = true
		if closeErr := l.in.Close(); closeErr != nil {
			return trace.Item{}, fmt.Errorf("closing %s: %w", l.name, closeErr)
		}
		return item, err
	}
	l.progress.line()
	return item, err
}

func (l *lazySource) Close() error {
	if l.in == nil || l.done {
		return nil
	}
	return l.in.Close()
}

// A logSource gives the entries of a write-ahead log. Places in it count
// entries.
type logSource struct {
	dir  string
	next func() (trace.Item, error)
}

func openLog(dir string) trace.Source { return &logSource{dir: dir} }

func (s *logSource) Name() string { return filepath.Join(s.dir, wal.DirName) }
func (s *logSource) Close() error { return nil }

func (s *logSource) Next() (trace.Item, error) {
	if s.next == nil {
		list, err := readLog(s.dir)
		if err != nil {
			return trace.Item{}, err
		}
		s.next = trace.List(s.Name(), list).Next
	}
	item, err := s.next()
	if errors.Is(err, io.EOF) {
		s.next = func() (trace.Item, error) { return trace.Item{}, io.EOF } // and the list can go
	}
	return item, err
}

func readLog(dir string) ([]trace.Entry, error) {
	var list []trace.Entry
	err := wal.ReadEntries(dir, func(e trace.Entry, _ wal.Position) error {
		list = append(list, e)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("reading the write-ahead log of %s: %w", dir, err)
	}
	return list, nil
}
