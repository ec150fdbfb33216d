package tla_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestLayersNameTheFiles demands that the package's documentation puts every file
// into one layer and names none that is not there.
func TestLayersNameTheFiles(t *testing.T) {
	text, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	_, table, found := strings.Cut(string(text), "// # Layers\n")
	if !found {
		t.Fatal("doc.go lists no layers")
	}
	layer := regexp.MustCompile(`(?m)^//\t((?:[a-z]+\*?, )*[a-z]+\*?) `)
	files := map[string]int{}
	for _, line := range layer.FindAllStringSubmatch(table, -1) {
		for _, pattern := range strings.Split(line[1], ", ") {
			matches, err := filepath.Glob(pattern + ".go")
			if err != nil {
				t.Fatal(err)
			}
			named := 0
			for _, file := range matches {
				if !strings.HasSuffix(file, "_test.go") {
					files[file]++
					named++
				}
			}
			if named == 0 {
				t.Errorf("there is no file %s.go", pattern)
			}
		}
	}
	all, err := filepath.Glob("*.go")
	if err != nil || len(files) == 0 {
		t.Fatalf("%d files in layers, %v", len(files), err)
	}
	for _, file := range all {
		if n := files[file]; n != 1 && file != "doc.go" && !strings.HasSuffix(file, "_test.go") {
			t.Errorf("%s stands in %d layers", file, n)
		}
	}
}
