package tlc

import (
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/synod-paxos/synod/ci/model"
)

// The golden files are what TLC 2.18 printed for testdata/T.tla with small
// configurations of it, one for each way in which a run can end.
func TestParse(t *testing.T) {
	up := Step{Action: "Up", Line: 6, Module: "T"}
	flip := Step{Action: "Flip", Line: 7, Module: "T"}
	for name, want := range map[string]struct {
		counts    model.Counts
		invariant string
		steps     int
		last      Step
		errors    string
	}{
		"ok":       {counts: model.Counts{Distinct: 8, Generated: 15, Depth: 5}},
		"coverage": {counts: model.Counts{Distinct: 8, Generated: 15, Depth: 5}},
		"live":     {counts: model.Counts{Distinct: 8, Generated: 15, Depth: 5}},
		"never":    {counts: model.Counts{Distinct: 7, Generated: 9, Depth: 4}, invariant: "Never", steps: 4, last: flip, errors: "Invariant Never is violated."},
		"initial":  {invariant: "NotZero", steps: 1, last: Step{Action: "Init"}, errors: "NotZero is violated by the initial state"},
		"badlive":  {counts: model.Counts{Distinct: 8, Generated: 15}, steps: 6, last: flip, errors: "Temporal properties were violated."},
		"badact":   {counts: model.Counts{Distinct: 2, Generated: 2, Depth: 2}, steps: 2, last: up, errors: "Action property BadAct is violated."},
		"dead":     {counts: model.Counts{Distinct: 4, Generated: 4, Depth: 4}, steps: 4, last: up, errors: "Deadlock reached."},
		"assume":   {errors: "Assumption line 19"},
		"broken":   {errors: "Nxt"},
		"broken2":  {errors: "The invariant Nope specified in the configuration file\nis not defined"},
	} {
		t.Run(name, func(t *testing.T) {
			f, err := os.Open(filepath.Join("testdata", name+".out"))
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			progress := 0
			got, err := Parse(f, func(string) { progress++ })
			if err != nil {
				t.Fatal(err)
			}
			if got.Counts != want.counts || got.Invariant != want.invariant || len(got.Trace) != want.steps {
				t.Errorf("got %s, invariant %q, %d steps", got.Counts, got.Invariant, len(got.Trace))
			}
			last := got.Last()
			last.State = ""
			if last != want.last {
				t.Errorf("last step %+v, want %+v", last, want.last)
			}
			if errors := strings.Join(got.Errors, "\n"); !strings.Contains(errors, want.errors) || (errors == "") != (want.errors == "") {
				t.Errorf("errors %q, want %q", errors, want.errors)
			}
			if (progress > 0) != got.Finished {
				t.Errorf("%d lines of progress, finished: %v", progress, got.Finished)
			}
		})
	}
}

func TestParseState(t *testing.T) {
	b, err := os.ReadFile("testdata/never.out")
	if err != nil {
		t.Fatal(err)
	}
	r, err := Parse(strings.NewReader(string(b)), func(string) {})
	if err != nil || r.Trace[0].Action != "Init" || r.Last().State != "/\\ x = 2\n/\\ y = 1" {
		t.Errorf("%+v, %v", r.Trace, err)
	}
}

func TestVerdictOf(t *testing.T) {
	for exit, want := range map[int]Verdict{0: OK, 10: Assumption, 11: Deadlock, 12: Invariant, 13: Property,
		1: Broken, 14: Broken, 75: Broken, 151: Broken, 255: Broken, -1: Broken} {
		if got := verdictOf(exit); got != want {
			t.Errorf("exit code %d: %s, want %s", exit, got, want)
		}
	}
}

func FuzzParse(f *testing.F) {
	paths, err := filepath.Glob("testdata/*.out")
	if err != nil {
		f.Fatal(err)
	}
	for _, path := range paths {
		b, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(b))
	}
	f.Fuzz(func(t *testing.T, text string) {
		r, err := Parse(strings.NewReader(text), func(string) {})
		if err == nil && len(r.Trace) > strings.Count(text, "STARTMSG") {
			t.Errorf("more states than messages: %d", len(r.Trace))
		}
	})
}

func TestParseCoverage(t *testing.T) {
	f, err := os.Open(filepath.Join("testdata", "coverage.out"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	got, err := Parse(f, func(string) {})
	if err != nil {
		t.Fatal(err)
	}
	if want := map[string]int64{"Up": 6, "Flip": 8}; !maps.Equal(got.Taken, want) {
		t.Errorf("taken %v, want %v", got.Taken, want)
	}
	if n := got.Evaluated["line 6, col 21 to line 6, col 30 of module T"]; n != 6 {
		t.Errorf("x' = x + 1 was evaluated %d times, of %v", n, got.Evaluated)
	}
}
