package model

import (
	"bufio"
	"fmt"
	"os"
	"strings"
)

// ReadList reads a list kept by hand: one entry a line; empty lines and those
// that begin with # do not count.
func ReadList(path string) ([]string, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("reading the list: %w", err)
	}
	defer f.Close()
	var entries []string
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		line := strings.TrimSpace(lines.Text())
		if line != "" && !strings.HasPrefix(line, "#") {
			entries = append(entries, line)
		}
	}
	return entries, lines.Err()
}

// Missing says which names of the catalogue of mutants no model covers. A line
// of the catalogue is "Spec: name of the mutant".
func Missing(models []Model, catalogue []string) []error {
	covered := map[string]bool{}
	for _, m := range models {
		if m.Header.Kind == Mutant {
			covered[m.Spec+": "+m.Header.Mutates] = true
		}
	}
	var problems []error
	for _, entry := range catalogue {
		if !covered[entry] {
			problems = append(problems, fmt.Errorf("no model has the mutant %q, which the catalogue lists", entry))
		}
	}
	return problems
}
