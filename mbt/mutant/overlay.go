package mutant

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// Overlay writes, into dir, what `go build -overlay` needs to build the module
// at root with the bug planted, and returns the overlay's path.
func (m Mutant) Overlay(root, dir string) (string, error) {
	path := filepath.Join(root, filepath.FromSlash(m.File))
	source, err := os.ReadFile(path)
	if err != nil {
		return "", fmt.Errorf("planting %q: %w", m.Name, err)
	}
	if n := strings.Count(string(source), m.Old); n != 1 {
		return "", fmt.Errorf("planting %q: the text to replace stands %d times in %s, not once:\n%s", m.Name, n, m.File, m.Old)
	}
	mutated := filepath.Join(dir, filepath.Base(m.File))
	text := strings.Replace(string(source), m.Old, m.New, 1)
	if err := os.WriteFile(mutated, []byte(text), 0o644); err != nil {
		return "", fmt.Errorf("planting %q: %w", m.Name, err)
	}
	overlay, err := json.Marshal(map[string]map[string]string{"Replace": {path: mutated}})
	if err != nil {
		return "", fmt.Errorf("planting %q: %w", m.Name, err)
	}
	file := filepath.Join(dir, "overlay.json")
	if err := os.WriteFile(file, overlay, 0o644); err != nil {
		return "", fmt.Errorf("planting %q: %w", m.Name, err)
	}
	return file, nil
}
