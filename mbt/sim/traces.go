package sim

import (
	"github.com/synod-paxos/synod/trace"
	"github.com/synod-paxos/synod/trace/check"
)

// Check has the traces of a directory checked, as those of a cluster in which
// every node has stopped.
func Check(dir string) (*check.Report, error) {
	files, err := trace.Files(dir)
	if err != nil {
		return nil, err
	}
	var inputs []check.Input
	for _, f := range files {
		source, err := trace.Open(f)
		if err != nil {
			return nil, err
		}
		inputs = append(inputs, check.Input{Source: source})
	}
	return check.Run(inputs, check.Options{Closed: true})
}
