package sim

import (
	"strings"

	"github.com/synod-paxos/synod/trace"
	"github.com/synod-paxos/synod/trace/check"
	"github.com/synod-paxos/synod/trace/report"
)

// Check has the traces of a directory checked, as those of a cluster in which
// every node has stopped. The text is the report for people. Invariants are left
// out: they belong to the judge.
func Check(dir string) (check.Verdict, string, error) {
	files, err := trace.Files(dir)
	if err != nil {
		return 0, "", err
	}
	var inputs []check.Input
	for _, f := range files {
		source, err := trace.Open(f)
		if err != nil {
			return 0, "", err
		}
		inputs = append(inputs, check.Input{Source: source})
	}
	found, err := check.Run(inputs, check.Options{Closed: true, SkipInvariants: true})
	if err != nil {
		return 0, "", err
	}
	var text strings.Builder
	err = report.Text(&text, found)
	return found.Verdict, text.String(), err
}
