package check

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"

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

// votingModule is the specification of promises and votes alone; no trace names
// it.
const votingModule = "Voting"

// replayModule is the module that traces of a specification are replayed
// against.
func replayModule(name string) string { return "Replay" + name }

// specName is the specification that most headers name, of those that traces can
// be replayed against. Where there is none, the first will do to say so.
func (c *checker) specName() string {
	var names []string
	for _, root := range spec.Roots() {
		if name, ok := strings.CutPrefix(root, replayModule("")); ok && name != votingModule {
			names = append(names, name)
		}
	}
	counts := make([]int, len(names))
	for _, f := range c.files {
		for _, h := range f.headers {
			if i := slices.Index(names, h.Spec); i >= 0 {
				counts[i]++
			}
		}
	}
	return names[slices.Index(counts, slices.Max(counts))]
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
