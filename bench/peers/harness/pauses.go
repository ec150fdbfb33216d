package harness

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
)

// A PauseReport compares latencies without and with snapshots.
type PauseReport struct {
	System   string    `json:"system"`
	Every    int       `json:"every_entries"`
	State    int       `json:"state_bytes"`
	Row      Row       `json:"row"` // without, and with
	Failures []Failure `json:"failures,omitempty"`
}

// Table writes the report for people.
func (r *PauseReport) Table(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s, %s: a state machine of %s, a snapshot every %d entries of the log or none; medians of rounds in turns\n",
		r.System, r.Row.Point, mebibytes(float64(r.State)), r.Every)
	t := tabwriter.NewWriter(&b, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "\tops/s\tp50\tp99\tp99.9\tlongest\tsnapshots\t")
	for _, result := range r.Row.Results {
		m := result.Median
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\t%s\t%d\t\n", result.System, thousands(m.Ops), short(m.P50), short(m.P99), short(m.P999),
			short(m.Max), m.Snapshots)
	}
	if err := t.Flush(); err != nil {
		return err
	}
	without, with := r.Row.Results[0], r.Row.Results[1]
	if len(without.Samples) > 0 && len(with.Samples) > 0 {
		fmt.Fprintf(&b, "snapshots add %v to the p99, %v to the p99.9 and %v to the longest\n", with.Median.P99-without.Median.P99,
			with.Median.P999-without.Median.P999, with.Median.Max-without.Median.Max)
	}
	var failures []string
	for _, f := range r.Failures {
		failures = append(failures, fmt.Sprintf("%s, round %d: %s", f.System, f.Round, f.Error))
	}
	list(&b, "FAILED", failures)
	_, err := io.WriteString(w, b.String())
	return err
}
