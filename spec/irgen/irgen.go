// Package irgen makes the IR of TLA+ modules: it runs SANY, TLC's parser, and
// turns the semantic graph that SANY exports into the text that package tla
// reads without a JVM.
package irgen

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/synod-paxos/synod/spec/tla"
)

// Generate runs SANY once for each root module in specDir/models and returns the
// IR of each by its file name, such as "MCVoting.ir".
func Generate(ctx context.Context, jar, specDir string) (map[string][]byte, error) {
	roots, err := filepath.Glob(filepath.Join(specDir, "models", "*.tla"))
	if err != nil {
		return nil, err
	}
	if len(roots) == 0 {
		return nil, fmt.Errorf("no modules in %s", filepath.Join(specDir, "models"))
	}
	out := map[string][]byte{}
	for _, root := range roots {
		m, err := Parse(ctx, jar, root, specDir, filepath.Join(specDir, "models"))
		if err != nil {
			return nil, err
		}
		var b bytes.Buffer
		if err := m.WriteIR(&b); err != nil {
			return nil, err
		}
		out[m.Name()+".ir"] = b.Bytes()
	}
	return out, nil
}

// Parse runs SANY on one root module and attaches the texts of its modules,
// which are looked for beside it and in the given directories.
func Parse(ctx context.Context, jar, root string, dirs ...string) (*tla.Module, error) {
	if _, err := os.Stat(root); err != nil {
		return nil, err
	}
	if _, err := os.Stat(jar); err != nil {
		return nil, fmt.Errorf("the TLA+ tools: %w (name the jar with --jar or TLA2TOOLS_JAR)", err)
	}
	// An absolute path: XMLExporter mistakes a bare name for another module.
	root, err := filepath.Abs(root)
	if err != nil {
		return nil, err
	}
	dirs = append([]string{filepath.Dir(root)}, dirs...)
	for i, d := range dirs {
		if dirs[i], err = filepath.Abs(d); err != nil {
			return nil, err
		}
	}
	// SANY unpacks the standard modules into Java's temporary directory and removes
	// them at its end: two that share one take them away from each other.
	tmp, err := os.MkdirTemp("", "synod-sany-")
	if err != nil {
		return nil, fmt.Errorf("making a directory for SANY: %w", err)
	}
	defer os.RemoveAll(tmp)
	args := []string{"-Djava.io.tmpdir=" + tmp, "-cp", jar, "tla2sany.xml.XMLExporter", "-o"}
	for _, d := range dirs {
		args = append(args, "-I", d)
	}
	cmd := exec.CommandContext(ctx, "java", append(args, root)...)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("SANY on %s: %w\n%s", root, err, diagnosis(ctx, jar, tmp, root, dirs))
	}
	// XMLExporter succeeds and exports a wrong graph if there are semantic errors.
	if strings.Contains(stderr.String(), "*** Errors:") || strings.Contains(stderr.String(), "*** Abort") {
		return nil, fmt.Errorf("SANY refuses %s:\n%s", root, diagnosis(ctx, jar, tmp, root, dirs))
	}
	m, err := tla.ParseXML(&stdout)
	if err != nil {
		return nil, fmt.Errorf("%s: %w\n%s", root, err, explanation(stderr.String()))
	}
	return m, Attach(m, dirs...)
}

// Attach gives a module its texts, found in the given directories.
func Attach(m *tla.Module, dirs ...string) error {
	for _, src := range m.Sources() {
		found := false
		for _, d := range dirs {
			text, err := os.ReadFile(filepath.Join(d, src.Module+".tla"))
			if errors.Is(err, os.ErrNotExist) {
				continue
			}
			if err != nil {
				return err
			}
			if err := m.AttachSource(src.Module, text); err != nil {
				return err
			}
			found = true
			break
		}
		if !found {
			return fmt.Errorf("the text of module %s is in none of %s", src.Module, strings.Join(dirs, ", "))
		}
	}
	return nil
}

// diagnosis is what SANY by itself says of a module that it refuses. Of an error
// of syntax XMLExporter does not tell the place.
func diagnosis(ctx context.Context, jar, tmp, root string, dirs []string) string {
	library := "-DTLA-Library=" + strings.Join(dirs, string(filepath.ListSeparator))
	// It fails, as it should; what it says is wanted.
	out, _ := exec.CommandContext(ctx, "java", "-Djava.io.tmpdir="+tmp, library, "-cp", jar, "tla2sany.SANY", root).CombinedOutput()
	return explanation(string(out))
}

// explanation keeps what SANY says about the modules and drops Java's stack.
func explanation(out string) string {
	var keep []string
	for _, line := range strings.Split(out, "\n") {
		if line = strings.TrimRight(line, " \r"); line != "" && !strings.HasPrefix(line, "\tat ") &&
			!strings.HasPrefix(line, "Semantic processing") && !strings.HasPrefix(line, "Parsing file") {
			keep = append(keep, line)
		}
	}
	return strings.Join(keep, "\n")
}

// Difference is a file of spec/ir that is not what it should be.
type Difference struct {
	File string `json:"file"`
	What string `json:"what"` // "missing", "changed" or "left over"
}

// Check compares generated IRs with the files in irDir.
func Check(generated map[string][]byte, irDir string) ([]Difference, error) {
	var out []Difference
	for name, want := range generated {
		got, err := os.ReadFile(filepath.Join(irDir, name))
		switch {
		case errors.Is(err, os.ErrNotExist):
			out = append(out, Difference{name, "missing"})
		case err != nil:
			return nil, err
		case !bytes.Equal(got, want):
			out = append(out, Difference{name, "changed"})
		}
	}
	entries, err := os.ReadDir(irDir)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, err
	}
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), ".ir") && generated[e.Name()] == nil {
			out = append(out, Difference{e.Name(), "left over"})
		}
	}
	slices.SortFunc(out, func(a, b Difference) int { return strings.Compare(a.File, b.File) })
	return out, nil
}

// Write makes irDir hold exactly the generated IRs.
func Write(generated map[string][]byte, irDir string) error {
	diffs, err := Check(generated, irDir)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(irDir, 0o755); err != nil {
		return err
	}
	for _, d := range diffs {
		path := filepath.Join(irDir, d.File)
		if d.What == "left over" {
			err = os.Remove(path)
		} else {
			err = os.WriteFile(path, generated[d.File], 0o644)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
