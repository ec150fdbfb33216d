package corrupt_test

import (
	"slices"
	"testing"

	"github.com/synod-paxos/synod/spec"
	"github.com/synod-paxos/synod/trace"
	"github.com/synod-paxos/synod/trace/check"
	"github.com/synod-paxos/synod/trace/corrupt"
	"github.com/synod-paxos/synod/trace/tracetest"
)

// suite runs the suite and shows its table.
func suite(t *testing.T, dir string, o corrupt.Options) *corrupt.Result {
	t.Helper()
	r, err := corrupt.Suite(dir, o)
	if r != nil {
		t.Log("\n" + r.String())
	}
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestSuite alters a run that the specification itself made.
func TestSuite(t *testing.T) {
	b, err := tracetest.Walk(3, 70, 3)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := tracetest.Write(dir, b.Segments()); err != nil {
		t.Fatal(err)
	}
	r := suite(t, dir, corrupt.Options{})
	var sum corrupt.Result
	sum.Add(r)
	sum.Add(r)
	if sum.Alterations != 2*r.Alterations || sum.Rejected() != 2*r.Rejected() || len(sum.Wanting()) > 0 {
		t.Errorf("twice the run is not twice the result:\n%s", &sum)
	}
	if never := r.Never(); !slices.Contains(never, "values[].name") || slices.Contains(never, "event.seq") {
		t.Errorf("without instance: %q", never)
	}
}

// TestGaps alters the gaps of a run whose recorders found the disk full at times.
func TestGaps(t *testing.T) {
	b, err := tracetest.Walk(3, 70, 3)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	full := func(e *trace.Event) bool { return e.Seq%7 >= 5 }
	if err := tracetest.Drop(dir, b.Segments(), full); err != nil {
		t.Fatal(err)
	}
	for _, row := range suite(t, dir, corrupt.Options{}).Rows {
		if row.Key == "gap.state[].value.*" && row.Verdicts[check.Violation] == 0 {
			t.Error("no wrong value in the state of a gap was a violation")
		}
	}
}

// golden is a run of real processes.
const golden = "testdata/run"

// TestGolden alters a run of real processes.
func TestGolden(t *testing.T) {
	replay, err := spec.Open("ReplayBasicPaxos")
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range goldenHeaders(t) {
		if h.Hash != replay.Hash() {
			t.Fatalf("the golden run was made with another version of %s: make golden makes it anew", h.Spec)
		}
	}
	suite(t, golden, corrupt.Options{})
}

func goldenHeaders(t *testing.T) []*trace.Header {
	t.Helper()
	files, err := trace.Files(golden)
	if err != nil {
		t.Fatal(err)
	}
	var list []*trace.Header
	for _, path := range files {
		in, err := trace.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		defer in.Close()
		item, err := in.Next()
		h, ok := item.Entry.(*trace.Header)
		if err != nil || !ok {
			t.Fatalf("%s does not begin with a header (%v): make golden makes the golden run anew", path, err)
		}
		list = append(list, h)
	}
	return list
}
