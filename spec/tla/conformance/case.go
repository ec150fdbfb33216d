// Package conformance holds what TLC says of small specifications written to
// find differences, and compares package tla with it without a JVM.
//
// A case is a directory below spec/tla/testdata/conformance, named after its
// root module: the modules, the configuration, and what was made from them by
// TLC and its parser: the IR, the outcome (tlc.json) and, where TLC explores a
// whole graph, the graph (graph.dot). There is no other list of the cases. What
// TLC makes is recorded by "make conformance" and compared with a run of TLC by
// the gate "language".
package conformance

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"

	"github.com/synod-paxos/synod/spec/irgen"
	"github.com/synod-paxos/synod/spec/tla"
)

// Dir is where the cases are, below the root of the repository.
const Dir = "spec/tla/testdata/conformance"

// A Case is a specification with what TLC says of it.
type Case struct {
	Name string // of the root module
	Dir  string
}

// Cases returns all cases in a directory. That there is none is an error.
func Cases(dir string) ([]Case, error) {
	dir, err := filepath.Abs(dir) // TLC runs in the directory of the case
	if err != nil {
		return nil, fmt.Errorf("listing the cases: %w", err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, fmt.Errorf("listing the cases: %w", err)
	}
	var cases []Case
	for _, e := range entries {
		if e.IsDir() {
			cases = append(cases, Case{e.Name(), filepath.Join(dir, e.Name())})
		}
	}
	if len(cases) == 0 {
		return nil, fmt.Errorf("no cases in %s", dir)
	}
	return cases, nil
}

// Root, Config, IR, Outcome and Graph are the paths of a case's files.
func (c Case) Root() string    { return filepath.Join(c.Dir, c.Name+".tla") }
func (c Case) Config() string  { return filepath.Join(c.Dir, c.Name+".cfg") }
func (c Case) IR() string      { return filepath.Join(c.Dir, c.Name+".ir") }
func (c Case) Outcome() string { return filepath.Join(c.Dir, "tlc.json") }
func (c Case) Graph() string   { return filepath.Join(c.Dir, "graph.dot") }

// recorded reads what TLC says of the case.
func (c Case) recorded() (Outcome, error) {
	var o Outcome
	text, err := os.ReadFile(c.Outcome())
	if err != nil {
		return o, fmt.Errorf("case %s is not recorded: %w", c.Name, err)
	}
	if err := json.Unmarshal(text, &o); err != nil {
		return o, fmt.Errorf("case %s: %s: %w", c.Name, c.Outcome(), err)
	}
	return o, nil
}

// Load reads the case as package tla does without a JVM: its IR and its
// configuration.
func (c Case) Load() (*tla.Spec, error) {
	ir, err := os.ReadFile(c.IR())
	if err != nil {
		return nil, fmt.Errorf("case %s: %w", c.Name, err)
	}
	m, err := tla.ReadIR(bytes.NewReader(ir))
	if err != nil {
		return nil, fmt.Errorf("case %s: %w", c.Name, err)
	}
	if err := irgen.Attach(m, c.Dir); err != nil {
		return nil, fmt.Errorf("case %s: %w", c.Name, err)
	}
	f, err := os.Open(c.Config())
	if err != nil {
		return nil, fmt.Errorf("case %s: %w", c.Name, err)
	}
	defer f.Close()
	cfg, err := tla.ParseConfig(c.Name+".cfg", f)
	if err != nil {
		return nil, err
	}
	cfg.Limits.Steps = mostSteps
	return tla.Load(m, cfg)
}

// mostSteps is far more than a state of any case takes. A fault in the evaluator
// can turn a recursion into one that branches without end.
const mostSteps = 20_000

// graph opens the recorded graph, which is there exactly if TLC explored a whole
// one, so that nothing goes uncompared because a file is missing.
func (c Case) graph(o Outcome) (*os.File, error) {
	config, err := os.ReadFile(c.Config())
	if err != nil {
		return nil, fmt.Errorf("case %s: %w", c.Name, err)
	}
	wanted := o.Verdict == OK && o.Generated > 0 && !Reduced(config)
	f, err := os.Open(c.Graph())
	switch {
	case errors.Is(err, fs.ErrNotExist) && !wanted:
		return nil, nil
	case err != nil:
		return nil, fmt.Errorf("case %s: TLC gives %s: %w", c.Name, o, err)
	case !wanted:
		f.Close()
		return nil, fmt.Errorf("case %s: TLC gives %s, of which there is no whole graph, but %s is there", c.Name, o, c.Graph())
	}
	return f, nil
}

var reduced = regexp.MustCompile(`(?m)^\s*(SYMMETRY|VIEW)\b`)

// Reduced says whether a configuration makes TLC's dump depend on the order of
// its search.
func Reduced(config []byte) bool { return reduced.Match(config) }
