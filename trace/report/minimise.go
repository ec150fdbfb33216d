package report

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/synod-paxos/synod/trace"
	"github.com/synod-paxos/synod/trace/check"
)

// Minimise writes the part of a trace that shows a violation: the causal past
// of its event, and the headers. It gives the files written, each named as the
// file it is cut from.
func Minimise(dir string, r *check.Report, f *check.Finding) ([]string, error) {
	keep := f.Causes()
	files := filesOf(r, keep, f)
	content := map[string][]byte{}
	var order []string
	for _, line := range r.Trace.Lines() {
		if !kept(line, keep, files, f) {
			continue
		}
		name := segmentName(line.File)
		if _, seen := content[name]; !seen {
			order = append(order, name)
		}
		content[name] = trace.AppendJSON(content[name], line.Entry)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("writing a minimised trace: %w", err)
	}
	var written []string
	for _, name := range order {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, content[name], 0o644); err != nil {
			return written, fmt.Errorf("writing a minimised trace: %w", err)
		}
		written = append(written, path)
	}
	return written, nil
}

// kept tells whether a line belongs to the part that shows a violation.
func kept(line check.Line, past map[trace.Ref]bool, files map[string]bool, f *check.Finding) bool {
	for _, p := range f.Places {
		if p == line.Place {
			return true
		}
	}
	switch e := line.Entry.(type) {
	case *trace.Header:
		return e.Inc == 1 || files[line.File]
	case *trace.Event:
		return past[e.Ref]
	}
	return false
}

// filesOf gives the files from which an event is kept. The header of any other
// incarnation but the first is not: it would tell of events that are cut away.
func filesOf(r *check.Report, past map[trace.Ref]bool, f *check.Finding) map[string]bool {
	files := map[string]bool{}
	for _, line := range r.Trace.Lines() {
		if e, ok := line.Entry.(*trace.Event); ok && past[e.Ref] {
			files[line.File] = true
		}
	}
	for _, p := range f.Places {
		files[p.File] = true
	}
	return files
}

// segmentName is a name for the cut file: plain JSON Lines.
func segmentName(path string) string {
	name := filepath.Base(path)
	for _, suffix := range []string{".gz", ".zst", ".jsonl", ".cbor"} {
		name = strings.TrimSuffix(name, suffix)
	}
	return name + ".jsonl"
}
