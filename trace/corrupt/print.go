package corrupt

import (
	"fmt"
	"strings"

	"github.com/synod-paxos/synod/trace/check"
)

// String is the table with its counts, for people.
func (r *Result) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d alterations of %d events in %d files\n\n", r.Alterations, r.Events, r.Files)
	fmt.Fprintf(&b, "%-28s %9s %12s %10s\n", "altered", "violation", "inconclusive", "equivalent")
	for _, row := range r.Rows {
		if row.Gap != r.gaps && row.Count == 0 {
			continue
		}
		fmt.Fprintf(&b, "%-28s %9s %12s %10s", row.Key, number(row, check.Violation), number(row, check.Inconclusive), number(row, check.Conforms))
		if row.Reason != "" {
			fmt.Fprintf(&b, "  %s", row.Reason)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func number(r RowResult, v check.Verdict) string {
	if r.Verdicts[v] == 0 {
		return "-"
	}
	return fmt.Sprint(r.Verdicts[v])
}
