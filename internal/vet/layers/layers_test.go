package layers_test

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/synod-paxos/synod/internal/vet/layers"
)

var table = []layers.Row{
	{Packages: "judge/...", Forbidden: []string{"judged/..."}, Why: "a judge is no party"},
	{Packages: "judged/...", Forbidden: []string{"judged/...", "judge/..."}, Why: "its own kind is always allowed"},
	{Packages: "told", Spec: "Toy", Core: true, Why: "cores are checked"},
	{Packages: "untold", Spec: "Toy", Core: true, Why: "cores are checked"},
}

func TestAnalyzer(t *testing.T) {
	results := analysistest.Run(t, analysistest.TestData(), layers.New("example.com/m", table), "example.com/m/...")
	if len(results) < 8 {
		t.Errorf("got results of %d packages, want those of 8 at least", len(results))
	}
}

// TestTable holds the table to its own form, since a pattern with a typing
// error would forbid nothing.
func TestTable(t *testing.T) {
	for _, row := range layers.Table {
		if row.Packages == "" || row.Why == "" || len(row.Forbidden) == 0 {
			t.Errorf("row %q lacks its packages, what they must not import, or why", row.Packages)
		}
		for _, p := range append([]string{row.Packages}, row.Forbidden...) {
			if !validPattern(p) {
				t.Errorf("row %q: %q is no pattern", row.Packages, p)
			}
		}
	}
}

// validPattern tells whether p is a pattern that can match something: names
// parted by slashes, below one of the module's top folders, with /... at most
// at the end.
func validPattern(p string) bool {
	prefix := strings.TrimSuffix(p, "/...")
	top, _, _ := strings.Cut(prefix, "/")
	return slices.Contains(topFolders, top) && !strings.Contains(prefix, ".") && !strings.Contains(prefix, "//")
}

var topFolders = []string{"ci", "cmd", "examples", "impl", "internal", "mbt", "spec", "trace"}
