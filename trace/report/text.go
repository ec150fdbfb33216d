// Package report shows what a check found: as text for a terminal, as JSON for
// programs, and as a space-time diagram that needs nothing but a browser.
package report

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/synod-paxos/synod/trace"
	"github.com/synod-paxos/synod/trace/check"
)

// JSON writes the report for programs.
func JSON(w io.Writer, r *check.Report) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(r); err != nil {
		return fmt.Errorf("writing the report: %w", err)
	}
	return nil
}

// maxFindings bounds how many findings of a kind are written out as text.
const maxFindings = 10

// Text writes the report for people.
func Text(w io.Writer, r *check.Report) error {
	t := &text{}
	t.headline(r)
	shown := map[check.Verdict]int{}
	for _, f := range r.Findings {
		if shown[f.Verdict]++; shown[f.Verdict] <= maxFindings {
			t.finding(f)
		}
	}
	for _, v := range []check.Verdict{check.Violation, check.Inconclusive} {
		if more := shown[v] - maxFindings; more > 0 {
			t.line("and %d more findings of verdict %s (--json lists them all)\n", more, v)
		}
	}
	t.waiting(r)
	t.counts(r)
	if _, err := io.WriteString(w, t.String()); err != nil {
		return fmt.Errorf("writing the report: %w", err)
	}
	return nil
}

type text struct{ strings.Builder }

func (t *text) line(format string, args ...any) {
	fmt.Fprintf(t, format, args...)
	t.WriteByte('\n')
}

func (t *text) headline(r *check.Report) {
	t.line("%s: %s of %s in %s, judged by %s %s%s\n", strings.ToUpper(r.Verdict.String()), plural(r.Events, "event"),
		plural(len(r.Nodes), "node"), plural(r.Files, "file"), r.Spec, short(r.Hash), left(r))
}

// left says how many events the verdict does not cover.
func left(r *check.Report) string {
	switch {
	case r.Left() == 0:
		return ""
	case r.Held == 0:
		return fmt.Sprintf("; %d not judged", r.Left())
	}
	return fmt.Sprintf("; %d not judged, %d of them waiting for what is not written down yet", r.Left(), r.Held)
}

// evidence shortens a value that is shown as evidence.
func evidence(value string) string { return trace.ClipTo(value, 2000) }

func (t *text) finding(f *check.Finding) {
	t.line("%s  %s", f.Verdict, f.Places[0])
	for _, p := range f.Places[1:] {
		t.line("  and %s", p)
	}
	if e := f.Event; e != nil {
		t.line("  %s, event %d of node %d, incarnation %d", e, e.Seq, e.Node, e.Inc)
	}
	t.line("  %s.", f.Text)
	t.failure(f.Failure)
	t.differences(f.Differences)
	t.past(f.Past)
	for _, a := range f.Assumptions {
		t.line("  this rests on an assumption: %s", a)
	}
	t.line("")
}

func (t *text) failure(f *check.Failure) {
	if f == nil {
		return
	}
	if f.Source != "" {
		t.line("  what fails, at %s.tla:%d:", f.Module, f.Line)
		t.line("      %s", indented(f.Source))
	}
	for i, v := range f.Values {
		lead := "where"
		if i > 0 {
			lead = "     "
		}
		t.line("    %s %s = %s", lead, v.Name, evidence(v.Value))
	}
	for _, detail := range f.Details {
		t.line("          %s", evidence(detail))
	}
	for _, call := range f.Through {
		t.line("    in    %s", evidence(call))
	}
	if f.Message != "" {
		t.line("      %s", indented(evidence(f.Message)))
	}
}

// indented keeps the lines of a text below each other.
func indented(s string) string {
	return strings.ReplaceAll(strings.TrimSpace(s), "\n", "\n      ")
}

