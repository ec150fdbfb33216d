package report

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/synod-paxos/synod/ci/gate"
)

// Table is the run as a table for the terminal: failures in full first, then
// one row a gate.
func Table(r Run) string {
	var b strings.Builder
	for _, g := range r.Gates {
		if !g.Passed() {
			fmt.Fprintf(&b, "\n%s failed:\n%s\n", g.ID, indent(g.Failure))
		}
	}
	rows := [][]string{{"gate", "checked", "killed", "time", "verdict"}}
	for _, g := range r.Gates {
		rows = append(rows, row(g)...)
	}
	for _, id := range r.Left {
		rows = append(rows, []string{id, "", "", "", "left out"})
	}
	b.WriteString("\n")
	writeRows(&b, rows)
	for _, g := range r.Gates {
		for _, note := range g.Result.Notes {
			fmt.Fprintf(&b, "%s: %s\n", g.ID, note)
		}
	}
	fmt.Fprintf(&b, "bounds: %s; time: %s; TLC: %s; %s\n", r.Bounds, Seconds(r.Time), r.TLC, r.Java)
	if r.Partial() {
		fmt.Fprintf(&b, "PARTIAL RUN: without %s\n", strings.Join(r.Left, ", "))
	}
	return b.String()
}

// row gives each count a line of its own, so that the table stays narrow.
func row(g gate.Report) [][]string {
	height := max(1, len(g.Result.Checked), len(g.Result.Killed))
	rows := make([][]string, height)
	for i := range rows {
		rows[i] = make([]string, 5)
		if i < len(g.Result.Checked) {
			rows[i][1] = g.Result.Checked[i].String()
		}
		if i < len(g.Result.Killed) {
			rows[i][2] = g.Result.Killed[i].String()
		}
	}
	rows[0][0], rows[0][3], rows[0][4] = g.ID, Seconds(g.Time), Verdict(g)
	return rows
}

// writeRows aligns the columns; the first row is the head.
func writeRows(b *strings.Builder, rows [][]string) {
	widths := make([]int, len(rows[0]))
	for _, row := range rows {
		for i, cell := range row {
			widths[i] = max(widths[i], utf8.RuneCountInString(cell))
		}
	}
	for n, row := range rows {
		var line strings.Builder
		for i, cell := range row {
			line.WriteString(cell)
			line.WriteString(strings.Repeat(" ", widths[i]-utf8.RuneCountInString(cell)+2))
		}
		b.WriteString(strings.TrimRight(line.String(), " ") + "\n")
		if n == 0 {
			total := 2 * (len(widths) - 1)
			for _, w := range widths {
				total += w
			}
			b.WriteString(strings.Repeat("-", total) + "\n")
		}
	}
}

func indent(text string) string {
	return "  " + strings.ReplaceAll(strings.TrimRight(text, "\n"), "\n", "\n  ")
}
