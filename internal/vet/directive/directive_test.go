package directive_test

import (
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/synod-paxos/synod/internal/vet/directive"
)

func TestAnalyzer(t *testing.T) {
	results := analysistest.Run(t, analysistest.TestData(), directive.Analyzer,
		"example.com/good", "example.com/misplaced", "example.com/twomodules")
	set := results[0].Result.(*directive.Set)
	if !set.Deterministic || set.Module != "BasicPaxos" {
		t.Errorf("package directives of example.com/good: got %+v", set)
	}
	var claims []string
	for _, c := range set.Actions {
		claims = append(claims, c.Func.Name.Name+" "+c.Action)
	}
	want := []string{"promise Promise", "both Accept", "both Learn"}
	if len(claims) != len(want) {
		t.Fatalf("claims: got %q, want %q", claims, want)
	}
	for i := range want {
		if claims[i] != want[i] {
			t.Errorf("claim %d: got %q, want %q", i, claims[i], want[i])
		}
	}
}
