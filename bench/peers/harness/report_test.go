package harness

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"reflect"
	"strings"
	"testing"
	"time"
)

// sample is one with figures that can be told apart.
func sample(ops float64, p99 time.Duration) Sample {
	return Sample{Commands: int64(ops), Ops: ops, P50: p99 / 2, P99: p99, CPU: time.Duration(1e9 / ops), Foreign: -1}
}

func testReport() *Report {
	plan := testPlan()
	r := &Report{Rounds: plan.Rounds, Contenders: plan.Contenders, Rows: plan.rows(), Host: Host{Processor: "A <fast> & cheap one"}}
	fill := func(system string, samples ...Sample) {
		for i := range r.Rows {
			for j := range r.Rows[i].Results {
				if result := &r.Rows[i].Results[j]; result.System == system {
					result.Samples, result.Median = samples, median(samples)
				}
			}
		}
	}
	fill("a peer", sample(100_000, 4*time.Millisecond), sample(120_000, 3*time.Millisecond), sample(80_000, 5*time.Millisecond))
	fill("synod", sample(200_000, 2*time.Millisecond), sample(180_000, 2*time.Millisecond), sample(240_000, 2*time.Millisecond))
	fill("synod, traced", sample(160_000, 2*time.Millisecond), sample(180_000, 2*time.Millisecond), sample(120_000, 2*time.Millisecond))
	r.Failures = []Failure{{System: "another", Point: plan.Points[1], Round: 1, Error: "out of order"}}
	return r
}

func TestMedianIsOfEachFigureByItself(t *testing.T) {
	got := median([]Sample{{Ops: 1, P99: 30}, {Ops: 3, P99: 10}, {Ops: 2, P99: 20}})
	if want := (Sample{Ops: 2, P99: 20}); got != want {
		t.Fatalf("median %+v", got)
	}
	if got := median(nil); got != (Sample{}) {
		t.Fatalf("median of nothing %+v", got)
	}
}

func TestComparisons(t *testing.T) {
	got := testReport().Comparisons()
	want := []string{
		"memory, 16 B, 64 clients: synod has 2.00 times the ops/s of a peer, 0.50 times its p99, 0.50 times its CPU per op; ops/s by round: 2.00 1.50 3.00",
		"disk, 1 KiB, 256 clients: synod has 2.00 times the ops/s of a peer, 0.50 times its p99, 0.50 times its CPU per op; ops/s by round: 2.00 1.50 3.00",
		"disk, 1 KiB, 256 clients: synod, traced has 0.80 times the ops/s of synod, 1.00 times its p99, 1.25 times its CPU per op; ops/s by round: 0.80 1.00 0.50",
	}
	if !reflect.DeepEqual(got, want) {
		t.Fatalf("got\n%s", strings.Join(got, "\n"))
	}
}

func TestErrTellsWhatIsMissing(t *testing.T) {
	if err := testReport().Err(); err == nil || !strings.Contains(err.Error(), "out of order") {
		t.Errorf("got %v", err)
	}
	if err := (&Report{}).Err(); !errors.Is(err, errNothing) {
		t.Errorf("got %v", err)
	}
}

func TestTableNamesEverySystemAndFigure(t *testing.T) {
	var b strings.Builder
	if err := testReport().Table(&b); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"memory, 16 B, 64 clients", "disk, 1 KiB, 256 clients", "100.0k", "80.0k-120.0k", "2.00", "4ms", "failed", "out of order"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %q in\n%s", want, b.String())
		}
	}
}

func TestChartIsWellFormed(t *testing.T) {
	var b bytes.Buffer
	if err := testReport().Chart(&b); err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	bars := 0
	for d := xml.NewDecoder(&b); ; {
		token, err := d.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		switch token := token.(type) {
		case xml.CharData:
			text.Write(token)
		case xml.StartElement:
			if token.Name.Local == "rect" {
				bars++
			}
		}
	}
	for _, want := range []string{"a peer", "synod, traced", "failed", "A <fast> & cheap one", "200.0k/s"} {
		if !strings.Contains(text.String(), want) {
			t.Errorf("no %q in %s", want, text.String())
		}
	}
	if want := 1 + 5*2; bars != want { // the ground, and a bar with its line for each result
		t.Errorf("%d rectangles, not %d", bars, want)
	}
}

func TestJSONHoldsTheWholeReport(t *testing.T) {
	want := testReport()
	encoded, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	got := &Report{}
	if err := json.Unmarshal(encoded, got); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, want) {
		t.Fatalf("got %+v", got)
	}
}
