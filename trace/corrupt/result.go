package corrupt

import (
	"maps"
	"slices"

	"github.com/synod-paxos/synod/trace/check"
)

// A Result is what the suite found.
type Result struct {
	Files       int
	Events      int
	Alterations int
	Rows        []RowResult
	gaps        bool // the run had gaps, and no other rows than those for gaps have instances
}

// A RowResult counts what the alterations of a row came to.
type RowResult struct {
	Row
	Count    int
	Verdicts map[check.Verdict]int
}

// wanting tells whether the row should have had an instance and had none.
func (r *RowResult) wanting(gaps bool) bool { return r.Count == 0 && r.Gap == gaps && !r.Rare }

// Wanting lists the rows that had no instance, although runs of the kind have
// some.
func (r *Result) Wanting() []string {
	var keys []string
	for _, row := range r.Rows {
		if row.wanting(r.gaps) {
			keys = append(keys, row.Key)
		}
	}
	return keys
}

// Never lists the rows that had no instance, those included that a run may lack,
// but for the one that takes a node which dies before its first event.
func (r *Result) Never() []string {
	var keys []string
	for _, row := range r.Rows {
		if row.Count == 0 && row.Gap == r.gaps && row.Key != idleHeader {
			keys = append(keys, row.Key)
		}
	}
	return keys
}

// Rejected counts the alterations that were a violation or inconclusive.
func (r *Result) Rejected() int {
	sum := 0
	for _, row := range r.Rows {
		sum += row.Verdicts[check.Violation] + row.Verdicts[check.Inconclusive]
	}
	return sum
}

// Add adds the counts for another run.
func (r *Result) Add(other *Result) {
	r.Files += other.Files
	r.Events += other.Events
	r.Alterations += other.Alterations
	if r.Rows == nil {
		r.Rows = slices.Clone(other.Rows)
		for i, row := range r.Rows {
			r.Rows[i].Verdicts = maps.Clone(row.Verdicts)
		}
		return
	}
	for i, row := range other.Rows {
		r.Rows[i].Count += row.Count
		for v, n := range row.Verdicts {
			r.Rows[i].Verdicts[v] += n
		}
	}
}
