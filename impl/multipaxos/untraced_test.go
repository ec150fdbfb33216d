package multipaxos

import (
	"maps"
	"reflect"
	"testing"
)

// TestUntraced: a cluster whose events nobody reads does the same as one that
// tells them all, and tells only what must be on disk or is sent.
func TestUntraced(t *testing.T) {
	limits := Limits{Snapshot: 40, Keep: 10, Batch: 4, Window: 16}
	for seed := range uint64(5) {
		traced := newCluster(t, 3, seed, limits, Timing{})
		turmoil(traced)
		untraced := newCluster(t, 3, seed, limits, Timing{}).untraced()
		turmoil(untraced)
		if !maps.EqualFunc(traced.answers, untraced.answers, func(a, b Answer) bool { return reflect.DeepEqual(a, b) }) {
			untraced.fatalf("the answers differ")
		}
		for n := range traced.cores {
			a, b := traced.cores[n], untraced.cores[n]
			if a.Seq() != b.Seq() || !reflect.DeepEqual(a.State(), b.State()) {
				untraced.fatalf("node %d has taken %d events, not %d", n, b.Seq(), a.Seq())
			}
		}
		for _, action := range []string{"Request", "Apply", "Respond", "Notice", "CatchUp", "RetryInOrder", "SessionExpired"} {
			if untraced.seen[action] > 0 {
				untraced.fatalf("an effect tells of %s", action)
			}
		}
		for _, action := range []string{"Prepare", "Promise", "Propose", "Accept", "Learn", "Snapshot", "Truncate", "Restart"} {
			if untraced.seen[action] != traced.seen[action] {
				untraced.fatalf("%d effects tell of %s, not %d", untraced.seen[action], action, traced.seen[action])
			}
		}
	}
}
