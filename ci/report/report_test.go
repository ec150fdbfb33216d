package report

import (
	"encoding/json"
	"encoding/xml"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/synod-paxos/synod/ci/gate"
)

func sample() Run {
	return Run{
		Bounds: "quick", Started: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), Time: 75 * time.Second,
		TLC: "TLC 2.18", Java: "Java 17",
		Gates: []gate.Report{
			{ID: "tlc", Section: "2", Doc: "Models give their results.", Time: 61 * time.Second, Result: gate.Result{
				Checked: []gate.Count{gate.Of(41, "models"), gate.Of(1044233, "states")},
				Killed:  []gate.Count{gate.Of(25, "mutants")}, Notes: []string{"2 mutants are equivalent"}}},
			{ID: "edges", Section: "3", Doc: "Edges <equal>.", Time: 1500 * time.Millisecond,
				Failure: "an edge is missing:\n\x1b[1mAccept\x1b[0m & more <b>"},
		},
	}
}

func TestTable(t *testing.T) {
	want := `
edges failed:
  an edge is missing:
  ` + "\x1b[1mAccept\x1b[0m" + ` & more <b>

gate   checked           killed      time   verdict
---------------------------------------------------
tlc    41 models         25 mutants  1m01s  pass
       1,044,233 states
edges                                1.5s   FAIL
tlc: 2 mutants are equivalent
bounds: quick; time: 1m15s; TLC: TLC 2.18; Java 17
`
	if got := Table(sample()); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestSummary(t *testing.T) {
	r := sample()
	if got := r.Summary(); got != "1 passed, 1 failed" {
		t.Error(got)
	}
	r.Left = []string{"static", "unit"}
	if got := r.Summary(); got != "1 passed, 1 failed, 2 left out (partial run)" {
		t.Error(got)
	}
	if got := Table(r); !strings.Contains(got, "PARTIAL RUN: without static, unit\n") || !strings.Contains(got, "left out\n") {
		t.Error(got)
	}
}

func TestJSON(t *testing.T) {
	b, err := JSON(sample())
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		Passed, Failed int
		Partial        bool
		Bounds         string
		Gates          []struct {
			ID      string
			Failure string
			Result  struct{ Checked []gate.Count }
		}
	}
	if err := json.Unmarshal(b, &got); err != nil {
		t.Fatal(err)
	}
	if got.Passed != 1 || got.Failed != 1 || got.Partial || got.Bounds != "quick" || len(got.Gates) != 2 ||
		got.Gates[0].Result.Checked[1].N != 1044233 || got.Gates[1].Failure == "" {
		t.Errorf("%+v from\n%s", got, b)
	}
}

func TestJUnit(t *testing.T) {
	r := sample()
	r.Left = []string{"unit"}
	b, err := JUnit(r)
	if err != nil {
		t.Fatal(err)
	}
	var got junitSuite
	if err := xml.Unmarshal(b, &got); err != nil {
		t.Fatalf("%v in\n%s", err, b)
	}
	if got.Tests != 3 || got.Failures != 1 || got.Skipped != 1 || len(got.Cases) != 3 ||
		got.Cases[1].Failure.Message != "an edge is missing:" || got.Cases[2].Skipped == nil ||
		!strings.Contains(got.Cases[0].Out, "1,044,233 states") {
		t.Errorf("%+v", got)
	}
}

func TestHTML(t *testing.T) {
	r := sample()
	b, err := HTML(r)
	if err != nil {
		t.Fatal(err)
	}
	text := string(b)
	for _, want := range []string{"1,044,233 states", "25 mutants", "Edges &lt;equal&gt;.", "&amp; more &lt;b&gt;", "1 passed, 1 failed", "1m01s"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in the page", want)
		}
	}
	for _, not := range []string{"<script", "http:", "https:", "src=", "Partial run"} {
		if strings.Contains(text, not) {
			t.Errorf("the page holds %q", not)
		}
	}
}

func TestWrite(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "out")
	if err := Write(dir, sample()); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"verify.html", "verify.json", "verify.xml"} {
		if info, err := os.Stat(filepath.Join(dir, name)); err != nil || info.Size() == 0 {
			t.Errorf("%s: %v", name, err)
		}
	}
}
