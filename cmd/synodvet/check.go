package main

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"
)

// A report is the outcome of one run.
type report struct {
	Packages int       `json:"packages"` // how many were checked
	Findings []finding `json:"findings"`
}

// A finding is one violation of a rule.
type finding struct {
	File     string `json:"file"`
	Line     int    `json:"line"`
	Column   int    `json:"column"`
	Analyzer string `json:"analyzer"`
	Message  string `json:"message"`
}

// check loads the packages with their tests, and the source of all they import,
// and runs the analyzers.
func check(analyzers []*analysis.Analyzer, patterns []string) (*report, error) {
	config := &packages.Config{Mode: packages.LoadAllSyntax | packages.NeedModule, Tests: true}
	roots, err := packages.Load(config, patterns...)
	if err != nil {
		return nil, fmt.Errorf("load %s: %w", strings.Join(patterns, " "), err)
	}
	if len(roots) == 0 {
		return nil, fmt.Errorf("%s matches no packages", strings.Join(patterns, " "))
	}
	if err := loadErrors(roots); err != nil {
		return nil, err
	}
	graph, err := checker.Analyze(analyzers, roots, nil)
	if err != nil {
		return nil, fmt.Errorf("analyze: %w", err)
	}
	return collect(graph, roots)
}

// loadErrors returns what keeps packages, or those they import, from compiling.
func loadErrors(roots []*packages.Package) error {
	var errs []error
	packages.Visit(roots, nil, func(p *packages.Package) {
		for _, err := range p.Errors {
			errs = append(errs, err)
		}
	})
	return errors.Join(errs...)
}

// collect gathers the findings, each once though a file may belong to a package
// and to its test, in the order of files and lines.
func collect(graph *checker.Graph, roots []*packages.Package) (*report, error) {
	paths := map[string]bool{}
	for _, p := range roots {
		paths[p.PkgPath] = true
	}
	r := &report{Packages: len(paths), Findings: []finding{}}
	for action := range graph.All() {
		if action.Err != nil {
			return nil, fmt.Errorf("analyzer %s on %s: %w", action.Analyzer.Name, action.Package.PkgPath, action.Err)
		}
		if !action.IsRoot {
			continue
		}
		for _, d := range action.Diagnostics {
			at := action.Package.Fset.Position(d.Pos)
			r.Findings = append(r.Findings, finding{
				File: shorten(at.Filename), Line: at.Line, Column: at.Column,
				Analyzer: action.Analyzer.Name, Message: d.Message,
			})
		}
	}
	slices.SortFunc(r.Findings, func(a, b finding) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column),
			cmp.Compare(a.Analyzer, b.Analyzer), cmp.Compare(a.Message, b.Message))
	})
	r.Findings = slices.Compact(r.Findings)
	return r, nil
}

// shorten writes a path relative to the working directory if it is below it.
func shorten(path string) string {
	dir, err := os.Getwd()
	if err != nil {
		return path
	}
	if short, err := filepath.Rel(dir, path); err == nil && filepath.IsLocal(short) {
		return short
	}
	return path
}

func (r *report) writeText(w io.Writer) error {
	for _, f := range r.Findings {
		if _, err := fmt.Fprintf(w, "%s:%d:%d: %s (%s)\n", f.File, f.Line, f.Column, f.Message, f.Analyzer); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintf(w, "synodvet: %d packages checked, %d findings\n", r.Packages, len(r.Findings))
	return err
}

func (r *report) writeJSON(w io.Writer) error {
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	return encoder.Encode(r)
}
