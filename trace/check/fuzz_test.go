package check_test

import (
	"bytes"
	"errors"
	"testing"

	"github.com/synod-paxos/synod/trace"
	"github.com/synod-paxos/synod/trace/check"
	"github.com/synod-paxos/synod/trace/report"
	"github.com/synod-paxos/synod/trace/tracetest"
)

// FuzzRun: whatever the lines say, there is a verdict or an error, the same in
// any order, and a report of it.
func FuzzRun(f *testing.F) {
	register, err1 := tracetest.Walk(3, 12, 1)
	log, err2 := tracetest.Script()
	if err := errors.Join(err1, err2); err != nil {
		f.Fatal(err)
	}
	for _, segments := range [][]*tracetest.Segment{register.Segments(), log.Segments(), log.Logs()} {
		var text []byte
		for _, s := range segments {
			for _, e := range s.Entries {
				text = trace.AppendJSON(text, e)
			}
		}
		f.Add(text, uint64(1))
	}
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
