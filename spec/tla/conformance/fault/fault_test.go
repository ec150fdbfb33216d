package fault

import (
	"path/filepath"
	"testing"
)

// TestFaultsCanBePlanted finds the text of every fault in the evaluator.
func TestFaultsCanBePlanted(t *testing.T) {
	if _, err := Overlay(filepath.Join("..", "..", "..", ".."), t.TempDir()); err != nil {
		t.Error(err)
	}
	seen := map[string]bool{}
	for _, f := range Faults {
		if seen[f.Name] {
			t.Errorf("two faults are called %q", f.Name)
		}
		seen[f.Name] = true
	}
	if len(seen) < 25 {
		t.Errorf("%d faults by hand", len(seen))
	}
}
