package unreleased

import (
	"fmt"
	"path/filepath"
	"slices"
	"testing"

	"github.com/synod-paxos/synod/trace"
)

func header(inc uint64) *trace.Header {
	h := &trace.Header{
		Format: trace.Format, Run: "r", Cluster: "c", Node: 1, Inc: inc, First: 1,
		Spec: "S", Hash: "h", Nodes: []int{1},
	}
	if inc > 1 {
		h.Prev = &trace.Prev{Inc: inc - 1}
	}
	return h
}

// event is one that names a value.
func event(inc, seq uint64) trace.Event {
	value := fmt.Sprintf("%032x", seq)
	return trace.Event{
		Ref: trace.Ref{Node: 1, Inc: inc, Seq: seq}, Action: "A",
		Post: []trace.Change{{Path: "x", Value: trace.Named(value)}},
	}
}

// define says that every value holds nothing much.
func define(name string) (trace.NamedValue, bool) {
	return trace.NamedValue{Name: name, Value: `[[1,1,"x"]]`}, true
}

// write writes a segment with these events.
func write(t *testing.T, dir string, form trace.Form, inc uint64, events ...trace.Event) {
	t.Helper()
	r, err := form.Create(dir, header(inc), trace.Block)
	if err == nil && len(events) > 0 {
		err = r.Write(Entries(Dictionary(define).all(events))...)
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
}

// logged tells a finder what the log holds: some events of each incarnation.
func logged(f *Finder, traced bool, incs ...[]uint64) {
	for i, seqs := range incs {
		f.Header(header(uint64(i+1)), traced)
		for _, seq := range seqs {
			f.Event(event(uint64(i+1), seq))
		}
	}
}

func names(events []trace.Event) (refs []string) {
	for _, e := range events {
		if len(e.Values) != 1 || !e.Recovered {
			refs = append(refs, "undefined or unmarked")
		}
		refs = append(refs, fmt.Sprintf("%d.%d", e.Inc, e.Seq))
	}
	return refs
}

// TestFinder: what the log holds and the traces lack is found, and segments that
// are missing are made.
func TestFinder(t *testing.T) {
	type inc = []uint64
	for name, tt := range map[string]struct {
		traces func(t *testing.T, dir string, form trace.Form)
		log    []inc
		copies []string // into the next segment
		made   []uint64 // segments
	}{
		"nothing is lacking": {
			func(t *testing.T, dir string, form trace.Form) { write(t, dir, form, 1, event(1, 1), event(1, 2)) },
			[]inc{{1, 2}}, nil, nil,
		},
		"the last events are lacking": {
			func(t *testing.T, dir string, form trace.Form) { write(t, dir, form, 1, event(1, 1)) },
			[]inc{{1, 2, 3}}, []string{"1.2", "1.3"}, nil,
		},
		"a segment is lacking": {
			func(t *testing.T, dir string, form trace.Form) { write(t, dir, form, 1, event(1, 1)) },
			[]inc{{1, 2}, {1}}, nil, []uint64{2},
		},
		"all segments are lacking": {
			func(*testing.T, string, trace.Form) {}, []inc{{1}, {1}}, nil, []uint64{1, 2},
		},
		"older incarnations lack nothing": {
			func(t *testing.T, dir string, form trace.Form) {
				write(t, dir, form, 1, event(1, 1))
				write(t, dir, form, 2, event(1, 2), event(2, 1))
			},
			[]inc{{1, 2}, {1, 2}}, []string{"2.2"}, nil,
		},
		"copies are not copied again": {
			func(t *testing.T, dir string, form trace.Form) {
				write(t, dir, form, 1, event(1, 1))
				write(t, dir, form, 2, event(1, 2))
			},
			[]inc{{1, 2}, {1}}, []string{"2.1"}, nil,
		},
	} {
		for _, form := range forms {
			dir := t.TempDir()
			tt.traces(t, dir, form)
			f, err := Find(dir, 1)
			if err != nil {
				t.Fatal(err)
			}
			logged(f, true, tt.log...)
			copies, err := f.Complete(form, trace.Block, define, func([]trace.Event) {})
			if err != nil {
				t.Fatal(err)
			}
			if got := names(copies); !slices.Equal(got, tt.copies) {
				t.Errorf("%s: %v would be copied, not %v", name, got, tt.copies)
			}
			for _, inc := range tt.made {
				tail, err := trace.ReadTail(filepath.Join(dir, form.SegmentName(1, inc)))
				want := tt.log[inc-1][len(tt.log[inc-1])-1]
				if err != nil || !tail.Header || tail.Inc != inc || tail.Seq != want {
					t.Errorf("%s: segment %d ends with %+v, %v", name, inc, tail, err)
				}
			}
		}
	}
}

// TestFinderWithoutTraces: where no trace is written, or none was, nothing is
// lacking.
func TestFinderWithoutTraces(t *testing.T) {
	for dir, traced := range map[string]bool{"": true, t.TempDir(): false} {
		f, err := Find(dir, 1)
		if err != nil {
			t.Fatal(err)
		}
		logged(f, traced, []uint64{1, 2})
		if copies, err := f.Complete(trace.JSONLines, trace.Block, define, nil); err != nil || len(copies) > 0 {
			t.Errorf("%v would be copied, %v", names(copies), err)
		}
	}
}
