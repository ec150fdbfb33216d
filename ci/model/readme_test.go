package model

import (
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// TestReadmeTables compares the tables of spec/README.md with the models: each
// model stands in one row, with its set and figures or with what finds it.
func TestReadmeTables(t *testing.T) {
	specDir := filepath.Join("..", "..", "spec")
	models, problems := Load(filepath.Join(specDir, "models"))
	if len(problems) > 0 || len(models) == 0 {
		t.Fatalf("%d models, problems %v", len(models), problems)
	}
	text, err := os.ReadFile(filepath.Join(specDir, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	rows := tableRows(string(text))
	for _, m := range models {
		got, ok := rows[m.Name]
		if want := readmeRow(m); !ok || got != want {
			t.Errorf("%s: the row ends in %q instead of %q", m.Name, got, want)
		}
		delete(rows, m.Name)
	}
	for name := range rows {
		t.Errorf("%s is in a table, and there is no such model", name)
	}
}

var (
	tableHeading = regexp.MustCompile(`^### (\w+)$`)
	tableRow     = regexp.MustCompile("^\\| `([a-z0-9_]+)` \\| (.*) \\|$")
)

// tableRows are the rows of all tables below a heading that names a
// specification, by model.
func tableRows(text string) map[string]string {
	rows := map[string]string{}
	spec := ""
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if m := tableHeading.FindStringSubmatch(line); m != nil {
			spec = m[1]
		}
		if m := tableRow.FindStringSubmatch(line); m != nil && spec != "" {
			rows[spec+"_"+m[1]] = m[2]
		}
	}
	return rows
}

// readmeRow is what the row of a model must say behind its name.
func readmeRow(m Model) string {
	h := m.Header
	if h.Kind != Mutant && h.Kind != Probe {
		seconds := "–" // not recorded
		if h.Seconds > 0 {
			seconds = strconv.Itoa(h.Seconds)
		}
		return strings.Join([]string{string(h.Set), h.Purpose, grouped(h.Counts.Distinct), strconv.Itoa(h.Counts.Depth), seconds}, " | ")
	}
	finder := "nothing"
	switch h.Expect.Verdict {
	case "invariant":
		finder = "`" + h.Expect.Invariant + "`"
	case "property":
		finder = "`" + m.Config.Properties[0] + "`"
	}
	return h.Purpose + " | " + finder
}

// grouped writes a number with commas between the thousands.
func grouped(n int64) string {
	if n < 1000 {
		return strconv.FormatInt(n, 10)
	}
	rest := strconv.FormatInt(n%1000+1000, 10)[1:]
	return grouped(n/1000) + "," + rest
}
