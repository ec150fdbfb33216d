package harness

import (
	"fmt"
	"strings"
)

// Comparisons say how Synod fares, a line each: against the best peer of each
// point, and what the variants of Synod cost, pair by pair.
func (r *Report) Comparisons() []string {
	var lines []string
	for _, row := range r.Rows {
		for _, result := range row.Results {
			c := r.contender(result.System)
			switch {
			case c.Peer || len(result.Samples) == 0:
			case c.Base != "":
				if base, ok := row.result(c.Base); ok {
					lines = append(lines, against(row.Point, result, base))
				}
			default:
				if peer, ok := r.best(row); ok {
					lines = append(lines, against(row.Point, result, peer))
				}
			}
		}
	}
	return lines
}

// against compares medians, and the turns of each round by themselves.
func against(p Point, a, b Result) string {
	line := fmt.Sprintf("%s: %s has %.2f times the ops/s of %s, %.2f times its p99, %.2f times its CPU per op", p,
		a.System, a.Median.Ops/b.Median.Ops, b.System, ratio(a.Median.P99, b.Median.P99), ratio(a.Median.CPU, b.Median.CPU))
	if len(a.Samples) != len(b.Samples) || len(a.Samples) < 2 {
		return line
	}
	var rounds []string
	for i := range a.Samples {
		rounds = append(rounds, fmt.Sprintf("%.2f", a.Samples[i].Ops/b.Samples[i].Ops))
	}
	return line + "; ops/s by round: " + strings.Join(rounds, " ")
}

func ratio[T ~int64](a, b T) float64 { return float64(a) / float64(max(b, 1)) }
