package corrupt_test

import (
	"testing"

	"github.com/synod-paxos/synod/trace/corrupt"
	"github.com/synod-paxos/synod/trace/tracetest"
)

// TestSuite alters a run that the specification itself made.
func TestSuite(t *testing.T) {
	b, err := tracetest.Walk(3, 70, 3)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := tracetest.Write(dir, b.Segments()); err != nil {
		t.Fatal(err)
	}
	r, err := corrupt.Suite(dir, corrupt.Options{})
	if r != nil {
		t.Log("\n" + r.String())
	}
	if err != nil {
		t.Fatal(err)
	}
}
