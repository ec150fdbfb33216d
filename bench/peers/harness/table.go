package harness

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"
)

// Table writes the report for people.
func (r *Report) Table(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "Three replicas in one process, closed loops; medians of %d rounds in turns, %v each after %v of warming up\n%s\n\n",
		r.Rounds, r.Measure, r.Warm, r.Host)
	for _, row := range r.Rows {
		if err := r.tableRow(&b, row); err != nil {
			return err
		}
	}
	r.aboutAll(&b)
	list(&b, "Comparison", r.Comparisons())
	var failures []string
	for _, f := range r.Failures {
		failures = append(failures, fmt.Sprintf("%s, %s, round %d: %s", f.System, f.Point, f.Round, f.Error))
	}
	list(&b, "FAILED", failures)
	_, err := io.WriteString(w, b.String())
	return err
}

func (r *Report) tableRow(b *strings.Builder, row Row) error {
	fmt.Fprintf(b, "%s\n", row.Point)
	t := tabwriter.NewWriter(b, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "system\tops/s\trange\tof best peer\tp50\tp99\tCPU/op\tallocs/op\tothers' CPU\t")
	peer, known := r.best(row)
	for _, result := range row.Results {
		if len(result.Samples) == 0 {
			fmt.Fprintf(t, "%s\tfailed\t\t\t\t\t\t\t\t\n", result.System)
			continue
		}
		m := result.Median
		low, high := result.spread()
		share := "-"
		if known {
			share = fmt.Sprintf("%.2f", m.Ops/peer.Median.Ops)
		}
		fmt.Fprintf(t, "%s\t%s\t%s-%s\t%s\t%s\t%s\t%s\t%.1f\t%s\t\n", result.System, thousands(m.Ops), thousands(low), thousands(high),
			share, short(m.P50), short(m.P99), short(m.CPU), m.Allocs, percent(m.Foreign))
	}
	if err := t.Flush(); err != nil {
		return err
	}
	b.WriteString("\n")
	return nil
}

// aboutAll says what each system is.
func (r *Report) aboutAll(b *strings.Builder) {
	for _, c := range r.Contenders {
		fmt.Fprintf(b, "%s: %s %s\n    %s.\n", c.Name, c.Module, c.Version, c.About)
	}
}

func list(b *strings.Builder, title string, lines []string) {
	if len(lines) > 0 {
		fmt.Fprintf(b, "\n%s\n", title)
	}
	for _, l := range lines {
		fmt.Fprintf(b, "    %s\n", l)
	}
}

// thousands writes a rate with one figure behind the point, in thousands.
func thousands(f float64) string { return fmt.Sprintf("%.1fk", f/1000) }

func percent(f float64) string {
	if f < 0 {
		return "?"
	}
	return fmt.Sprintf("%.0f%%", 100*f)
}

// short leaves three figures of a duration.
func short(d time.Duration) string {
	round := time.Nanosecond
	for d/round >= 1000 {
		round *= 10
	}
	return d.Round(round).String()
}
