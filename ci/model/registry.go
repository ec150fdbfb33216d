package model

import (
	"bufio"
	"fmt"
	"maps"
	"os"
	"slices"
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
// of the catalogue is "Spec: name of the mutant". A model that runs in
// verify-deep alone covers none.
func Missing(models []Model, catalogue []string) []error {
	covered := map[string]bool{}
	for _, m := range Select(models, Standard) {
		if m.Header.Kind == Mutant {
			covered[m.Spec+": "+m.Header.Mutates] = true
		}
	}
	var problems []error
	for _, entry := range catalogue {
		if !covered[entry] {
			problems = append(problems, fmt.Errorf("no model of set quick or standard has the mutant %q, which the catalogue lists", entry))
		}
	}
	return problems
}

// Unlisted compares the models with a list of all their names and sets, a line
// "Name set" each, both ways. A model that is deleted, or put off to a later set,
// is not missed by anything else.
func Unlisted(models []Model, list []string) []error {
	const edit = "; if that is meant, edit ci/models.txt: "
	listed := map[string]string{}
	var problems []error
	for _, line := range list {
		name, set, ok := strings.Cut(line, " ")
		if _, twice := listed[name]; !ok || twice {
			problems = append(problems, fmt.Errorf("ci/models.txt: a line that is not of the form \"Name set\", or stands twice: %s", line))
		}
		listed[name] = strings.TrimSpace(set)
	}
	for _, m := range models {
		set, ok := listed[m.Name]
		switch {
		case !ok:
			problems = append(problems, fmt.Errorf("%s.cfg is not in the list of models%sadd the line \"%s %s\"", m.Name, edit, m.Name, m.Header.Set))
		case set != string(m.Header.Set):
			problems = append(problems, fmt.Errorf("%s.cfg is of set %s, and the list of models says %s%schange its line to \"%s %s\"", m.Name, m.Header.Set, set, edit, m.Name, m.Header.Set))
		}
		delete(listed, m.Name)
	}
	for _, name := range slices.Sorted(maps.Keys(listed)) {
		problems = append(problems, fmt.Errorf("the list of models has %s, and there is no %s.cfg%sdelete its line", name, name, edit))
	}
	return problems
}
