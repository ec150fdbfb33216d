package check_test

import (
	"bytes"
	"testing"

	"github.com/synod-paxos/synod/trace"
	"github.com/synod-paxos/synod/trace/check"
	"github.com/synod-paxos/synod/trace/report"
	"github.com/synod-paxos/synod/trace/tracetest"
)

// FuzzRun: whatever the lines say, there is a verdict or an error, the same in
// any order, and a report of it.
func FuzzRun(f *testing.F) {
	b, err := tracetest.Walk(3, 12, 1)
	if err != nil {
		f.Fatal(err)
	}
	var text []byte
	for _, s := range b.Segments() {
		for _, e := range s.Entries {
			text = trace.AppendJSON(text, e)
		}
	}
	f.Add(text, uint64(1))
	f.Fuzz(func(t *testing.T, text []byte, order uint64) {
		for _, log := range []bool{false, true} {
			in := []check.Input{{Source: trace.NewReader("fuzz.jsonl", bytes.NewReader(text)), Log: log}}
			r, err := check.Run(in, check.Options{Order: order})
			if err != nil {
				continue
			}
			var page bytes.Buffer
			if err := report.HTML(&page, r); err != nil {
				t.Fatal(err)
			}
		}
	})
}
