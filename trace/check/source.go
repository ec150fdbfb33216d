package check

import (
	"bytes"
	"fmt"
	"maps"
	"slices"

	"github.com/synod-paxos/synod/spec"
	"github.com/synod-paxos/synod/spec/tla"
)

// A source is a specification as the repository or a file has it, before the
// nodes of a replay are known.
type source struct {
	name         string // of the module that traces name
	hash         string // of the replay's module, which includes that one
	module       *tla.Module
	config       *tla.Config
	nodeConstant string
}

// openSource opens the specification that traces are judged by; ir is the
// resolved form of an older one, or nil.
func openSource(name, replay, nodeConstant string, ir []byte) (*source, error) {
	config, err := spec.Config(replay + ".cfg")
	if err != nil {
		return nil, fmt.Errorf("opening the replay's configuration: %w", err)
	}
	s := &source{name: name, config: config, nodeConstant: nodeConstant}
	if ir != nil {
		if s.module, err = tla.ReadIR(bytes.NewReader(ir)); err != nil {
			return nil, fmt.Errorf("reading the specification's resolved form: %w", err)
		}
	} else if s.module, err = spec.Open(replay); err != nil {
		return nil, fmt.Errorf("opening the replay's specification: %w", err)
	}
	s.hash = s.module.Hash()
	return s, nil
}

// knows tells whether the name, and whether the hash, is the specification's.
func (s *source) knows(name, hash string) (sameName, sameHash bool) {
	return name == s.name, hash == s.hash
}

func sortedNames[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
