package bridge

import (
	"fmt"

	"github.com/synod-paxos/synod/spec"
	"github.com/synod-paxos/synod/spec/tla"
)

// Replay is the specification that a replay module gives for a cluster.
func Replay(name string, nodes []int) (*tla.Spec, error) {
	module, err := spec.Open(name)
	if err != nil {
		return nil, fmt.Errorf("opening the specification: %w", err)
	}
	config, err := spec.Config(name + ".cfg")
	if err != nil {
		return nil, fmt.Errorf("opening the specification: %w", err)
	}
	members := make([]tla.Value, len(nodes))
	for i, n := range nodes {
		members[i] = tla.Int(int64(n))
	}
	config.SetConstant("Node", tla.SetOf(members...))
	loaded, err := tla.Load(module, config)
	if err != nil {
		return nil, fmt.Errorf("loading the specification: %w", err)
	}
	return loaded, loaded.CheckAssumptions()
}
