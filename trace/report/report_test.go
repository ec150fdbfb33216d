package report_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/synod-paxos/synod/trace"
	"github.com/synod-paxos/synod/trace/check"
	"github.com/synod-paxos/synod/trace/report"
	"github.com/synod-paxos/synod/trace/tracetest"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// run makes a run of three nodes in which one crashes, has damage break it, and
// checks it.
func run(t *testing.T, damage func(segments []*tracetest.Segment) []*tracetest.Segment) *check.Report {
	t.Helper()
	b, err := tracetest.New(3)
	if err != nil {
		t.Fatal(err)
	}
	const bal = 1025
	steps := []func() (*trace.Event, error){
		func() (*trace.Event, error) { return b.Prepare(1, 1) },
		func() (*trace.Event, error) { return b.Promise(2, bal) },
		func() (*trace.Event, error) { return b.Propose(1, bal, []int{1, 2}, "v1") },
		func() (*trace.Event, error) { return b.Accept(1, bal) },
		func() (*trace.Event, error) { return b.Accept(2, bal) },
		func() (*trace.Event, error) { return b.Restart(2) },
		func() (*trace.Event, error) { return b.Learn(2, bal, []int{1, 2}) },
	}
	for _, step := range steps {
		if _, err := step(); err != nil {
			t.Fatal(err)
		}
	}
	b.EndAll()
	var in []check.Input
	for _, s := range damage(b.Segments()) {
		in = append(in, check.Input{Source: trace.List(s.Name, s.Entries)})
	}
	r, err := check.Run(in, check.Options{})
	if err != nil {
		t.Fatal(err)
	}
	r.Hash = "0123456789abcdef" // the specification may change without this test
	return r
}

// entry gives a line of a segment.
func entry(segments []*tracetest.Segment, name string, line int) trace.Entry {
	for _, s := range segments {
		if s.Name == name {
			return s.Entries[line-1]
		}
	}
	return nil
}

var cases = []struct {
	name   string
	damage func(segments []*tracetest.Segment) []*tracetest.Segment
}{
	{"conforms", func(s []*tracetest.Segment) []*tracetest.Segment { return s }},
	{"action", func(s []*tracetest.Segment) []*tracetest.Segment {
		e := entry(s, "node-2.inc-1.jsonl", 3).(*trace.Event)
		e.In = nil
		return s
	}},
	{"post", func(s []*tracetest.Segment) []*tracetest.Segment {
		e := entry(s, "node-2.inc-1.jsonl", 3).(*trace.Event)
		e.Post[0].Value = `{"bal":1025,"val":"v2"}`
		return s
	}},
	{"missing", func(s []*tracetest.Segment) []*tracetest.Segment { return s[1:] }},
	{"waiting", func(s []*tracetest.Segment) []*tracetest.Segment {
		s[0].Entries = s[0].Entries[:3]
		return s
	}},
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs (-update rewrites it); got\n%s", path, got)
	}
}

// TestText pins what people read.
func TestText(t *testing.T) {
	for _, tt := range cases {
		t.Run(tt.name, func(t *testing.T) {
			var b bytes.Buffer
			if err := report.Text(&b, run(t, tt.damage)); err != nil {
				t.Fatal(err)
			}
			golden(t, tt.name+".txt", b.Bytes())
		})
	}
}

// TestSVG pins the picture, which must be well-formed.
func TestSVG(t *testing.T) {
	for _, tt := range cases {
		t.Run(tt.name, func(t *testing.T) {
			var b bytes.Buffer
			if err := report.SVG(&b, run(t, tt.damage)); err != nil {
				t.Fatal(err)
			}
			wellFormed(t, b.String())
			golden(t, tt.name+".svg", b.Bytes())
		})
	}
}

func wellFormed(t *testing.T, text string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(text))
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			t.Fatalf("not well-formed: %v", err)
		}
	}
}

// TestHTML: the page needs nothing else, and shows the finding.
func TestHTML(t *testing.T) {
	var b bytes.Buffer
	if err := report.HTML(&b, run(t, cases[1].damage)); err != nil {
		t.Fatal(err)
	}
	page := b.String()
	for _, never := range []string{"<script", "src=", "href=", "url(http", "@import"} {
		if strings.Contains(page, never) {
			t.Errorf("the page has %q", never)
		}
	}
	for _, want := range []string{"needs a message that it does not cite", "<svg", "prefers-color-scheme"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page has no %q", want)
		}
	}
}

// TestEscaping: a trace cannot put markup into the page.
func TestEscaping(t *testing.T) {
	var b bytes.Buffer
	r := run(t, func(s []*tracetest.Segment) []*tracetest.Segment {
		e := entry(s, "node-2.inc-1.jsonl", 3).(*trace.Event)
		e.Action = `<script>alert("x")</script>`
		e.Post[0].Value = `"<b>"`
		return s
	})
	if err := report.HTML(&b, r); err != nil {
		t.Fatal(err)
	}
	if page := b.String(); strings.Contains(page, "<script") || strings.Contains(page, "<b>\"") {
		t.Error("markup from the trace is in the page")
	}
}

// TestLargeRun: of a long run the picture shows a part, and says so.
func TestLargeRun(t *testing.T) {
	b, err := tracetest.Walk(3, 700, 5)
	if err != nil {
		t.Fatal(err)
	}
	var in []check.Input
	for _, s := range b.Segments() {
		in = append(in, check.Input{Source: trace.List(s.Name, s.Entries)})
	}
	r, err := check.Run(in, check.Options{SkipInvariants: true})
	if err != nil {
		t.Fatal(err)
	}
	var page bytes.Buffer
	if err := report.HTML(&page, r); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(page.String(), "of 700 are not shown") || page.Len() > 2<<20 {
		t.Errorf("a page of %d bytes that does not say what it leaves out", page.Len())
	}
}

// TestJSON: programs find the verdict and the place.
func TestJSON(t *testing.T) {
	var b bytes.Buffer
	if err := report.JSON(&b, run(t, cases[2].damage)); err != nil {
		t.Fatal(err)
	}
	var got struct {
		Verdict  string
		Findings []struct {
			Verdict, Rule string
			Places        []struct {
				File string
				Line int
			}
		}
	}
	if err := json.Unmarshal(b.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if got.Verdict != "violation" || got.Findings[0].Rule != "post" || got.Findings[0].Places[0].Line != 3 {
		t.Errorf("got %+v", got)
	}
}

// TestMinimise: the part that is cut out shows the same violation.
func TestMinimise(t *testing.T) {
	for _, tt := range cases[1:3] {
		r := run(t, tt.damage)
		dir := filepath.Join(t.TempDir(), "run"+trace.CutSuffix)
		files, err := report.Minimise(dir, r, r.Findings[0])
		if err != nil {
			t.Fatal(err)
		}
		var in []check.Input
		for _, f := range files {
			s, err := trace.Open(f)
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			in = append(in, check.Input{Source: s})
		}
		cut, err := check.Run(in, check.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if cut.Verdict != check.Violation || cut.Findings[0].Rule != r.Findings[0].Rule || cut.Events >= r.Events {
			t.Errorf("%s: the part has %d of %d events: %s", tt.name, cut.Events, r.Events, cut.Verdict)
		}
	}
}
