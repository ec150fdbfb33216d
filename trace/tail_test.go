package trace

import (
	"os"
	"path/filepath"
	"testing"
)

// TestReadTail cuts files of both forms at every byte near their end.
func TestReadTail(t *testing.T) {
	if tail, err := ReadTail(filepath.Join(t.TempDir(), "none.jsonl")); err == nil {
		t.Errorf("of no file it is %v", tail)
	}
	for _, form := range []Form{JSONLines, Binary} {
		for _, events := range []uint64{0, 1, 3, 3000} {
			path := filepath.Join(t.TempDir(), form.SegmentName(1, 2))
			text := form.append(nil, recorderHeader())
			ends := []int{len(text)}
			for seq := uint64(1); seq <= events; seq++ {
				text = form.append(text, &Event{Ref: Ref{Node: 1, Inc: 2, Seq: seq}, Action: "Step", Out: []Value{Str("some text"), Str("more")}})
				ends = append(ends, len(text))
			}
			for i := max(0, len(ends)-3); i < len(ends); i++ {
				for _, more := range []int{0, 1, 20} {
					cut := min(ends[i]+more, len(text))
					whole := 0
					for whole+1 < len(ends) && ends[whole+1] <= cut {
						whole++
					}
					if err := os.WriteFile(path, text[:cut], 0o644); err != nil {
						t.Fatal(err)
					}
					want := Tail{Header: true, Inc: 2, Seq: uint64(whole)}
					if whole == 0 {
						want.Inc = 0
					}
					if got, err := ReadTail(path); err != nil || got != want {
						t.Errorf("form %d, %d events, cut at %d: %+v, %v; want %+v", form, events, cut, got, err, want)
					}
				}
			}
		}
	}
}

// TestReadTailLong has a last entry that is longer than what is read first, and a gap.
func TestReadTailLong(t *testing.T) {
	for _, form := range []Form{JSONLines, Binary} {
		path := filepath.Join(t.TempDir(), form.SegmentName(1, 1))
		text := form.append(nil, recorderHeader())
		for seq := uint64(1); seq < 9; seq++ {
			long := &Event{Ref: Ref{Node: 1, Inc: 1, Seq: seq}, Action: "Step", Out: []Value{Str(string(make([]byte, 40<<10)))}}
			text = form.append(text, long)
		}
		text = form.append(text, &Gap{Node: 1, Inc: 1, From: 9, To: 30})
		if err := os.WriteFile(path, text, 0o644); err != nil {
			t.Fatal(err)
		}
		if got, err := ReadTail(path); err != nil || got != (Tail{Header: true, Inc: 1, Seq: 30}) {
			t.Errorf("form %d: %+v, %v", form, got, err)
		}
	}
}
