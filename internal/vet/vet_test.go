package vet

import (
	"slices"
	"testing"

	"golang.org/x/tools/go/analysis"
)

func TestAnalyzersAreValid(t *testing.T) {
	if err := analysis.Validate(Analyzers()); err != nil {
		t.Error(err)
	}
}

func TestEmbeddedActions(t *testing.T) {
	got, err := embeddedActions("BasicPaxos")
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"Prepare", "Promise", "Propose", "Accept", "Learn", "Restart"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if _, err := embeddedActions("Nothing"); err == nil {
		t.Error("a module that does not exist has actions")
	}
}
