// Package model reads the models in spec/models: what each one is for, which
// result it must give, and whether the set of them is sound, so that no mutant
// is forgotten and none is killed by an invariant that fails anyway.
package model

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// A Model is one configuration of TLC and what is recorded about it.
type Model struct {
	Name   string // file name without .cfg
	Path   string // of the cfg
	Spec   string // the module under test, as in the file name
	Root   string // the root module, MC<Spec>
	Text   string
	Header Header
	Config Config
}

var fileName = regexp.MustCompile(`^([A-Z][A-Za-z0-9]*)_([a-z0-9]+)(_[a-z0-9]+)*\.cfg$`)

// Load reads all models of a directory, in the order of their names. Problems
// that concern one file only are returned side by side with those that could
// be read.
func Load(dir string) (models []Model, problems []error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, []error{fmt.Errorf("reading the models: %w", err)}
	}
	for _, e := range entries {
		name := e.Name()
		if !strings.HasSuffix(name, ".cfg") || strings.HasPrefix(name, "Replay") {
			continue
		}
		m, err := read(dir, name)
		if err != nil {
			problems = append(problems, fmt.Errorf("%s: %w", name, err))
			continue
		}
		models = append(models, m)
	}
	return models, problems
}

// read reads one model.
func read(dir, name string) (Model, error) {
	parts := fileName.FindStringSubmatch(name)
	if parts == nil {
		return Model{}, fmt.Errorf("the name is not of the form Spec_bounds[_what].cfg")
	}
	path := filepath.Join(dir, name)
	b, err := os.ReadFile(path)
	if err != nil {
		return Model{}, err
	}
	m := Model{Name: strings.TrimSuffix(name, ".cfg"), Path: path, Spec: parts[1], Root: "MC" + parts[1], Text: string(b)}
	if m.Header, err = parseHeader(m.Text); err != nil {
		return Model{}, err
	}
	if m.Config, err = parseConfig(m.Text); err != nil {
		return Model{}, err
	}
	return m, nil
}

// Select returns the models to run at the given bounds.
func Select(models []Model, bounds Set) []Model {
	return slices.DeleteFunc(slices.Clone(models), func(m Model) bool { return !m.Header.Set.Within(bounds) })
}

// Find returns the model of that name, with or without .cfg.
func Find(models []Model, name string) (Model, bool) {
	name = strings.TrimSuffix(name, ".cfg")
	i := slices.IndexFunc(models, func(m Model) bool { return m.Name == name })
	if i < 0 {
		return Model{}, false
	}
	return models[i], true
}

// Mutated returns the operators that a mutant overrides and its base does not.
func Mutated(models []Model, m Model) []string {
	base, ok := Find(models, m.Header.Base)
	if !ok {
		return nil
	}
	return m.Config.Overrides(base.Config)
}
