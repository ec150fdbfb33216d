package determinism_test

import (
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/synod-paxos/synod/internal/vet/determinism"
)

func TestAnalyzer(t *testing.T) {
	results := analysistest.Run(t, analysistest.TestData(), determinism.Analyzer, "example.com/...")
	if len(results) < 6 {
		t.Errorf("got results of %d packages, want those of 6 at least", len(results))
	}
}