func (t *text) differences(list []check.Difference) {
	for _, d := range list {
		switch {
		case d.Got == "":
			t.line("    %s: expected %s; the event has nothing", trace.Clip(d.What), evidence(d.Want))
		case d.Want == "":
			t.line("    %s: expected nothing; the event has %s", trace.Clip(d.What), evidence(d.Got))
		default:
			t.line("    %s: expected %s", trace.Clip(d.What), evidence(d.Want))
			t.line("    %s  the event has %s", strings.Repeat(" ", len(trace.Clip(d.What))), evidence(d.Got))
		}
	}
}

func (t *text) past(steps []check.Step) {
	if len(steps) == 0 {
		return
	}
	t.line("  what led to it, last first:")
	for _, s := range slices.Backward(steps) {
		t.line("    node %d  %-40s %s", s.Node, s, s.Place)
	}
}

func (t *text) waiting(r *check.Report) {
	for i, w := range r.Waiting {
		if i == maxFindings {
			t.line("and %d more waiting events", len(r.Waiting)-i)
			break
		}
		t.line("waiting  %s\n  %s uses a message of event %d of node %d, incarnation %d, which that node has not written down yet",
			w.Place, w.Step, w.For.Seq, w.For.Node, w.For.Inc)
	}
	if len(r.Waiting) > 0 {
		t.line("")
	}
}

func (t *text) counts(r *check.Report) {
	for _, l := range []check.Level{check.Local, check.Global, check.Voting} {
		judged, not := r.Judged[l], r.Unjudged[l]
		if judged+not == 0 {
			continue
		}
		noun := "event"
		if l == check.Voting {
			noun = "vote or promise"
		}
		t.item("judged", "%s at the %s level%s", plural(judged, noun), l, unless(not == 0, ", %d not", not))
	}
	t.item("actions", "%s", tally(r.Actions))
	t.list("never seen", r.NeverSeen())
	t.item("compared", "%s", tally(r.Compared))
	t.list("never compared", r.NeverCompared())
	t.invariants(r)
	if r.Recovered > 0 {
		t.item("recovered", "%s that a restart copied from its log", plural(r.Recovered, "event"))
	}
	if r.Duplicates > 0 {
		t.item("repeated", "%s, identical and ignored", plural(r.Duplicates, "line"))
	}
	if r.Unknown > 0 {
		t.item("unknown", "%s, ignored", plural(r.Unknown, "field"))
	}
	for _, n := range r.Notes {
		t.item("note", "%s", n)
	}
}

// invariants writes them on one line, as they are mostly evaluated alike.
func (t *text) invariants(r *check.Report) {
	if len(r.Invariants) == 0 {
		return
	}
	byCount := map[int][]string{}
	for name, n := range r.Invariants {
		byCount[n] = append(byCount[n], name)
	}
	for _, n := range slices.Backward(slices.Sorted(keys(byCount))) {
		slices.Sort(byCount[n])
		t.item("invariants", "%s: %s", plural(n, "time"), strings.Join(byCount[n], " "))
	}
}

func (t *text) item(name, format string, args ...any) {
	t.line("%-15s %s", name, fmt.Sprintf(format, args...))
}

func (t *text) list(name string, items []string) {
	if len(items) > 0 {
		t.item(name, "%s", strings.Join(items, " "))
	}
}

func keys[K comparable, V any](m map[K]V) func(func(K) bool) {
	return func(yield func(K) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

// tally lists the names that were counted, with their counts.
func tally(counts map[string]int) string {
	var parts []string
	for _, name := range slices.Sorted(keys(counts)) {
		if counts[name] > 0 {
			parts = append(parts, fmt.Sprintf("%s %d", name, counts[name]))
		}
	}
	return strings.Join(parts, "  ")
}

func unless(quiet bool, format string, args ...any) string {
	if quiet {
		return ""
	}
	return fmt.Sprintf(format, args...)
}

func plural(n int, noun string) string {
	switch {
	case n == 1:
		return "1 " + noun
	case noun == "vote or promise":
		return fmt.Sprintf("%d votes and promises", n)
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

func short(hash string) string { return hash[:min(12, len(hash))] }
