// Package vet is the list of Synod's own analyzers. Each has a package below,
// whose comment states its rules; cmd/synodvet runs them.
//
// They are internal since their rules are about this module alone.
package vet

import (
	"fmt"

	"golang.org/x/tools/go/analysis"

	"github.com/synod-paxos/synod/internal/vet/determinism"
	"github.com/synod-paxos/synod/internal/vet/directive"
	"github.com/synod-paxos/synod/internal/vet/layers"
	"github.com/synod-paxos/synod/internal/vet/specaction"
	"github.com/synod-paxos/synod/spec"
	"github.com/synod-paxos/synod/spec/eventgen"
)

// Analyzers returns the analyzers, which read the actions of specifications
// from the modules embedded with package spec.
func Analyzers() []*analysis.Analyzer {
	return []*analysis.Analyzer{
		determinism.Analyzer,
		directive.Analyzer,
		layers.New(layers.Module, layers.Table),
		specaction.New(embeddedActions),
	}
}

// embeddedActions returns the names of a module's actions. Traces are replayed
// against ReplayM, so its Next says what the actions of M are.
func embeddedActions(module string) ([]string, error) {
	m, err := spec.Open(eventgen.Replay(module))
	if err != nil {
		return nil, err
	}
	actions, err := m.NextActions()
	if err != nil {
		return nil, fmt.Errorf("read the actions of %s: %w", m.Name(), err)
	}
	var names []string
	for _, action := range actions {
		names = append(names, action.Name)
	}
	return names, nil
}
