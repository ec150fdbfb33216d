package corrupt

import (
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/synod-paxos/synod/trace"
	"github.com/synod-paxos/synod/trace/check"
)

// A file is a segment file in memory.
type file struct {
	name  string
	items []trace.Item
}

// read reads all segment files of a directory.
func read(dir string) ([]*file, error) {
	paths, err := trace.Files(dir)
	if err != nil {
		return nil, err
	}
	var files []*file
	for _, p := range paths {
		f, err := readFile(p)
		if err != nil {
			return nil, err
		}
		files = append(files, f)
	}
	return files, nil
}

func readFile(path string) (*file, error) {
	in, err := trace.Open(path)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	f := &file{name: path}
	for {
		item, err := in.Next()
		if errors.Is(err, io.EOF) {
			return f, nil
		}
		if err != nil {
			return nil, err
		}
		if item.Torn {
			return nil, fmt.Errorf("%s:%d: the last line is torn; the suite needs whole logs", path, item.Line)
		}
		f.items = append(f.items, item)
	}
}

// A memory is a source of a file in memory.
type memory struct {
	*file
	next int
}

func (m *memory) Name() string { return m.name }
func (m *memory) Close() error { return nil }

func (m *memory) Next() (trace.Item, error) {
	if m.next == len(m.items) {
		return trace.Item{}, io.EOF
	}
	m.next++
	return m.items[m.next-1], nil
}

// inputs makes the files into a check's input, with one of them replaced.
func (s *suite) inputs(at int, items []trace.Item) []check.Input {
	var in []check.Input
	for i, f := range s.files {
		if i == at {
			f = &file{f.name, items}
		}
		in = append(in, check.Input{Source: &memory{file: f}, Log: s.logs})
	}
	return in
}

// with gives the items with one entry replaced.
func with(items []trace.Item, i int, e trace.Entry) []trace.Item {
	out := slices.Clone(items)
	out[i].Entry = e
	return out
}

// whole tells why the suite cannot use a run: every incarnation must have an
// end, or a successor that says where it ended. It also tells whether there are
// gaps.
func whole(files []*file) (gaps bool, err error) {
	ended := map[[2]uint64]bool{}
	seen := map[[2]uint64]bool{}
	for _, f := range files {
		for _, item := range f.items {
			switch e := item.Entry.(type) {
			case *trace.Header:
				seen[[2]uint64{uint64(e.Node), e.Inc}] = true
				if e.Prev != nil {
					ended[[2]uint64{uint64(e.Node), e.Prev.Inc}] = true
				}
			case *trace.End:
				ended[[2]uint64{uint64(e.Node), e.Inc}] = true
			case *trace.Gap:
				gaps = true
			}
		}
	}
	for at := range seen {
		if !ended[at] {
			return gaps, fmt.Errorf("node %d, incarnation %d, has no end; the suite needs whole logs", at[0], at[1])
		}
	}
	return gaps, nil
}
