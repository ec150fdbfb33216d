package check_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/synod-paxos/synod/trace"
	"github.com/synod-paxos/synod/trace/check"
	"github.com/synod-paxos/synod/trace/tracetest"
)

// TestLossIsNoViolation: of runs that the specification itself made, whatever
// part of the traces is lost or left out, nobody did anything wrong.
func TestLossIsNoViolation(t *testing.T) {
	losses := map[string]func(*testing.T, *rand.Rand, []*tracetest.Segment) []check.Input{
		"gaps": gapsIn, "nodes": withoutNodes, "segments": withoutSegments,
	}
	for name, lose := range losses {
		for seed := uint64(1); seed <= 12; seed++ {
			b, err := tracetest.Walk(3+2*int(seed%2), 80, seed)
			if err != nil {
				t.Fatal(err)
			}
			in := lose(t, rand.New(rand.NewPCG(seed, 7)), b.Segments())
			r, err := check.Run(in, check.Options{Order: seed})
			if err != nil {
				t.Fatal(err)
			}
			if r.Verdict == check.Violation {
				t.Errorf("%s, seed %d: %s: %s", name, seed, r.Findings[0].Places, r.Findings[0].Text)
			}
		}
	}
}

// gapsIn has the disks of all nodes be full at times.
func gapsIn(t *testing.T, random *rand.Rand, segments []*tracetest.Segment) (in []check.Input) {
	full := map[int]bool{}
	lost := func(e *trace.Event) bool {
		if random.IntN(6) == 0 {
			full[e.Node] = !full[e.Node]
		}
		return full[e.Node]
	}
	dir := t.TempDir()
	if err := tracetest.Drop(dir, segments, lost); err != nil {
		t.Fatal(err)
	}
	files, err := trace.Files(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range files {
		source, err := trace.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { source.Close() })
		in = append(in, check.Input{Source: source})
	}
	return in
}

// withoutNodes loses all logs of two nodes.
func withoutNodes(_ *testing.T, random *rand.Rand, segments []*tracetest.Segment) []check.Input {
	gone := []int{1 + random.IntN(3), 1 + random.IntN(3)}
	return inputs(slices.DeleteFunc(slices.Clone(segments), func(s *tracetest.Segment) bool {
		return slices.Contains(gone, s.Entries[0].(*trace.Header).Node)
	}))
}

// withoutSegments loses every third file, but not all.
func withoutSegments(_ *testing.T, random *rand.Rand, segments []*tracetest.Segment) []check.Input {
	kept := slices.DeleteFunc(slices.Clone(segments[1:]), func(*tracetest.Segment) bool { return random.IntN(3) == 0 })
	return inputs(append(kept, segments[0]))
}
