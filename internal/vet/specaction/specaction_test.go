package specaction_test

import (
	"fmt"
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/synod-paxos/synod/internal/vet/specaction"
)

// toy is a specification of one module.
func toy(module string) ([]string, error) {
	if module != "Toy" {
		return nil, fmt.Errorf("no module %s", module)
	}
	return []string{"Promise", "Accept", "Restart"}, nil
}

func TestAnalyzer(t *testing.T) {
	results := analysistest.Run(t, analysistest.TestData(), specaction.New(toy), "example.com/...")
	if len(results) < 6 {
		t.Errorf("got results of %d packages, want those of 6 at least", len(results))
	}
}
