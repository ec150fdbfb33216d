// Package fault plants faults in the evaluator, to show that its cases notice
// them. All are planted in one build, by an overlay that leaves the tree alone;
// the environment variable SYNOD_FAULT chooses the one that is active, so that
// trying each costs no compilation.
package fault

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// Variable is the environment variable that chooses a fault. Its value List makes
// the build print the names of the operators that can be twisted.
const (
	Variable = "SYNOD_FAULT"
	List     = "list"
)

// A Fault is one by hand: in File of package tla, Old becomes New when the fault
// is active.
type Fault struct {
	Name string
	File string
	Old  string // occurs once
	New  string
}

// switchSource is added to package tla: the switch, and faults of every operator
// of the compiler's tables, made by twisting its result.
//
//go:embed switch.go.txt
var switchSource string

// Overlay writes, into dir, what "go build -overlay" needs to plant all faults in
// the module at root, and returns the overlay's path.
func Overlay(root, dir string) (string, error) {
	pkg := filepath.Join(root, "spec", "tla")
	replace := map[string]string{}
	add := func(file, text string) error {
		path := filepath.Join(dir, file)
		replace[filepath.Join(pkg, file)] = path
		return os.WriteFile(path, []byte(text), 0o644)
	}
	texts, err := planted(pkg)
	if err != nil {
		return "", err
	}
	texts["zz_switch.go"] = switchSource // after the tables in the order of initialization
	for file, text := range texts {
		if err := add(file, text); err != nil {
			return "", fmt.Errorf("planting faults: %w", err)
		}
	}
	overlay, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		return "", fmt.Errorf("planting faults: %w", err)
	}
	path := filepath.Join(dir, "overlay.json")
	return path, os.WriteFile(path, overlay, 0o644)
}

// planted returns the sources that have faults by hand.
func planted(pkg string) (map[string]string, error) {
	texts := map[string]string{}
	for _, f := range Faults {
		text, ok := texts[f.File]
		if !ok {
			source, err := os.ReadFile(filepath.Join(pkg, f.File))
			if err != nil {
				return nil, fmt.Errorf("planting %q: %w", f.Name, err)
			}
			text = string(source)
		}
		if n := strings.Count(text, f.Old); n != 1 {
			return nil, fmt.Errorf("planting %q: the text to replace stands %d times in %s, not once:\n%s", f.Name, n, f.File, f.Old)
		}
		texts[f.File] = strings.Replace(text, f.Old, strings.ReplaceAll(f.New, "FAULT", fmt.Sprintf("planted(%q)", f.Name)), 1)
	}
	return texts, nil
}
