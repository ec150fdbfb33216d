// Package spec holds the TLA+ specifications of Synod, their models and the
// resolved semantic graphs (IR) made from them, all embedded in the binary.
//
// An IR is only opened together with the very texts that it was made from: a
// binary whose IR and .tla files disagree refuses to run.
package spec

import (
	"bytes"
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/synod-paxos/synod/spec/tla"
)

//go:embed *.tla models/*.tla models/*.cfg ir
var files embed.FS

// Regenerate is the command that brings spec/ir up to date.
const Regenerate = "go run ./cmd/synod spec ir"

// Open returns the semantic graph of a root module of spec/models, such as
// "MCBasicPaxos", with the texts of its modules attached.
func Open(root string) (*tla.Module, error) { return open(files, root) }

func open(fsys fs.FS, root string) (*tla.Module, error) {
	data, err := fs.ReadFile(fsys, "ir/"+root+".ir")
	if err != nil {
		return nil, fmt.Errorf("spec: no IR of a root module %q; there are: %s", root, strings.Join(roots(fsys), ", "))
	}
	m, err := tla.ReadIR(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("spec: ir/%s.ir: %w", root, err)
	}
	if err := attach(fsys, m); err != nil {
		return nil, fmt.Errorf("spec: ir/%s.ir does not match the specifications embedded with it; run %q: %w", root, Regenerate, err)
	}
	return m, nil
}

// attach gives m its texts and thereby compares the hashes.
func attach(fsys fs.FS, m *tla.Module) error {
	for _, src := range m.Sources() {
		text, ok := source(fsys, src.Module)
		if !ok {
			return fmt.Errorf("there is no module %s", src.Module)
		}
		if src.SHA256 == "" {
			return fmt.Errorf("no hash of module %s", src.Module)
		}
		if err := m.AttachSource(src.Module, text); err != nil {
			return err
		}
	}
	return nil
}

// Config returns a configuration of spec/models by its name, with or without
// ".cfg".
func Config(name string) (*tla.Config, error) {
	file := "models/" + strings.TrimSuffix(name, ".cfg") + ".cfg"
	data, err := files.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("spec: no configuration %q", name)
	}
	return tla.ParseConfig(file, bytes.NewReader(data))
}

// Source returns the text of a module.
func Source(module string) ([]byte, bool) { return source(files, module) }

func source(fsys fs.FS, module string) ([]byte, bool) {
	for _, dir := range []string{"", "models/"} {
		if text, err := fs.ReadFile(fsys, dir+module+".tla"); err == nil {
			return text, true
		}
	}
	return nil, false
}

// Roots returns the names of the root modules that have an IR.
func Roots() []string { return roots(files) }

func roots(fsys fs.FS) []string { return names(fsys, "ir", ".ir") }

// Configs returns the names of the configurations in spec/models.
func Configs() []string { return names(files, "models", ".cfg") }

func names(fsys fs.FS, dir, suffix string) []string {
	entries, err := fs.ReadDir(fsys, dir)
	if err != nil {
		return nil
	}
	var out []string
	for _, e := range entries {
		if name, ok := strings.CutSuffix(e.Name(), suffix); ok {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}
