// Package eventgen writes the event constructors of the cores: for each core a
// file event_gen.go with one function for each action of its specification, so
// that a core cannot emit an event that the specification has no action for, or
// with parameters that the action does not have.
//
// A constructor returns a call: the action with its arguments as the core has
// them. The call is written as an event when somebody asks for that, since a
// node takes more steps than anybody reads.
//
// The functions are made from Next in the module that traces are replayed
// against, so the file changes exactly when the actions do. [Check] says whether
// the files in the tree are those that the specifications give, and [Write]
// makes them so; on the command line both are synod spec events.
package eventgen

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"

	"github.com/synod-paxos/synod/spec"
	"github.com/synod-paxos/synod/spec/tla"
)

// A Core is a package that implements a specification.
type Core struct {
	Module  string // the TLA+ module; it is replayed as Replay<Module>
	Dir     string // the package's directory, below the module's root, with slashes
	Package string // the package's name
	Value   string // the Go type by which it names a value in an event
}

// Cores are the packages that constructors are generated for.
func Cores() []Core {
	return []Core{
		{Module: "BasicPaxos", Dir: "impl/basicpaxos", Package: "basicpaxos", Value: "ValueName"},
		{Module: "MultiPaxos", Dir: "impl/multipaxos", Package: "multipaxos", Value: "Digest"},
	}
}

// Replay is the name of the module that traces of a module are replayed
// against.
func Replay(module string) string { return "Replay" + module }

// generate returns the text of a core's event_gen.go, given the module that its
// traces are replayed against.
func (c Core) generate(m *tla.Module) ([]byte, error) {
	actions, err := m.NextActions()
	if err != nil {
		return nil, fmt.Errorf("read the actions of %s: %w", m.Name(), err)
	}
	f := file{core: c, hash: m.Hash()}
	for _, a := range actions {
		made := constructor{action: a.Name}
		for _, p := range a.Params {
			made.params = append(made.params, param{name: p.Name, set: p.Set})
		}
		f.constructors = append(f.constructors, made)
	}
	text, err := f.render()
	if err != nil {
		return nil, fmt.Errorf("generate the events of %s: %w", c.Module, err)
	}
	return text, nil
}

// Check returns an error that names the first file below root which is not
// what the embedded specifications give.
func Check(root string) error {
	for _, core := range Cores() {
		want, err := core.text()
		if err != nil {
			return err
		}
		got, err := os.ReadFile(core.path(root))
		if err != nil {
			return fmt.Errorf("read the events of %s: %w", core.Module, err)
		}
		if line := firstDifference(got, want); line > 0 {
			return fmt.Errorf("%s/%s:%d: %w", core.Dir, FileName, line, &StaleError{Module: core.Module})
		}
	}
	return nil
}

// A StaleError says that a generated file is not what its specification gives.
type StaleError struct{ Module string }

func (e *StaleError) Error() string {
	return "the file is not what " + e.Module + " gives: run synod spec events"
}

// Write makes the files below root what the embedded specifications give, and
// returns the paths of those it changed, relative to root.
func Write(root string) ([]string, error) {
	var changed []string
	for _, core := range Cores() {
		want, err := core.text()
		if err != nil {
			return changed, err
		}
		got, err := os.ReadFile(core.path(root))
		if err == nil && bytes.Equal(got, want) {
			continue
		}
		if err := os.WriteFile(core.path(root), want, 0o644); err != nil {
			return changed, fmt.Errorf("write the events of %s: %w", core.Module, err)
		}
		changed = append(changed, core.Dir+"/"+FileName)
	}
	return changed, nil
}

func (c Core) path(root string) string {
	return filepath.Join(root, filepath.FromSlash(c.Dir), FileName)
}

// text is what the core's file should be.
func (c Core) text() ([]byte, error) {
	m, err := spec.Open(Replay(c.Module))
	if err != nil {
		return nil, fmt.Errorf("open the specification %s: %w", c.Module, err)
	}
	return c.generate(m)
}

// firstDifference returns the first line, from 1, in which two texts differ, or
// 0 if they do not.
func firstDifference(a, b []byte) int {
	if bytes.Equal(a, b) {
		return 0
	}
	linesA, linesB := bytes.SplitAfter(a, []byte("\n")), bytes.SplitAfter(b, []byte("\n"))
	for i := range min(len(linesA), len(linesB)) {
		if !bytes.Equal(linesA[i], linesB[i]) {
			return i + 1
		}
	}
	return min(len(linesA), len(linesB)) + 1
}
