package bench

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"
)

// Table writes what was measured for people.
func (r *Report) Table(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "Exploration: generated states per CPU-second, medians of %d rounds in turns\n", r.Rounds)
	fmt.Fprintf(&b, "TLC: %s\n%s\n\n", r.TLC, r.Host)
	t := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "model\tgenerated\tTLC CPU\tTLC wall\tsynod CPU\tsynod wall\tratio\twith JVM start")
	fmt.Fprintf(t, "(starting TLC)\t\t%s\t%s\n", seconds(r.Start.CPU), seconds(r.Start.Wall))
	for _, m := range r.Models {
		fmt.Fprintf(t, "%s\t%d\t%s\t%s\t%s\t%s\t%.2f\t%.2f\n", m.Name, m.Generated, seconds(m.TLC.CPU), seconds(m.TLC.Wall),
			seconds(m.Synod.CPU), seconds(m.Synod.Wall), m.Ratio, m.WithStart)
	}
	if err := t.Flush(); err != nil {
		return err
	}
	fmt.Fprintf(&b, "\nReplay: a call and the comparison of out and post, without decoding; goal, if a step sees the messages\nthat it cites, as in trace-check: median of all events %v\n\n", ReplayGoal)
	fmt.Fprintln(t, "messages\trun\tevents\tmedian\tp99\tof the goal")
	for _, p := range r.Replays {
		for _, f := range p.Figures {
			name := f.Action
			if name == "" {
				name = "all"
			}
			fmt.Fprintf(t, "%s\t%d\t%d %s\t%v\t%v\t%.2f\n", p.Variant, p.Events, f.Events, name, short(f.Median), short(f.P99),
				float64(f.Median)/float64(ReplayGoal))
		}
	}
	if err := t.Flush(); err != nil {
		return err
	}
	b.WriteString("\n")
	missed := r.Missed()
	for _, m := range missed {
		fmt.Fprintf(&b, "MISSED: %s\n", m)
	}
	if len(missed) == 0 {
		b.WriteString("all figures are reached\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func seconds(d time.Duration) string { return fmt.Sprintf("%.2f s", d.Seconds()) }

func short(d time.Duration) time.Duration { return d.Round(10 * time.Nanosecond) }
